"""The commands `paper` and `verify`: the A4 of a case, and whether the numbers in one are still those of the case."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from model.cli.arguments import BAD, Parser
from model.cli.files import write_whole
from model.cli.named_case import add_changes, add_settings, result_of
from model.problems import BadInput, problem
from model.words.texts import LANGUAGES, text

FORMS = (".docx", ".html")


def add_paper(add: Callable[..., Parser]) -> None:
    """The command `paper`: one A4 of a case, as Word or as a page."""
    add("paper", _paper).add_argument("out", type=Path, metavar="OUT.docx|OUT.html")


def add_verify(commands: Any, language: str) -> None:
    """The command `verify`: the numbers in a paper read back."""
    about = text("cli_verify", language)
    parser = commands.add_parser("verify", help=about, description=about, language=language)
    parser.set_defaults(command=_verify)
    parser.add_argument("file", type=Path, metavar="FILE.docx|FILE.html")
    parser.add_argument("--case", type=Path, required=True, metavar="CASE.json")
    add_settings(parser)
    add_changes(parser)


def _form(path: Path) -> str:
    """What kind of file a paper is, by its name. Raises BadInput for another kind."""
    form = path.suffix.lower()
    if form not in FORMS:
        raise BadInput((problem("not_a_choice", "FILE", value=path.name, allowed=", ".join(FORMS)),))
    return form


def _paper(options: argparse.Namespace) -> None:
    from model.export.paper.compose import paper
    from model.export.paper.html import html
    from model.export.paper.word import word

    form, language = _form(options.out), options.language
    document = paper(result_of(options))
    write_whole(options.out, word(document, language) if form == FORMS[0] else html(document, language).encode())
    print(text("written", language, name=options.out))


def _verify(options: argparse.Namespace) -> None:
    """Says how many numbers are right, or names what differs and ends with the status of bad input.

    Sentences that somebody edited are named too, and are no mistake. A paper is in one of the languages: that in which
    it differs least.
    """
    from model.export.paper.compose import paper
    from model.export.paper.verify import numbers, verify
    from model.export.paper.wording import reworded

    _form(options.file)
    document = paper(result_of(options))
    compared = {
        language: (verify(options.file, document, language), reworded(options.file, document, language))
        for language in LANGUAGES
    }
    language = min(compared, key=lambda one: [len(part) for part in compared[one]])
    differences, edited = compared[language]
    for sentence in edited:
        print(f"{options.file.name}: {sentence.message.text(options.language)}")
    if not differences:
        print(text("verified", options.language, count=len(numbers(document, language)), name=options.file))
        return
    for difference in differences:
        sys.stderr.write(f"{options.file.name}: {difference.message.text(options.language)}\n")
    raise SystemExit(BAD)
