"""Who is told of what, within the ten alarm metrics that every account has for nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def resources() -> dict[str, Any]:
    parsed: dict[str, dict[str, Any]] = yaml_parse(
        (ROOT / "template.yaml").read_text(encoding="utf-8")
    )
    return parsed["Resources"]


@pytest.fixture(scope="module")
def alarms(resources: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        name: one["Properties"]
        for name, one in resources.items()
        if one["Type"] == "AWS::CloudWatch::Alarm"
    }


def test_there_are_no_more_alarm_metrics_than_cost_nothing(
    alarms: dict[str, dict[str, Any]],
) -> None:
    # An alarm is billed by the metrics that it looks at.
    assert sum(len(one.get("Metrics", [one])) for one in alarms.values()) <= 10


def test_every_alarm_says_what_to_do_and_reaches_whoever_asked(
    resources: dict[str, Any], alarms: dict[str, dict[str, Any]]
) -> None:
    for name, alarm in alarms.items():
        assert len(alarm["AlarmDescription"].split()) > 5, name
        assert alarm["AlarmActions"]["Fn::If"] == [
            "HasAlarmEmail",
            [{"Ref": "AlarmTopic"}],
            {"Ref": "AWS::NoValue"},
        ], name
        # A quiet library is a well one.
        assert alarm["TreatMissingData"] == "notBreaching", name
        assert "ActionsEnabled" not in alarm, name
    topic = resources["AlarmTopic"]
    assert topic["Condition"] == "HasAlarmEmail"
    assert topic["Properties"]["Subscription"] == [
        {"Protocol": "email", "Endpoint": {"Ref": "AlarmEmail"}}
    ]
    # CloudWatch may not use AWS's own key for topics (alias/aws/sns): no mail would ever go out.
    # https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns
    assert "KmsMasterKeyId" not in topic["Properties"]


@pytest.mark.parametrize("stage", ["Ingest", "Publish"])
def test_somebody_is_told_when_messages_grow_old_at_either_end(
    alarms: dict[str, dict[str, Any]], stage: str
) -> None:
    alarm = alarms[f"{stage}AgeAlarm"]
    assert (alarm["Namespace"], alarm["MetricName"]) == (
        "AWS/SQS",
        "ApproximateAgeOfOldestMessage",
    )
    assert alarm["Dimensions"] == [
        {"Name": "QueueName", "Value": {"Fn::GetAtt": [f"{stage}Queue", "QueueName"]}}
    ]
    assert alarm["Statistic"] == "Maximum"
    # A message that fails is tried five times; that it is retried alone is no cause for alarm.
    assert 5 * 3600 <= alarm["Threshold"] <= 24 * 3600


@pytest.mark.parametrize(("metric", "most"), [("Errors", 2), ("Throttles", 0)])
def test_somebody_is_told_of_functions_that_fail_or_may_not_run(
    alarms: dict[str, dict[str, Any]], metric: str, most: int
) -> None:
    alarm = alarms[f"{metric}Alarm"]
    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Lambda", metric)
    assert "Dimensions" not in alarm, "of every function: each for itself would be five metrics"
    assert (alarm["Statistic"], alarm["Threshold"]) == ("Sum", most)


def test_somebody_is_told_when_nothing_is_published_for_a_day_after_an_upload(
    alarms: dict[str, dict[str, Any]],
) -> None:
    alarm = alarms["NotPublishedAlarm"]
    assert (alarm["Namespace"], alarm["MetricName"]) == ("Linernotes", "StillDue")
    assert alarm["Dimensions"] == [{"Name": "service", "Value": {"Ref": "AWS::StackName"}}]
    # Two days in a row on which every look found something.
    assert (alarm["Period"], alarm["EvaluationPeriods"]) == (86400, 2)
    assert (alarm["Statistic"], alarm["Threshold"]) == ("Minimum", 0)
