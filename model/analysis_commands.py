"""The command line's analyses: sensitivity, solve, risk and batch, as data for machines or a table for people."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model.evaluation import CaseResult
from model.lines.labels import words
from model.parameters.table import parameters
from model.problems import BadInput, problem
from model.report import metric_text
from model.rounding import round_half_up
from model.texts import number, text

if TYPE_CHECKING:
    from model.solve import BreakEven

Options = argparse.Namespace


def add_analyses(add: Callable[..., argparse.ArgumentParser], result_of: Callable[[Options], CaseResult]) -> None:
    """Put the analysis commands on the command line; `result_of` runs the case a command names."""

    def command(name: str, function: Callable[[Options, CaseResult], None]) -> argparse.ArgumentParser:
        parser = add(name, lambda options: function(options, result_of(options)))
        parser.add_argument("option", metavar="OPTION")
        parser.add_argument("--json", action="store_true")
        return parser

    sensitivity = command("sensitivity", show_sensitivity)
    sensitivity.add_argument("--metric", default="npv")
    sensitivity.add_argument("--against", metavar="OPTION")
    sensitivity.add_argument("--percent", type=float)
    solve = command("solve", show_break_even)
    solve.add_argument("key", metavar="KEY")
    solve.add_argument("--target", default="npv")
    solve.add_argument("--value", type=float, default=0.0)
    solve.add_argument("--low", type=float)
    solve.add_argument("--high", type=float)
    risk = command("risk", show_risk)
    risk.add_argument("--draws", type=int, default=10_000)
    risk.add_argument("--seed", type=int, default=1)
    risk.add_argument("--method", default="latin_hypercube")
    risk.add_argument("--certainty", type=float, default=0.9)
    risk.add_argument("--second-life", action="store_true")


def add_batch(commands: Any) -> None:
    """The command `batch`: many cases from a CSV file."""
    parser = commands.add_parser("batch", help=text("cli_batch", "nl"))
    parser.set_defaults(command=run_batch_file)
    parser.add_argument("cases", type=Path, metavar="CASES.csv")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.csv|OUT.parquet")
    parser.add_argument("--draws", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--dask", metavar="ADDRESS")
    parser.add_argument("--language", choices=("nl", "en"), default="nl")


def known_option(result: CaseResult, option_id: str) -> str:
    """The option, or BadInput naming the options there are."""
    if option_id not in result.options:
        raise BadInput((problem("not_a_choice", "option", value=option_id, allowed=", ".join(result.options)),))
    return option_id


def known_metric(result: CaseResult, option_id: str, key: str) -> str:
    """A result that can be varied: a metric or another scalar of the option."""
    if key not in result.options[option_id].computed.scalars:
        allowed = ", ".join(result.options[option_id].metrics)
        raise BadInput((problem("not_a_choice", "--metric", value=key, allowed=allowed),))
    return key


def input_label(name: str, language: str) -> str:
    """The name of an input, with its option when it has one."""
    prefix, _, key = name.rpartition(".")
    label = parameters()[key].label(language)
    return f"{prefix}: {label}" if prefix else label


def _dump(data: object) -> None:
    json.dump(plain(data), sys.stdout, ensure_ascii=False, allow_nan=False)
    print()


def plain(data: object) -> object:
    """Data without NaN: what does not exist is null."""
    if isinstance(data, float):
        return None if math.isnan(data) or math.isinf(data) else float(data)
    if isinstance(data, Mapping):
        return {key if isinstance(key, str) else ", ".join(key): plain(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [plain(each) for each in data]
    return data


def show_sensitivity(options: Options, result: CaseResult) -> None:
    """The tornado of one option, or of the difference between two."""
    from model.sensitivity import difference_tornado, tornado

    option, metric = known_option(result, options.option), options.metric
    known_metric(result, option, metric)
    percent = None if options.percent is None else options.percent / 100
    if options.against:
        bars = difference_tornado(result, option, known_option(result, options.against), metric, percent)
    else:
        bars = tornado(result, option, metric, percent)
    if options.json:
        shown = [{**asdict(bar), "effect": bar.effect, "direction": bar.direction} for bar in bars]
        _dump({"option": option, "against": options.against, "metric": metric, "bars": shown})
        return
    language = options.language
    rows = [
        [
            input_label(bar.key, language),
            amount_words(bar.key, bar.low, language),
            amount_words(bar.key, bar.high, language),
            _result(metric, bar.at_low, language),
            _result(metric, bar.at_high, language),
        ]
        for bar in bars
        if bar.effect > 0
    ]
    print(table([[words(metric).label(language), "", "", "", ""], *rows]))


def _result(metric: str, value: float, language: str) -> str:
    return metric_text(metric, None if math.isnan(value) else value, language)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as columns of text: the first to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        ).rstrip()
        for row in rows
    )


def show_break_even(options: Options, result: CaseResult) -> None:
    """Every value of an input at which the target is reached, or how near it can come."""
    from model.solve import solve

    option = known_option(result, options.option)
    found = solve(result, option, options.key, options.target, options.value, options.low, options.high)
    if options.json:
        _dump(asdict(found))
        return
    print(break_even_words(found, options.language))


def amount_words(name: str, value: float, language: str) -> str:
    """A value of an input with its unit, for a sentence."""
    unit = parameters()[name.rpartition(".")[2]].unit
    if unit in {"share", "rate", "growth"}:
        return number(round_half_up(value * 100, 2), language) + "%"
    if unit.startswith("eur"):
        return "€ " + number(round_half_up(value, 2), language, 2)
    return number(round_half_up(value, 4), language)


def result_amount(unit: str, value: float, language: str) -> str:
    """A result with its unit, for a sentence."""
    if math.isnan(value):
        return "-"
    if unit in {"share", "rate"}:
        return number(round_half_up(value * 100, 2), language, 2) + "%"
    amount = number(round_half_up(value, 2), language, 2)
    return f"€ {amount}" if unit.startswith("eur") else amount


def break_even_words(found: BreakEven, language: str) -> str:
    """The answer of the solver in words: every value, on which side of it the target is met, or how near it can come."""
    from model.solve import TARGETS

    name = input_label(found.key, language)
    unit = TARGETS[found.target_key].unit
    target = f"{text(f'target_{found.target_key}', language)} {result_amount(unit, found.target, language)}"

    def shown(value: float) -> str:
        return amount_words(found.key, value, language)

    sentences: list[str] = []
    if len(found.solutions) == 1:
        sentences.append(
            text("solve_found", language, input=name, value=shown(found.solutions[0].value), target=target)
        )
    elif found.solutions:
        values = "; ".join(shown(each.value) for each in found.solutions)
        sentences.append(text("solve_several", language, count=len(found.solutions), values=values))
    else:
        sentences.append(
            text(
                "solve_none" if not math.isnan(found.best_result) else "solve_nowhere",
                language,
                input=name,
                low=shown(found.low),
                high=shown(found.high),
                target=target,
                best=result_amount(unit, found.best_result, language),
                at=shown(found.best_value),
            )
        )
    for low, high in found.met_between:
        sentences.append(text("solve_met_between", language, low=shown(low), high=shown(high)))
    for each in found.solutions:
        if each.beside is not None and each.reached_beside is not None:
            sentences.append(
                text(
                    "solve_whole",
                    language,
                    value=shown(each.value),
                    reached=result_amount(unit, each.reached, language),
                    beside=shown(each.beside),
                    missed=result_amount(unit, each.reached_beside, language),
                )
            )
    return " ".join(sentences)


def show_risk(options: Options, result: CaseResult) -> None:
    """Bandwidth, chances, drivers and capital of one option."""
    from model.risk import default_branches, default_setup, run_risk
    from model.risk_text import risk_paragraph
    from model.scenarios import scenarios_of

    option = known_option(result, options.option)
    setup = default_setup(result, option, draws=options.draws, seed=options.seed)
    setup = replace(setup, method=options.method, certainty=options.certainty)
    if options.second_life:
        setup = replace(setup, branches=default_branches(scenarios_of(result, option)))
    found = run_risk(result, option, setup)
    if options.json:
        _dump(asdict(found))
        return
    language = options.language
    rows = [
        [words(key).label(language), *(_result(key, value, language) for value in (each.p10, each.p50, each.p90))]
        for key, each in found.spreads.items()
    ]
    print(table([["", "P10", "P50", "P90"], *rows]))
    print()
    print(risk_paragraph(result, found, language))


def run_batch_file(options: Options) -> None:
    """Calculate the rows of a CSV file; a broken-off run goes on where it stopped."""
    from model.batch import Job, dask_cluster, local_processes, read_rows, run_batch

    rows = read_rows(options.cases)
    runner = dask_cluster(options.dask) if options.dask else local_processes(options.workers)
    shown = sys.stderr.isatty()

    def progress(share: float) -> None:
        if shown:
            sys.stderr.write(f"\r{share:4.0%}")

    counts = run_batch(rows, options.out, Job(options.draws, options.seed, options.language), runner, progress)
    print(text("batch_done", options.language, done=counts.done, skipped=counts.skipped, failed=counts.failed))
