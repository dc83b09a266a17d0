"""What the tables hold, as frozen records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class MarketDataError(Exception):
    """A shipped table that cannot be right: names file, line, column, value and what is allowed."""


class UnknownRegion(MarketDataError):
    """A region code that does not exist; `suggestions` are codes that look like it."""

    def __init__(self, code: str, suggestions: Sequence[str]) -> None:
        self.code = code
        self.suggestions = tuple(suggestions)
        super().__init__(f"unknown region {code!r}; similar: {', '.join(self.suggestions)}")


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures were published, under which licence, and when they were retrieved.

    `tier`: A government or statistics office, B sector body or research, C news or adviser, D vendor; "" an adviser's
    own. `licence` is its name, or a description in English, which then stands in Dutch in `licence_nl`.
    """

    source_id: str
    publisher: str
    title: str
    table_id: str
    period: str
    licence: str
    url: str
    retrieved: str
    tier: str
    note: str
    licence_nl: str = ""

    def attribution(self, language: str) -> str:
        """The line that must stand beside the figures."""
        table = f", {self.table_id}" if self.table_id else ""
        return f"{self.publisher}: {self.title}{table} ({self.licence_words(language)})"

    def licence_words(self, language: str) -> str:
        """The licence by its name, as CC BY 4.0, or described in the language."""
        return (self.licence_nl if language == "nl" else "") or self.licence


@dataclass(frozen=True, slots=True)
class Region:
    """A region of a level: national, landsdeel, province or corop; `parent` is the next wider one."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality (2023-2026 borders) with the regions it lies in."""

    code: str
    name: str
    corop_code: str
    corop: str
    province_code: str
    province: str
    landsdeel_code: str
    landsdeel: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: value, unit, period, the region and level it is about, and its source.

    `overlaid` says that an adviser's own file gave it.
    """

    indicator: str
    value: float
    unit: str
    period: str
    region_code: str
    region_name: str
    level: str
    source: Source
    note: str = ""
    overlaid: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorInfo:
    """What an indicator is, and the range outside which a value is a mistake."""

    indicator: str
    label_nl: str
    label_en: str
    unit: str
    lowest: float
    highest: float

    def label(self, language: str) -> str:
        """Name of the indicator."""
        return self.label_nl if language == "nl" else self.label_en


@dataclass(frozen=True, slots=True)
class ReferenceInfo(IndicatorInfo):
    """What a figure of a reference project is; `index` is the series that brings it to another price level, if any."""

    index: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A project that published figures of itself, or what is known of a market (`kind`).

    `form` is what was built: see `FORMS` of `references.py`; "" where that is not known. `year` is when it opened.
    """

    name_nl: str
    name_en: str
    kind: str
    place: str
    region_code: str
    year: str
    form: str

    def label(self, language: str) -> str:
        """Its name."""
        return (self.name_en if language == "en" else "") or self.name_nl


@dataclass(frozen=True, slots=True)
class ReferenceFigure:
    """One figure of a reference project, as it was published, with its source.

    `period` is its price level, "" where it has none; `status` sourced, derived or given; `read` says whether its
    source was read in full or as an excerpt, "" for an adviser's own. `overlaid`: an adviser's own file gave it.
    """

    reference: Reference
    indicator: str
    value: float
    unit: str
    period: str
    status: str
    read: str
    source: Source
    note_nl: str = ""
    note_en: str = ""
    overlaid: bool = False

    def note(self, language: str) -> str:
        """What is in it, how it was worked out, or what to know about it."""
        return self.note_nl if language == "nl" else self.note_en


@dataclass(frozen=True, slots=True)
class Fact:
    """A quoted estimate with its range; definitions differ, so facts are never added up."""

    region_code: str
    period: str
    fact_nl: str
    fact_en: str
    low: float
    high: float
    unit: str
    source: str
    url: str
    licence: str
    retrieved: str
    note_nl: str
    note_en: str
    licence_nl: str = ""

    def label(self, language: str) -> str:
        """What was counted or charged."""
        return self.fact_nl if language == "nl" else self.fact_en

    def note(self, language: str) -> str:
        """What to know about it."""
        return self.note_nl if language == "nl" else self.note_en

    def licence_words(self, language: str) -> str:
        """The licence by its name, or described in the language."""
        return (self.licence_nl if language == "nl" else "") or self.licence


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row of an adviser's file that was left out, and why."""

    file: str
    line: int
    column: str
    value: str
    allowed_nl: str
    allowed_en: str

    def text(self, language: str) -> str:
        """File, line, column, value and what is allowed, in a sentence."""
        if language == "nl":
            return (
                f"{self.file}, regel {self.line}, kolom {self.column}: {self.value!r} kan niet. "
                f"Toegestaan: {self.allowed_nl}. De regel is overgeslagen."
            )
        return (
            f"{self.file}, line {self.line}, column {self.column}: {self.value!r} is not possible. "
            f"Allowed: {self.allowed_en}. The row was skipped."
        )
