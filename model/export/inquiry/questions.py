"""The questions for operators, as data, and which of them to ask first.

A question says of which input of the model, or figure of reference projects, its answer is evidence: bounds, unit and
choices are those of that input or figure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from market_data import load
from market_data.records import ReferenceInfo
from model.analyses.evidence import MOST_WANTED, Evidence
from model.engine.inputs import split_name
from model.parameters.table import Parameter, highest_on_basis, parameters, words_of_choice
from model.readings.amounts import BASES
from model.words.names import Name, Worded
from model.words.rows import TableError, read_table
from model.words.texts import text
from model.words.units import Unit, unit

KINDS = ("number", "choice", "yes_no", "year", "code")
"""A number within bounds, a word of an input, yes or no, a year, or what tells operators apart without naming them."""
YES, NO = "yes", "no"
CODE, YEAR = "code", "year"
"""Keys of the questions about the form itself."""


@dataclass(frozen=True, slots=True)
class QuestionRow(Worded):
    """A row of `questions.csv`.

    `evidence` are keys of inputs or of figures of reference projects; the first gives unit and bounds. `basis` is what
    an operating cost is asked per. `no_more_than` is the figure of reference projects that bounds it too, where the
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
    `choices` of what is chosen.
    """

    row: QuestionRow
    number: int
    unit_key: str = "none"
    lowest: float = 0.0
    highest: float = 0.0
    choices: tuple[Choice, ...] = ()

    @property
    def key(self) -> str:
        """Its key, which stands on the form beside it."""
        return self.row.key

    @property
    def unit(self) -> Unit:
        """The unit of its answer."""
        return unit(self.unit_key)

    def label(self, language: str) -> str:
        """The question."""
        return self.row.label(language)


@cache
def questions() -> Mapping[str, Question]:
    """Every question by key, in the order of the form. Raises TableError for a row that cannot be right."""
    rows = read_table(Path(__file__).parent / "questions.csv", QuestionRow)
    figures = {info.indicator: info for info in load().reference_infos}
    return {row.key: _question(row, number, figures) for number, row in enumerate(rows, start=1)}


def _question(row: QuestionRow, number: int, figures: Mapping[str, ReferenceInfo]) -> Question:
    unknown = [key for key in row.evidence if key not in parameters() and key not in figures]
    if unknown or row.kind not in KINDS:
        raise TableError(f"questions.csv: {row.key}: {', '.join(unknown) or row.kind}")
    if row.kind == "yes_no":
        return Question(row, number, choices=_yes_and_no())
    if row.kind == "choice":
        return Question(row, number, choices=_choices(parameters()[row.evidence[0]]))
    if row.kind != "number":
        return Question(row, number)
    of = parameters().get(row.evidence[0]) or figures[row.evidence[0]]
    bounds = [of.highest, highest_on_basis(row.evidence[0], row.basis or None)]
    if row.no_more_than:
        bounds.append(figures[row.no_more_than].highest)
    return Question(
        row,
        number,
        unit_key=BASES.get(row.basis, of.unit),
        lowest=of.lowest or 0.0,
        highest=min(bound for bound in bounds if bound is not None),
    )


def _choices(of: Parameter) -> tuple[Choice, ...]:
    return tuple(Choice(word, Name(*(words_of_choice(of.key, word) or (word, word)))) for word in of.choices)


def _yes_and_no() -> tuple[Choice, ...]:
    names = {word: Name(text(code, "nl"), text(code, "en")) for word, code in ((YES, "xlsx_yes"), (NO, "xlsx_no"))}
    return tuple(Choice(word, name) for word, name in names.items())


def ask_first(supports: Iterable[Evidence]) -> tuple[str, ...]:
    """The questions about the assumptions that move an outcome most, five at most, the largest effect first.

    Of several options the largest effect counts. An assumption that no operator can tell about is passed over.
    """
    effects: dict[str, float] = {}
    for support in supports:
        for tested in support.inputs:
            key = _asked_by().get(split_name(tested.key)[1])
            if key is not None and tested.status == "assumption" and tested.effect > 0.0:
                effects[key] = max(tested.effect, effects.get(key, 0.0))
    return tuple(sorted(effects, key=lambda key: -effects[key])[:MOST_WANTED])


def not_asked(support: Evidence) -> tuple[str, ...]:
    """Of the assumptions to find out first those that no operator is asked about."""
    return tuple(name for name in support.get_these_first if split_name(name)[1] not in _asked_by())


def input_asked_by(question: Question, names: Collection[str]) -> str | None:
    """Which of these inputs a question asks for; None where it asks for none, or beside another question."""
    return next((key for key in question.row.evidence if key in names and _asked_by()[key] == question.key), None)


@cache
def _asked_by() -> Mapping[str, str]:
    """The question that asks for each input or figure: the first that does."""
    asked: dict[str, str] = {}
    for question in questions().values():
        for key in question.row.evidence:
            asked.setdefault(key, question.key)
    return asked
