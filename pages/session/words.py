"""Words on the screen, in the language of this session."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import streamlit as st

from model.case import Case, Option
from model.lines.labels import words_of_line
from model.parameters.table import Parameter, parameters
from model.problems import Problem, first_said
from model.readings.names import option_titles
from model.words.messages import Labelled, Message
from model.words.numbers import format_date, format_short
from model.words.texts import LANGUAGES, text
from model.words.units import unit as unit_of

LONGEST_FILE_NAME = 60


def language() -> str:
    """The language of this session: Dutch unless English was chosen."""
    chosen = st.session_state.get("lang", "nl")
    return chosen if chosen in LANGUAGES else "nl"


def t(code: str, **values: object) -> str:
    """A text of the interface."""
    return text(f"ui_{code}", language(), **values)


def counted(code: str, count: float, **values: object) -> str:
    """A text of the interface about a number of things, in which `{count:bed|beds}` goes with the number."""
    return t(code, count=format_short(count, language()), **values)


_ALWAYS_MARKUP = re.compile(r"[\\`*_\[\]<~$|&]")
_MARKUP_IN_PLACE = re.compile(
    r"""
      ^(?=[#=>])                        # a heading or a quotation at the start of a line
    | ^(?=(?:[+-]|\d+[.)])(?:\s|$))     # an item of a list
    | (?<=:)(?=\S)                      # an address, an icon, a colour: https://, :material/home:, :red
    | (?<=@)(?=\S)                      # a mail address
    | (?<=www)(?=\.)                    # an address without a scheme
    | (?<=[<>~-])(?=[<>=-])             # an arrow, or a dash of two characters
    """,
    re.VERBOSE | re.IGNORECASE,
)
_JOINER = "\u2060"
"""An invisible character without width, at which no line breaks."""


def plain(user_text: str) -> str:
    """Text a user typed, so that it shows as typed wherever Streamlit reads Markdown: no markup, HTML, link or icon.

    What is markup anywhere is escaped. Links, icons and arrows are made from the text after the escapes have gone, so
    an invisible character stands inside them; that is also for what is markup in one place only, since a label's
    escapes are read aloud.
    """
    one_line = re.sub(r"\s*[\r\n\v\f\x85\u2028\u2029]\s*", " ", user_text)
    apart = _MARKUP_IN_PLACE.sub(_JOINER, one_line.strip())
    return _ALWAYS_MARKUP.sub(r"\\\g<0>", apart)


def bold(user_text: str) -> str:
    """Text a user typed, in bold; a blank at its end would keep the markup from working."""
    return f"**{plain(user_text)}**" if user_text.strip() else ""


def label(key: str) -> str:
    """The name of a line or metric, with a capital, as a heading or the start of a row."""
    name = words_of_line(key).label(language())
    return name[:1].upper() + name[1:]


def titles(options: Iterable[Option]) -> dict[str, str]:
    """The options' names by id; two with the same name get their id behind it."""
    return option_titles(options, language())


def subject(current: Case, town: str) -> str:
    """What the case is about, on one line."""
    return counted(
        "subject",
        current.beds,
        town=town,
        start=format_date(current.start_date, language()),
    )


def file_name(kind: str, name: str, extension: str) -> str:
    """A name for a file about a case, safe on every system: zaak-westland-2027.json."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    words = re.findall("[a-z0-9]+", letters)
    return f"{'-'.join([kind, *words])[:LONGEST_FILE_NAME]}.{extension}"


def words_of(thing: Labelled | Message) -> str:
    """What something is called, or a message, in the language of this session."""
    return thing.text(language()) if isinstance(thing, Message) else thing.label(language())


def notice_text(notice: Message, title: str, names: Mapping[str, str] | None = None) -> str:
    """A warning about an option, with the option's name instead of its id; `names` are those of the parts of a mix."""
    known = names or {}
    named = tuple((name, known.get(f"{value}", title) if name == "option" else value) for name, value in notice.values)
    return plain(replace(notice, values=named).text(language()))


def sentence(problem: Problem) -> str:
    """A problem in the user's words: the field's label instead of its key, numbers in the user's own notation."""
    parameter = parameters().get(problem.field.split(".")[1] if "." in problem.field else problem.field)
    if parameter is None:
        return plain(problem.text(language()))
    shown = {name: _as_entered(value, parameter) for name, value in problem.values}
    return plain(text(problem.code, language(), field=parameter.label(language()), **shown))


def sentences(problems: Sequence[Problem], say: Callable[[Problem], str] = sentence) -> tuple[str, ...]:
    """The problems in the user's words: the first of them, and how many there are besides."""
    return first_said(problems, say, language())


def not_opened(problems: Sequence[Problem]) -> str:
    """Why a case file was not opened; its fields are named as in the file."""
    return "\n\n".join([t("not_opened"), *sentences(problems, lambda each: plain(each.text(language())))])


def _as_entered(value: object, parameter: Parameter) -> str:
    """A value as the field of the parameter shows it."""
    if isinstance(value, date):
        return format_date(value, language())
    if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", value):
        value = float(value)
    if isinstance(value, (int, float)):
        percent = unit_of(parameter.unit).is_ratio
        amount = Decimal(repr(float(value))) * (100 if percent else 1)
        return format_short(amount, language(), percent=percent) + ("%" if percent else "")
    return f"{value}"[:80]
