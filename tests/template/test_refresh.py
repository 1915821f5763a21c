"""What looks every night for what is stale: when, and what it may do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from linernotes.messages import RefreshHint
from linernotes.observability import NAMESPACE

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    parsed: dict[str, Any] = yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8"))
    return parsed


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


def test_somebody_is_told_when_it_fails_however_often_it_is_tried(template: dict[str, Any]) -> None:
    # Lambda tries an event twice more within minutes, if it is not told otherwise.
    assert "EventInvokeConfig" not in template["Resources"]["RefreshFunction"]["Properties"]
    alarm = template["Resources"]["ErrorsAlarm"]["Properties"]
    assert (alarm["MetricName"], alarm["Statistic"]) == ("Errors", "Sum")
    assert (alarm["Period"], alarm["EvaluationPeriods"], alarm["Threshold"]) == (3600, 1, 2)
    assert alarm["ComparisonOperator"] == "GreaterThanThreshold"


def test_the_sign_in_is_one_parameter_reached_only_where_playlists_are_pulled(
    template: dict[str, Any],
) -> None:
    assert template["Parameters"]["SpotifyPull"]["Default"] == "off"
    assert template["Conditions"]["PullsPlaylists"] == {
        "Fn::Equals": [{"Ref": "SpotifyPull"}, "on"]
    }
    name = template["Outputs"]["SpotifyParameterName"]["Value"]["Fn::Sub"]
    variables = template["Resources"]["RefreshFunction"]["Properties"]["Environment"]["Variables"]
    assert variables["SPOTIFY_PARAMETER"]["Fn::If"] == ["PullsPlaylists", {"Fn::Sub": name}, ""]
    [policy] = template["Resources"]["RefreshFunction"]["Properties"]["Policies"]
    told = [one for one in policy["Statement"] if "ssm:" in json.dumps(one)]
    # The account's own key for parameters lets in whoever may reach the parameter.
    assert "kms:" not in json.dumps(policy)
    [(condition, given, otherwise)] = [one["Fn::If"] for one in told]
    assert (condition, otherwise) == ("PullsPlaylists", {"Ref": "AWS::NoValue"})
    assert given["Action"] == ["ssm:GetParameter", "ssm:PutParameter"]
    assert given["Resource"]["Fn::Sub"].endswith(f":parameter{name}")
    others = {
        stage: one for stage, one in template["Resources"].items() if stage != "RefreshFunction"
    }
    assert "ssm:" not in json.dumps(others)


def test_somebody_is_told_two_weeks_before_the_sign_in_ends(template: dict[str, Any]) -> None:
    alarm = template["Resources"]["SignInAlarm"]
    assert alarm["Condition"] == "PullsPlaylists"
    metric = alarm["Properties"]
    assert (metric["Namespace"], metric["MetricName"]) == (NAMESPACE, "SpotifyDaysLeft")
    assert (metric["ComparisonOperator"], metric["Threshold"]) == ("LessThanOrEqualToThreshold", 14)
    assert (metric["Statistic"], metric["Period"]) == ("Minimum", 86400)
    assert metric["AlarmActions"]["Fn::If"][0] == "HasAlarmEmail"
    # What a function counts bears the name of its service.
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    [dimension] = metric["Dimensions"]
    assert dimension == {"Name": "service", "Value": variables["POWERTOOLS_SERVICE_NAME"]}
