"""Many cases: streamed, resumed, and counted once."""

from __future__ import annotations

import csv
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from model.analyses.batch import (
    RISK_COLUMNS,
    UNDER_WAY,
    Chunk,
    Counts,
    Found,
    Job,
    RunChunk,
    case_data,
    columns,
    local_processes,
    read_rows,
    run_batch,
)
from model.analyses.risk import run_risk, setup_for
from model.case import read_case
from model.case.example import example_case
from model.engine.run import run_case
from model.problems import BadInput, problem

ROWS = [
    {"municipality": "GM1783", "type": "short_stay", "occupancy": "0.9", "price_per_bed_week": "40"},
    {"municipality": "GM0363", "type": "new_build", "variant": "permanent"},
    {"municipality": "GM9999", "type": "short_stay"},
    {"municipality": "GM1783", "type": "mid_stay", "scenario": "law", "law": "if_proposals_pass"},
]


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.csv"
    names = ("municipality", "type", "variant", "scenario", "law", "occupancy", "price_per_bed_week")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(ROWS)
    return path


def run(cases: Path, out: Path, job: Job | None = None) -> Counts:
    return run_batch(read_rows(cases), out, job or Job(), local_processes(1))


def read(out: Path) -> list[dict[str, str]]:
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_gives_what_a_case_gives(cases: Path, tmp_path: Path) -> None:
    run(cases, tmp_path / "out.csv")
    cheap = example_case("GM1783").with_input("a", "occupancy", 0.9).with_input("a", "price_per_bed_week", 40)
    expected = run_case(cheap).options["a"].metrics
    row = read(tmp_path / "out.csv")[0]
    assert float(row["npv"]) == expected["npv"]
    assert row["payback_years"] == "" and expected["payback_years"] is None


def test_a_refused_row_says_why_and_the_rest_is_calculated(cases: Path, tmp_path: Path) -> None:
    assert run(cases, tmp_path / "out.csv") == Counts(done=4, skipped=0, failed=1)
    rows = read(tmp_path / "out.csv")
    assert "GM9999" in rows[2]["problem"]
    assert [row["problem"] for row in rows if row["row"] != "2"] == ["", "", ""]


def test_a_broken_off_run_goes_on_where_it_stopped(cases: Path, tmp_path: Path) -> None:
    """Two whole lines and half a third: the half is calculated again, the whole ones are not."""
    out = tmp_path / "out.csv"
    run(cases, out)
    whole = out.read_text(encoding="utf-8")
    lines = whole.splitlines(keepends=True)
    out.write_text("".join(lines[:3]) + lines[3][:20], encoding="utf-8")
    assert run(cases, out) == Counts(done=2, skipped=2, failed=1)
    assert sorted(read(out), key=lambda row: int(row["row"])) == sorted(
        csv.DictReader(whole.splitlines()), key=lambda row: int(row["row"])
    )


def test_work_done_twice_counts_once(cases: Path, tmp_path: Path) -> None:
    """A lost worker's chunk is run again and both answers arrive."""

    def twice(function: Callable[[Chunk], list[Found]], items: Iterable[Chunk]) -> Iterator[list[Found]]:
        for item in items:
            yield function(item)
            yield function(item)

    out = tmp_path / "out.csv"
    assert run_batch(read_rows(cases), out, Job(), twice).done == 4
    assert sorted(row["row"] for row in read(out)) == ["0", "1", "2", "3"]


def test_two_processes_give_what_one_gives(cases: Path, tmp_path: Path) -> None:
    run(cases, tmp_path / "one.csv")
    run_batch(read_rows(cases), tmp_path / "two.csv", Job(), local_processes(2))
    assert sorted(map(str, read(tmp_path / "one.csv"))) == sorted(map(str, read(tmp_path / "two.csv")))


def test_parquet_holds_the_same_in_row_order(cases: Path, tmp_path: Path) -> None:
    run(cases, tmp_path / "out.csv")
    run(cases, tmp_path / "out.parquet")
    table = pd.read_parquet(tmp_path / "out.parquet")
    assert table["row"].tolist() == [0, 1, 2, 3]
    assert table["npv"].iloc[0] == float(read(tmp_path / "out.csv")[0]["npv"])


def test_draws_add_percentiles(cases: Path, tmp_path: Path) -> None:
    run(cases, tmp_path / "out.csv", Job(draws=200))
    row = read(tmp_path / "out.csv")[0]
    assert float(row["npv_p10"]) <= float(row["npv_p50"]) <= float(row["npv_p90"])


def test_the_percentiles_of_a_row_are_those_of_a_whole_risk_run(tmp_path: Path) -> None:
    """A batch draws the same futures and sums up only what it writes."""
    cases = tmp_path / "one.csv"
    cases.write_text("municipality,type\nGM1783,short_stay\n", encoding="utf-8")
    run(cases, tmp_path / "out.csv", Job(draws=200, seed=3))
    row = read(tmp_path / "out.csv")[0]
    result = run_case(read_case(case_data({"municipality": "GM1783", "type": "short_stay"})))
    whole = run_risk(result, "o", replace(setup_for(result, "o"), draws=200, seed=3))
    npv = whole.spreads["npv"]
    expected = (npv.p10, npv.p50, npv.p90, npv.below_zero, whole.capital)
    assert [float(row[name]) for name in RISK_COLUMNS] == list(expected)


def test_another_batchs_file_is_not_continued(cases: Path, tmp_path: Path) -> None:
    run(cases, tmp_path / "out.csv")
    with pytest.raises(BadInput, match="another calculation"):
        run(cases, tmp_path / "out.csv", Job(draws=10))


@pytest.mark.thorough
def test_a_killed_run_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    """The process is killed after its first rows are on disk; the same command then does the rest."""
    cases, out = tmp_path / "cases.csv", tmp_path / "out.csv"
    rows = "".join(f"GM1783,short_stay,{0.5 + number / 1000}\n" for number in range(200))
    cases.write_text(f"municipality,type,occupancy\n{rows}", encoding="utf-8")
    command = [sys.executable, "-m", "model", "batch", str(cases), "--out", str(out), "--workers", "2"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    while not out.exists() or out.stat().st_size < 2_000:
        assert running.poll() is None
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    counts = run_batch(read_rows(cases), out, Job(), local_processes(1))
    assert counts.skipped > 0 and counts.done > 0 and counts.skipped + counts.done == 200
    written = read(out)
    assert sorted(int(row["row"]) for row in written) == list(range(200))
    for row in written[::40]:
        assert float(row["npv"]) == pytest.approx(npv_at(0.5 + int(row["row"]) / 1000), abs=1e-6)


def npv_at(occupancy: float) -> float:
    value = run_case(example_case("GM1783").with_input("a", "occupancy", occupancy)).options["a"].metrics["npv"]
    assert value is not None
    return value


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("GM1783,short_stay,0.9,stray", "stray"),
        ("GM1783,tent,0.9", "tent"),
        ("GM1783,short_stay,often", "occupancy"),
        ("GM1783,short_stay,1.5", "occupancy"),
        ("GM1783,own,0.9", "occupancy"),
        ("GM1783", ""),
    ],
)
def test_a_bad_row_is_named_and_the_rest_kept(row: str, named: str, tmp_path: Path) -> None:
    """Too many cells, an unknown type, no number, out of bounds, an input of another type; too few cells are blanks."""
    cases = tmp_path / "cases.csv"
    cases.write_text(
        f"municipality,type,occupancy\nGM1783,short_stay,0.9\n{row}\nGM1783,mid_stay,0.9\n", encoding="utf-8"
    )
    counts = run(cases, tmp_path / "out.csv")
    assert counts == Counts(done=3, skipped=0, failed=1)
    rows = read(tmp_path / "out.csv")
    assert named in rows[1]["problem"] and rows[1]["problem"]
    assert rows[0]["npv"] and rows[2]["npv"]


@pytest.mark.parametrize(
    ("mark", "occupancy", "furniture"),
    [(";", "0,9", "2.500,50"), (";", "0.9", "2500.50"), (",", "0.9", "2500.5"), (",", '"0,9"', '"2,500.50"')],
    ids=["a Dutch spreadsheet", "a program with semicolons", "a program", "an English spreadsheet"],
)
def test_a_number_is_read_in_the_notation_it_was_written_in(
    mark: str, occupancy: str, furniture: str, tmp_path: Path
) -> None:
    cases = tmp_path / "cases.csv"
    rows = ("municipality", "type", "occupancy", "furniture_per_bed"), ("GM1783", "short_stay", occupancy, furniture)
    cases.write_text("\n".join(mark.join(row) for row in rows) + "\n", encoding="utf-8")
    assert run(cases, tmp_path / "out.csv").failed == 0
    expected = example_case("GM1783").with_input("a", "occupancy", 0.9).with_input("a", "furniture_per_bed", 2500.5)
    found = read(tmp_path / "out.csv")[0]["npv"]
    assert float(found) == pytest.approx(run_case(expected).options["a"].metrics["npv"])


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_number_with_two_readings_is_refused_by_line_and_column(mark: str, tmp_path: Path) -> None:
    cases = tmp_path / "cases.csv"
    rows = ("municipality", "type", "furniture_per_bed"), ("GM1783", "own", ""), ("GM1783", "short_stay", "1.250")
    cases.write_text("\n".join(mark.join(row) for row in rows) + "\n", encoding="utf-8")
    assert run(cases, tmp_path / "out.csv").failed == 1
    wrong = read(tmp_path / "out.csv")[1]["problem"]
    assert wrong.startswith("cases.csv, regel 3, kolom furniture_per_bed")
    assert "Schrijf 1250 of 1.25, wat bedoeld is." in wrong


@pytest.mark.parametrize("job", [Job(draws=20, seed=2), Job(draws=30, seed=1)])
def test_a_run_with_other_draws_or_seed_is_not_continued(job: Job, cases: Path, tmp_path: Path) -> None:
    run(cases, tmp_path / "out.csv", Job(draws=20, seed=1))
    with pytest.raises(BadInput, match="another calculation"):
        run(cases, tmp_path / "out.csv", job)


def test_a_run_over_changed_rows_is_not_continued(cases: Path, tmp_path: Path) -> None:
    run(cases, tmp_path / "out.csv")
    cases.write_text(cases.read_text(encoding="utf-8").replace("0.9", "0.8"), encoding="utf-8")
    with pytest.raises(BadInput, match="another calculation"):
        run(cases, tmp_path / "out.csv")


def test_a_finished_parquet_file_is_not_calculated_again(cases: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    run(cases, out)
    before = pd.read_parquet(out)
    assert run(cases, out) == Counts(done=0, skipped=4, failed=0)
    pd.testing.assert_frame_equal(pd.read_parquet(out), before)
    assert [file.name for file in tmp_path.iterdir() if "out" in file.name] == ["out.parquet"]


def test_only_a_few_chunks_are_under_way_at_a_time() -> None:
    """The rows are taken as the results come: a long file is never in memory as a whole."""
    taken = 0

    def items() -> Iterator[Chunk]:
        nonlocal taken
        for number in range(50):
            taken += 1
            yield ((number, ROWS[0]),)

    results = local_processes(2)(RunChunk(Job()), items())
    next(results)
    assert taken <= 2 * UNDER_WAY + 1
    results.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("municipality,type,type\nGM1783,short_stay,own\n", "cases.csv: type"),
        ("municipality\nGM1783\n", "cases.csv: type"),
    ],
    ids=["a column twice", "no type"],
)
def test_a_file_that_would_be_misread_is_refused(tmp_path: Path, content: str, named: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=named):
        read_rows(path)


def test_a_row_that_cannot_be_read_is_refused_alone(tmp_path: Path) -> None:
    """A cell of 20,000 brackets is deeper than Python reads; a key twice in a growth path hides one of its values."""
    path = tmp_path / "cases.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("municipality", "type", "price_growth"))
        writer.writerow(("GM1783", "short_stay", "[" * 20_000))
        writer.writerow(("GM1783", "short_stay", '{"2027": 0.1, "2027": 0.2}'))
        writer.writerow(("GM1783", "short_stay", '{"2027": 0.01}'))
    assert run(path, tmp_path / "out.csv") == Counts(done=3, skipped=0, failed=2)


def test_a_name_never_becomes_a_formula_in_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("municipality,type,scenario\nGM1783,own,=1+1\n", encoding="utf-8")
    run(path, tmp_path / "out.csv")
    assert read(tmp_path / "out.csv")[0]["scenario"] == "'=1+1"
    assert run(path, tmp_path / "out.csv").skipped == 1
    run(path, tmp_path / "out.parquet")
    assert pd.read_parquet(tmp_path / "out.parquet")["scenario"].tolist() == ["=1+1"]


@pytest.mark.parametrize("out", ["none/out.csv", "."], ids=["no such folder", "a folder"])
def test_a_place_that_cannot_be_written_is_refused_before_the_work(cases: Path, tmp_path: Path, out: str) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        run(cases, tmp_path / out)


def test_a_problem_found_in_another_process_comes_back_whole() -> None:
    """Bad input is sent between processes as its problems."""
    bad = BadInput((problem("missing", "beds"),))
    assert pickle.loads(pickle.dumps(bad)).problems == bad.problems


def test_an_unknown_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("municipality,type,colour\nGM1783,short_stay,red\n", encoding="utf-8")
    with pytest.raises(BadInput, match="colour"):
        read_rows(path)


def test_the_output_has_every_metric() -> None:
    assert set(example_metrics()) <= set(columns(Job()))


def example_metrics() -> list[str]:
    return list(run_case(example_case("GM1783")).options["a"].metrics)
