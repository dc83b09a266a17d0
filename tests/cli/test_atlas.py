"""The command `atlas`: a table of every municipality, worked out once."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from market_data import load
from model.analyses.atlas import MEASURES
from model.case.example import example_case
from model.store.opening import FOLDER_SETTING
from tests.cli.command import Call


@pytest.mark.thorough
def test_it_writes_every_municipality_with_every_option_and_the_second_time_works_nothing_out(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = len(load().municipalities) * len(example_case("GM1783").options)
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "kept"))
    first = call("atlas", tmp_path / "atlas.csv", "--language", "en")
    again = call("atlas", tmp_path / "atlas.csv", "--language", "en")
    assert first.status == again.status == 0
    assert first.out.startswith(f"{rows} rows calculated, 0 already kept")
    assert again.out.startswith(f"0 rows calculated, {rows} already kept")
    with (tmp_path / "atlas.csv").open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    assert len(written) == rows and {row["name"] for row in written} == {town.name for town in load().municipalities}
    assert set(MEASURES) <= set(written[0])


def test_a_number_of_processes_that_cannot_be_is_refused(call: Call, tmp_path: Path) -> None:
    refused = call("atlas", tmp_path / "atlas.csv", "--workers", "0")
    assert refused.status == 2 and "--workers" in refused.err and not (tmp_path / "atlas.csv").exists()
