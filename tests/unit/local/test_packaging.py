"""Finding the template, zipping code, and numbers that the engine wants as numbers."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from linernotes import stack
from linernotes.errors import Halt
from linernotes.local import deploy


def test_the_template_is_found_from_inside_the_checkout_and_from_anywhere(tmp_path: Path) -> None:
    own = Path(__file__).parents[3] / "template.yaml"
    assert deploy.find_template(Path(__file__).parent) == own
    assert deploy.find_template(tmp_path) == own


def test_another_projects_template_is_passed_by(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text("Resources: {}")
    assert deploy.find_template(tmp_path).parent != tmp_path


def test_a_missing_template_says_where_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deploy, "__file__", str(tmp_path / "site-packages" / "deploy.py"))
    with pytest.raises(Halt, match="inside a checkout"):
        deploy.find_template(tmp_path)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, body in {
        "functions/f/app.py": b"def handler(e, c): ...",
        "functions/f/__pycache__/app.cpython-313.pyc": b"x",
        "functions/f/.secret": b"x",
        "shared/package/__init__.py": b"",
        "shared/package/data.json": b"{}",
        "layers/Makefile": b"build:",
        "shared/linernotes/slugs.py": b"",
        "build/Base/python/boto3/__init__.py": b"",
        "build/Own/python/linernotes/slugs.py": b"",
        "build/Own/python/linernotes/__pycache__/slugs.cpython-313.pyc": b"x",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(body)
    return tmp_path


def archives(project: Path) -> dict[str, list[str]]:
    template: dict[str, Any] = {
        "Globals": {"Function": {"Runtime": "python3.13"}},
        "Resources": {
            "F": {"Type": "Function", "Properties": {"CodeUri": "functions/f/"}},
            "Own": {
                "Metadata": {"BuildMethod": "python3.13"},
                "Properties": {"ContentUri": "shared/"},
            },
            "Base": {
                "Metadata": {"BuildMethod": "makefile"},
                "Properties": {"ContentUri": "layers/"},
            },
            "Packed": {
                "Metadata": {"BuildMethod": "makefile"},
                "Properties": {"ContentUri": "shared"},
            },
            "BuiltBase": {
                "Metadata": {"BuildMethod": "makefile"},
                "Properties": {"ContentUri": "build/Base"},
            },
            "BuiltOwn": {
                "Metadata": {"BuildMethod": "makefile"},
                "Properties": {"ContentUri": "build/Own"},
            },
            "Bucket": {"Type": "Bucket"},
        },
    }
    return {
        properties[uri]: zipfile.ZipFile(io.BytesIO(archive)).namelist()
        for properties, uri, archive in deploy._archives(template, project)
    }


def test_code_and_layers_are_zipped_as_sam_lays_them_out(project: Path) -> None:
    assert archives(project) == {
        "functions/f/": ["app.py"],
        "shared/": [
            "python/linernotes/slugs.py",
            "python/package/__init__.py",
            "python/package/data.json",
        ],
        "layers/": ["python/.empty"],
        "shared": ["python/linernotes/slugs.py"],
        "build/Base": ["python/.empty"],
        "build/Own": ["python/linernotes/slugs.py"],
    }


def test_equal_files_make_equal_bytes_whenever_they_were_written(project: Path) -> None:
    folder = project / "shared"
    first = deploy._archive(folder, {})
    for file in folder.rglob("*.*"):
        os.utime(file, (1, 1))
        file.chmod(0o600)
    assert deploy._archive(folder, {}) == first
    (folder / "package" / "data.json").write_bytes(b"[]")
    assert deploy._archive(folder, {}) != first


def test_a_concurrency_that_is_a_parameter_becomes_a_number() -> None:
    def template() -> dict[str, Any]:
        scaling = {"MaximumConcurrency": {"Ref": "Workers"}}
        return {
            "Parameters": {"Workers": {"Type": "Number", "Default": 5}},
            "Resources": {"Mapping": {"Properties": {"ScalingConfig": scaling}}, "Other": {}},
        }

    for parameters, expected in (({}, 5), ({"Workers": "3"}, 3)):
        translated = template()
        deploy._count_workers(translated, parameters)
        scaling = translated["Resources"]["Mapping"]["Properties"]["ScalingConfig"]
        assert scaling == {"MaximumConcurrency": expected}


def test_a_session_sees_nothing_of_the_developers_set_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    config.write_text("[profile mine]\nregion = eu-west-3\naws_access_key_id = mine\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_PROFILE", "mine")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "mine")
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")
    session = deploy.session("123456789012")
    assert session.region_name == "us-east-1"
    credentials = session.get_credentials()
    assert credentials is not None
    assert credentials.access_key == "123456789012"
    client = stack.client(session, "s3", "http://127.0.0.1:1")
    assert client.meta.endpoint_url == "http://127.0.0.1:1"
