"""The command line's analyses: sensitivity, solve, risk and batch, as data for machines or a table for people."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from model.arguments import finite
from model.evaluation import CaseResult
from model.lines.labels import words
from model.parameters.table import parameters
from model.problems import BadInput, problem
from model.report import metric_text, table
from model.rounding import round_half_up
from model.texts import number, text

Options = argparse.Namespace


def add_analyses(add: Callable[..., argparse.ArgumentParser], result_of: Callable[[Options], CaseResult]) -> None:
    """Put the analysis commands on the command line; `result_of` runs the case a command names."""

    def command(name: str, function: Callable[[Options, CaseResult], None]) -> argparse.ArgumentParser:
        parser = add(name, lambda options: function(options, result_of(options)))
        parser.add_argument("option", metavar="OPTION")
        parser.add_argument("--json", action="store_true")
        return parser

    sensitivity = command("sensitivity", show_sensitivity)
    sensitivity.add_argument("--metric", default="npv", metavar="KEY")
    sensitivity.add_argument("--against", metavar="OPTION")
    sensitivity.add_argument("--percent", type=finite, metavar="NUMBER")
    solve = command("solve", show_break_even)
    solve.add_argument("key", metavar="KEY")
    solve.add_argument("--target", default="npv", metavar="KEY")
    solve.add_argument("--value", type=finite, default=0.0, metavar="NUMBER")
    solve.add_argument("--low", type=finite, metavar="NUMBER")
    solve.add_argument("--high", type=finite, metavar="NUMBER")
    risk = command("risk", show_risk)
    risk.add_argument("--draws", type=int, default=10_000, metavar="N")
    risk.add_argument("--seed", type=int, default=1, metavar="N")
    risk.add_argument("--method", default="latin_hypercube", metavar="METHOD")
    risk.add_argument("--certainty", type=finite, default=0.9, metavar="SHARE")
    risk.add_argument("--second-life", action="store_true")


def add_batch(commands: Any, language: str) -> None:
    """The command `batch`: many cases from a CSV file."""
    about = text("cli_batch", language)
    parser = commands.add_parser("batch", help=about, description=about, language=language)
    parser.set_defaults(command=run_batch_file)
    parser.add_argument("cases", type=Path, metavar="CASES.csv")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.csv|OUT.parquet")
    parser.add_argument("--draws", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--workers", type=int, metavar="N")
    parser.add_argument("--dask", metavar="ADDRESS")
    parser.add_argument("--language", choices=("nl", "en"), default="nl")


def within(name: str, value: float | None, lowest: float, highest: float) -> None:
    """Raises BadInput for an argument that is out of bounds; one that is not given is fine."""
    if value is not None and not lowest <= value <= highest:
        shown = {"value": f"{value:g}", "lowest": f"{lowest:g}", "highest": f"{highest:g}"}
        raise BadInput((problem("out_of_bounds", name, **shown),))


LARGEST_SEED = 2**32 - 1
MOST_WORKERS = 1_000


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
    within("--percent", options.percent, 0.01, 100)
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


def show_break_even(options: Options, result: CaseResult) -> None:
    """Every value of an input at which the target is reached, or how near it can come."""
    from model.solve import solve

    option = known_option(result, options.option)
    if options.low is not None and options.high is not None:
        within("--low", options.low, -math.inf, options.high)
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


def break_even_words(found: Any, language: str) -> str:
    """The answer of the solver in a sentence."""
    name = input_label(found.key, language)
    target = f"{text(f'target_{found.target_key}', language)} {number(found.target, language, 2)}"
    if len(found.solutions) == 1:
        value = amount_words(found.key, found.solutions[0].value, language)
        return text("solve_found", language, input=name, value=value, target=target)
    if found.solutions:
        values = "; ".join(amount_words(found.key, each.value, language) for each in found.solutions)
        return text("solve_several", language, count=len(found.solutions), values=values)
    return text(
        "solve_none",
        language,
        input=name,
        low=amount_words(found.key, found.low, language),
        high=amount_words(found.key, found.high, language),
        target=target,
        best=number(round_half_up(found.best_result, 2), language, 2),
        at=amount_words(found.key, found.best_value, language),
    )


def show_risk(options: Options, result: CaseResult) -> None:
    """Bandwidth, chances, drivers and capital of one option."""
    from model.risk import default_branches, default_setup, run_risk
    from model.risk_text import risk_paragraph
    from model.scenarios import scenarios_of

    option = known_option(result, options.option)
    within("--seed", options.seed, 0, LARGEST_SEED)
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
    from model.risk import MOST_DRAWS

    within("--draws", options.draws, 0, MOST_DRAWS)
    within("--seed", options.seed, 0, LARGEST_SEED)
    within("--workers", options.workers, 1, MOST_WORKERS)
    rows = read_rows(options.cases)
    runner = dask_cluster(options.dask) if options.dask else local_processes(options.workers)
    shown = sys.stderr.isatty()

    def progress(share: float) -> None:
        if shown:
            sys.stderr.write(f"\r{share:4.0%}")

    counts = run_batch(rows, options.out, Job(options.draws, options.seed, options.language), runner, progress)
    print(text("batch_done", options.language, done=counts.done, skipped=counts.skipped, failed=counts.failed))
