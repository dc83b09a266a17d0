"""Corporate income tax: per case-year, paid in the year's last period (Wet op de vennootschapsbelasting 1969).

Two brackets by date (art. 22), straight-line depreciation of the building, not below the WOZ floor (art. 3.30a Wet IB
2001 jo. art. 8 Vpb), and of furniture over its own life, at most a fifth a year (art. 3.30 Wet IB 2001), the exit gain
over book value taxed, and losses carried forward without limit in time: up to a million of profit in full and half of
the profit above it (art. 20).
"""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line, Shape
from model.formula.primitives import by_choice, choice_of, edate, greater, maximum, minimum, prev, total, where
from model.lines.dated import dated_value
from model.lines.financing import Financing
from model.lines.flows import Flows, sum_of_years
from model.lines.structure import Structure
from model.lines.timeline import Timeline

TAX_REGIMES = ("exempt", "corporate")


@dataclass(frozen=True)
class Furniture:
    """Furniture as the tax books see it, per period, with the VAT that stays.

    `bought` is what comes with the investment, `renewed` what is renewed later, and `age` its age in months at the end
    of each period (since opening, or the latest renewal).
    """

    bought: Line
    renewed: Line
    age: Line


@dataclass(frozen=True)
class FurnitureBooks:
    """Rows in nominal euros; what is renewed puts the old off the books."""

    depreciation: Line
    book_value: Line


def build_furniture_books(furniture: Furniture) -> FurnitureBooks:
    """Furniture is inventory: it stands apart from the building and knows no WOZ floor.

    Book value = cost x max(0, 1 - age / term), term = its life, but no less than the shortest term of the law: at most
    20% a year (art. 3.30 Wet IB 2001). Depreciation is what goes off: book value before + bought + renewed - book value
    after. So furniture that is renewed before its term is over is written off then, and what is left when the option is
    sold goes with it. At most one renewal falls in a period: a life is a year or more.
    """
    renews = Line("furniture_is_renewed", greater(furniture.renewed, 0))
    cost = Line("furniture_cost", shape=Shape.ROW)
    cost_before = Line("furniture_cost_before", prev(cost) + furniture.bought)
    cost.becomes(where(renews, furniture.renewed, cost_before))
    term = Line(
        "furniture_term_months", maximum(Input("furniture_life_years"), Input("furniture_write_off_years")) * 12
    )
    book = Line("book_value_furniture", cost * maximum(0, 1 - furniture.age / term))
    depreciation = Line("furniture_depreciation", prev(book) + furniture.bought + furniture.renewed - book)
    return FurnitureBooks(depreciation=depreciation, book_value=book)


@dataclass(frozen=True)
class Assets:
    """What the tax books treat apart from the building; None where an option has none.

    `land_costs` is all that is paid for the land (price, transfer tax, notary, VAT that stays), `woz_owned` the WOZ
    value of what the operator owns.
    """

    land_costs: Line | None
    woz_owned: Line | None
    furniture: Furniture | None


@dataclass(frozen=True)
class Books:
    """The tax books per period: what is written off, and what is in them at its end, in nominal euros.

    `replaced` is what is spent on replacement and written off as furniture, `book_value` the value of all assets.
    """

    depreciation: Line
    book_value_building: Line
    furniture: FurnitureBooks | None
    replaced: Expression
    book_value: Expression


def build_books(timeline: Timeline, flows: Flows, grants: Line, assets: Assets) -> Books:
    """The building, its land and the furniture in the books.

    - The depreciable amount is the investment less land and less the subsidies up to completion (`grants`), which lower
      the book value. A building that is bought is depreciated like what is built; only the land under it is not.
    - The floor compares like with like: the book value of the building and its land together does not fall below the
      WOZ value, so the building's goes no lower than WOZ less the book value of the land. WOZ values full ownership,
      while leased land stands in no book of the operator: `woz_owned` is without its value (an assumption, not read in
      the law).
    - An investment after completion is written off over `depreciation_years` from the period after its own; where an
      earlier one is fully written off within the term, the rest of the book value goes at the pace of the two together.
    - Furniture, the first and what is renewed, is written off as in `build_furniture_books`; an option of own lines
      has none apart. Subsidies lower the book value of the building, not of furniture.
    """
    of_building: Expression = flows.investment_outlay
    replaced: Expression = flows.replacement
    furniture = None
    if assets.furniture is not None:
        furniture = build_furniture_books(assets.furniture)
        of_building = of_building - assets.furniture.bought
        replaced = flows.replacement - assets.furniture.renewed + furniture.depreciation
    if assets.land_costs is None:
        land_total = Line("book_value_land", 0)
    else:
        land_total = Line("book_value_land", total(assets.land_costs))
        of_building = of_building - assets.land_costs
    capitalised = Line("capitalised", of_building - grants)
    woz_owned = assets.woz_owned
    woz_floor = Line("woz_floor", 0 if woz_owned is None else maximum(0, woz_owned - land_total))
    book = Line("book_value_building", shape=Shape.ROW)
    before = Line("book_value_before", prev(book) + capitalised)
    room = Line("depreciation_room", maximum(0, before - woz_floor))
    depreciation = Line("depreciation", minimum(room, _straight_line(timeline, capitalised)))
    book.becomes(before - depreciation)
    books: Expression = book + land_total
    return Books(
        depreciation=depreciation,
        book_value_building=book,
        furniture=furniture,
        replaced=replaced,
        book_value=books if furniture is None else books + furniture.book_value,
    )


def _straight_line(timeline: Timeline, capitalised: Line) -> Expression:
    """What goes off per period at an even pace from completion on, whatever the floor."""
    depreciable = Line(
        "depreciable_amount",
        maximum(0, total(Line("capitalised_at_completion", capitalised * timeline.up_to_completion))),
    )
    later = Line("capitalised_later", shape=Shape.ROW)
    later.becomes(prev(later) + capitalised * (1 - timeline.up_to_completion))
    months = Line(
        "months_depreciated",
        maximum(0, timeline.month_end - maximum(timeline.month_begin, Input("construction_months"))) * timeline.in_term,
    )
    depreciation_months = Input("depreciation_years") * 12
    monthly = Line("depreciation_per_month", depreciable / depreciation_months)
    monthly_later = Line("depreciation_per_month_later", prev(later) / depreciation_months)
    return (monthly + monthly_later) * months


@dataclass(frozen=True)
class Losses:
    """Losses carried forward, and what of the profit is taxed after them, in nominal euros per case-year."""

    loss_used: Line
    loss_pool: Line
    taxable_amount: Line


def build_losses(profit: Line) -> Losses:
    """Losses are used up to a threshold of profit in full, above it for a share (art. 20), without limit in time."""
    threshold = Input("loss_threshold")
    gain = Line("profit_before_losses", maximum(0, profit))
    ceiling = Line("loss_ceiling", minimum(gain, threshold) + Input("loss_share_above") * maximum(0, gain - threshold))
    pool = Line("loss_pool", shape=Shape.ROW)
    pool_opening = Line("loss_pool_opening", prev(pool))
    loss_used = Line("loss_used", minimum(pool_opening, ceiling))
    pool.becomes(pool_opening + Line("loss_added", maximum(0, 0 - profit)) - loss_used)
    return Losses(loss_used=loss_used, loss_pool=pool, taxable_amount=Line("taxable_amount", gain - loss_used))


@dataclass(frozen=True)
class Tax:
    """Rows of the tax computation in nominal euros."""

    depreciation: Line
    furniture_books: FurnitureBooks | None
    book_value_building: Line
    taxable_flow: Line
    profit: Line
    loss_used: Line
    loss_pool: Line
    taxable_amount: Line
    corporate_tax: Line


def build_tax(structure: Structure, timeline: Timeline, flows: Flows, financing: Financing, assets: Assets) -> Tax:
    """Tax on the profit of each case-year, after losses of earlier years.

    Profit = operating income and running subsidies less replacement, depreciation, interest and fee, plus the exit
    gain. Subsidies up to completion lower the book value (see `build_books`); later ones are income. Relocation and own
    replacements are cost of the year they fall in. What falls at the start (the fee, income in advance) counts in the
    first year.
    """
    grants = Line("capital_grants", flows.subsidies * timeline.up_to_completion)
    books = build_books(timeline, flows, grants, assets)
    depreciation = books.depreciation
    sold = Line("book_value_sold", timeline.is_last * books.book_value)
    exit_gain = Line("exit_gain", flows.residual_value - flows.end_costs - sold)
    interest = Line("interest_cost", financing.construction_interest + financing.interest + financing.financing_fee)
    income = Line("taxable_income", flows.net_operating_income + flows.subsidies - grants)
    replacement_cost = Line("replacement_for_tax", books.replaced)
    taxable_flow = Line("taxable_flow", income - replacement_cost - depreciation - interest + exit_gain)
    profit_to_date = sum_of_years("profit_to_date", taxable_flow, timeline.is_year_end)
    profit = Line("profit", profit_to_date * timeline.is_year_end * timeline.in_term)
    losses = build_losses(profit)
    return Tax(
        depreciation=depreciation,
        furniture_books=books.furniture,
        book_value_building=books.book_value_building,
        taxable_flow=taxable_flow,
        profit=profit,
        loss_used=losses.loss_used,
        loss_pool=losses.loss_pool,
        taxable_amount=losses.taxable_amount,
        corporate_tax=_corporate_tax(structure, timeline, losses.taxable_amount),
    )


def _corporate_tax(structure: Structure, timeline: Timeline, taxable: Line) -> Line:
    """Two brackets (art. 22), by date.

    The tax is one sum per case-year, whatever the periods: its rates are weighted over that year.
    """
    year_starts = Line("tax_year_begin", edate(Input("start_date"), maximum(0, timeline.month_end - 12)))
    low = dated_value("tax_rate_low", "tax_low_rate", timeline, structure, year_starts)
    high = dated_value("tax_rate_high", "tax_high_rate", timeline, structure, year_starts)
    bracket = Input("tax_bracket")
    pays = Line("pays_corporate_tax", by_choice(choice_of("tax_regime"), TAX_REGIMES, exempt=0, corporate=1))
    low_tax = Line("tax_in_low_bracket", low * minimum(taxable, bracket))
    high_tax = Line("tax_in_high_bracket", high * maximum(0, taxable - bracket))
    return Line("corporate_tax", pays * (low_tax + high_tax))
