"""Pages are valid HTML: a parser stumbles over nothing, and a checker finds no fault."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import html5lib
import pytest

from tests.browser.conftest import Site

# Tables keep roles that they would have without them: docs/decisions.md, 2026-11-24.
ROLES = "The “role” attribute must not be used on a “"

pytestmark = pytest.mark.soak


def test_every_page_is_valid_html(site: Site) -> None:
    for path, body in site.objects.items():
        if path.endswith(".html"):
            tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(body)
            ids = Counter(one.get("id") for one in tree.iter() if one.get("id"))
            assert [one for one, times in ids.items() if times > 1] == [], path
            labels = {one.get("for") for one in tree.iter("label")} - {None}
            assert labels <= ids.keys(), path


def test_the_checker_of_the_w3c_finds_no_fault_but_the_roles_of_tables(
    site: Site, tmp_path: Path
) -> None:
    checker = shutil.which("vnu")
    if checker is None:
        pytest.skip("vnu is missing: the Nu Html Checker, https://validator.github.io/validator/")
    pages = {path: body for path, body in site.objects.items() if path.endswith(".html")}
    for number, body in enumerate(pages.values()):
        (tmp_path / f"{number}.html").write_bytes(body)  # names of folders would need escaping
    command = [checker, "--errors-only", "--exit-zero-always", "--format", "json", str(tmp_path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    messages = json.loads(told)["messages"]
    said = {one["message"] for one in messages if not one["message"].startswith(ROLES)}
    assert said == set()
