"""Own lines (eigen posten): what a user adds, or a whole published pro forma (option type `own`)."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import at_least, equal, maximum, or_else, summed
from model.lines.structure import OwnLineShape, Structure
from model.lines.timeline import Timeline

_VAT_IS_COST = frozenset({"investment", "replacement", "operating_cost", "end_cost"})


@dataclass(frozen=True)
class OwnLines:
    """The own lines one by one, and the expression of their sum per kind (None where there are none)."""

    lines: tuple[Line, ...]
    investment: Expression | None
    replacement: Expression | None
    revenue: Expression | None
    operating_cost: Expression | None
    terminal_value: Expression | None
    end_cost: Expression | None
    subsidy: Expression | None
    land: Expression | None
    municipality_income: Expression | None
    municipality_cost: Expression | None


def with_own(rest: Expression, key: str, own: Expression | None) -> Expression:
    """`rest` plus the own lines of a kind, named `key`; just `rest` where there are none."""
    return rest if own is None else rest + Line(key, own)


def build_own_lines(structure: Structure, timeline: Timeline, beds: Line, vat_not_reclaimed: Line) -> OwnLines:
    """Own lines in nominal euros per period, VAT that cannot be reclaimed included in costs.

    amount x growth factor (1+g)^max(0, year - growth_from + 1); per `once` in the last period of year `from`
    (year 0: period 0), otherwise spread over the periods of the years `from` to `to`.
    """
    rows = tuple(
        _own_line(number, shape, timeline, beds, vat_not_reclaimed)
        for number, shape in enumerate(structure.own_lines, start=1)
    )
    pairs = tuple(zip(rows, structure.own_lines, strict=True))

    def total_of(kind: str, ledger: str = "operator") -> Expression | None:
        return _sum_of([row for row, shape in pairs if shape.kind == kind and shape.ledger == ledger])

    income = [row for row, shape in pairs if shape.ledger == "municipality" and shape.kind in INCOME_KINDS]
    cost = [row for row, shape in pairs if shape.ledger == "municipality" and shape.kind not in INCOME_KINDS]
    return OwnLines(
        lines=rows,
        investment=total_of("investment"),
        replacement=total_of("replacement"),
        revenue=total_of("revenue"),
        operating_cost=total_of("operating_cost"),
        terminal_value=total_of("terminal_value"),
        end_cost=total_of("end_cost"),
        subsidy=total_of("subsidy"),
        land=_sum_of([row for row, shape in pairs if shape.land and shape.ledger == "operator"]),
        municipality_income=_sum_of(income),
        municipality_cost=_sum_of(cost),
    )


INCOME_KINDS = frozenset({"revenue", "terminal_value", "subsidy"})
"""Own lines that the ledger they stand in receives; the other kinds it pays."""


def _sum_of(rows: list[Line]) -> Expression | None:
    return summed(rows[0], *rows[1:]) if rows else None


def _own_line(number: int, shape: OwnLineShape, timeline: Timeline, beds: Line, vat_not_reclaimed: Line) -> Line:
    def given(field: str) -> Input:
        return Input(f"own.{number}.{field}")

    m = Input("periods_per_year")
    key = f"own_{number}"
    year = timeline.case_year
    growth = Line(f"{key}_growth", (1 + given("growth")) ** maximum(0, year - given("growth_from") + 1))
    if shape.per == "once":
        active = Line(f"{key}_active", equal(timeline.period, given("from") * m) * timeline.in_term)
    else:
        last = Line(f"{key}_last_year", or_else(given("to"), timeline.term_months / 12))
        running = at_least(year, given("from")) * at_least(last, year)
        active = Line(f"{key}_active", running * (timeline.is_start + (1 - timeline.is_start) / m) * timeline.in_term)
    amount: Expression = given("amount")
    if shape.per == "bed_week":
        amount = amount * beds * 365 / Input("nights_per_week")
    elif shape.per == "m2_year":
        amount = amount * beds * Input("m2_per_bed")
    if shape.kind in _VAT_IS_COST:
        amount = amount * (1 + given("vat_rate") * vat_not_reclaimed)
    return Line(key, Line(f"{key}_amount", amount) * growth * active)
