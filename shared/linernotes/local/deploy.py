"""Deploying template.yaml on the embedded engine, as `sam deploy` would on AWS.

The template is the only description of the system. It is translated as CloudFormation's transform
does it, with our own code zipped; what comes from layers is in the engine's own environment.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import botocore.session
from botocore.exceptions import ClientError

from linernotes.errors import Halt
from linernotes.local.engine import REGION, Engine
from linernotes.stack import Stack as Deployed
from linernotes.stack import client

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_s3 import S3Client

ACCOUNT = "000000000000"
VISIBILITY = 120  # seconds that a queue hides a message; longer than any call takes on one machine
_URIS = ("CodeUri", "ContentUri")
_PACKAGE = "linernotes"
_SETTLED = 120.0  # seconds that a deployment may take; it takes 0.3
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, kw_only=True)
class Stack(Deployed):
    """A stack on the embedded engine.

    `account` is the account that it was deployed into, `code` a digest of all the code.
    """

    account: str
    code: str


def find_template(start: Path) -> Path:
    """Our template.yaml: the one above `start`, else the one above this very package.

    Another project's template.yaml on the way is passed by.
    """
    for folder in (*_upwards(start), *_upwards(Path(__file__))):
        candidate = folder / "template.yaml"
        if candidate.is_file() and (folder / "shared" / "linernotes").is_dir():
            return candidate
    raise Halt("template.yaml was not found. Run this inside a checkout of Linernotes.")


def _upwards(start: Path) -> Iterator[Path]:
    resolved = start.resolve()
    yield resolved
    yield from resolved.parents


def read_template(path: Path) -> dict[str, Any]:
    """The template with its short-form intrinsics (`!Ref`) spelt out."""
    from samtranslator.yaml_helper import yaml_parse  # noqa: PLC0415 - takes 0.5 s to import

    template: dict[str, Any] = yaml_parse(path.read_text(encoding="utf-8"))
    return template


def session(account: str) -> boto3.Session:
    """A session of a twelve-digit account, blind to the developer's own AWS set-up."""
    core = botocore.session.Session(
        session_vars={
            name: (None, None, default, convert)
            for name, (_, _, default, convert) in botocore.session.Session.SESSION_VARIABLES.items()
        }
        | {
            "config_file": (None, None, os.devnull, None),
            "credentials_file": (None, None, os.devnull, None),
        }
    )
    return boto3.Session(
        aws_access_key_id=account,
        aws_secret_access_key="local",  # noqa: S106 - the engine does not check it
        region_name=REGION,
        botocore_session=core,
    )


def deploy(
    engine: Engine,
    template: Path,
    *,
    name: str = "linernotes",
    account: str = ACCOUNT,
    parameters: Mapping[str, str] | None = None,
    visibility: int = VISIBILITY,
) -> Stack:
    """Create the stack, or bring it up to date.

    Parameters
    ----------
    engine : where to.
    template : the SAM template; local paths in it are relative to its folder.
    name : of the stack. Bucket names are made of it, so two stacks of one engine need two names
        even in two accounts.
    account : twelve digits; each account sees its own resources alone.
    parameters : values for the template's parameters; the rest keep their defaults.
    visibility : seconds after which a message that a dead worker held comes back. It has to
        exceed the longest call; the template's own value would hold it for half an hour.

    Raises
    ------
    Halt : the stack could not be made; says which resource and why.
    """
    chosen = dict(parameters or {})
    boto = session(account)
    s3: S3Client = client(boto, "s3", engine.endpoint)
    bucket = f"{name}-artefacts-{account}".lower()
    s3.create_bucket(Bucket=bucket)
    source = read_template(template)
    code = hashlib.sha256()
    for properties, uri, archive in _archives(source, template.parent):
        digest = hashlib.sha256(archive).hexdigest()
        code.update(digest.encode())
        s3.put_object(Bucket=bucket, Key=digest, Body=archive)
        properties[uri] = f"s3://{bucket}/{digest}"
    translated = translate(source, chosen, boto)
    cloudformation: CloudFormationClient = client(boto, "cloudformation", engine.endpoint)
    # As `sam deploy` does: in a request there is room for 51,200 bytes of template.
    s3.put_object(Bucket=bucket, Key=f"{name}.template", Body=json.dumps(translated).encode())
    url = f"{engine.endpoint}/{bucket}/{name}.template"
    outputs = _apply(cloudformation, name, url, chosen)
    stack = Stack(
        name=name,
        outputs=outputs,
        session=boto,
        endpoint=engine.endpoint,
        account=account,
        code=code.hexdigest(),
    )
    for url in stack.queues.values():
        stack.sqs.set_queue_attributes(
            QueueUrl=url, Attributes={"VisibilityTimeout": str(visibility)}
        )
    return stack


def translate(
    template: dict[str, Any], parameters: Mapping[str, str], boto: boto3.Session
) -> dict[str, Any]:
    """Turn a SAM template into what the engine is given of what AWS would make of it."""
    translated = expand(template, parameters, boto)
    _count_workers(translated, parameters)
    _speak_plainly(translated)
    _tell_no_address(translated)
    return translated


def expand(
    template: dict[str, Any], parameters: Mapping[str, str], boto: boto3.Session
) -> dict[str, Any]:
    """Turn a SAM template into the CloudFormation template that AWS would make of it."""
    # Imported here, as they take half a second that most commands need not wait.
    from samtranslator.model.exceptions import InvalidDocumentException  # noqa: PLC0415 - see above
    from samtranslator.parser.parser import Parser  # noqa: PLC0415 - see above
    from samtranslator.translator.translator import Translator  # noqa: PLC0415 - see above

    # It warns of metrics that it would send to its makers and does not.
    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    translator = Translator(None, Parser(), boto_session=boto)
    try:
        translated: dict[str, Any] = translator.translate(
            template, parameter_values=dict(parameters), get_managed_policy_map=dict
        )
    except InvalidDocumentException as error:
        causes = "; ".join(cause.message for cause in error.causes)
        raise Halt(f"The template is not valid. {causes}") from error
    return translated


def _count_workers(template: dict[str, Any], parameters: Mapping[str, str]) -> None:
    """Put numbers where event source mappings refer to a parameter for their concurrency.

    CloudFormation makes a number of a parameter where one is wanted. The engine does not here,
    and would leave the messages where they are.
    """
    for resource in template["Resources"].values():
        scaling = resource.get("Properties", {}).get("ScalingConfig")
        limit = (scaling or {}).get("MaximumConcurrency")
        if isinstance(limit, dict) and "Ref" in limit:
            name = limit["Ref"]
            default = template["Parameters"][name].get("Default")
            scaling["MaximumConcurrency"] = int(parameters.get(name, default))


def _tell_no_address(template: dict[str, Any]) -> None:
    """Take away the site's own address: a site of this machine is read wherever it is put."""
    for resource in template["Resources"].values():
        variables = resource.get("Properties", {}).get("Environment", {}).get("Variables", {})
        variables.pop("SITE_URL", None)


def _speak_plainly(template: dict[str, Any]) -> None:
    """Take out what forbids plain HTTP: the engine speaks no other, and on loopback alone."""
    resources = template["Resources"]
    for name, resource in list(resources.items()):
        document = resource.get("Properties", {}).get("PolicyDocument", {})
        kept = [one for one in document.get("Statement", []) if one.get("Sid") != "OnlyOverTls"]
        if document and kept:
            document["Statement"] = kept
        elif document:
            del resources[name]


def _archives(
    template: Mapping[str, Any], root: Path
) -> Iterator[tuple[dict[str, Any], str, bytes]]:
    """Every local folder of code: the properties that name it, under which name, and its zip."""
    owners = [
        (resource.get("Metadata", {}), resource["Properties"])
        for resource in template["Resources"].values()
        if "Properties" in resource
    ]
    owners += [({}, properties) for properties in template.get("Globals", {}).values()]
    for metadata, properties in owners:
        for uri in _URIS:
            if isinstance(properties.get(uri), str):
                yield properties, uri, _archive(root / properties[uri], metadata)


def _archive(folder: Path, metadata: Mapping[str, Any]) -> bytes:
    """Zip a folder so that equal files make equal bytes.

    A layer that SAM builds itself gets its files below `python/`. Of those that a makefile builds,
    built or not yet, only our own package is taken: the others hold dependencies, which the
    engine's own environment has.
    """
    if not folder.is_dir():
        raise Halt(f"The template names {folder}, which does not exist.")
    method = metadata.get("BuildMethod")
    if method == "makefile":
        built = folder / "python"
        folder = built if built.is_dir() else folder
        files = sorted(_files(folder / _PACKAGE))
    else:
        files = sorted(_files(folder))
    prefix = "python/" if method else ""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        if not files:
            archive.writestr(zipfile.ZipInfo("python/.empty", _FIXED_DATE), b"")
        for path in files:
            entry = zipfile.ZipInfo(prefix + path.relative_to(folder).as_posix(), _FIXED_DATE)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return buffer.getvalue()


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(p.startswith(".") or p == "__pycache__" for p in parts):
            yield path


def _apply(
    cloudformation: CloudFormationClient,
    name: str,
    url: str,
    parameters: Mapping[str, str],
) -> dict[str, str]:
    """Create or update a stack by the template at `url`; its outputs."""
    request: dict[str, Any] = {
        "StackName": name,
        "TemplateURL": url,
        "Parameters": [
            {"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()
        ],
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    }
    try:
        cloudformation.create_stack(**request)
    except ClientError as error:
        if error.response["Error"]["Code"] != "AlreadyExistsException":
            raise Halt(f"The stack {name} was refused: {error}") from error
        try:
            cloudformation.update_stack(**request)
        except ClientError as unchanged:
            if "No updates are to be performed" not in str(unchanged):
                raise Halt(f"The stack {name} was refused: {unchanged}") from unchanged
    return _outputs(cloudformation, name)


def _outputs(cloudformation: CloudFormationClient, name: str) -> dict[str, str]:
    """Wait until the stack stands; its outputs in the template's order."""
    deadline = time.monotonic() + _SETTLED
    while True:
        description = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        status = description["StackStatus"]
        if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            return {o["OutputKey"]: o["OutputValue"] for o in description.get("Outputs", [])}
        if not status.endswith("_IN_PROGRESS") or time.monotonic() > deadline:
            raise Halt(f"The stack {name} stands at {status}. {_why(cloudformation, name)}")
        time.sleep(0.05)


def _why(cloudformation: CloudFormationClient, name: str) -> str:
    """The first thing that went wrong with the stack."""
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    failed = [event for event in events if event.get("ResourceStatus", "").endswith("_FAILED")]
    first = min(failed, key=lambda event: event["Timestamp"], default=None)
    if first is None:
        return "No resource says why."
    return f"{first.get('LogicalResourceId')}: {first.get('ResourceStatusReason')}"
