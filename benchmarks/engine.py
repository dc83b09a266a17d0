"""The engine next to its peers. Run `python -m benchmarks.engine`; README.md says what is counted and how.

Peers: the second opinion of the tests, in plain Python (`second_opinion`), hand-written whole-array NumPy (`kernel`),
and for internal rates of return pyxirr and numpy-financial. All three are first checked to give the same metrics.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy_financial as npf
import pyxirr

from benchmarks import kernel, second_opinion
from benchmarks.setting import AMOUNTS, DELAY, METRICS, Array, Scenarios, Setting, build_setting
from market_data import MarketData, load
from model.case import Case
from model.case.example import example_case
from model.engine.resolve import resolve_option
from model.engine.term import periods_in_term, years_needed
from model.formula.evaluate import compile_lines
from model.formula.graph import build_graph
from model.formula.roots import irr
from model.lines.business_case import build_business_case

MUNICIPALITY = "GM1783"
SCENARIOS = 8192
LOOPED = 5
"""Scenarios the second opinion does per round; the others do all 8,192."""

DRAWS = 10_000
ROUNDS = 5
TOLERANCE = 1e-6
KERNEL_CHUNKS = (256, 512, 1024, 2048, 4096, 8192)
"""The kernel is measured at the one of these that suits it best."""

FLOWS = ("cash_flow_with_subsidy", "equity_cash_flow")


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    name: str
    cells: tuple[str, ...]


def main() -> None:
    """Check, measure, print."""
    market = load()
    case = example_case(MUNICIPALITY, market)
    options = [option for option in case.options if option.type in {"new_build", "short_stay"}]
    settings = [build_setting(case, option, market, extra) for option in options for extra in ((), (DELAY,))]
    for setting in settings:
        check(setting)
    print(f"{len(METRICS)} metrics agree to {TOLERANCE:g}: engine, second opinion and kernel.\n")
    show(
        "Lines | scenarios/s | line-periods/s | that differ | second opinion, ms | x second opinion | x kernel | at",
        map(measure_lines, settings),
    )
    show(
        "Internal rate of return | µs per flow | x pyxirr | x numpy-financial",
        (row for setting in settings[::2] for row in measure_rates(setting)),
    )
    show(f"Four options x {DRAWS:,} draws | lines | all metrics, s", measure_options(case, market))
    show("Compile, apart from the above | lines | ms | of which Python's own", map(measure_compile, settings[::2]))


def check(setting: Setting) -> None:
    """Raise AssertionError unless the second opinion, the kernel and the engine give the same metrics."""
    values = setting.draw(64)
    ours = setting.run(values)
    by_kernel = kernel.in_chunks(values, setting.calendar, 64, 24)
    for scenario in range(64):
        _agree(setting, "kernel", {key: metric[scenario] for key, metric in by_kernel.items()}, ours, scenario)
    for scenario in range(LOOPED):
        opinion = second_opinion.metrics_of(setting, one_of(values, scenario))
        _agree(setting, "second opinion", opinion, ours, scenario)


def _agree(setting: Setting, peer: str, theirs: Mapping[str, float], ours: Mapping[str, Array], scenario: int) -> None:
    for key in METRICS:
        mine, other = float(ours[key][scenario]), float(theirs[key])
        # The engine reports no rate of return it cannot prove to be the only one; numpy-financial takes one of them.
        same = math.isnan(mine) if math.isnan(other) else math.isclose(mine, other, rel_tol=TOLERANCE, abs_tol=1e-9)
        if not same and not (key.endswith("irr") and math.isnan(mine)):
            raise AssertionError(f"{setting.name}: {key} of scenario {scenario} is {mine}, by the {peer} {other}")


def one_of(values: Scenarios, scenario: int) -> dict[str, float]:
    """The inputs of one scenario."""
    return {
        key: float(value[scenario]) if isinstance(value, np.ndarray) else float(value) for key, value in values.items()
    }


def seconds(works: Sequence[Callable[[], object]], rounds: int = ROUNDS) -> list[float]:
    """Processor time of each piece of work: the median of five rounds, in each of which all take their turn."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, times in zip(works, taken, strict=True):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
    return [statistics.median(times) for times in taken]


def measure_lines(setting: Setting) -> Row:
    """The engine on all metrics, next to the second opinion and the kernel."""
    values = setting.draw(SCENARIOS)
    ones = [one_of(values, scenario) for scenario in range(LOOPED)]
    calendar = setting.calendar

    by_chunk = [partial(kernel.in_chunks, values, calendar, SCENARIOS, chunk) for chunk in KERNEL_CHUNKS]
    trial = seconds(by_chunk, rounds=2)
    best = trial.index(min(trial))
    engine, by_kernel, by_opinion = seconds(
        [
            partial(setting.run, values),
            by_chunk[best],
            lambda: [second_opinion.metrics_of(setting, one) for one in ones],
        ]
    )
    rows = len(setting.varying_rows)
    line_periods = rows * (calendar.last_period + 1) * SCENARIOS / engine
    per_scenario = engine / SCENARIOS
    return Row(
        f"{setting.name}: {rows} rows, {calendar.last_period + 1} periods, {len(setting.varying)} inputs",
        (
            f"{1 / per_scenario:,.0f}",
            f"{line_periods / 1e6:,.0f} million",
            f"{setting.share_that_differs():.0%}",
            f"{by_opinion / LOOPED * 1e3:.0f}",
            f"{by_opinion / LOOPED / per_scenario:,.0f}",
            f"{by_kernel / engine:.2f}",
            f"{KERNEL_CHUNKS[best]:,}",
        ),
    )


def measure_rates(setting: Setting) -> Iterator[Row]:
    """Batch rates of return of the option's own flows, next to one call per flow."""
    ingredients = build_business_case(setting.resolved.structure).ingredients
    lines = [getattr(ingredients, name) for name in FLOWS]
    program = compile_lines(lines, setting.varying)
    results = program.run(setting.draw(SCENARIOS), setting.calendar.last_period, setting.calendar.years)
    for line in lines:
        flows = np.stack(np.broadcast_arrays(*results[line.key]))
        single = [flows[:, scenario].copy() for scenario in range(200)]
        batch, by_pyxirr, by_numpy = seconds(
            [partial(irr, flows), partial(_one_by_one, pyxirr.irr, single), partial(_one_by_one, npf.irr, single)]
        )
        per_flow = batch / SCENARIOS
        yield Row(
            f"{setting.name}, {line.key}, {flows.shape[0]} periods",
            (
                f"{per_flow * 1e6:.2f}",
                f"{by_pyxirr / len(single) / per_flow:.0f}",
                f"{by_numpy / len(single) / per_flow:.0f}",
            ),
        )


def _one_by_one(function: Callable[[Array], object], flows: Sequence[Array]) -> None:
    for flow in flows:
        function(flow)


def measure_options(case: Case, market: MarketData) -> Iterator[Row]:
    """Every metric of every option of the example case, the municipality's ledger included."""
    total = 0.0
    for option in case.options:
        resolved = resolve_option(case, option, market)
        wanted = tuple(build_business_case(resolved.structure).metrics.by_key().values())
        program = compile_lines(wanted, AMOUNTS)
        generator = np.random.default_rng(1)
        values: dict[str, float | Array] = dict(resolved.values)
        values |= {key: resolved.values[key] * generator.uniform(0.9, 1.1, DRAWS) for key in AMOUNTS}
        last_period = periods_in_term(case, resolved)
        (taken,) = seconds([partial(program.run, values, last_period, years_needed(case, last_period))])
        total += taken
        yield Row(option.type, (str(len(build_graph(wanted).order)), f"{taken:.3f}"))
    yield Row("together", ("", f"{total:.3f}"))


def measure_compile(setting: Setting) -> Row:
    """From lines to a function, and how much of it is Python compiling the text."""
    source = setting.program.source
    whole, by_python = seconds([setting.compile, partial(compile, source, "<lines>", "exec")])
    return Row(
        setting.name, (str(len(build_graph(setting.wanted).order)), f"{whole * 1e3:.0f}", f"{by_python * 1e3:.0f}")
    )


def show(heads: str, rows: Iterable[Row]) -> None:
    """Print a table in Markdown, a row as soon as it is measured."""
    print(f"| {heads} |\n|---|{'---:|' * heads.count(' | ')}")
    for row in rows:
        print(f"| {' | '.join((row.name, *row.cells))} |", flush=True)
    print()


if __name__ == "__main__":
    main()
