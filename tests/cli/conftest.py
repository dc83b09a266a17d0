"""Fixtures that several tests share."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from model.__main__ import main
from tests.cli.command import CASE, Call, Ran


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """The same command inside this process: it skips the start of Python, where a test is not about that."""

    def command(*arguments: str | Path) -> Ran:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as leaving:  # how an argument parser leaves
            assert isinstance(leaving.code, int)
            status = leaving.code
        said = capsys.readouterr()
        assert "Traceback" not in said.err + said.out
        return Ran(status, said.out, said.err)

    return command


@pytest.fixture(scope="module")
def case_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("case") / "zaak.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def small_file(case_file: Path) -> Path:
    """The same case with option o alone, where one option will do."""
    path = case_file.with_name("klein.json")
    path.write_text(json.dumps({**CASE, "options": [CASE["options"][4]]}), encoding="utf-8")
    return path
