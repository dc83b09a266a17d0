"""Own lines (eigen posten): what a user adds, or a whole published pro forma (option type `own`)."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import at_least, equal, maximum, or_else, summed
from model.lines.structure import OWN_AT_THE_END, OWN_KINDS, OwnLineShape, Structure
from model.lines.timeline import Timeline

_VAT_IS_COST = frozenset({"investment", "replacement", "operating_cost", "end_cost"})


@dataclass(frozen=True)
class LandPrice:
    """The lines marked as land: `price` excl. VAT per period, and what a price costs, for the residual land value.

    `price_share` is how the price is spread over periods (the price itself; 1 per line where no amount is given: such a
    line asks what the land may cost), `outlay_share` the same with VAT that stays a cost.
    """

    price: Line
    price_share: Line
    outlay_share: Line


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
    land_price: LandPrice | None
    municipality_income: Expression | None
    municipality_cost: Expression | None


def with_own(rest: Expression, key: str, own: Expression | None) -> Expression:
    """`rest` plus the own lines of a kind, named `key`; just `rest` where there are none."""
    return rest if own is None else rest + Line(key, own)


def build_own_lines(structure: Structure, timeline: Timeline, beds: Line, vat_not_reclaimed: Line) -> OwnLines:
    """Own lines in nominal euros per period, VAT that cannot be reclaimed included in costs.

    amount x growth factor (1+g)^max(0, year - growth_from + 1), whatever the price level date. `once` falls in the last
    period of year `from` (year 0: period 0); the others are spread evenly over the periods of the years `from` to `to`,
    and a whole year's amount falls in period 0 when `from` is 0 (rent in advance). Without `to` a line runs to the end of
    the term; without `from` a terminal value or end cost falls there. `bed_week` counts all beds, 365/7 weeks a year;
    `m2_year` beds x m2 per bed. Revenue, terminal value and subsidy are amounts excl. VAT: their VAT rate has no effect.
    """
    built = tuple(
        _own_row(number, shape, timeline, beds, vat_not_reclaimed)
        for number, shape in enumerate(structure.own_lines, start=1)
    )
    rows = tuple(row.line for row in built)
    pairs = tuple(zip(rows, structure.own_lines, strict=True))

    def total_of(kind: str, ledger: str = "operator") -> Expression | None:
        return _sum_of([row for row, shape in pairs if shape.kind == kind and shape.ledger == ledger])

    # What the operator pays the municipality is income there, and the other way round: one flow, two ledgers.
    receives = {"municipality": INCOME_KINDS, "operator": frozenset(OWN_KINDS) - INCOME_KINDS}
    town = [(row, shape) for row, shape in pairs if "municipality" in {shape.ledger, shape.counterparty}]
    income = [row for row, shape in town if shape.kind in receives[shape.ledger]]
    cost = [row for row, shape in town if shape.kind not in receives[shape.ledger]]
    return OwnLines(
        lines=rows,
        investment=total_of("investment"),
        replacement=total_of("replacement"),
        revenue=total_of("revenue"),
        operating_cost=total_of("operating_cost"),
        terminal_value=total_of("terminal_value"),
        end_cost=total_of("end_cost"),
        subsidy=total_of("subsidy"),
        land=_sum_of([row.line for row in built if row.shape.land and row.shape.ledger == "operator"]),
        land_price=_land_price([row for row in built if row.shape.land and row.shape.ledger == "operator"]),
        municipality_income=_sum_of(income),
        municipality_cost=_sum_of(cost),
    )


INCOME_KINDS = frozenset({"revenue", "terminal_value", "subsidy"})
"""Own lines that the ledger they stand in receives; the other kinds it pays."""


def _sum_of(rows: list[Line]) -> Expression | None:
    return summed(rows[0], *rows[1:]) if rows else None


@dataclass(frozen=True)
class _OwnRow:
    """One own line, with what its land price needs: its amount, how often that is paid per period, and VAT that stays."""

    line: Line
    shape: OwnLineShape
    amount: Input
    times: Expression
    vat_factor: Expression


def _land_price(rows: list[_OwnRow]) -> LandPrice | None:
    """The land lines together, as a price excl. VAT and what that price costs when it is paid."""
    if not rows:
        return None
    amounts = summed(rows[0].amount, *(row.amount for row in rows[1:]))
    unknown = Line("own_land_unknown", equal(amounts, 0))
    shares = [(row.amount + unknown) * row.times for row in rows]
    outlays = [share * row.vat_factor for share, row in zip(shares, rows, strict=True)]
    prices = [row.amount * row.times for row in rows]
    return LandPrice(
        price=Line("own_land_price", summed(prices[0], *prices[1:])),
        price_share=Line("own_land_price_share", summed(shares[0], *shares[1:])),
        outlay_share=Line("own_land_outlay_share", summed(outlays[0], *outlays[1:])),
    )


def _own_row(number: int, shape: OwnLineShape, timeline: Timeline, beds: Line, vat_not_reclaimed: Line) -> _OwnRow:
    def given(field: str) -> Input:
        return Input(f"own.{number}.{field}")

    m = Input("periods_per_year")
    key = f"own_{number}"
    year = timeline.case_year
    last_year = timeline.term_months / 12
    growth = Line(f"{key}_growth", (1 + given("growth")) ** maximum(0, year - given("growth_from") + 1))
    first: Expression = given("from")
    if shape.kind in OWN_AT_THE_END:
        first = Line(f"{key}_first_year", or_else(first, last_year))
    if shape.per == "once":
        active = Line(f"{key}_active", equal(timeline.period, first * m) * timeline.in_term)
    else:
        last = Line(f"{key}_last_year", or_else(given("to"), last_year))
        running = at_least(year, first) * at_least(last, year)
        active = Line(f"{key}_active", running * (timeline.is_start + (1 - timeline.is_start) / m) * timeline.in_term)
    amount: Expression = given("amount")
    times: Expression = growth * active
    if shape.per == "bed_week":
        amount = amount * beds * 365 / Input("nights_per_week")
        times = times * beds * 365 / Input("nights_per_week")
    elif shape.per == "m2_year":
        amount = amount * beds * Input("m2_per_bed")
        times = times * beds * Input("m2_per_bed")
    vat_factor: Expression = 1 + given("vat_rate") * vat_not_reclaimed
    if shape.kind in _VAT_IS_COST:
        amount = amount * vat_factor
    line = Line(key, Line(f"{key}_amount", amount) * growth * active)
    return _OwnRow(line, shape, given("amount"), times, vat_factor)
