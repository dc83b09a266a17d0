"""What each line is called, its unit and what it means, from `lines.csv`: the one place for words about lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from model.words.names import Explained
from model.words.quantities import quantities
from model.words.rows import read_rows
from model.words.texts import LANGUAGES, text

BALANCES = frozenset(
    {
        "cash_opening",
        "cumulative_cash_flow",
        "opening_balance",
        "closing_balance",
        "book_value_building",
        "book_value_furniture",
        "loss_pool_opening",
        "loss_pool",
        "budget_book_value",
        "contingent_liability",
    }
)
"""Rows that say how much there is at a moment: their sum over periods means nothing."""


@dataclass(frozen=True, slots=True)
class LineWords(Explained):
    """A line's words. `rank`: main (council or banker reads it), detail, or help (an intermediate row)."""

    key: str
    label_nl: str
    label_en: str
    unit: str
    rank: str
    meaning_nl: str
    meaning_en: str


@cache
def _table() -> Mapping[str, LineWords]:
    """Every row of `lines.csv`; a line that is a quantity has its words and unit there."""
    return {row["key"]: _words_of(row) for row in read_rows(Path(__file__).parent / "lines.csv")}


def _words_of(row: Mapping[str, str]) -> LineWords:
    known = quantities().get(row["key"])
    if known is None:
        return LineWords(**row)
    return LineWords(
        key=known.key,
        label_nl=known.label_nl,
        label_en=known.label_en,
        unit=known.unit_key,
        rank=row["rank"],
        meaning_nl=known.meaning_nl,
        meaning_en=known.meaning_en,
    )


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], LineWords], ...]:
    """Rows whose key holds a `*` (own lines, dated steps), the most specific first."""
    rows = sorted((row for row in _table().values() if "*" in row.key), key=lambda row: -len(row.key))
    return tuple((re.compile(re.escape(row.key).replace(r"\*", "(.+)")), row) for row in rows)


_PARTY = "(operator|municipality|resident|employer|state|outside)"
_LEDGER_LINE = re.compile(rf"(flow|receipts|payments|at_end|ledger)_{_PARTY}(?:_{_PARTY}_([a-z]+))?(_npv_row)?")


def _ledger_words(key: str) -> LineWords | None:
    """Words of the lines of the ledgers, put together from the names of the parties and kinds of flow."""
    match = _LEDGER_LINE.fullmatch(key)
    if match is None:
        return None
    kind, party, payee, group, value = match.groups()
    if (kind == "flow") != (payee is not None):
        return None
    labels = []
    for language in LANGUAGES:
        code = f"line_{kind}{value or ''}"
        names = {"party": text(f"party_{party}", language)}
        if payee is not None:
            names |= {"payee": text(f"party_{payee}", language), "group": text(f"group_{group}", language)}
        labels.append(text(code, language, **names))
    rank = {"flow": "detail", "ledger": "main"}.get(kind, "help")
    return LineWords(
        key=key,
        label_nl=labels[0],
        label_en=labels[1],
        unit="eur",
        rank="help" if value else rank,
        meaning_nl="",
        meaning_en="",
    )


_DERIVED = (
    (re.compile(r"(.+)_(part)_(\d+)"), "line_part"),
    (re.compile(r"(budget_\w+|municipality_cash_flow)_(in_year|next_year|at_end)"), "line_budget_{1}"),
)
"""Rows named after the row they are made from: subtotals, and the parts of an amount per budget year."""


def _derived_words(key: str) -> LineWords | None:
    """Words of a row that is named after another: those of the other row, with what is different."""
    for pattern, code in _DERIVED:
        match = pattern.fullmatch(key)
        if match is not None:
            whole = words_of_line(match[1])
            dutch, english = (
                text(code.format(*match.groups()), language, label=whole.label(language), n=match.groups()[-1])
                for language in LANGUAGES
            )
            return LineWords(
                key=key,
                label_nl=dutch,
                label_en=english,
                unit=whole.unit,
                rank="help",
                meaning_nl="",
                meaning_en="",
            )
    return None


@cache
def words_of_line(key: str) -> LineWords:
    """The words of a line; those of subtotals, own lines and dated steps follow from their pattern.

    Raises KeyError for an unknown line.
    """
    known = _table().get(key) or _derived_words(key) or _ledger_words(key)
    if known is not None:
        return known
    for pattern, row in _patterns():
        match = pattern.fullmatch(key)
        if match:
            number = match.groups()[-1]
            return LineWords(
                key=key,
                label_nl=row.label_nl.format(n=number),
                label_en=row.label_en.format(n=number),
                unit=row.unit,
                rank=row.rank,
                meaning_nl=row.meaning_nl.format(n=number),
                meaning_en=row.meaning_en.format(n=number),
            )
    raise KeyError(key)
