"""The command `inquiry`: the form for operators, and what several of them answered, by itself or put in a case."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model.case import Case
from model.cli.arguments import BAD
from model.cli.files import write_case_file, write_whole
from model.cli.named_case import add_changes, add_settings, case_of, market_of, result_of
from model.cli.printing import print_json
from model.problems import BadInput, cause_of, first_said, problem
from model.words.texts import text

if TYPE_CHECKING:
    from model.analyses.operators import Summary
    from model.export.inquiry.counting import Counted
    from model.export.inquiry.reading_back import FilledForm


def add_inquiry(commands: Any, language: str) -> None:
    """The command `inquiry`: writes the form, or reads filled ones, into a case if one is named."""
    about = text("cli_inquiry", language)
    parser = commands.add_parser("inquiry", help=about, description=about, language=language)
    parser.set_defaults(command=_inquiry)
    parser.add_argument("out", type=Path, nargs="?", metavar="OUT.xlsx|OUT.docx")
    parser.add_argument("--case", type=Path, metavar="CASE.json")
    parser.add_argument("--read", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--out", dest="new_case", type=Path, metavar="NEW.json")
    parser.add_argument("--json", action="store_true")
    add_settings(parser)
    add_changes(parser)


def _inquiry(options: argparse.Namespace) -> None:
    """Either writes a form or reads filled ones: what does not go with that is refused."""
    if (options.out is None) == (options.read is None):
        raise BadInput((problem("inquiry_write_or_read", "inquiry"),))
    if options.read is None:
        _write(options)
    else:
        _read(options)


def _write(options: argparse.Namespace) -> None:
    from model.analyses.ask_first import ask_first
    from model.analyses.evidence import evidence
    from model.export.inquiry.excel import excel
    from model.export.inquiry.word import word
    from model.export.inquiry.wording import EXCEL, FORMS

    form, language = options.out.suffix.lower(), options.language
    if form not in FORMS:
        raise BadInput((problem("not_a_choice", "OUT", value=options.out.name, allowed=", ".join(FORMS)),))
    _refuse(options.json, "--json", "--read")
    _refuse(options.new_case is not None, "--out", "--read")
    first: tuple[str, ...] = ()
    if options.case is None:
        _refuse_changes(options, "--case")
    else:
        result = result_of(options)
        first = ask_first(evidence(result, option_id) for option_id in result.options)
    write_whole(options.out, (excel if form == EXCEL else word)(first, language))
    print(text("written", language, name=options.out))


def _read(options: argparse.Namespace) -> None:
    """What the forms say together; what is wrong with them on standard error, with the status of bad input for a file.

    A bad cell leaves the rest of its form in use and the status as it is. With a case the answers are put in it, beside
    those that it holds, and amounts are brought to its price level; it is written where `--out` says.
    """
    from model.analyses.operators import summary, summary_of
    from model.export.inquiry.counting import counted

    language = options.language
    if options.case is None:
        _refuse(options.new_case is not None, "--out", "--case")
        _refuse_changes(options, "--case")
    forms, problems, is_bad = _forms(options)
    if options.case is None:
        found = counted(forms)
        together = summary(found.answered)
    else:
        case, found = _with_answers(options, forms)
        together = summary_of(case, market_of(options))
        if options.new_case is not None:
            _write_case(options, case)
    problems.extend(told.text(language) for told in found.told)
    for sentence in problems:
        sys.stderr.write(f"{sentence}\n")
    if options.json:
        print_json(_data(together, problems, language))
    else:
        print("\n".join(_lines(together, language)))
    if is_bad:
        raise SystemExit(BAD)


def _forms(options: argparse.Namespace) -> tuple[list[FilledForm], list[str], bool]:
    """The forms that could be read, what is wrong with them and the others, and whether there are others."""
    from model.export.inquiry.reading_back import read_form

    language = options.language
    forms: list[FilledForm] = []
    problems: list[str] = []
    is_bad = False
    for path in options.read:
        try:
            form = read_form(path.name, _content(path))
        except BadInput as refused:
            problems.extend(refused.texts(language))
            is_bad = True
        else:
            forms.append(form)
            problems.extend(first_said(form.wrong, lambda wrong: wrong.text(language), language))
    return forms, problems, is_bad


def _with_answers(options: argparse.Namespace, forms: Sequence[FilledForm]) -> tuple[Case, Counted]:
    """The case that is named with the answers in it, and which forms count beside those it held."""
    from model.analyses.operators import operators_of
    from model.case.edits import apply_all
    from model.decide.operators import put_answers
    from model.export.inquiry.counting import counted

    market = market_of(options)
    case = case_of(options, market)
    found = counted(forms, {operator.code for operator in operators_of(case)})
    return apply_all(case, put_answers(case, found.answered), market), found


def _write_case(options: argparse.Namespace, case: Case) -> None:
    """The case with the answers as a file, and that it holds them."""
    from model.analyses.operators import operators_of
    from model.readings.operators import in_file_reading

    write_case_file(options.new_case, case)
    sys.stderr.write(f"{in_file_reading(len(operators_of(case))).text(options.language)}\n")


def _content(path: Path) -> bytes:
    """The bytes of a file that may be one of ours, and no more of it than that takes. Raises BadInput."""
    from model.export.inquiry.grids import LARGEST

    try:
        if not path.exists():
            raise BadInput((problem("file_missing", path.name),))
        if not path.is_file():
            raise BadInput((problem("no_file", path.name),))
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise BadInput((problem("cannot_read", path.name, value=cause_of(error)),)) from None


def _refuse(is_given: bool, argument: str, goes_with: str) -> None:
    """Raises BadInput for an argument that goes with another one only."""
    if is_given:
        raise BadInput((problem("inquiry_goes_with", argument, allowed=goes_with),))


def _refuse_changes(options: argparse.Namespace, goes_with: str) -> None:
    """Raises BadInput for what changes a case or the data under it, where there is no case."""
    _refuse(bool(options.set), "--set", goes_with)
    _refuse(options.edits is not None, "--edits", goes_with)
    _refuse(options.market_data is not None, "--market-data", goes_with)


def _data(found: Summary, problems: Sequence[str], language: str) -> dict[str, Any]:
    """The summary for machines; of a question with too few answers all but their number is null."""
    return {
        "operators": found.operators,
        "years": found.years,
        "questions": [
            {
                "key": spread.question.key,
                "label": spread.question.label(language),
                "unit": spread.question.unit_key,
                "count": spread.count,
                "median": spread.middle,
                "low": spread.low,
                "high": spread.high,
                "chosen": {choice.word: times for choice, times in spread.chosen} or None,
            }
            for spread in found.spreads
        ],
        "problems": list(problems),
    }


def _lines(found: Summary, language: str) -> list[str]:
    """The summary for people: a line for each question that anybody answered."""
    from model.readings.operators import count_of, half_of, middle_of, prices_readings, summary_reading

    rows = [
        "  ".join(
            (
                spread.question.label(language),
                *(part.text(language) for part in (count_of(spread), middle_of(spread), half_of(spread))),
            )
        )
        for spread in found.spreads
        if spread.count
    ]
    said = [reading.text(language) for reading in prices_readings(found)]
    return [summary_reading(found).text(language), *rows, *said]
