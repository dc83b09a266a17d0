"""Whether a compiled reader is worth its weight.

Run `python -m benchmarks.compiled` where numba is installed; it is not required.

The model's own generated function for one scenario is handed to numba as it stands (inputs read from an array, dates by
whole-number arithmetic), looped over the scenarios, and timed against the NumPy reader of the same lines: the npv,
equity npv and municipality's npv of one option, without internal rates of return, thirty inputs varying. Both are first
checked to agree.
"""

from __future__ import annotations

import math
import re
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.setting import AMOUNTS, Array, Setting, build_setting
from market_data import load
from model.case.example import example_case
from model.engine.term import periods_in_term, years_needed
from model.formula import runtime
from model.formula.evaluate import Program, compile_lines
from model.lines.business_case import build_business_case

SCENARIOS = 8192
ROUNDS = 5
WANTED = ("npv", "equity_npv", "municipality_npv")
TOLERANCE = 1e-9
UNIX_DAY = runtime._EPOCH_OFFSET
"""Day number of 1 January 1970."""


def main() -> None:
    """Compile, check, measure, print."""
    try:
        import numba
    except ImportError:
        print("numba is not installed; nothing to measure.")
        return
    market = load()
    case = example_case("GM1783", market)
    print("| Option | NumPy, ms | compiled, ms | x NumPy | compile NumPy, s | compile numba, s |")
    print("|---|---:|---:|---:|---:|---:|")
    for option in case.options:
        if option.type != "short_stay":
            continue
        setting: Setting = build_setting(case, option, market, ())
        resolved = setting.resolved
        lines = build_business_case(resolved.structure).by_key
        wanted = [lines[key] for key in WANTED]
        last = periods_in_term(case, resolved)
        years = years_needed(case, last)
        random = np.random.default_rng(1)
        varied = {key: resolved.values[key] * random.uniform(0.9, 1.1, SCENARIOS) for key in AMOUNTS}

        began = time.process_time()
        numpy_reader = compile_lines(wanted, tuple(sorted(varied)))
        numpy_compile = time.process_time() - began
        began = time.process_time()
        names, compiled = compiled_reader(compile_lines(wanted), numba)
        table = np.array(
            [np.broadcast_to(varied.get(name, resolved.values[name]), SCENARIOS) for name in names], dtype=np.float64
        ).T.copy()
        compiled(table[:2], last, years)
        numba_compile = time.process_time() - began

        plain = dict(resolved.values) | varied
        one = numpy_reader.run(plain, last, years)
        other = compiled(table, last, years)
        for number, key in enumerate(WANTED):
            np.testing.assert_allclose(other[:, number], one[key], rtol=TOLERANCE, atol=1e-6)
        numpy_time = _median(lambda: numpy_reader.run(plain, last, years))  # noqa: B023
        numba_time = _median(lambda: compiled(table, last, years))  # noqa: B023
        print(
            f"| {option.type} | {numpy_time * 1e3:.1f} | {numba_time * 1e3:.1f} | {numpy_time / numba_time:.1f} "
            f"| {numpy_compile:.2f} | {numba_compile:.1f} |"
        )


def compiled_reader(program: Program, numba: Any) -> tuple[list[str], Callable[[Array, int, int], Array]]:
    """The names of the inputs, and a function from (scenarios, inputs) to (scenarios, wanted)."""
    names: list[str] = []

    def take(match: re.Match[str]) -> str:
        names.append(match.group(1))
        return f"row[{len(names) - 1}]"

    source = re.sub(r"inputs\['([^']+)'\]", take, program.source)
    source = source.replace(
        "def evaluate(inputs, imports, last_period, years):", "def evaluate(row, last_period, years):"
    )
    space: dict[str, Any] = {"nan": math.nan, **{name: numba.njit(helper) for name, helper in _helpers(numba).items()}}
    exec(compile(source, "<compiled>", "exec"), space)
    evaluate = numba.njit(space["evaluate"])
    count = len(WANTED)

    @numba.njit  # type: ignore[untyped-decorator]
    def run(table: Any, last_period: int, years: int) -> Any:
        out = np.empty((table.shape[0], count))
        for scenario in range(table.shape[0]):
            metrics = evaluate(table[scenario], last_period, years)
            for number in range(count):
                out[scenario, number] = metrics[number]
        return out

    return names, run


def _civil(serial: float) -> Any:
    z = int(round(serial)) - UNIX_DAY + 719468
    era = z // 146097
    of_era = z - era * 146097
    year_of = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    day_of_year = of_era - (365 * year_of + year_of // 4 - year_of // 100)
    part = (5 * day_of_year + 2) // 153
    month = part + 3 if part < 10 else part - 9
    return year_of + era * 400 + (1 if month <= 2 else 0), month, day_of_year - (153 * part + 2) // 5 + 1


def _serial_of(year: int, month: int, day: int) -> float:
    y = year - (1 if month <= 2 else 0)
    era = y // 400
    year_of = y - era * 400
    day_of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    return float(era * 146097 + year_of * 365 + year_of // 4 - year_of // 100 + day_of_year - 719468 + UNIX_DAY)


def _first_known(value: float, fallback: float) -> float:
    return fallback if value != value else value


def _no_such_choice(_code: float) -> float:
    return math.nan


def _floor(value: float) -> float:
    return math.floor(value) * 1.0


def _ratio(numerator: float, denominator: float) -> float:
    return math.nan if denominator == 0.0 else numerator / denominator


def _payment(rate: float, count: float, amount: float) -> float:
    if rate == 0.0:
        return amount / count
    return amount * rate / -math.expm1(-count * math.log1p(rate))


def _owed(rate: float, count: float, instalment: float, amount: float) -> float:
    if rate == 0.0:
        return amount - instalment * count
    grown = math.expm1(count * math.log1p(rate))
    return amount * (1.0 + grown) - instalment * grown / rate


def _lower(left: float, right: float) -> float:
    return right if left != left else left if right != right or left < right else right


def _higher(left: float, right: float) -> float:
    return right if left != left else left if right != right or left > right else right


def _helpers(numba: Any) -> dict[str, Callable[..., Any]]:
    """The functions that generated code calls, in whole-number arithmetic a compiler understands."""
    civil, serial_of = numba.njit(_civil), numba.njit(_serial_of)

    def year(serial: float) -> float:
        return float(civil(serial)[0])

    def jan1(calendar_year: float) -> float:
        return float(serial_of(int(calendar_year), 1, 1))

    def edate(serial: float, months: float) -> float:
        y, m, d = civil(serial)
        index = y * 12 + m - 1 + int(months)
        to_year, to_month = index // 12, index % 12 + 1
        last = serial_of(to_year + (1 if to_month == 12 else 0), to_month % 12 + 1, 1) - serial_of(to_year, to_month, 1)
        return float(serial_of(to_year, to_month, 1) + min(d, int(last)) - 1)

    return {
        "year": year,
        "jan1": jan1,
        "edate": edate,
        "first_known": _first_known,
        "no_such_choice": _no_such_choice,
        "floor": _floor,
        "ratio": _ratio,
        "payment": _payment,
        "owed": _owed,
        "lower": _lower,
        "higher": _higher,
    }


def _median(run: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        run()
        times.append(time.process_time() - began)
    return statistics.median(times)


if __name__ == "__main__":
    main()
