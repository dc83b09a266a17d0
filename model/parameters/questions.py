"""The questions for operators, as data.

A question says of which input of the model, or figure of reference projects, its answer is evidence: bounds, unit and
choices are those of that input or figure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from market_data import load
from market_data.records import ReferenceInfo
from market_data.references import FORMS
from model.parameters.cost_bases import BASES
from model.parameters.table import Parameter, basis_key, defaults, highest_on_basis, parameters, words_of_choice
from model.words.names import Name, Worded
from model.words.rows import TableError, read_table
from model.words.texts import LANGUAGES, text
from model.words.units import Unit, unit

KINDS = ("number", "choice", "yes_no", "form", "year", "code")
"""A number within bounds, a word of an input, yes or no, what was built, a year, or what tells operators apart."""
YES, NO = "yes", "no"
CODE, YEAR = "code", "year"
"""Keys of the questions about the form itself."""
CODE_PATTERN = re.compile(r"[A-Z0-9-]{1,12}")
"""A code tells operators apart: long enough for that, too short and too plain for a name with its place."""
NO_CODE = "-"
"""The code of a form on which none was entered: nothing tells two of those apart, so there is one."""
LEAST, MOST_OPERATORS = 3, 100
"""Operators whose answers there must be before anything but their number is shown, and the most a case can hold."""
FIRST_YEAR, LAST_YEAR = 1900, 2099
"""Of the figures of an operator."""
BUILDING_FORM = "building_form"
"""Key of the question what was built: only what was built alike is compared."""


@dataclass(frozen=True, slots=True)
class QuestionRow(Worded):
    """A row of `questions.csv`.

    `evidence` are keys of inputs or of figures of reference projects; the first gives unit and bounds. `basis` is what
    a cost is asked per. `no_more_than` is the figure of reference projects that bounds it too, where the
    bound of an amount with a base of choice says nothing.
    """

    key: str
    section: str
    kind: str
    evidence: tuple[str, ...]
    basis: str
    no_more_than: str
    label_nl: str
    label_en: str
    hint_nl: str
    hint_en: str

    def hint(self, language: str) -> str:
        """What belongs to the answer and what not; blank where that goes without saying."""
        return self.hint_nl if language == "nl" else self.hint_en


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose: the word of the model, and what it is called."""

    word: str
    name: Name

    def label(self, language: str) -> str:
        """What it is called."""
        return self.name.label(language)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its number on the form and what its answer may be.

    `unit_key`, `lowest` and `highest` are of a number, in the unit of the model (a percentage as a share of one);
    `choices` of what is chosen. `index` is the series that brings an amount to another price level: that of the figure
    of reference projects, else of the default of the input; "" where there is none.
    """

    row: QuestionRow
    number: int
    unit_key: str = "none"
    lowest: float = 0.0
    highest: float = 0.0
    choices: tuple[Choice, ...] = ()
    index: str = ""

    @property
    def key(self) -> str:
        """Its key, which stands on the form beside it."""
        return self.row.key

    @property
    def unit(self) -> Unit:
        """The unit of its answer."""
        return unit(self.unit_key)

    @property
    def has_no_index(self) -> bool:
        """Whether its answer is an amount that no index brings to another price level."""
        return self.unit.is_money and not self.index

    def label(self, language: str) -> str:
        """The question."""
        return self.row.label(language)


@cache
def questions() -> Mapping[str, Question]:
    """Every question by key, in the order of the form. Raises TableError for a row that cannot be right."""
    rows = read_table(Path(__file__).parent / "questions.csv", QuestionRow)
    figures = {info.indicator: info for info in load().reference_infos}
    return {row.key: _question(row, number, figures) for number, row in enumerate(rows, start=1)}


@cache
def answerable() -> Mapping[str, Question]:
    """The questions about a location by key: all but those about the form itself."""
    return {key: question for key, question in questions().items() if key not in {CODE, YEAR}}


def _question(row: QuestionRow, number: int, figures: Mapping[str, ReferenceInfo]) -> Question:
    unknown = [key for key in row.evidence if key not in parameters() and key not in figures]
    if unknown or row.kind not in KINDS:
        raise TableError(f"questions.csv: {row.key}: {', '.join(unknown) or row.kind}")
    if row.kind == "yes_no":
        return Question(row, number, choices=_yes_and_no())
    if row.kind == "form":
        return Question(row, number, choices=_forms())
    if row.kind == "choice":
        return Question(row, number, choices=_choices(parameters()[row.evidence[0]]))
    if row.kind != "number":
        return Question(row, number)
    of = parameters().get(row.evidence[0]) or figures[row.evidence[0]]
    bounds = [of.highest, highest_on_basis(row.evidence[0], row.basis or None)]
    if row.no_more_than:
        bounds.append(figures[row.no_more_than].highest)
    unit_key = BASES.get(row.basis, of.unit)
    return Question(
        row,
        number,
        unit_key=unit_key,
        lowest=of.lowest or 0.0,
        highest=min(bound for bound in bounds if bound is not None),
        index=_index(row, figures) if unit(unit_key).is_money else "",
    )


def _index(row: QuestionRow, figures: Mapping[str, ReferenceInfo]) -> str:
    """The index of the figure an answer is evidence for, else the one index that all defaults of the input have."""
    of_figures = [figures[key].index for key in row.evidence if key in figures]
    if of_figures:
        return of_figures[0]
    series = {default.index for key in row.evidence for default in defaults().get(key, ())}
    return series.pop() if len(series) == 1 else ""


def _choices(of: Parameter) -> tuple[Choice, ...]:
    return tuple(Choice(word, Name(*(words_of_choice(of.key, word) or (word, word)))) for word in of.choices)


def _forms() -> tuple[Choice, ...]:
    return tuple(
        Choice(form, Name(*(text(f"inquiry_form_{form}", language) for language in LANGUAGES))) for form in FORMS
    )


def _yes_and_no() -> tuple[Choice, ...]:
    names = {word: Name(text(code, "nl"), text(code, "en")) for word, code in ((YES, "xlsx_yes"), (NO, "xlsx_no"))}
    return tuple(Choice(word, name) for word, name in names.items())


def input_asked_by(question: Question, names: Collection[str]) -> str | None:
    """Which of these inputs a question asks for; None where it asks for none, or beside another question."""
    return next((key for key in question.row.evidence if key in names and asked_by()[key] == question.key), None)


@cache
def asked_by() -> Mapping[str, str]:
    """The question that asks for each input or figure: the first that does."""
    asked: dict[str, str] = {}
    for question in questions().values():
        for key in question.row.evidence:
            asked.setdefault(key, question.key)
    return asked


def choice_with(question: Question, key: str) -> tuple[str, str] | None:
    """The choice that must be made for an input to be what a question asks, and its word; None where it always is.

    The amount of a cost is asked per something: the input counts per that when its base says so.
    """
    if not question.row.basis:
        return None
    names = (basis_key(key), f"{key.removesuffix(f'_{question.row.basis}')}_basis")
    return next(((name, question.row.basis) for name in names if name in parameters()), None)
