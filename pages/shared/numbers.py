"""Numbers as people type and read them: 1.250,50 in Dutch, 1,250.50 in English.

Reading is strict: a comma or point that could be misread is refused, since a misread comma costs a factor 100.
"""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date as babel_date
from babel.numbers import NumberFormatError, format_decimal, parse_decimal

_LOCALE = {"nl": "nl_NL", "en": "en_GB"}
_PATTERN = {
    "nl": re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?"),
    "en": re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?"),
}
EXAMPLE = {"nl": "1.250,50", "en": "1,250.50"}
MISSING = "–"


class NumberProblem(ValueError):
    """A text that is not a number in the user's notation; `text` is what was typed, `example` how it should look."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.example = EXAMPLE[language]
        super().__init__(f"{text!r}; for example {self.example}")


def parse_number(text: str, language: str) -> Decimal:
    """The number typed; an euro sign, a percent sign and spaces around it are ignored. Raises NumberProblem."""
    plain = text.replace("\u00a0", " ").replace("€", "").replace("%", "").strip()
    if len(plain) > 40 or not _PATTERN[language].fullmatch(plain):
        raise NumberProblem(text, language)
    try:
        return parse_decimal(plain, locale=_LOCALE[language], strict=True)
    except NumberFormatError:
        raise NumberProblem(text, language) from None


def half_up(value: float | Decimal, decimals: int) -> Decimal:
    """Rounded with a half away from zero, as a spreadsheet shows it."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def format_number(value: float | Decimal | None, decimals: int, language: str) -> str:
    """A number with a fixed number of decimals; a dash when there is none."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return MISSING
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(half_up(value, decimals), pattern, locale=_LOCALE[language]))


def format_short(value: float, language: str) -> str:
    """A number with just the decimals it needs, at most six."""
    plain = half_up(value, 6).normalize()
    exponent = plain.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return format_number(plain, decimals, language)


def format_euro(value: float | None, language: str, decimals: int = 0) -> str:
    """An amount in euros: € 1.250, € -1.250."""
    shown = format_number(value, decimals, language)
    return shown if shown == MISSING else f"€\u00a0{shown}"


def format_percent(value: float | None, language: str, decimals: int = 1) -> str:
    """A fraction as a percentage."""
    shown = format_number(None if value is None else Decimal(repr(value)) * 100, decimals, language)
    return shown if shown == MISSING else f"{shown}%"


def format_date(day: date, language: str) -> str:
    """A date in words: 1 januari 2027."""
    return str(babel_date(day, "d MMMM y", locale=_LOCALE[language]))


def format_million(value: float | None, language: str) -> str:
    """A large amount in millions with two decimals (€ 11,98 mln); below a million in whole euros."""
    if value is None or abs(value) < 1_000_000:
        return format_euro(value, language)
    unit = "mln" if language == "nl" else "m"
    return f"{format_euro(value / 1_000_000, language, 2)}\u00a0{unit}"
