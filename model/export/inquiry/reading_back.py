"""A form that somebody filled in, read back: each answer by the key beside it, a bad cell named and the rest kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from market_data.numbers import NumberProblem, read_number
from market_data.references import YEAR as YEAR_PATTERN
from model.export.inquiry.grids import LARGEST, Cell, NotOurs, Rows, rows_of_excel, rows_of_word
from model.export.inquiry.wording import EXCEL, FORMS, choice_of, choices_of, head
from model.parameters.questions import CODE, YEAR, Question, questions
from model.problems import BadInput, problem
from model.words.figures import Figure
from model.words.messages import Message, Named, message
from model.words.numbers import format_short
from model.words.quantities import NEITHER, Quantity
from model.words.texts import LANGUAGES

LONGEST_SHOWN = 60
"""Characters of an answer that are repeated in a message."""
CODE_PATTERN = re.compile(r"[A-Za-z0-9-]{1,12}")
"""A code tells operators apart: long enough for that, too short and too plain for a name with its place."""


@dataclass(frozen=True)
class Answer:
    """An answer: a number in the unit of the model, or a word of the model."""

    key: str
    value: float | str


@dataclass(frozen=True)
class FilledForm:
    """A form as an operator filled it in.

    `code` is blank and `year` None where they were not given, or not in a way that can be used; `wrong` names every
    cell that was left out.
    """

    file: str
    code: str
    year: int | None
    answers: tuple[Answer, ...]
    wrong: tuple[Message, ...]


class _Refused(Exception):
    """An answer that cannot be used; `allowed` says what could."""

    def __init__(self, allowed: Message) -> None:
        self.allowed = allowed
        super().__init__(allowed.code)


@dataclass
class _Columns:
    """Where key and answer stand in the table that is being read, and in which language its head is."""

    key: int
    answer: int
    language: str


@dataclass
class _ReadSoFar:
    """What was read of a form."""

    file: str
    answers: dict[str, float | str] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    wrong: list[Message] = field(default_factory=list)

    def take(self, question: Question, cell: Cell, language: str) -> None:
        """The answer to a question, or what is wrong with it; nothing where it is blank."""
        self.met.add(question.key)
        if isinstance(cell.value, str) and not cell.value.strip():
            return
        try:
            if question.key in self.answers:
                raise _Refused(message("inquiry_allowed_once"))
            self.answers[question.key] = _READ[question.row.kind](question, cell, language)
        except _Refused as refused:
            self.wrong.append(
                message(
                    "inquiry_wrong",
                    file=self.file,
                    place=cell.place,
                    number=question.number,
                    question=question,
                    value=_shown(cell),
                    allowed=refused.allowed,
                )
            )


def read_form(file: str, content: bytes) -> FilledForm:
    """A filled form, Excel or Word by the name of its file. Raises BadInput for a file that is no form of ours."""
    kind = PurePath(file).suffix.lower()
    if kind not in FORMS:
        raise BadInput((problem("not_a_choice", file, value=kind or file, allowed=", ".join(FORMS)),))
    if len(content) > LARGEST:
        raise BadInput((problem("file_too_large", file, value=len(content), highest=LARGEST),))
    read = _ReadSoFar(file)
    try:
        for question, cell, language in _asked_cells(
            rows_of_excel(content) if kind == EXCEL else rows_of_word(content)
        ):
            read.take(question, cell, language)
    except NotOurs:
        raise BadInput((problem("inquiry_broken", file, allowed=", ".join(FORMS)),)) from None
    if not read.met:
        raise BadInput((problem("inquiry_foreign", file),))
    code, year = read.answers.pop(CODE, ""), read.answers.pop(YEAR, None)
    return FilledForm(
        file=file,
        code=f"{code}",
        year=None if year is None else int(year),
        answers=tuple(Answer(key, value) for key, value in read.answers.items()),
        wrong=tuple(read.wrong),
    )


def _asked_cells(rows: Rows) -> Iterator[tuple[Question, Cell, str]]:
    """Every question with the cell of its answer and the language of the head above it, in the order of the file."""
    known = questions()
    columns: _Columns | None = None
    for row in rows:
        columns = _columns_of(row) or columns
        if columns is None or len(row) <= max(columns.key, columns.answer):
            continue
        question = known.get(f"{row[columns.key].value}".strip())
        if question is not None:
            yield question, row[columns.answer], columns.language


def _columns_of(row: Sequence[Cell]) -> _Columns | None:
    """Where key and answer stand, if this is the head of a form."""
    words = [f"{cell.value}".strip() for cell in row]
    for language in LANGUAGES:
        heads = head(language)
        if heads["key"] in words and heads["answer"] in words:
            return _Columns(words.index(heads["key"]), words.index(heads["answer"]), language)
    return None


def _number(question: Question, cell: Cell, language: str) -> float:
    """A number within the bounds of its question; a percentage as a share of one."""
    lowest, highest = (_bound(question, bound) for bound in (question.lowest, question.highest))
    allowed = message("inquiry_allowed_number", lowest=lowest, highest=highest)
    if cell.is_formula:
        raise _Refused(message("inquiry_allowed_outcome"))
    if isinstance(cell.value, bool):
        raise _Refused(allowed)
    if isinstance(cell.value, float):
        value, is_percent = cell.value, cell.is_percent
    else:
        value, is_percent = _typed(question, cell.value, language, allowed)
    if question.unit.is_ratio and not is_percent:
        value = _share(value, language)
    elif is_percent and not question.unit.is_ratio:
        raise _Refused(allowed)
    if not question.lowest <= value <= question.highest:
        raise _Refused(allowed)
    return value


def _share(percent: float, language: str) -> float:
    """A percentage without its sign as a share of one; what may be that share already has two readings."""
    if 0.0 < abs(percent) < 1.0:
        raise _Refused(
            _either(*(f"{format_short(each, language, percent=True)}%" for each in (percent, percent * 100)))
        )
    return percent / 100


def _typed(question: Question, typed: str, language: str, allowed: Message) -> tuple[float, bool]:
    """A number that was typed, and whether a percent sign stands behind it (then as a share of one).

    In the notation of the form's language; where it is none in that, as one that has a single reading in any.
    """
    is_ratio = question.unit.is_ratio
    is_percent = is_ratio and typed.strip().endswith("%")
    try:
        try:
            value = read_number(typed, language, percent=is_ratio)
        except NumberProblem as wrong:
            if wrong.readings is not None:
                raise
            value = read_number(typed, None, percent=is_ratio)
    except NumberProblem as wrong:
        raise _Refused(allowed if wrong.readings is None else _either(*wrong.readings)) from None
    return float(value / 100 if is_percent else value), is_percent


def _either(first: str, second: str) -> Message:
    """Which of two readings is meant has to be written."""
    return message("inquiry_allowed_readings", first=first, second=second)


def _bound(question: Question, value: float) -> Figure:
    row = question.row
    return Figure(Quantity(row.key, row.label_nl, row.label_en, question.unit_key, NEITHER), "inquiry", value)


def _choice(question: Question, cell: Cell, _language: str) -> str:
    """A word out of those there are; yes and no as a spreadsheet holds them too."""
    words = {True: "yes", False: "no"}[cell.value] if isinstance(cell.value, bool) else f"{cell.value}"
    chosen = choice_of(question, words)
    if chosen is None:
        raise _Refused(choices_of(question))
    return chosen.word


def _year(_question: Question, cell: Cell, _language: str) -> float:
    typed = _plain(cell)
    if not typed or YEAR_PATTERN.fullmatch(typed) is None:
        raise _Refused(message("inquiry_allowed_year"))
    return float(typed)


def _code(_question: Question, cell: Cell, _language: str) -> str:
    typed = _plain(cell)
    if CODE_PATTERN.fullmatch(typed) is None:
        raise _Refused(message("inquiry_allowed_code"))
    return typed.upper()


def _plain(cell: Cell) -> str:
    """A cell as it reads: a whole number without decimals."""
    is_whole = isinstance(cell.value, float) and cell.value.is_integer()
    return f"{cell.value:.0f}" if is_whole else f"{cell.value}".strip()


def _shown(cell: Cell) -> Named:
    """An answer as it is repeated in a message: on one line and not too long."""
    if isinstance(cell.value, float):
        return message("inquiry_percent", value=cell.value * 100) if cell.is_percent else cell.value
    words = " ".join(f"{cell.value}".split())
    return words if len(words) <= LONGEST_SHOWN else f"{words[: LONGEST_SHOWN - 3]}..."


_READ: Mapping[str, Callable[[Question, Cell, str], float | str]] = {
    "number": _number,
    "choice": _choice,
    "form": _choice,
    "yes_no": _choice,
    "year": _year,
    "code": _code,
}
"""How an answer to each kind of question is read. Each raises _Refused."""
