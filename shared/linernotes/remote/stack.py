"""Finding a deployed stack by its name, with the credentials of whoever asks."""

from __future__ import annotations

import os
import uuid
from datetime import UTC, datetime
from typing import Annotated, Any

import boto3
import typer
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError

from linernotes.catalog import Catalog
from linernotes.catalog.table import Table
from linernotes.cloud import Cloud
from linernotes.errors import Halt
from linernotes.inbox import Inbox
from linernotes.library import Library
from linernotes.queues import Queues
from linernotes.site import Site
from linernotes.stack import Stack, client
from linernotes.thresholds import Thresholds

# Outputs that every deployment has, by which one is told from other stacks.
_OURS = frozenset(
    (
        "SiteUrl",
        "DistributionId",
        "InboxBucketName",
        "LibraryBucketName",
        "SiteBucketName",
        "CatalogTableName",
    )
)

# The options that every command for a deployed stack has.
StackName = Annotated[
    str,
    typer.Option("--stack", metavar="NAME", help="The stack, as it was named when deployed."),
]
EndpointUrl = Annotated[
    str,
    typer.Option(
        metavar="URL",
        envvar="AWS_ENDPOINT_URL",
        help="Where AWS answers, when it is not AWS itself: an embedded engine's address.",
        show_default=False,
    ),
]


def find(name: str, endpoint: str = "") -> Stack:
    """The stack of that name in the account and region that the environment names.

    Raises
    ------
    Halt : there is no such stack, it is none of ours, or AWS cannot be asked; says what to do.
    """
    try:
        # boto3 reads AWS_DEFAULT_REGION; the aws command and the other SDKs read this one first.
        session = boto3.Session(region_name=os.environ.get("AWS_REGION") or None)
        found = client(session, "cloudformation", endpoint).describe_stacks(StackName=name)
    except NoRegionError:
        raise Halt("No AWS region is chosen. Set AWS_REGION, or AWS_PROFILE.") from None
    except NoCredentialsError:
        raise Halt("No AWS credentials were found. Sign in, or set AWS_PROFILE.") from None
    except (BotoCoreError, ValueError) as error:
        raise Halt(
            f"AWS cannot be asked: {str(error).rstrip('.')}. AWS_PROFILE, AWS_REGION and"
            " --endpoint-url choose where to ask, and as whom."
        ) from error
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":
            raise
        region = session.region_name
        raise Halt(
            f"There is no stack named {name} in {region}. AWS_REGION and AWS_PROFILE choose where"
            " to look; `sam list stack-outputs` shows what a deployment made."
        ) from error
    [described] = found["Stacks"]
    outputs = {one["OutputKey"]: one["OutputValue"] for one in described.get("Outputs", ())}
    if not outputs.keys() >= _OURS:
        raise Halt(
            f"The stack {name} ({described['StackStatus']}) is no finished deployment of"
            " Linernotes. Deploy it, or name another with --stack."
        )
    return Stack(name=name, outputs=outputs, session=session, endpoint=endpoint)


def cloud_of(stack: Stack) -> Cloud:
    """What the use cases work on, in that stack; thresholds are those that it was deployed with."""
    outputs = stack.outputs
    library = Library(stack.s3, outputs["LibraryBucketName"])
    return Cloud(
        inbox=Inbox(stack.s3, outputs["InboxBucketName"]),
        library=library,
        catalog=Catalog(Table(stack.dynamodb, outputs["CatalogTableName"]), library),
        site=Site(
            stack.s3,
            outputs["SiteBucketName"],
            stack.client("cloudfront"),
            outputs["DistributionId"],
        ),
        queues=Queues(
            stack.sqs,
            ingest_url=stack.queues["Ingest"],
            analyze_url=stack.queues["Analyze"],
            draw_url=stack.queues["Draw"],
            publish_url=stack.queues["Publish"],
        ),
        now=lambda: datetime.now(UTC),
        token=lambda: uuid.uuid4().hex,
        thresholds=_thresholds(stack),
    )


def _thresholds(stack: Stack) -> Thresholds:
    """The template's parameters bear the thresholds' names in Pascal case."""
    found: Any = stack.client("cloudformation").describe_stacks(StackName=stack.name)
    chosen = {
        one["ParameterKey"]: one["ParameterValue"]
        for one in found["Stacks"][0].get("Parameters", ())
    }
    fields = {field: field.title().replace("_", "") for field in Thresholds.model_fields}
    return Thresholds.model_validate(
        {field: chosen[name] for field, name in fields.items() if name in chosen}
    )
