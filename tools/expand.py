"""The template as CloudFormation gets it, for the checkers: `python -m tools.expand`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import boto3

from linernotes.local.deploy import expand, read_template

_REGION = "eu-central-1"  # the expanded template is the same in all of them
_UNPACKED = ("CodeUri", "ContentUri")


def expanded(path: Path) -> str:
    """The expanded template as JSON; its code is said to be in a bucket, where it will be."""
    template = read_template(path)
    for resource in template["Resources"].values():
        for name in _UNPACKED:
            if name in resource.get("Properties", {}):
                resource["Properties"][name] = "s3://code/built.zip"
    # The expander asks for the region alone, and no service for anything.
    boto = boto3.Session(
        region_name=_REGION,
        aws_access_key_id="none",
        aws_secret_access_key="none",  # noqa: S106 - it is no secret
    )
    return json.dumps(expand(template, {}, boto), indent=1)


if __name__ == "__main__":
    sys.stdout.write(expanded(Path("template.yaml")) + "\n")
