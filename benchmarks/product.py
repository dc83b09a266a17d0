"""What a user waits for, measured on the commands themselves: `python -m benchmarks.product`; README.md has targets.

Each command runs in a process of its own, start-up included, as somebody would type it; the risk runs are those of a
page or an export, in one process. Peers take their turn in the same rounds: Python that only starts and imports NumPy,
the second opinion in plain Python (`second_opinion`) and XlsxWriter that writes the same cells without more.
"""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import openpyxl
from xlsxwriter import Workbook

from benchmarks import second_opinion
from benchmarks.engine import LOOPED, MUNICIPALITY, Row, one_of, show
from benchmarks.setting import build_setting
from market_data import load
from model.analyses.atlas import atlas_rows
from model.analyses.risk import run_risk, setup_for
from model.case import Case, write_case
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.store.opening import FOLDER_SETTING

DRAWS, BATCH_DRAWS = 10_000, 1_000
ROUNDS = 5
MONTHS = 12
Cells = Sequence[tuple[str, int, int, object]]


def main() -> None:
    """Measure, print."""
    case = example_case(MUNICIPALITY, load())
    with tempfile.TemporaryDirectory() as folder:
        commands = measure_commands(case, Path(folder))
        show("Command | processor s | x its peer | the peer", commands)
        show("Risk | processor s | x faster than the second opinion", [measure_risk(run_case(case))])
        show(
            "Batch | s on two cores | processor s | x faster than the second opinion",
            [measure_batch(case, Path(folder))],
        )
        show("Atlas | s on two cores | processor s", [measure_atlas(Path(folder))])


def measure_commands(case: Case, folder: Path) -> list[Row]:
    """`run` next to a bare start; `export` of the annual and the monthly case next to writing the same cells."""
    annual, monthly = folder / "annual.json", folder / "monthly.json"
    annual.write_text(json.dumps(write_case(case)), encoding="utf-8")
    monthly.write_text(json.dumps(write_case(replace(case, periods_per_year=MONTHS))), encoding="utf-8")
    books = {path: path.with_suffix(".xlsx") for path in (annual, monthly)}
    rows = []
    bare = partial(spent, "-c", "import numpy")
    for name, arguments in (("run", ("run", annual)), ("run --json", ("run", annual, "--json"))):
        ours, theirs = in_turn([partial(spent, "-m", "model", *arguments), bare])
        rows.append(Row(name, (f"{ours:.2f}", f"{ours / theirs:.1f}", f"import numpy, {theirs:.2f}")))
    for name, source in (("export, annual", annual), ("export, monthly", monthly)):
        spent("-m", "model", "export", source, books[source])
        cells = cells_of(books[source])
        export = partial(spent, "-m", "model", "export", source, books[source])
        ours, theirs = in_turn([export, partial(timed, partial(write_plainly, cells))])
        peer = f"XlsxWriter, {len(cells):,} cells, {theirs:.2f}"
        rows.append(Row(name, (f"{ours:.2f}", f"{ours / theirs:.1f}", peer)))
    return rows


def measure_risk(result: CaseResult) -> Row:
    """Four options with their standard set-up: futures, all metrics, percentiles, drivers, frames and evidence."""

    def four() -> None:
        for option in result.options:
            run_risk(result, option, replace(setup_for(result, option), draws=DRAWS))

    four()
    ours, theirs = in_turn([partial(timed, four), partial(timed, by_second_opinion(result.case))])
    once = theirs / LOOPED * len(result.options) * DRAWS
    name = f"{len(result.options)} options x {DRAWS:,} draws"
    return Row(name, (f"{ours:.2f}", f"{once / ours:,.0f}"))


def measure_batch(case: Case, folder: Path) -> Row:
    """Every municipality with every type of option of the example, by two processes."""
    rows, out = folder / "rows.csv", folder / "out.csv"
    types = [option.type for option in case.options]
    with rows.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("municipality", "type"))
        writer.writerows((town.code, type_) for town in load().municipalities for type_ in types)
    count = len(load().municipalities) * len(types)
    command = ("batch", rows, "--out", out, "--draws", str(BATCH_DRAWS), "--workers", "2")
    began = time.perf_counter()
    processor = spent("-m", "model", *command)
    waited = time.perf_counter() - began
    once = in_turn([partial(timed, by_second_opinion(case))])[0] / LOOPED * count * BATCH_DRAWS
    name = f"{count:,} rows x {BATCH_DRAWS:,} draws"
    return Row(name, (f"{waited:.0f}", f"{processor:.0f}", f"{once / processor:,.0f}"))


def measure_atlas(folder: Path) -> Row:
    """Every municipality with every option of the example, by two processes, from nothing to the file."""
    os.environ[FOLDER_SETTING] = str(folder / "cases")
    began = time.perf_counter()
    processor = spent("-m", "model", "atlas", folder / "atlas.csv", "--workers", "2")
    waited = time.perf_counter() - began
    return Row(f"{len(atlas_rows(load())):,} rows", (f"{waited:.1f}", f"{processor:.1f}"))


def in_turn(works: Sequence[Callable[[], float]]) -> list[float]:
    """The median of what each piece of work says it took, all of them in every round."""
    taken = [[work() for work in works] for _ in range(ROUNDS)]
    return [statistics.median(times) for times in zip(*taken, strict=True)]


def timed(work: Callable[[], object]) -> float:
    """Processor time of a piece of work in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def spent(*arguments: str | Path) -> float:
    """Processor time of a command in a process of its own, and of the processes it starts.

    Compiled code is kept, as on the machine of a user; the first of a kind makes it.
    """
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL, env=settings)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def by_second_opinion(case: Case) -> Callable[[], object]:
    """The second opinion on some scenarios of short stay."""
    option = next(option for option in case.options if option.type == "short_stay")
    setting = build_setting(case, option, load())
    values = setting.draw(LOOPED)
    ones = [one_of(values, scenario) for scenario in range(LOOPED)]
    return lambda: [second_opinion.metrics_of(setting, one) for one in ones]


def cells_of(path: Path) -> Cells:
    """Sheet, row, column and content of every cell of a workbook; of a formula over ranges its text."""
    book = openpyxl.load_workbook(path)
    return [
        (sheet.title, cell.row - 1, cell.column - 1, getattr(cell.value, "text", cell.value))
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def write_plainly(cells: Cells) -> None:
    """The same cells by XlsxWriter, without widths, formats, names, checks or charts."""
    with Workbook(io.BytesIO(), {"in_memory": True}) as book:
        sheets = {name: book.add_worksheet(name) for name in dict.fromkeys(sheet for sheet, *_ in cells)}
        for sheet, row, column, content in cells:
            sheets[sheet].write(row, column, content)


if __name__ == "__main__":
    main()
