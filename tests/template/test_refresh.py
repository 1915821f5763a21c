"""What looks every night for what is stale: when, and what it may do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from linernotes.messages import RefreshHint

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    return yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8"))


def test_it_runs_when_the_parameters_say_and_can_be_turned_off(template: dict[str, Any]) -> None:
    [event] = template["Resources"]["RefreshFunction"]["Properties"]["Events"].values()
    assert event["Type"] == "ScheduleV2"
    schedule = event["Properties"]
    assert schedule["ScheduleExpression"] == {"Ref": "RefreshSchedule"}
    assert schedule["ScheduleExpressionTimezone"] == {"Ref": "RefreshTimeZone"}
    assert schedule["State"] == {"Fn::If": ["RefreshOn", "ENABLED", "DISABLED"]}
    assert template["Conditions"]["RefreshOn"] == {"Fn::Equals": [{"Ref": "Refresh"}, "on"]}
    assert RefreshHint.model_validate_json(schedule["Input"]) == RefreshHint()


def test_it_may_change_neither_the_site_nor_what_ingest_and_publish_keep(
    template: dict[str, Any],
) -> None:
    [policy] = template["Resources"]["RefreshFunction"]["Properties"]["Policies"]
    for given in policy["Statement"]:
        statement = given["Fn::If"][1] if "Fn::If" in given else given
        actions = statement["Action"]
        actions = [actions] if isinstance(actions, str) else actions
        if "SiteBucket" in json.dumps(statement["Resource"]):
            assert actions == ["s3:ListBucket"]
        assert not [action for action in actions if "Delete" in action]


def test_somebody_is_told_when_it_fails(template: dict[str, Any]) -> None:
    alarm = template["Resources"]["RefreshAlarm"]["Properties"]
    assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": "RefreshFunction"}}]
    assert (alarm["MetricName"], alarm["Threshold"]) == ("Errors", 0)
    assert alarm["AlarmActions"]["Fn::If"][0] == "HasAlarmEmail"
