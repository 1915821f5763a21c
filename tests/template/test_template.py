"""What no linter and no local engine checks: queues, permissions, privacy and the way out."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parents[2]
STAGES = ("Ingest", "Analyze", "Draw", "Publish")
QUEUES = tuple(f"{stage}{kind}" for stage, kind in product(STAGES, ("Queue", "DeadLetterQueue")))


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    parsed: dict[str, Any] = yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8"))
    return parsed


@pytest.fixture(scope="module")
def resources(template: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = template["Resources"]
    return found


def properties_of(resources: dict[str, Any], kind: str) -> dict[str, Any]:
    return {
        name: one.get("Properties", {}) for name, one in resources.items() if one["Type"] == kind
    }


def statements(resources: dict[str, Any], stage: str) -> list[dict[str, Any]]:
    function = resources[f"{stage}Function"]["Properties"]
    found = [s for policy in function["Policies"] for s in policy["Statement"]]
    # What is allowed only where a parameter asks for it.
    return [s["Fn::If"][1] if "Fn::If" in s else s for s in found]


@pytest.mark.parametrize("stage", STAGES)
def test_a_queue_hides_a_message_for_six_times_what_its_function_may_take(
    template: dict[str, Any], stage: str
) -> None:
    timeout = template["Resources"][f"{stage}Function"]["Properties"]["Timeout"]
    visibility = template["Resources"][f"{stage}Queue"]["Properties"]["VisibilityTimeout"]
    mapping, key, field = visibility["Fn::FindInMap"]
    assert key == timeout == {"Ref": f"{stage}Timeout"}
    parameter = template["Parameters"][timeout["Ref"]]
    assert parameter["Default"] in parameter["AllowedValues"]
    for seconds in parameter["AllowedValues"]:
        assert template["Mappings"][mapping][str(seconds)][field] >= 6 * seconds


@pytest.mark.parametrize("stage", STAGES)
def test_a_message_that_fails_five_times_is_kept_for_two_weeks_and_somebody_is_told(
    resources: dict[str, Any], stage: str
) -> None:
    redrive = resources[f"{stage}Queue"]["Properties"]["RedrivePolicy"]
    dead = f"{stage}DeadLetterQueue"
    assert redrive["deadLetterTargetArn"] == {"Fn::GetAtt": [dead, "Arn"]}
    assert redrive["maxReceiveCount"] == 5
    assert resources[dead]["Properties"]["MessageRetentionPeriod"] == 14 * 24 * 3600
    alarm = resources[f"{stage}DeadLetterAlarm"]["Properties"]
    assert alarm["Dimensions"] == [
        {"Name": "QueueName", "Value": {"Fn::GetAtt": [dead, "QueueName"]}}
    ]
    assert alarm["AlarmActions"]["Fn::If"][0] == "HasAlarmEmail"


def test_every_queue_and_bucket_and_the_table_are_outputs(template: dict[str, Any]) -> None:
    outputs = template["Outputs"]
    for queue in QUEUES:
        assert outputs[f"{queue}Url"]["Value"] == {"Ref": queue}
    for name in ("InboxBucket", "LibraryBucket", "SiteBucket", "CatalogTable"):
        assert outputs[f"{name}Name"]["Value"] == {"Ref": name}
    assert {"SiteUrl", "DistributionId"} <= outputs.keys()
    assert all(one.get("Description") for one in outputs.values())


def test_there_are_no_queues_but_those_that_are_checked_here(resources: dict[str, Any]) -> None:
    assert set(properties_of(resources, "AWS::SQS::Queue")) == set(QUEUES)


@pytest.mark.parametrize("queue", QUEUES)
def test_a_queue_takes_nothing_without_tls(resources: dict[str, Any], queue: str) -> None:
    policy = resources[f"{queue}Policy"]["Properties"]
    assert policy["Queues"] == [{"Ref": queue}]
    assert {
        "Sid": "OnlyOverTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": {"Fn::GetAtt": [queue, "Arn"]},
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    } in policy["PolicyDocument"]["Statement"]


@pytest.mark.parametrize("queue", QUEUES)
def test_only_the_rule_of_the_inbox_may_send_to_a_queue_from_outside(
    resources: dict[str, Any], queue: str
) -> None:
    allowed = [
        statement
        for statement in resources[f"{queue}Policy"]["Properties"]["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    ]
    if not queue.startswith("Ingest"):
        assert allowed == []
        return
    [statement] = allowed
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Action"] == "sqs:SendMessage"
    assert statement["Condition"] == {
        "ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["InboxRule", "Arn"]}}
    }


def test_the_rule_tells_of_objects_created_and_deleted_in_the_inbox_alone(
    resources: dict[str, Any],
) -> None:
    rule = resources["InboxRule"]["Properties"]
    assert rule["EventPattern"] == {
        "source": ["aws.s3"],
        "detail-type": ["Object Created", "Object Deleted"],
        "detail": {"bucket": {"name": [{"Ref": "InboxBucket"}]}},
    }
    [target] = rule["Targets"]
    assert target["Arn"] == {"Fn::GetAtt": ["IngestQueue", "Arn"]}
    assert target["DeadLetterConfig"] == {"Arn": {"Fn::GetAtt": ["IngestDeadLetterQueue", "Arn"]}}
    inbox = resources["InboxBucket"]["Properties"]
    assert inbox["VersioningConfiguration"] == {"Status": "Enabled"}
    assert inbox["NotificationConfiguration"] == {
        "EventBridgeConfiguration": {"EventBridgeEnabled": True}
    }


@pytest.mark.parametrize("stage", STAGES)
def test_a_function_reads_its_queue_and_reports_what_failed(
    resources: dict[str, Any], stage: str
) -> None:
    [event] = resources[f"{stage}Function"]["Properties"]["Events"].values()
    assert event["Type"] == "SQS"
    mapping = event["Properties"]
    assert mapping["Queue"] == {"Fn::GetAtt": [f"{stage}Queue", "Arn"]}
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": {"Ref": "MaximumConcurrency"}}
    assert mapping["BatchSize"] <= 10
    assert "MaximumBatchingWindowInSeconds" not in mapping


def test_the_publisher_is_alone_because_its_queue_is_first_in_first_out(
    resources: dict[str, Any],
) -> None:
    for queue in ("PublishQueue", "PublishDeadLetterQueue"):
        properties = resources[queue]["Properties"]
        assert properties["FifoQueue"] is True
        assert properties["QueueName"]["Fn::Sub"].startswith("${AWS::StackName}-publish")
        assert properties["QueueName"]["Fn::Sub"].endswith(".fifo")
        # What a message says is not what makes it another one: its DIRTY token is.
        assert "ContentBasedDeduplication" not in properties


@pytest.mark.parametrize("stage", [*STAGES, "Refresh"])
def test_a_function_may_do_what_it_names_to_things_of_this_stack_alone(
    resources: dict[str, Any], stage: str
) -> None:
    for statement in statements(resources, stage):
        assert statement["Sid"], "every statement says what it is for"
        assert statement["Effect"] == "Allow"
        actions = statement["Action"]
        for action in [actions] if isinstance(actions, str) else actions:
            assert "*" not in action
        assert statement["Resource"] != "*"
        assert "arn:aws:" not in json.dumps(statement["Resource"])


@pytest.mark.parametrize("stage", ["Ingest", "Analyze", "Draw"])
def test_only_the_publisher_may_touch_the_site(resources: dict[str, Any], stage: str) -> None:
    assert "SiteBucket" not in json.dumps(statements(resources, stage))


def test_every_bucket_is_private_encrypted_kept_and_read_over_tls(
    resources: dict[str, Any],
) -> None:
    buckets = properties_of(resources, "AWS::S3::Bucket")
    assert set(buckets) == {"InboxBucket", "LibraryBucket", "SiteBucket"}
    for name, bucket in buckets.items():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert len(bucket["PublicAccessBlockConfiguration"]) == 4
        assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
        assert "BucketEncryption" in bucket
        assert resources[name]["DeletionPolicy"] == "Retain"
        assert resources[name]["UpdateReplacePolicy"] == "Retain"
        denials = [
            statement
            for statement in resources[f"{name}Policy"]["Properties"]["PolicyDocument"]["Statement"]
            if statement["Effect"] == "Deny"
        ]
        assert [one["Condition"] for one in denials] == [{"Bool": {"aws:SecureTransport": "false"}}]


def test_the_catalog_is_kept_and_can_be_taken_back_in_time(resources: dict[str, Any]) -> None:
    table = resources["CatalogTable"]
    assert table["DeletionPolicy"] == table["UpdateReplacePolicy"] == "Retain"
    properties = table["Properties"]
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert "GlobalSecondaryIndexes" not in properties
    assert properties["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}


def test_nothing_has_a_fixed_physical_name(resources: dict[str, Any]) -> None:
    named = ("BucketName", "TableName", "FunctionName", "QueueName", "Name")
    for name, one in resources.items():
        for field in named:
            value = one.get("Properties", {}).get(field)
            if value is not None:
                assert "${AWS::StackName}" in json.dumps(value), f"{name}.{field}"


def test_the_site_is_read_by_this_distribution_and_by_nobody_else(
    resources: dict[str, Any],
) -> None:
    policy = resources["SiteBucketPolicy"]["Properties"]["PolicyDocument"]
    [allowed] = [one for one in policy["Statement"] if one["Effect"] == "Allow"]
    assert allowed["Action"] == "s3:GetObject"
    assert allowed["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    source = allowed["Condition"]["StringEquals"]["aws:SourceArn"]["Fn::Sub"]
    assert source.endswith(":distribution/${Distribution}")
    config = resources["Distribution"]["Properties"]["DistributionConfig"]
    [origin] = config["Origins"]
    assert origin["OriginAccessControlId"] == {"Ref": "SiteAccess"}
    access = resources["SiteAccess"]["Properties"]["OriginAccessControlConfig"]
    assert (access["SigningBehavior"], access["SigningProtocol"]) == ("always", "sigv4")


def test_what_is_not_there_answers_404_with_a_page(resources: dict[str, Any]) -> None:
    config = resources["Distribution"]["Properties"]["DistributionConfig"]
    answers = {
        one["ErrorCode"]: (one["ResponseCode"], one["ResponsePagePath"])
        for one in config["CustomErrorResponses"]
    }
    assert answers == {403: (404, "/404.html"), 404: (404, "/404.html")}


def test_responses_forbid_what_pages_do_not_need(resources: dict[str, Any]) -> None:
    headers = resources["SiteHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    security = headers["SecurityHeadersConfig"]
    policy = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    directives = dict(one.strip().split(" ", 1) for one in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy
    assert "*" not in policy
    assert all(one["Override"] for one in security.values())
    assert security["ReferrerPolicy"]["ReferrerPolicy"] == "no-referrer"
    assert headers["CustomHeadersConfig"]["Fn::If"][:2] == [
        "NotIndexable",
        {"Items": [{"Header": "X-Robots-Tag", "Value": "noindex", "Override": True}]},
    ]


def test_search_engines_are_kept_out_unless_the_owner_says_otherwise(
    template: dict[str, Any],
) -> None:
    assert template["Parameters"]["Indexable"]["Default"] == "no"


@pytest.mark.skipif(not shutil.which("node"), reason="CloudFront functions are JavaScript: no node")
@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/", "read /index.html"),
        ("/labels/x/", "read /labels/x/index.html"),
        ("/labels/x", "301 /labels/x/"),
        ("/labels/decca_(umo)", "301 /labels/decca_(umo)/"),
        ("/labels/%E7%BE%A4%E9%9D%92", "301 /labels/%E7%BE%A4%E9%9D%92/"),
        ("/playlists/x/overview.md", "read /playlists/x/overview.md"),
        ("/assets/style-0123abcd.css", "read /assets/style-0123abcd.css"),
        ("//evil.example/x", "301 /evil.example/x/"),
        ("/\\evil", "301 /%5Cevil/"),
    ],
)
def test_a_folder_is_read_at_its_slash_and_redirected_to_it(
    resources: dict[str, Any], asked: str, answered: str
) -> None:
    code = resources["FolderFunction"]["Properties"]["FunctionCode"]
    call = f"""
        const answer = handler({{request: {{uri: {json.dumps(asked)}, headers: {{}}}}}});
        console.log(answer.statusCode
          ? answer.statusCode + ' ' + answer.headers.location.value
          : 'read ' + answer.uri);
    """
    ran = subprocess.run(
        ["node", "-e", code + call], capture_output=True, text=True, check=True, timeout=30
    )
    assert ran.stdout.strip() == answered


def test_every_parameter_says_what_it_is_for(template: dict[str, Any]) -> None:
    assert all(one.get("Description") for one in template["Parameters"].values())
    shown = template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    assert {p for group in shown for p in group["Parameters"]} == set(template["Parameters"])


def test_the_dashboard_shows_every_queue_every_function_and_every_metric_of_ours(
    template: dict[str, Any],
) -> None:
    body = template["Resources"]["OverviewDashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    widgets = json.loads(body)["widgets"]
    shown = json.dumps(widgets)
    for stage in STAGES:
        assert f"${{{stage}Queue.QueueName}}" in shown
        assert f"${{{stage}DeadLetterQueue.QueueName}}" in shown
        assert f"${{{stage}Function}}" in shown
        assert f'"{stage}Seconds"' in shown
    sources = (ROOT / "shared" / "linernotes").rglob("*.py")
    counted = {
        name
        for path in sources
        for call in re.findall(r"\bcount\(\s*([^)]*?=[^)]*)", path.read_text("utf-8"))
        for name in re.findall(r"\b([A-Z]\w+)=", call)
    }
    assert counted >= {"ExportsRead", "PagesWritten"}
    assert {name for name in counted if f'"{name}"' not in shown} == set()


def test_concurrency_is_reserved_only_by_whoever_asks_for_it(template: dict[str, Any]) -> None:
    reserved = template["Globals"]["Function"]["ReservedConcurrentExecutions"]["Fn::If"]
    assert reserved[0] == "HasReservedConcurrency"
    assert reserved[2] == {"Ref": "AWS::NoValue"}
    assert template["Parameters"]["ReservedConcurrency"]["Default"] == 0


def test_every_parameter_has_a_default_so_that_deploying_asks_for_nothing(
    template: dict[str, Any],
) -> None:
    assert not [name for name, one in template["Parameters"].items() if "Default" not in one]
