"""Own lines (eigen posten): what a user adds, or a whole published pro forma (option type `own`)."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import at_least, equal, maximum, or_else
from model.lines.structure import OWN_AT_THE_END, OwnLineShape, Structure
from model.lines.sums import summed_in_parts
from model.lines.timeline import Timeline

_VAT_IS_COST = frozenset({"investment", "replacement", "operating_cost", "end_cost"})


@dataclass(frozen=True)
class OwnAmount:
    """One own line, in nominal euros per period.

    `net` is what its counterparty gets or pays, `vat` the VAT on it that stays a cost (None: never), `line` the two.
    `price` is the amount as given, `amount` the same per year or time, `times` how often the price is paid per period,
    `vat_factor` 1 + the VAT rate that stays; `key` is what the names of its lines begin with.
    """

    key: str
    line: Line
    net: Line
    vat: Line | None
    price: Input
    amount: Line
    times: Expression
    vat_factor: Expression


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
    """The own lines one by one, and the expression of their sum per kind (None where there are none).

    `municipality_invested` is the part of `municipality_cost` that is capitalised in the municipality's budget.
    """

    amounts: tuple[OwnAmount, ...]
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
    municipality_invested: Expression | None

    @property
    def lines(self) -> tuple[Line, ...]:
        """The own lines, VAT that stays a cost included."""
        return tuple(amount.line for amount in self.amounts)


def with_own(rest: Expression, key: str, own: Expression | None) -> Expression:
    """`rest` plus the own lines of a kind, named `key`; just `rest` where there are none."""
    return rest if own is None else rest + Line(key, own)


INCOME_KINDS = frozenset({"revenue", "terminal_value", "subsidy"})
"""Own lines that the ledger they stand in receives; the other kinds it pays."""

_SEEN_BY_OPERATOR = {
    "investment": "subsidy",
    "replacement": "subsidy",
    "operating_cost": "subsidy",
    "end_cost": "subsidy",
    "revenue": "operating_cost",
    "subsidy": "operating_cost",
    "terminal_value": "end_cost",
}
"""What an own line of the municipality is to the operator when the two pay each other."""


def build_own_lines(
    structure: Structure, timeline: Timeline, beds: Line, vat_not_reclaimed: Line, municipality_vat: Line
) -> OwnLines:
    """Own lines in nominal euros per period, VAT that cannot be reclaimed included in costs.

    amount x growth factor (1+g)^max(0, year - growth_from + 1), whatever the price level date.

    - `once` falls in the last period of year `from` (year 0: period 0); the others are spread evenly over the periods
      of the years `from` to `to`, and a whole year's amount falls in period 0 when `from` is 0 (rent in advance).
    - Without `to` a line runs to the end of the term; without `from` a terminal value or end cost falls there.
    - `bed_week` counts all beds, 365/7 weeks a year; `m2_year` beds x m2 per bed.
    - Revenue, terminal value and subsidy are amounts excl. VAT: their VAT rate has no effect.
    - A line between operator and municipality stands in the books of both: what one pays, VAT apart, the other
      receives. `municipality_vat` is the share of VAT the municipality cannot get back.
    """
    amounts = tuple(
        _own_line(
            number, shape, timeline, beds, municipality_vat if shape.ledger == "municipality" else vat_not_reclaimed
        )
        for number, shape in enumerate(structure.own_lines, start=1)
    )
    pairs = tuple(zip(amounts, structure.own_lines, strict=True))
    of_operator = [(amount.line, shape) for amount, shape in pairs if shape.ledger == "operator"]
    of_town = [(amount.line, shape) for amount, shape in pairs if shape.ledger == "municipality"]
    from_town = [
        (amount.net, shape) for amount, shape in pairs if (shape.ledger, shape.counterparty) == _TOWN_TO_OPERATOR
    ]
    to_town = [
        (amount.net, shape) for amount, shape in pairs if (shape.ledger, shape.counterparty) == _OPERATOR_TO_TOWN
    ]

    def total_of(kind: str, name: str) -> Expression | None:
        own = [row for row, shape in of_operator if shape.kind == kind]
        from_others = [row for row, shape in from_town if _SEEN_BY_OPERATOR[shape.kind] == kind]
        return _sum_of(name, [*own, *from_others])

    income = [row for row, shape in of_town if shape.kind in INCOME_KINDS]
    cost = [row for row, shape in of_town if shape.kind not in INCOME_KINDS]
    received = [row for row, shape in to_town if shape.kind not in INCOME_KINDS]
    paid = [row for row, shape in to_town if shape.kind in INCOME_KINDS]
    invested = [row for row, shape in of_town if shape.kind in {"investment", "replacement"} and shape.per == "once"]
    contributed = [row for row, shape in to_town if shape.kind == "subsidy" and shape.per == "once"]
    return OwnLines(
        amounts=amounts,
        investment=total_of("investment", "own_investment"),
        replacement=total_of("replacement", "own_replacement"),
        revenue=total_of("revenue", "own_revenue"),
        operating_cost=total_of("operating_cost", "own_operating_costs"),
        terminal_value=total_of("terminal_value", "own_terminal_value"),
        end_cost=total_of("end_cost", "own_end_costs"),
        subsidy=total_of("subsidy", "own_subsidies"),
        land=_sum_of("own_land", [row for row, shape in of_operator if shape.land]),
        land_price=_land_price([amount for amount, shape in pairs if shape.land and shape.ledger == "operator"]),
        municipality_income=_sum_of("own_municipality_income", [*income, *received]),
        municipality_cost=_sum_of("own_municipality_costs", [*cost, *paid]),
        municipality_invested=_sum_of("own_municipality_invested", [*invested, *contributed]),
    )


_TOWN_TO_OPERATOR = ("municipality", "operator")
_OPERATOR_TO_TOWN = ("operator", "municipality")


def _sum_of(name: str, rows: list[Line]) -> Expression | None:
    return summed_in_parts(name, rows) if rows else None


def _land_price(rows: list[OwnAmount]) -> LandPrice | None:
    """The land lines together, as a price excl. VAT and what that price costs when it is paid."""
    if not rows:
        return None
    unknown = Line("own_land_unknown", equal(summed_in_parts("own_land_unknown", [row.amount for row in rows]), 0))
    shares = [Line(f"{row.key}_price_share", (row.price + unknown) * row.times) for row in rows]
    outlays = [Line(f"{row.key}_outlay_share", share * row.vat_factor) for share, row in zip(shares, rows, strict=True)]
    return LandPrice(
        price=Line("own_land_price", summed_in_parts("own_land_price", [row.net for row in rows])),
        price_share=Line("own_land_price_share", summed_in_parts("own_land_price_share", shares)),
        outlay_share=Line("own_land_outlay_share", summed_in_parts("own_land_outlay_share", outlays)),
    )


def _own_line(number: int, shape: OwnLineShape, timeline: Timeline, beds: Line, vat_not_reclaimed: Line) -> OwnAmount:
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
    price = given("amount")
    per_time: Expression = price
    times: Expression = growth * active
    if shape.per == "bed_week":
        per_time = per_time * beds * 365 / Input("nights_per_week")
        times = times * beds * 365 / Input("nights_per_week")
    elif shape.per == "m2_year":
        per_time = per_time * beds * Input("m2_per_bed")
        times = times * beds * Input("m2_per_bed")
    stays = given("vat_rate") * vat_not_reclaimed
    amount = Line(f"{key}_amount", per_time)
    nominal = amount * growth * active
    if shape.kind not in _VAT_IS_COST:
        line = Line(key, nominal)
        net, vat = line, None
    else:
        net = Line(f"{key}_net", nominal)
        vat = Line(f"{key}_vat", net * stays)
        line = Line(key, net + vat)
    return OwnAmount(
        key=key, line=line, net=net, vat=vat, price=price, amount=amount, times=times, vat_factor=1 + stays
    )
