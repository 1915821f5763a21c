"""What keeps data and secrets, resource by resource: also those that are added one day."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parents[2]
KEPT = {"AWS::S3::Bucket", "AWS::DynamoDB::Table"}
FORTNIGHT = 14 * 24 * 3600


@pytest.fixture(scope="module")
def text() -> str:
    return (ROOT / "template.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def template(text: str) -> dict[str, Any]:
    parsed: dict[str, Any] = yaml_parse(text)
    return parsed


def of(template: dict[str, Any], *kinds: str) -> dict[str, dict[str, Any]]:
    return {name: one for name, one in template["Resources"].items() if one["Type"] in kinds}


def statements(value: Any) -> Iterator[dict[str, Any]]:
    """Every statement of every policy below a part of the template."""
    if isinstance(value, dict):
        if "Effect" in value:
            yield value
        for one in value.values():
            yield from statements(one)
    elif isinstance(value, list):
        for one in value:
            yield from statements(one)


def test_what_holds_data_outlives_the_stack_and_nothing_else_does(
    template: dict[str, Any],
) -> None:
    for name, one in template["Resources"].items():
        kept = one["Type"] in KEPT
        assert (one.get("DeletionPolicy") == "Retain") == kept, name
        assert (one.get("UpdateReplacePolicy") == "Retain") == kept, name


def test_every_bucket_is_shut_whatever_a_policy_says(template: dict[str, Any]) -> None:
    for name, one in of(template, "AWS::S3::Bucket").items():
        blocks = one["Properties"]["PublicAccessBlockConfiguration"]
        assert blocks == dict.fromkeys(
            (
                "BlockPublicAcls",
                "BlockPublicPolicy",
                "IgnorePublicAcls",
                "RestrictPublicBuckets",
            ),
            True,
        ), name
        owner = one["Properties"]["OwnershipControls"]["Rules"]
        assert owner == [{"ObjectOwnership": "BucketOwnerEnforced"}], name
        assert "AccessControl" not in one["Properties"], name
        assert "WebsiteConfiguration" not in one["Properties"], "CloudFront alone shows it"


def test_a_bucket_refuses_whoever_comes_without_tls_for_all_of_it(
    template: dict[str, Any],
) -> None:
    policies = {
        one["Properties"]["Bucket"]["Ref"]: one
        for one in of(template, "AWS::S3::BucketPolicy").values()
    }
    assert policies.keys() == of(template, "AWS::S3::Bucket").keys()
    for bucket, policy in policies.items():
        assert {
            "Sid": "OnlyOverTls",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [{"Fn::GetAtt": [bucket, "Arn"]}, {"Fn::Sub": f"${{{bucket}.Arn}}/*"}],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        } in policy["Properties"]["PolicyDocument"]["Statement"]


def test_a_service_is_let_in_only_for_a_source_of_this_stack(template: dict[str, Any]) -> None:
    found = 0
    for one in of(template, "AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy").values():
        for statement in statements(one):
            if statement["Effect"] == "Deny":
                continue
            found += 1
            assert statement["Principal"].keys() == {"Service"}
            [(_, condition)] = statement["Condition"].items()
            source = json.dumps(condition["aws:SourceArn"])
            assert "*" not in source
            assert "${Distribution}" in source or "InboxRule" in source
    assert found == 3


def test_every_queue_either_has_a_dead_letter_queue_or_is_one_that_keeps_for_a_fortnight(
    template: dict[str, Any],
) -> None:
    queues = of(template, "AWS::SQS::Queue")
    targets = {
        one["Properties"]["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
        for one in queues.values()
        if "RedrivePolicy" in one["Properties"]
    }
    for name, one in queues.items():
        assert ("RedrivePolicy" in one["Properties"]) != (name in targets), name
        assert one["Properties"]["MessageRetentionPeriod"] == FORTNIGHT, name
        assert one["Properties"]["SqsManagedSseEnabled"] is True, name


def test_no_one_is_allowed_an_action_by_a_wildcard_and_every_wildcard_resource_says_why(
    template: dict[str, Any], text: str
) -> None:
    allowed = [one for one in statements(template["Resources"]) if one["Effect"] == "Allow"]
    assert len(allowed) > 20
    for one in allowed:
        actions = one["Action"] if isinstance(one["Action"], list) else [one["Action"]]
        assert not [action for action in actions if "*" in action], one["Sid"]
        assert "NotAction" not in one
        assert one.get("Principal") != "*"
    unexplained = [
        line
        for line in text.splitlines()
        if re.search(r"Resource: [\"']\*[\"']\s*$", line)  # a reason would stand behind it
    ]
    assert unexplained == []


def test_the_catalog_can_be_taken_back_and_is_not_deleted_by_mistake(
    template: dict[str, Any],
) -> None:
    for table in of(template, "AWS::DynamoDB::Table").values():
        properties = table["Properties"]
        assert properties["PointInTimeRecoverySpecification"] == {
            "PointInTimeRecoveryEnabled": True
        }
        assert properties["DeletionProtectionEnabled"] == {
            "Fn::If": ["ProtectsCatalog", True, False]
        }
        assert properties["SSESpecification"] == {"SSEEnabled": True}
    parameter = template["Parameters"]["DeletionProtection"]
    assert (parameter["Default"], parameter["AllowedValues"]) == ("on", ["on", "off"])
    asked = template["Conditions"]["ProtectsCatalog"]
    assert asked == {"Fn::Equals": [{"Ref": "DeletionProtection"}, "on"]}


def test_every_function_is_traced_and_logs_where_logs_end(template: dict[str, Any]) -> None:
    assert template["Globals"]["Function"]["Tracing"] == "Active"
    groups = of(template, "AWS::Logs::LogGroup")
    for name, one in groups.items():
        assert one["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}, name
    logs = []
    for name, one in of(template, "AWS::Serverless::Function").items():
        assert "Tracing" not in one["Properties"], name
        logs.append(one["Properties"]["LoggingConfig"]["LogGroup"]["Ref"])
    assert sorted(logs) == sorted(groups), "a group each, and none that nobody writes to"


def test_the_distribution_alone_signs_what_it_asks_of_the_site(template: dict[str, Any]) -> None:
    for one in of(template, "AWS::CloudFront::Distribution").values():
        for origin in one["Properties"]["DistributionConfig"]["Origins"]:
            assert origin["OriginAccessControlId"] == {"Ref": "SiteAccess"}
            assert origin["S3OriginConfig"] == {"OriginAccessIdentity": ""}
