"""Where the program speaks: every call in its source that asks for a text, and the code it asks for.

A code is written out, or composed (`f"unit_{unit}"`, shown here as `unit_{}`). The functions that ask put the beginning
of their room before it: `t` of the pages makes `ui_beds` of `beds`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.support.application import ROOT

ANYWHERE = {"text": "", "refuse": "", "problem": "", "Message": "", "message": ""}
PAGES = {"t": "ui_", "counted": "ui_", "next_step": "ui_", "titled": "ui_"}
WORKBOOK = {
    "t": "xlsx_",
    "_t": "xlsx_",
    "Check": "xlsx_check_",
    "headings": "xlsx_head_",
    "_headings": "xlsx_analysis_",
}
SPEAKERS = {"app.py": PAGES, "pages": PAGES, "model/export": WORKBOOK, "model": {}, "market_data": {}}
"""Per folder the functions that ask for a text, with what they put before its code."""
WHERE = {"next_step": 1, "headings": 1, "_headings": 3}
"""Functions whose first argument is not the code, or the tuple of codes: which one is."""
ROOM_WORDS = {
    "model/cli": ("cli_", "cli_arg_"),
    "model/__main__.py": ("cli_", "cli_arg_"),
    "model/export": ("xlsx_head_", "xlsx_analysis_", "xlsx_check_"),
}
"""What a room puts before words that stand in its source elsewhere than in the call that asks for the text."""


@dataclass(frozen=True)
class Spoken:
    """A text that is asked for: where, by which code (`composed` with {} for what is put in), with which values.

    `values` is None where they are not written out.
    """

    where: str
    function: str
    code: str
    composed: bool
    values: frozenset[str] | None


@cache
def source_files() -> tuple[tuple[str, tuple[ast.AST, ...]], ...]:
    """Every file of the product by its path from the top, with all that stands in it."""
    folders = (ROOT / folder for folder in ("model", "pages", "market_data"))
    paths = [ROOT / "app.py", *(path for folder in folders for path in folder.rglob("*.py"))]
    return tuple(
        (path.relative_to(ROOT).as_posix(), tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8")))))
        for path in sorted(paths)
    )


def speakers_in(path: str) -> dict[str, str]:
    """The functions that ask for a text in a file; on a page `refuse` is about a field, and has no code."""
    folder = max((folder for folder in SPEAKERS if path.startswith(folder)), key=len)
    speakers = ANYWHERE | SPEAKERS[folder]
    return {name: beginning for name, beginning in speakers.items() if (folder, name) != ("pages", "refuse")}


def spoken() -> Iterator[Spoken]:
    """Every text asked for by a code that is written out, or composed on the spot."""
    for name, nodes in source_files():
        speakers = speakers_in(name)
        for node in nodes:
            if isinstance(node, ast.Call):
                yield from _asked(node, name, speakers)
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code":
                yield from _named(node, name)


def _asked(call: ast.Call, file: str, speakers: dict[str, str]) -> Iterator[Spoken]:
    function = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = WHERE.get(function, 0)
    if function not in speakers or len(call.args) <= place:
        return
    for argument in _either(call.args[place]):
        code = written(argument)
        if code is None or code in {"nl", "en"}:  # problem.text("nl") asks for a language, not for a text
            continue
        names = {keyword.arg for keyword in call.keywords}
        values = None if None in names else frozenset(name for name in names if name is not None)
        composed = not isinstance(argument, ast.Constant)
        yield Spoken(f"{file}:{call.lineno}", function, speakers[function] + code, composed, values)


def _named(assigned: ast.Assign, file: str) -> Iterator[Spoken]:
    """A code that is composed first and asked for later."""
    code = written(assigned.value)
    if code is not None and not isinstance(assigned.value, ast.Constant):
        yield Spoken(f"{file}:{assigned.lineno}", "code", code, composed=True, values=None)


def _either(argument: ast.expr) -> Iterator[ast.expr]:
    """The codes an argument may be: both of `a if condition else b`, all of a tuple."""
    if isinstance(argument, ast.IfExp):
        yield from _either(argument.body)
        yield from _either(argument.orelse)
    elif isinstance(argument, ast.Tuple):
        for element in argument.elts:
            yield from _either(element)
    else:
        yield argument


def written(argument: ast.expr) -> str | None:
    """A text in the source, with {} for what is put in; None for what is no text."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return re.sub(r"\{\d\}", "{}", argument.value)
    if isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Add):
        return (written(argument.left) or "{}") + (written(argument.right) or "{}")
    if isinstance(argument, ast.JoinedStr):
        parts = (str(part.value) if isinstance(part, ast.Constant) else "{}" for part in argument.values)
        return "".join(parts).replace("{}{}", "{}")
    return None


@cache
def words_in_source() -> frozenset[str]:
    """Every text written out in the source, as a code and as the codes its room may make of it; with {} if composed."""
    return frozenset(_words_in_source())


def _words_in_source() -> Iterator[str]:
    for name, nodes in source_files():
        beginnings = {"", *speakers_in(name).values()}
        beginnings.update(*(words for room, words in ROOM_WORDS.items() if name.startswith(room)))
        for node in nodes:
            word = written(node) if isinstance(node, ast.expr) else None
            if word is not None:
                bare = word.lstrip("-").replace("-", "_")  # an argument of a command, --second-life
                yield from (beginning + bare for beginning in beginnings)
