"""Reading single fields of a case: text, choice, number, day. Problems are collected, not raised at the first."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from model.case.data import FIRST_DATE, LAST_DATE, LONGEST_NAME
from model.problems import MOST_SHOWN, Problem, problem

MISSING: Any = object()


def _printable(character: str) -> bool:
    """No control character, line break or half a character, and nothing that XML (so a workbook) cannot hold."""
    code = ord(character)
    in_xml = code & 0xFFFE != 0xFFFE and not 0xFDD0 <= code <= 0xFDEF
    return in_xml and unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"}


class FieldReader:
    """Reads fields and collects problems instead of stopping at the first; readers of one file share the list."""

    def __init__(self, problems: list[Problem] | None = None) -> None:
        self.problems: list[Problem] = [] if problems is None else problems

    def refuse(self, code: str, where: str, **values: object) -> None:
        """Note a problem."""
        self.problems.append(problem(code, where, **values))

    def known_keys(self, data: Mapping[str, Any], allowed: Iterable[str], where: str) -> None:
        """Refuse every key that is not allowed."""
        names = dict.fromkeys(allowed)
        listed = ", ".join(names)
        for key in data:
            if key not in names:
                self.refuse("unknown_key", f"{where}{key}", allowed=listed)

    def closest(self, key: str, allowed: Iterable[str]) -> str:
        """The allowed names most like a wrong one, else the first of them.

        The likeness is looked for only in as many mistakes as are said: in a file full of them it would take minutes.
        """
        from difflib import get_close_matches

        names = list(allowed)
        likely = get_close_matches(str(key), names, n=5, cutoff=0.5) if len(self.problems) < MOST_SHOWN else []
        return ", ".join(likely or [*names[:8], "..."])

    def text(self, data: Mapping[str, Any], key: str, where: str, default: str | None = None) -> str:
        """A text of printable characters; without a default it must be there."""
        value = data.get(key, MISSING)
        if value is MISSING and default is not None:
            return default
        if value is MISSING:
            self.refuse("missing", where + key)
            return ""
        return self.check_text(value, where + key)

    def check_text(self, value: object, where: str, longest: int = LONGEST_NAME) -> str:
        """A text of printable characters, or an empty one when it is refused."""
        if not isinstance(value, str):
            self.refuse("not_text", where, value=value)
        elif len(value) > longest:
            self.refuse("too_long", where, value=len(value), highest=longest)
        elif not value.isprintable() and not all(map(_printable, value)):  # the first asks more, and is faster
            self.refuse("not_printable", where, value=value.encode("ascii", "backslashreplace").decode())
        else:
            return value
        return ""

    def choice(
        self, data: Mapping[str, Any], key: str, where: str, allowed: Iterable[str], default: str | None = None
    ) -> str:
        """One of the words allowed; without a default it must be there."""
        names = tuple(allowed)
        value = data.get(key, MISSING)
        if value is MISSING and default is not None:
            return default
        if value is MISSING:
            self.refuse("missing", where + key)
        elif not isinstance(value, str) or value not in names:
            self.refuse("not_a_choice", where + key, value=value, allowed=", ".join(names))
        else:
            return value
        return names[0]

    def number(
        self,
        data: Mapping[str, Any],
        key: str,
        where: str,
        lowest: float,
        highest: float,
        *,
        whole: bool = False,
        default: float | None = None,
    ) -> float:
        """A number within bounds; without a default it must be there."""
        value = data.get(key, MISSING)
        if value is MISSING and default is not None:
            return default
        if value is MISSING:
            self.refuse("missing", where + key)
            return lowest
        return self.check_number(value, where + key, lowest, highest, whole=whole)

    def check_number(self, value: object, where: str, lowest: float, highest: float, *, whole: bool = False) -> float:
        """A number within bounds, or the lowest one when it is refused."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.refuse("not_a_number", where, value=value)
        elif isinstance(value, int) and abs(value) > 10**18 or not math.isfinite(value):
            self.refuse("not_finite", where, value=value)
        elif not lowest <= value <= highest:
            self.refuse("out_of_bounds", where, value=value, lowest=lowest, highest=highest)
        elif whole and value != int(value):
            self.refuse("not_whole", where, value=value)
        else:
            return float(value)
        return lowest

    def day(self, data: Mapping[str, Any], key: str, where: str, default: date | None = None) -> date:
        """A date as YYYY-MM-DD; without a default it must be there."""
        value = data.get(key, MISSING)
        if value is MISSING and default is not None:
            return default
        if value is MISSING:
            self.refuse("missing", where + key)
            return FIRST_DATE
        try:
            if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                raise ValueError
            day = date.fromisoformat(value)
        except ValueError:
            self.refuse("not_a_date", where + key, value=value)
            return FIRST_DATE
        if not FIRST_DATE <= day <= LAST_DATE:
            self.refuse("out_of_bounds", where + key, value=value, lowest=FIRST_DATE, highest=LAST_DATE)
        return day
