"""Units: what kind of number each is, how it is named, rounded and patterned; `units.csv` says it once per unit.

`show_value` is the one place where a number is rounded and written for a reader.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from model.words.numbers import (
    LARGEST,
    MISSING,
    format_date,
    format_euro,
    format_million,
    format_number,
    format_percent,
    format_short,
    half_up,
    number,
    round_half_up,
)
from model.words.rows import read_table

Style = Literal["full", "short", "cell", "precise", "exact", "input", "brief"]
"""How much of a number is shown.

`full`: with its unit, rounded as the unit says. `short`: the same, large amounts in millions. `cell`: for a table whose
heading names the unit, without it (a percentage keeps its sign). `precise`: with its unit, in cents, hundredths of a
percent and otherwise at most four decimals, for who reckons along. `exact`: with its unit and as many decimals as it
has, at most six. `input`: what somebody entered or can enter, with what it is per: € 126,92 per bed per week, 6,25%,
12,5 jaar. `brief`: the same without what it is per, for a slider or the end of a bar.
"""
STYLES: tuple[Style, ...] = ("full", "short", "cell", "precise", "exact", "input", "brief")
KINDS = ("money", "ratio", "amount", "number", "year", "flag", "date")
"""Kinds of unit: euros; a share of one, shown as a percentage; a number with a word behind it; a bare number; a
calendar year, without a mark between thousands; one or nil; a day, counted as spreadsheets do."""
_DAY_ZERO = date(1899, 12, 30)
_INPUT_DECIMALS = {"money": 2, "ratio": 2}
"""Decimals of an input, at most: of euros and of a percentage; three of anything else."""
_WHOLE_FROM = 1000
"""From here on cents say nothing of an input in euros."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its kind, decimals in a sentence and in a table, the name of its pattern in a workbook, and its words.

    `one_nl` and `one_en` are its words behind a single one, blank where they are the same.
    """

    key: str
    kind: str
    decimals: int
    table_decimals: int
    pattern: str
    nl: str
    en: str
    one_nl: str
    one_en: str

    @property
    def is_money(self) -> bool:
        """Whether it counts euros, of whatever."""
        return self.kind == "money"

    @property
    def is_ratio(self) -> bool:
        """Whether it is shown, and typed, as a percentage."""
        return self.kind == "ratio"

    def name(self, language: str, value: float | str | None = None) -> str:
        """Its words, as a heading or behind a value: in the singular behind what is shown as 1.

        >>> [unit("months").name("nl", value) for value in (1, 2)]
        ['maand', 'maanden']
        """
        one, many = (self.one_nl, self.nl) if language == "nl" else (self.one_en, self.en)
        return one if one and value in {1, "1"} else many

    def per(self, language: str) -> str:
        """What a sum of money or a percentage is per, as it stands behind the number; blank where that is nothing.

        >>> unit("eur_per_bed_week").per("nl"), unit("share_of_revenue").per("en"), unit("eur").per("nl")
        (' per bed per week', ' of revenue', '')
        """
        name = self.name(language)
        return name[1:] if name[:1] in {"€", "%"} else ""

    def rounded(self, value: float) -> float:
        """A value as it is shown in full, as a number.

        >>> unit("share").rounded(0.12345), unit("eur_per_night").rounded(17.5649)
        (0.123, 17.56)
        """
        return round_half_up(value, self.decimals + (2 if self.is_ratio else 0))

    def sign(self) -> str:
        """What stands behind the name of a field in which one is typed: %, € or nothing."""
        return "%" if self.is_ratio else "€" if self.is_money else ""


@cache
def units() -> Mapping[str, Unit]:
    """Every unit of `units.csv` by key."""
    table = read_table(Path(__file__).parent / "units.csv", Unit, columns={"key": "unit"})
    return {row.key: row for row in table}


def unit(key: str) -> Unit:
    """The unit with this key. Raises KeyError for an unknown one."""
    return units()[key]


def show_value(value: float | None, key: str, language: str, style: Style = "full") -> str:
    """A value in a unit, as a reader sees it; a dash where there is none.

    Rounded with a half away from zero. A negative amount is € -1.250 everywhere. A style is one of `Style`.

    >>> show_value(1250.5, "eur_per_night", "nl")
    '€\\xa01.250,50'
    >>> show_value(-11_980_000.0, "eur", "nl", "short")
    '€\\xa0-11,98\\xa0mln'
    >>> show_value(0.0625, "share", "en"), show_value(0.0625, "share", "en", "exact")
    ('6.3%', '6.25%')
    >>> show_value(1.0, "years", "nl"), show_value(9.25, "years", "nl"), show_value(9.25, "years", "nl", "cell")
    ('1\\xa0jaar', '9,3\\xa0jaar', '9')
    """
    if value is None or not math.isfinite(value):
        return MISSING
    measure = unit(key)
    if measure.kind == "date":
        return format_date(_DAY_ZERO + timedelta(days=round(value)), language)
    if measure.kind == "year":
        return f"{value:.0f}"
    if abs(value) >= LARGEST:
        return _beyond_digits(value, measure, language)
    return _STYLES[style](value, measure, language)


def _full(value: float, measure: Unit, language: str) -> str:
    if measure.is_ratio:
        return format_percent(value, language, measure.decimals)
    if measure.is_money:
        return format_euro(value, language, measure.decimals)
    return _named(_trimmed(value, measure.decimals, language), measure, language)


def _short(value: float, measure: Unit, language: str) -> str:
    is_large = measure.is_money and not measure.decimals
    return format_million(value, language) if is_large else _full(value, measure, language)


def _cell(value: float, measure: Unit, language: str) -> str:
    shown = format_percent if measure.is_ratio else format_number
    return shown(value, language=language, decimals=measure.table_decimals)


def _precise(value: float, measure: Unit, language: str) -> str:
    if measure.is_ratio:
        return format_percent(value, language, max(2, measure.decimals))
    if measure.is_money:
        return format_euro(value, language, 2)
    return _named(format_short(value, language, most=4), measure, language)


def _exact(value: float, measure: Unit, language: str) -> str:
    if measure.is_ratio:
        return f"{format_short(value * 100, language, percent=True)}%"
    if measure.is_money:
        whole = value == round(value, measure.decimals)
        return format_euro(value, language, measure.decimals) if whole else f"€\u00a0{format_short(value, language)}"
    return _named(format_short(value, language), measure, language)


def _entered(value: float, measure: Unit, language: str) -> str:
    """An input: cents only of small amounts that have them, and of other numbers the decimals they have."""
    most = _INPUT_DECIMALS.get(measure.kind, 3)
    if measure.is_ratio:
        return f"{format_short(half_up(value * 100, max(most, measure.decimals)), language, percent=True)}%"
    if measure.is_money:
        cents = half_up(value, most)
        return format_euro(value, language, 0 if abs(cents) >= _WHOLE_FROM or cents == cents.to_integral() else most)
    return _named(format_short(half_up(value, most), language), measure, language)


def _with_base(value: float, measure: Unit, language: str) -> str:
    return _entered(value, measure, language) + measure.per(language)


def _beyond_digits(value: float, measure: Unit, language: str) -> str:
    """A number so large that its digits would be made up, with an exponent: € 1e+26."""
    if measure.is_ratio:
        return f"{number(value * 100, language)}%"
    shown = number(value, language)
    return f"€\u00a0{shown}" if measure.is_money else _named(shown, measure, language)


def _trimmed(value: float, decimals: int, language: str) -> str:
    """A number of things, with its decimals only where rounding leaves some: 9,3 and 9."""
    rounded = format_number(value, decimals, language)
    whole = format_number(value, 0, language)
    return whole if decimals and float(value) == int(value) else rounded


def _named(shown: str, measure: Unit, language: str) -> str:
    name = measure.name(language, shown) if measure.kind == "amount" else ""
    gap = "" if name in {"", "%"} else "\u00a0"
    return f"{shown}{gap}{name}"


_STYLES: Mapping[Style, Callable[[float, Unit, str], str]] = {
    "full": _full,
    "short": _short,
    "cell": _cell,
    "precise": _precise,
    "exact": _exact,
    "input": _with_base,
    "brief": _entered,
}
