"""Compiled lines that are kept between two starts of the program: the same as made anew, and never those of another."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from model.formula import kept
from model.formula.evaluate import compiled
from model.formula.expression import Imported, Input, Line, Shape
from model.formula.primitives import prev, total


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own for what is compiled, in which may be written."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return kept.folder()


def lines() -> Sequence[Line]:
    """Twice an input plus what another model has, per period, and that added up."""
    row = Line("row", 2 * Input("a") + Imported("other", "rent", Shape.ROW))
    before = Line("before", prev(row))
    return (row, before, Line("sum", total(row)))


def never() -> Sequence[Line]:
    raise AssertionError("built once more")


def results(make: object = lines) -> dict[str, object]:
    """What the program gives for a = 3 and 10, 20, 30 (and 40 after the end) in the other model."""
    assert callable(make)
    imports = {("other", "rent"): [10.0, 20.0, 30.0, 40.0]}
    return compiled("test", make).run({"a": 3.0}, 2, 0, imports)


def files(folder: Path) -> list[Path]:
    """What stands in the folder."""
    return sorted(folder.glob("*")) if folder.exists() else []


def test_what_was_kept_gives_the_same_without_building_a_line() -> None:
    """2 × 3 + 10, 20, 30, together 78."""
    expected = {"row": [16.0, 26.0, 36.0], "before": [0.0, 16.0, 26.0], "sum": 78.0}
    assert results() == expected
    assert results(never) == expected


def test_another_model_is_compiled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    results()
    monkeypatch.setattr(kept, "definition", lambda: "another")
    with pytest.raises(AssertionError, match="once more"):
        results(never)


def test_other_varying_inputs_are_another_program() -> None:
    compiled("test", lines)
    with pytest.raises(AssertionError, match="once more"):
        compiled("test", never, ("a",))


def test_a_file_that_cannot_be_read_is_made_anew(folder: Path) -> None:
    results()
    (path,) = files(folder)
    path.write_bytes(path.read_bytes()[:-40])
    assert results()["sum"] == 78
    path.write_bytes(b"")
    assert results()["sum"] == 78


def test_nothing_is_written_where_python_writes_no_compiled_code(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert results()["sum"] == 78
    assert files(folder) == []


def test_a_place_where_nothing_can_be_written_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "file"))
    assert results()["sum"] == 78


def test_no_more_files_stay_than_are_allowed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 3)
    for number in range(6):
        kept.kept(f"name {number}", lambda: number)  # noqa: B023  called at once
    assert len(files(folder)) == 3
    assert kept.kept("name 5", never) == 5
