"""Numbers and days as a reader sees them: 1.250,50 in Dutch, 1,250.50 in English. Reading is `read_number`.

`format_*` write a value as it stands on a page; `number` and `euros` write one into a sentence, with ordinary spaces
and, where the digits beyond are made up, an exponent.
"""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from market_data.numbers import NumberProblem, format_short, half_up, read_number, write_number
from model.words.texts import text

__all__ = [
    "MISSING",
    "DayForm",
    "NumberProblem",
    "euros",
    "format_date",
    "format_euro",
    "format_iso",
    "format_million",
    "format_number",
    "format_percent",
    "format_period",
    "format_short",
    "half_up",
    "number",
    "read_number",
    "round_half_up",
]

_LOCALE = {"nl": "nl_NL", "en": "en_GB"}
MISSING = "–"
DayForm = Literal["words", "digits", "cell"]
"""How a day is written: 1 juli 2027; 1-7-2027 or in English 2027-07-01; 01-07-2027, as cells of a workbook show it."""
SMALLEST = 5e-11
"""What ten decimals cannot show."""
LARGEST = 2.0**53
"""From here on a float no longer tells units apart: further digits would be made up."""


def round_half_up(value: float, decimals: int) -> float:
    """Rounded with a half away from zero, as `half_up`; what is no finite number stays what it is."""
    return float(half_up(value, decimals)) if math.isfinite(value) else value


@lru_cache(maxsize=20_000)
def format_number(value: float | Decimal | None, decimals: int, language: str) -> str:
    """A number with a fixed number of decimals, a dash when there is none; kept, for a page shows it at every rerun."""
    if value is None or not math.isfinite(value):
        return MISSING
    return write_number(value, decimals, language)


def format_euro(value: float | None, language: str, decimals: int = 0) -> str:
    """An amount in euros: € 1.250, € -1.250."""
    shown = format_number(value, decimals, language)
    return shown if shown == MISSING else f"€\u00a0{shown}"


def format_percent(value: float | None, language: str, decimals: int = 1) -> str:
    """A fraction as a percentage."""
    if value is None or not math.isfinite(value):
        return MISSING
    return f"{format_number(Decimal(repr(float(value))) * 100, decimals, language)}%"


def format_date(day: date, language: str, form: DayForm = "words") -> str:
    """A date, in one of the forms of `DayForm`.

    >>> [format_date(date(2027, 7, 1), "nl", form) for form in ("words", "digits", "cell")]
    ['1 juli 2027', '1-7-2027', '01-07-2027']
    """
    if form == "cell":
        return day.strftime("%d-%m-%Y")
    if form == "digits":
        return f"{day.day}-{day.month}-{day.year}" if language == "nl" else day.isoformat()
    return _in_words(day, "d MMMM y", language)


def _in_words(day: date, pattern: str, language: str) -> str:
    """A date by a pattern of babel, which is loaded where a month has to be named: `run` names none."""
    from babel.dates import format_date as by_pattern

    return str(by_pattern(day, pattern, locale=_LOCALE[language]))


def format_iso(day: str, language: str) -> str:
    """A date or month as a table gives it, in words: 2026-07-19 and 2026-07; anything else as it is."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        return format_date(date.fromisoformat(day), language)
    if re.fullmatch(r"\d{4}-\d\d", day):
        return _in_words(date.fromisoformat(f"{day}-01"), "MMMM y", language)
    return day


def format_million(value: float | None, language: str) -> str:
    """A large amount in millions with two decimals (€ 11,98 mln); below a million in whole euros."""
    if value is None or not math.isfinite(value) or abs(value) < 1_000_000:
        return format_euro(value, language)
    unit = "mln" if language == "nl" else "m"
    return f"{format_euro(value / 1_000_000, language, 2)}\u00a0{unit}"


def format_period(period: str, language: str) -> str:
    """A period of CBS in words: 2025KW03 is a quarter, 2025MM09 a month, 2025VJ09 the four quarters to September."""
    match = re.fullmatch(r"(\d{4})(JJ|KW|MM|VJ)(\d\d)", period)
    if match is None or match[2] == "JJ":
        return period[:4] if match else period
    year, count = match[1], int(match[3])
    if match[2] == "KW":
        return text("ui_quarter_of", language, number=count, year=year)
    month = _in_words(date(int(year), count, 1), "MMMM y", language)
    return month if match[2] == "MM" else text("ui_year_to", language, month=month)


def number(value: float, language: str, decimals: int | None = None) -> str:
    """A number in a sentence: 1.250,5 or 1,250.5; as many decimals as it needs, at most ten.

    A number beyond what its digits can tell keeps its exponent, 4.05e+40; without a number of decimals also one that
    would be nothing but zeros, 3e-12.
    """
    if isinstance(value, float) and abs(value) >= LARGEST:
        return _exponent(value, language)
    if decimals is not None:
        return write_number(value, decimals, language) if math.isfinite(value) else f"{value}"
    if 0 < abs(value) < SMALLEST:
        return _exponent(value, language)
    plain = f"{value:,}" if isinstance(value, int) else f"{value:,.10f}".rstrip("0").rstrip(".")
    return plain if language == "en" else plain.translate(str.maketrans(",.", ".,"))


def _exponent(value: float, language: str) -> str:
    plain = f"{value:g}"
    return plain if language == "en" else plain.replace(".", ",")


def euros(value: float, language: str, decimals: int) -> str:
    """An amount in a sentence.

    >>> euros(-1234.5, "nl", 0)
    '€ -1.235'
    """
    return "€ " + number(value, language, decimals)
