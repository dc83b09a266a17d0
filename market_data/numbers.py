"""Numbers as people and programs type and read them: 1.250,50 in Dutch, 1,250.50 in English, 1250.50 in a file.

Reading is strict: a comma or point that could be misread is refused, since a misread one costs a factor 1000.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

MARKS = {"nl": (".", ","), "en": (",", ".")}
"""Per language the mark between thousands and the one before the decimals."""
_DIGITS = {
    language: re.compile(rf"([1-9][0-9]{{0,2}}(?:{re.escape(group)}[0-9]{{3}})+|[0-9]+)(?:{re.escape(point)}([0-9]+))?")
    for language, (group, point) in MARKS.items()
}
_WRAPPED = {
    False: re.compile(r"(?P<minus>-?) ?(?:€ ?)?(?P<after>-?)(?P<digits>[0-9.,]+)"),
    True: re.compile(r"(?P<minus>-?) ?(?P<after>)(?P<digits>[0-9.,]+) ?%?"),
}
"""What may stand around the digits: a minus sign and a euro sign, or a percent sign in a field for percentages."""
LONGEST = 40
EXAMPLES = {"nl": "1.250,50", "en": "1,250.50", None: "1250.50"}
MOST_DECIMALS = 6
_WIDE = Context(prec=400)
"""Wide enough for every float; the ordinary 28 digits raise on a large one."""
_SWAPPED = str.maketrans(",.", ".,")


class NumberProblem(ValueError):
    """A text that is not one number in the notation it should have.

    `text` is what was typed, `example` how a number should look, and `readings` the two numbers it could mean, if that
    is what is wrong with it; each as it can be typed instead.
    """

    def __init__(self, typed: str, language: str | None, readings: tuple[str, str] | None = None) -> None:
        self.text = typed
        self.example = EXAMPLES[language]
        self.readings = readings
        super().__init__(f"{typed!r}; for example {self.example}")


def read_number(typed: str, language: str | None, *, percent: bool = False) -> Decimal:
    """The number typed, with the minus, euro or (in a field for percentages) percent sign around it.

    `language` None: of a file, which a person wrote in either language, or a program. Raises NumberProblem. Refused is
    also what has two readings: 1,250 is 1.25 in Dutch and 1250 in English. As a percentage it has one, in a language.

    >>> read_number("€ 1.250,50", "nl"), read_number("1.250,50", None), read_number("1250.5", None)
    (Decimal('1250.50'), Decimal('1250.50'), Decimal('1250.5'))
    """
    plain = typed.replace("\u00a0", " ").replace("\u2212", "-").strip()
    around = _WRAPPED[percent].fullmatch(plain)
    if len(plain) > LONGEST or around is None or (around["minus"] and around["after"]):
        raise NumberProblem(typed, language)
    digits = around["digits"]
    inside = [
        (found, MARKS[notation][0])
        for notation in ((language,) if language else MARKS)
        if (found := _DIGITS[notation].fullmatch(digits))
    ]
    if not inside:
        raise NumberProblem(typed, language)
    if _is_ambiguous(digits, language, percent):
        raise NumberProblem(typed, language, _readings(digits, language))
    found, group = inside[0]
    minus = around["minus"] or around["after"]
    return Decimal(f"{minus}{found[1].replace(group, '')}.{found[2] or '0'}")


def _is_ambiguous(digits: str, language: str | None, percent: bool) -> bool:
    """Whether digits have a reading with decimals and one with thousands, of which neither goes without saying."""
    if language is None:
        return any(_reads_as_thousands(digits, notation) for notation in MARKS)
    return not percent and _reads_as_thousands(digits, language)


def _reads_as_thousands(digits: str, language: str) -> bool:
    """Whether digits with a decimal mark in this language are a whole number with thousands in the other."""
    _, point = MARKS[language]
    return re.fullmatch(rf"[1-9][0-9]{{0,2}}{re.escape(point)}[0-9]{{3}}", digits) is not None


def _readings(digits: str, language: str | None) -> tuple[str, str]:
    """Both readings, each as the same reader takes it."""
    fraction, whole = Decimal(digits.replace(",", ".")), Decimal(re.sub("[.,]", "", digits))
    if language is None:
        return format_short(fraction, "en"), str(whole)
    return format_short(fraction, language), write_number(whole, 0, language)


def half_up(value: float | Decimal, decimals: int) -> Decimal:
    """Rounded with a half away from zero, as a spreadsheet shows it; never minus zero."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_WIDE)
    return abs(rounded) if rounded == 0 else rounded


def write_number(value: float | Decimal, decimals: int, language: str) -> str:
    """A finite number with a fixed number of decimals and its thousands marked.

    >>> write_number(-1250.5, 2, "nl"), write_number(-1250.5, 2, "en")
    ('-1.250,50', '-1,250.50')
    """
    with localcontext(_WIDE):
        shown = f"{half_up(value, decimals):,.{decimals}f}"
    return shown.translate(_SWAPPED) if language == "nl" else shown


def format_short(value: float | Decimal, language: str, *, percent: bool = False, most: int = MOST_DECIMALS) -> str:
    """A finite number with the decimals it needs, so many at most; never one that reads as thousands elsewhere."""
    plain = half_up(value, most).normalize(_WIDE)
    exponent = plain.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    shown = write_number(plain, decimals, language)
    if not percent and _reads_as_thousands(shown.removeprefix("-"), language):
        return write_number(plain, decimals + 1, language)
    return shown


def write_for_file(value: float, language: str) -> str:
    """A number for a cell of a file, without thousands marks, in which it has one reading.

    >>> write_for_file(1250.0, "nl"), write_for_file(1.125, "nl"), write_for_file(1234.5, "en")
    ('1250', '1,1250', '1234.5')
    """
    group, _ = MARKS[language]
    return format_short(value, language).replace(group, "")
