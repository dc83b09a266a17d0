"""The commands `paper` and `verify`: the A4 of a case, and whether the numbers in one are still those of the case."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from market_data import MarketData, load
from model.case import load_case, parse_json
from model.cli.arguments import BAD, Parser
from model.cli.files import write_whole
from model.engine.results import CaseResult
from model.problems import BadInput, cause_of, problem
from model.words.texts import LANGUAGES, text

FORMS = (".docx", ".html")


def add_paper(add: Callable[..., Parser], result_of: Callable[[argparse.Namespace], CaseResult]) -> None:
    """The command `paper`: one A4 of a case, as Word or as a page."""

    def command(options: argparse.Namespace) -> None:
        _form(options.out)
        _write(_edited(result_of(options), options.edits), options.out, options.language)

    paper = add("paper", command)
    paper.add_argument("out", type=Path, metavar="OUT.docx|OUT.html")
    paper.add_argument("--edits", type=Path, metavar="EDITS.json")


def add_verify(commands: Any, language: str) -> None:
    """The command `verify`: the numbers in a paper read back."""
    about = text("cli_verify", language)
    parser = commands.add_parser("verify", help=about, description=about, language=language)
    parser.set_defaults(command=_verify)
    parser.add_argument("file", type=Path, metavar="FILE.docx|FILE.html")
    parser.add_argument("--case", type=Path, required=True, metavar="CASE.json")
    parser.add_argument("--edits", type=Path, metavar="EDITS.json")
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])


def _form(path: Path) -> str:
    """What kind of file a paper is, by its name. Raises BadInput for another kind."""
    form = path.suffix.lower()
    if form not in FORMS:
        raise BadInput((problem("not_a_choice", "FILE", value=path.name, allowed=", ".join(FORMS)),))
    return form


def _edited(result: CaseResult, path: Path | None) -> CaseResult:
    """The outcome of the case after the edits in a file, if there is one. Raises BadInput."""
    if path is None:
        return result
    from model.case.edits import apply_all, edit_from_json
    from model.engine.run import run_case

    try:
        data = parse_json(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInput((problem("cannot_read", path.name, value=cause_of(error)),)) from None
    except (ValueError, RecursionError) as error:
        raise BadInput((problem("bad_json", path.name, value=str(error)),)) from None
    if not isinstance(data, list):
        raise BadInput((problem("not_a_list", path.name, value=data),))
    case = apply_all(result.case, [edit_from_json(edit) for edit in data], result.market)
    return run_case(case, result.market)


def _write(result: CaseResult, out: Path, language: str) -> None:
    from model.export.paper.compose import paper
    from model.export.paper.html import html
    from model.export.paper.word import word

    document = paper(result)
    write_whole(out, word(document, language) if _form(out) == FORMS[0] else html(document, language).encode())
    print(text("written", language, name=out))


def _verify(options: argparse.Namespace) -> None:
    """Says how many numbers are right, or names what differs and ends with the status of bad input.

    A paper is in one of the languages: that in which it differs least.
    """
    from model.documents.anchors import figures
    from model.engine.run import run_case
    from model.export.paper.compose import paper
    from model.export.paper.verify import verify

    _form(options.file)
    market: MarketData = load()
    document = paper(_edited(run_case(load_case(options.case, market), market), options.edits))
    differences = min((verify(options.file, document, language) for language in LANGUAGES), key=len)
    if not differences:
        print(text("verified", options.language, count=len(figures(document)), name=options.file))
        return
    for difference in differences:
        sys.stderr.write(f"{options.file.name}: {difference.message.text(options.language)}\n")
    raise SystemExit(BAD)
