"""A domain of one's own: given with its certificate, or not at all."""

from __future__ import annotations

import re
from typing import Any

import pytest

from linernotes.local.deploy import read_template
from tests.unit.source_tree import ROOT


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    return read_template(ROOT / "template.yaml")


def test_a_domain_is_served_with_its_certificate_and_recent_tls(template: dict[str, Any]) -> None:
    config = template["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
    name, with_domain, without = config["Aliases"]["Fn::If"]
    assert (name, with_domain, without) == (
        "HasDomain",
        [{"Ref": "DomainName"}],
        {"Ref": "AWS::NoValue"},
    )
    name, own, default = config["ViewerCertificate"]["Fn::If"]
    assert name == "HasDomain"
    assert own["AcmCertificateArn"] == {"Ref": "CertificateArn"}
    assert own["SslSupportMethod"] == "sni-only", "an address of its own costs $600 a month"
    assert own["MinimumProtocolVersion"] == "TLSv1.2_2021"
    assert default == {"CloudFrontDefaultCertificate": True}


def test_functions_and_the_owner_are_told_one_address(template: dict[str, Any]) -> None:
    told = template["Outputs"]["SiteUrl"]["Value"]
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    assert variables["SITE_URL"] == told
    assert told["Fn::If"] == [
        "HasDomain",
        {"Fn::Sub": "https://${DomainName}/"},
        {"Fn::Sub": "https://${Distribution.DomainName}/"},
    ]


def test_neither_is_taken_without_the_other(template: dict[str, Any]) -> None:
    rule = template["Rules"]["DomainAndCertificate"]
    empty = [{"Fn::Equals": [{"Ref": name}, ""]} for name in ("DomainName", "CertificateArn")]
    assert rule["RuleCondition"] == {"Fn::Not": [{"Fn::And": empty}]}
    (assertion,) = rule["Assertions"]
    assert assertion["Assert"] == {"Fn::Not": [{"Fn::Or": empty}]}


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("", True),
        ("notes.example.org", True),
        ("https://notes.example.org", False),
        ("Notes.example.org", False),
        ("localhost", False),
    ],
)
def test_a_domain_is_a_bare_name(template: dict[str, Any], name: str, fits: bool) -> None:
    pattern = template["Parameters"]["DomainName"]["AllowedPattern"]
    assert bool(re.search(pattern, name)) is fits


def test_the_price_class_is_a_parameter(template: dict[str, Any]) -> None:
    config = template["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
    assert config["PriceClass"] == {"Ref": "PriceClass"}
