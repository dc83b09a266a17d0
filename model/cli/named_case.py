"""The case a command names: its file, inputs set on the command line, edits from a file, and the data under it."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from market_data import MarketData, load
from model.case import Case, InputValue, allowed_inputs, load_case, parse_json
from model.case.edit import Edit, edit_from_json, set_value
from model.cli.arguments import Parser
from model.engine.inputs import own_number
from model.engine.results import CaseResult
from model.problems import BadInput, Problem, cause_of, first_said, problem
from model.words.numbers import number
from model.words.texts import LANGUAGES, text

Options = argparse.Namespace
HEADER_LINE = 1
"""A mistake in a file of market data here or above is about the whole file."""
TEXTS_OF_A_CASE = frozenset({"name", "municipality", "start_date", "price_level_date", "discounting", "law"})


def add_settings(parser: Parser) -> None:
    """The language a command speaks, and the market data it stands on."""
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
    parser.add_argument("--market-data", type=Path, metavar="LOCAL.csv")


def add_changes(parser: Parser) -> None:
    """What is different in the case for this once: inputs first, then edits."""
    parser.add_argument("--set", action="append", default=[], metavar="OPTION.KEY=VALUE")
    parser.add_argument("--edits", type=Path, metavar="EDITS.json")


def result_of(options: Options) -> CaseResult:
    """The outcome of the case a command names."""
    from model.engine.run import run_case

    market = market_of(options)
    return run_case(case_of(options, market), market)


def market_of(options: Options) -> MarketData:
    """The market data, with the user's own file over it. Raises BadInput when none of that file can be used."""
    path: Path | None = options.market_data
    if path is None:
        return load()
    try:
        if not path.exists():
            raise BadInput((problem("file_missing", path.name),))
        if not path.is_file():
            raise BadInput((problem("no_file", path.name),))
        market = load(path)
    except OSError as error:
        raise BadInput((problem("cannot_read", path.name, value=cause_of(error)),)) from None
    for sentence in first_said(market.problems, lambda refused: refused.text(options.language), options.language):
        sys.stderr.write(f"{sentence}\n")
    if any(refused.line <= HEADER_LINE for refused in market.problems):
        raise BadInput((problem("no_local_data", path.name),))
    return market


def case_of(options: Options, market: MarketData) -> Case:
    """The case in the file with all that is set and edited, as one change. Raises BadInput."""
    case = load_case(options.case, market)
    edits = (*_settings(options, case), *_edits_in(options.edits))
    if not edits:
        return case
    from model.case.edits import apply_all

    return apply_all(case, edits, market)


def _settings(options: Options, case: Case) -> tuple[Edit, ...]:
    problems: list[Problem] = []
    edits = tuple(
        edit
        for assignment in options.set
        if (edit := _setting(case, assignment, problems, options.language)) is not None
    )
    if problems:
        raise BadInput(tuple(problems))
    return edits


def _setting(case: Case, assignment: str, problems: list[Problem], language: str) -> Edit | None:
    """The edit that one OPTION.KEY=VALUE (or case.KEY=VALUE) stands for; None when it is none, and why is noted.

    OPTION.own.1.amount is the amount of the option's first own line, as the analyses name it.
    """
    field, equals, value = assignment.partition("=")
    scope, dot, key = field.partition(".")
    if not equals or not dot or not key:
        problems.append(problem("bad_assignment", "--set", value=assignment))
        return None
    option = next((option for option in case.options if option.id == scope), None)
    if option is not None:
        _say_how_a_point_is_read(field, value, language)
        number_of_line = own_number(key)
        if number_of_line is not None and number_of_line <= len(option.own_lines):
            return set_value(("options", scope, "own_lines", str(number_of_line), "amount"), _value(value))
        return set_value(("options", scope, "inputs", key), _typed(option.type, key, value))
    if scope == "case" and key != "options":
        return set_value((key,), value if key in TEXTS_OF_A_CASE else _value(value))
    known = ", ".join(("case", *(option.id for option in case.options)))
    problems.append(problem("not_a_choice", "--set", value=field, allowed=f"{known} (.KEY)"))
    return None


def _typed(option_type: str, key: str, value: str) -> InputValue:
    parameter = allowed_inputs(option_type).get(key)
    return value if parameter is not None and parameter.kind == "choice" else _value(value)


def _value(value: str) -> Any:  # noqa: ANN401  JSON data
    try:
        return parse_json(value)
    except (ValueError, RecursionError):
        return value


def _say_how_a_point_is_read(field: str, value: str, language: str) -> None:
    """Say that 1.250 is one and a quarter here.

    To a Dutch reader it is a thousand and more, and it cannot be told apart.
    """
    if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", value):
        shown = number(float(value), language)
        sys.stderr.write(text("point_is_decimal", language, field=field, value=value, shown=shown) + "\n")


def _edits_in(path: Path | None) -> Iterator[Edit]:
    """The edits in a file, if there is one. Raises BadInput."""
    if path is None:
        return
    try:
        data = parse_json(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInput((problem("cannot_read", path.name, value=cause_of(error)),)) from None
    except (ValueError, RecursionError) as error:
        raise BadInput((problem("bad_json", path.name, value=str(error)),)) from None
    if not isinstance(data, list):
        raise BadInput((problem("not_a_list", path.name, value=data),))
    yield from map(edit_from_json, data)
