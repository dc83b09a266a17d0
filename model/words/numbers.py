"""Numbers as people type and read them: 1.250,50 in Dutch, 1,250.50 in English.

Reading is strict: a comma or point that could be misread is refused, since a misread one costs a factor 1000.
"""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache

from babel.dates import format_date as babel_date
from babel.numbers import format_decimal

from model.words.texts import text

_LOCALE = {"nl": "nl_NL", "en": "en_GB"}
_MARKS = {"nl": (".", ","), "en": (",", ".")}
"""Per language the mark between thousands and the one before the decimals."""
_DIGITS = {
    language: re.compile(rf"([1-9][0-9]{{0,2}}(?:{re.escape(group)}[0-9]{{3}})+|[0-9]+)(?:{re.escape(point)}([0-9]+))?")
    for language, (group, point) in _MARKS.items()
}
_WRAPPED = {
    False: re.compile(r"(?P<minus>-?) ?(?:€ ?)?(?P<after>-?)(?P<digits>[0-9.,]+)"),
    True: re.compile(r"(?P<minus>-?) ?(?P<after>)(?P<digits>[0-9.,]+) ?%?"),
}
"""What may stand around the digits: a minus sign and a euro sign, or a percent sign in a field for percentages."""
LONGEST = 40
EXAMPLE = {"nl": "1.250,50", "en": "1,250.50"}
MISSING = "–"
MOST_DECIMALS = 6
_WIDE = Context(prec=400)
"""Wide enough for every float; the ordinary 28 digits raise on a large one."""


class NumberProblem(ValueError):
    """A text that is not one number in the user's notation.

    `text` is what was typed, `example` how a number should look, and `readings` the two numbers it could mean, if that
    is what is wrong with it.
    """

    def __init__(self, typed: str, language: str, readings: tuple[str, str] | None = None) -> None:
        self.text = typed
        self.example = EXAMPLE[language]
        self.readings = readings
        super().__init__(f"{typed!r}; for example {self.example}")


def parse_number(typed: str, language: str, *, percent: bool = False) -> Decimal:
    """The number typed, with the minus, euro or (in a field for percentages) percent sign around it.

    Raises NumberProblem. Refused is also what has two readings: 1,250 is 1.25 in Dutch and 1250 in English. As a
    percentage it has one.
    """
    plain = typed.replace("\u00a0", " ").replace("\u2212", "-").strip()
    around = _WRAPPED[percent].fullmatch(plain)
    if len(plain) > LONGEST or around is None or (around["minus"] and around["after"]):
        raise NumberProblem(typed, language)
    inside = _DIGITS[language].fullmatch(around["digits"])
    if inside is None:
        raise NumberProblem(typed, language)
    if not percent and _has_two_readings(around["digits"], language):
        decimals = format_short(Decimal(around["digits"].replace(",", ".")), language)
        thousands = format_number(Decimal(re.sub("[.,]", "", around["digits"])), 0, language)
        raise NumberProblem(typed, language, (decimals, thousands))
    group, _ = _MARKS[language]
    minus = around["minus"] or around["after"]
    return Decimal(f"{minus}{inside[1].replace(group, '')}.{inside[2] or '0'}")


def _has_two_readings(digits: str, language: str) -> bool:
    """Whether digits with a decimal mark in this language are a whole number with thousands in the other."""
    _, point = _MARKS[language]
    return re.fullmatch(rf"[1-9][0-9]{{0,2}}{re.escape(point)}[0-9]{{3}}", digits) is not None


def half_up(value: float | Decimal, decimals: int) -> Decimal:
    """Rounded with a half away from zero, as a spreadsheet shows it; never minus zero."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_WIDE)
    return abs(rounded) if rounded == 0 else rounded


@lru_cache(maxsize=20_000)
def format_number(value: float | Decimal | None, decimals: int, language: str) -> str:
    """A number with a fixed number of decimals, a dash when there is none; kept, for a page shows it at every rerun."""
    if value is None or not math.isfinite(value):
        return MISSING
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    with localcontext(_WIDE):
        return str(format_decimal(half_up(value, decimals), pattern, locale=_LOCALE[language]))


def format_short(value: float | Decimal, language: str, *, percent: bool = False) -> str:
    """A number with the decimals it needs, at most six; never one that reads as thousands in the other language."""
    plain = half_up(value, MOST_DECIMALS).normalize(_WIDE)
    exponent = plain.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    shown = format_number(plain, decimals, language)
    if not percent and _has_two_readings(shown.removeprefix("-"), language):
        return format_number(plain, decimals + 1, language)
    return shown


def format_euro(value: float | None, language: str, decimals: int = 0) -> str:
    """An amount in euros: € 1.250, € -1.250."""
    shown = format_number(value, decimals, language)
    return shown if shown == MISSING else f"€\u00a0{shown}"


def format_percent(value: float | None, language: str, decimals: int = 1) -> str:
    """A fraction as a percentage."""
    if value is None or not math.isfinite(value):
        return MISSING
    return f"{format_number(Decimal(repr(float(value))) * 100, decimals, language)}%"


def format_date(day: date, language: str) -> str:
    """A date in words: 1 januari 2027."""
    return str(babel_date(day, "d MMMM y", locale=_LOCALE[language]))


def format_iso(day: str, language: str) -> str:
    """A date or month as a table gives it, in words: 2026-07-19 and 2026-07; anything else as it is."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        return format_date(date.fromisoformat(day), language)
    if re.fullmatch(r"\d{4}-\d\d", day):
        return str(babel_date(date.fromisoformat(f"{day}-01"), "MMMM y", locale=_LOCALE[language]))
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
    year, number = match[1], int(match[3])
    if match[2] == "KW":
        return text("ui_quarter_of", language, number=number, year=year)
    month = str(babel_date(date(int(year), number, 1), "MMMM y", locale=_LOCALE[language]))
    return month if match[2] == "MM" else text("ui_year_to", language, month=month)
