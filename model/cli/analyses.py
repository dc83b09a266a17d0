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

from model.cli.arguments import Parser, finite
from model.cli.named_case import result_of
from model.cli.printing import print_json
from model.cli.report import metric_text, table
from model.engine.inputs import input_label
from model.engine.results import CaseResult
from model.lines.labels import words_of_line
from model.problems import BadInput, problem
from model.readings.amounts import input_figure
from model.words.texts import text
from model.words.units import show_value

Options = argparse.Namespace


def add_analyses(add: Callable[..., Parser]) -> None:
    """Put the analysis commands on the command line."""

    def command(name: str, function: Callable[[Options, CaseResult], None]) -> Parser:
        parser = add(name, lambda options: function(options, result_of(options)))
        parser.add_argument("option", metavar="OPTION")
        parser.add_argument("--json", action="store_true")
        return parser

    sensitivity = command("sensitivity", show_sensitivity)
    sensitivity.add_argument("--metric", default="npv", metavar="KEY")
    sensitivity.add_argument("--against", metavar="OPTION")
    sensitivity.add_argument("--percent", type=finite, metavar="NUMBER")
    shown = sensitivity.add_mutually_exclusive_group()

    def about(name: str) -> str:
        return text(f"cli_arg_{name}", sensitivity.language)

    shown.add_argument("--grid", metavar="X,Y", help=about("grid"))
    shown.add_argument("--spider", metavar="KEY,KEY,...", help=about("spider"))
    shown.add_argument("--flips", action="store_true", help=about("flips"))
    shown.add_argument("--bridge", metavar="OPTION", help=about("bridge"))
    sensitivity.add_argument("--target", type=finite, default=0.0, metavar="NUMBER", help=about("line"))
    sensitivity.add_argument("--before", type=Path, metavar="CASE.json")
    solve = command("solve", show_break_even)
    solve.add_argument("key", metavar="KEY")
    solve.add_argument("--target", default="npv", metavar="KEY")
    solve.add_argument("--value", type=finite, default=0.0, metavar="NUMBER")
    solve.add_argument("--low", type=finite, metavar="NUMBER")
    solve.add_argument("--high", type=finite, metavar="NUMBER")
    risk = command("risk", show_risk)
    risk.add_argument("--draws", type=int, metavar="N")
    risk.add_argument("--seed", type=int, metavar="N")
    risk.add_argument("--method", metavar="METHOD")
    risk.add_argument("--certainty", type=finite, metavar="SHARE")
    risk.add_argument("--second-life", action="store_true")
    risk.add_argument("--no-events", action="store_true")
    risk.add_argument("--setup", type=Path, metavar="SETUP.json")
    risk.add_argument("--previous", type=Path, metavar="RISK.json")


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
        raise BadInput((problem("out_of_bounds", name, value=value, lowest=lowest, highest=highest),))


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


def plain(data: object) -> object:
    """Data without NaN: what does not exist is null."""
    if isinstance(data, float):
        return None if math.isnan(data) or math.isinf(data) else float(data)
    if isinstance(data, Mapping):
        return {key if isinstance(key, str) else ", ".join(key): plain(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [plain(value) for value in data]
    return data


def show_sensitivity(options: Options, result: CaseResult) -> None:
    """The tornado of one option or of a difference; or a grid, a spider, what flips the ranking, a bridge."""
    option = known_option(result, options.option)
    known_metric(result, option, options.metric)
    for other in (options.against, options.bridge):
        if other:
            known_metric(result, known_option(result, other), options.metric)
    within("--percent", options.percent, LEAST_PERCENT, MOST_PERCENT)
    if options.grid:
        _show_grid(options, result, option)
    elif options.spider:
        _show_spider(options, result, option)
    elif options.flips:
        _show_flips(options, result)
    elif options.bridge or options.before:
        _show_bridge(options, result, option)
    else:
        _show_tornado(options, result, option)


LEAST_PERCENT, MOST_PERCENT = 0.01, 100.0


def _show_tornado(options: Options, result: CaseResult, option: str) -> None:
    from model.analyses.sensitivity import difference_tornado, moving, tornado
    from model.readings.sensitivity import still_words

    metric, language = options.metric, options.language
    percent = None if options.percent is None else options.percent / 100
    if options.against:
        bars = difference_tornado(result, option, options.against, metric, percent)
    else:
        bars = tornado(result, option, metric, percent)
    if options.json:
        shown = [{**asdict(bar), "effect": bar.effect, "direction": bar.direction, "moves": bar.moves} for bar in bars]
        print_json(plain({"option": option, "against": options.against, "metric": metric, "bars": shown}))
        return
    rows = [
        [
            input_label(result.case, option, bar.key, language),
            _input(result, option, bar.key, bar.low, language),
            _input(result, option, bar.key, bar.high, language),
            _result(metric, bar.at_low, language),
            _result(metric, bar.at_high, language),
        ]
        for bar in moving(bars)
    ]
    heads = [text(f"ui_{code}", language) for code in ("low", "high", "at_low", "at_high")]
    print(table([[words_of_line(metric).label(language), *heads], *rows]))
    still = still_words(bars, language)
    if still:
        print(still)


def _show_grid(options: Options, result: CaseResult, option: str) -> None:
    """A result over two inputs, and the points at which it is the target."""
    from model.analyses.sensitivity import two_way

    keys = options.grid.split(",")
    if len(keys) != 2:
        raise BadInput((problem("bad_pair", "--grid", value=options.grid),))
    grid = two_way(result, option, keys[0], keys[1], options.metric, options.target)
    if options.json:
        shown = {
            "option": option,
            "metric": options.metric,
            "x_key": grid.x_key,
            "y_key": grid.y_key,
            "x": grid.x.tolist(),
            "y": grid.y.tolist(),
            "values": grid.values.tolist(),
            "target": grid.target,
            "lines": grid.lines,
        }
        print_json(plain(shown))
        return
    language = options.language
    across, down = range(0, len(grid.x), GRID_SHOWN), range(0, len(grid.y), GRID_SHOWN)

    def at(key: str, value: float) -> str:
        return _input(result, option, key, value, language)

    corner = " / ".join(input_label(result.case, option, key, language) for key in (grid.y_key, grid.x_key))
    rows = [
        [
            at(grid.y_key, float(grid.y[row])),
            *(_result(options.metric, float(grid.values[row, column]), language) for column in across),
        ]
        for row in down
    ]
    print(table([[corner, *(at(grid.x_key, float(grid.x[column])) for column in across)], *rows]))
    for x, y in grid.line[::GRID_SHOWN]:
        point = f"{at(grid.x_key, x)} | {at(grid.y_key, y)}"
        print(f"{_result(options.metric, grid.target, language)}: {point}")


GRID_SHOWN = 6
"""Every so many rows and columns of a grid are printed; `--json` has them all."""


def _show_spider(options: Options, result: CaseResult, option: str) -> None:
    from model.analyses.sensitivity import spider
    from model.engine.scenarios import scenarios_of

    keys = options.spider.split(",")
    known = scenarios_of(result, option).inputs()
    for key in keys:
        if key not in known:
            raise BadInput((problem("not_a_choice", "--spider", value=key, allowed=", ".join(known)),))
    legs = spider(result, option, keys, options.metric)
    if options.json:
        print_json(plain({"option": option, "metric": options.metric, "legs": [asdict(leg) for leg in legs]}))
        return
    language = options.language
    for leg in legs:
        print(input_label(result.case, option, leg.key, language))
        for change, value in zip(leg.changes, leg.values, strict=True):
            print(f"  {show_value(change, 'share', language, 'brief')}  {_result(options.metric, value, language)}")


def _show_flips(options: Options, result: CaseResult) -> None:
    from model.analyses.sensitivity import EVERYWHERE, ranking_flips

    flips = ranking_flips(result, options.metric)
    if options.json:
        print_json(plain({"metric": options.metric, "flips": [asdict(flip) for flip in flips]}))
        return
    language = options.language
    if not flips:
        print(text("flips_none", language))
        return
    heads = [text(f"ui_{code}", language) for code in ("input", "option", "now", "becomes", "winner")]
    rows = [
        [
            input_label(result.case, flip.option, flip.key, language),
            text("all_options", language) if flip.option == EVERYWHERE else flip.option,
            _input(result, flip.option, flip.key, flip.base, language),
            _input(result, flip.option, flip.key, flip.value, language),
            flip.winner,
        ]
        for flip in flips
    ]
    print(table([heads, *rows]))


def _show_bridge(options: Options, result: CaseResult, option: str) -> None:
    """From one option to another, or from an earlier version of the case to this one."""
    from model.analyses.sensitivity import REST, bridge
    from model.case import load_case
    from model.engine.run import run_case

    before, first, second = result, option, options.bridge or option
    if options.before:
        before = run_case(load_case(options.before, result.market), result.market)
        first = known_option(before, option)
    outcome = bridge(before, first, result, second, options.metric)
    if options.json:
        print_json(plain({"from": first, "to": second, "metric": options.metric, **asdict(outcome)}))
        return
    language = options.language
    rows = [
        [
            text("ui_bridge_rest" if step.group == REST else f"ui_group_{step.group}", language),
            metric_text(options.metric, step.amount, language),
        ]
        for step in outcome.steps
    ]
    start, end = (metric_text(options.metric, value, language) for value in (outcome.start, outcome.end))
    print(table([[first, start], *rows, [second, end]]))
    print(text(f"ui_bridge_{outcome.method}", language))


def _input(result: CaseResult, option: str, key: str, value: float, language: str) -> str:
    return input_figure(result, option, key, value).show(language, "input")


def _result(metric: str, value: float, language: str) -> str:
    return metric_text(metric, None if math.isnan(value) else value, language)


def show_break_even(options: Options, result: CaseResult) -> None:
    """Every value of an input at which the target is reached, or how near it can come."""
    from model.analyses.solve import solve
    from model.readings.break_even import break_even_words

    option = known_option(result, options.option)
    if options.low is not None and options.high is not None:
        within("--low", options.low, -math.inf, options.high)
    answer = solve(result, option, options.key, options.target, options.value, options.low, options.high)
    if options.json:
        print_json(plain(asdict(answer)))
        return
    print(break_even_words(answer, result, option, options.language))


def show_risk(options: Options, result: CaseResult) -> None:
    """Bandwidth, chances, drivers and capital of one option."""
    from model.analyses.risk import default_branches, read_setup, run_risk, setup_for, without_input
    from model.engine.scenarios import scenarios_of
    from model.readings.risk import asleep_reading, paragraph_text, risk_paragraph

    option = known_option(result, options.option)
    within("--seed", options.seed, 0, LARGEST_SEED)
    previous = None if options.previous is None else _previous(options.previous)
    setup = setup_for(result, option)
    if options.no_events:
        setup = replace(setup, events=())
    if options.second_life and not setup.branches:
        setup = replace(setup, branches=default_branches(scenarios_of(result, option)))
    if options.setup:
        setup = read_setup(_json_file(options.setup), setup, result.case, option)
    given = {name: getattr(options, name) for name in ("draws", "seed", "method", "certainty")}
    setup = replace(setup, **{name: value for name, value in given.items() if value is not None})
    risk = run_risk(result, option, setup)
    if options.json:
        print_json(plain(asdict(risk)))
        return
    language = options.language
    rows = [
        [
            words_of_line(key).label(language),
            *(metric_text(key, value, language) for value in (spread.p10, spread.p50, spread.p90)),
        ]
        for key, spread in risk.spreads.items()
    ]
    print(table([["", "P10", "P50", "P90"], *rows]))
    print()
    print(paragraph_text(risk_paragraph(result, risk, previous), language))
    left = without_input(result.options[option].option.risk, scenarios_of(result, option))
    if left:
        print(asleep_reading(result.case, option, left).text(language))


def _json_file(path: Path) -> Any:
    """A JSON file. Raises BadInput when it is missing or no JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadInput((problem("file_missing", path.name),)) from None
    except OSError as error:
        raise BadInput((problem("cannot_read", path.name, value=error.strerror or str(error)),)) from None
    except (ValueError, RecursionError) as error:
        raise BadInput((problem("bad_json", path.name, value=str(error)),)) from None


def _previous(path: Path) -> dict[str, float]:
    """P50 and capital of an earlier `risk --json`, for what changed since."""
    data = _json_file(path)
    try:
        return {"p50": float(data["spreads"]["npv"]["p50"]), "capital": float(data["capital"])}
    except (KeyError, TypeError, ValueError):
        raise BadInput((problem("not_a_risk_run", path.name),)) from None


def run_batch_file(options: Options) -> None:
    """Calculate the rows of a CSV file; a broken-off run goes on where it stopped."""
    from model.analyses.batch import Job, dask_cluster, local_processes, read_rows, run_batch
    from model.analyses.risk import MOST_DRAWS

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
