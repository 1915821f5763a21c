"""Every parameter of the template is explained where deploying is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    parsed: dict[str, Any] = yaml_parse((ROOT / "template.yaml").read_text("utf-8"))
    return parsed


def test_the_documentation_lists_every_parameter_with_its_default(template: dict[str, Any]) -> None:
    page = (ROOT / "docs" / "deploying.md").read_text("utf-8")
    for name, told in template["Parameters"].items():
        default = f"`{told['Default']}`" if told["Default"] != "" else ""
        assert f"| `{name}` | {default} | {told['Description']} |" in page


def test_every_parameter_is_in_one_group_of_the_guided_deployment(template: dict[str, Any]) -> None:
    groups = template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    grouped = [name for group in groups for name in group["Parameters"]]
    assert sorted(grouped) == sorted(template["Parameters"])
