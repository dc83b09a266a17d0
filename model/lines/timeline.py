"""Time: periods, dates, years, construction and operation (design: conventions, "Time").

Period 0 is the start (one day); period n covers the months (n-1)·12/m to n·12/m. The period after the last is the
look-ahead period: twelve months after the term, whatever m, for an exit value on the rent of the year after the term.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Input, Line, Shape
from model.formula.primitives import (
    at_least,
    by_choice,
    ceiling,
    choice_of,
    edate,
    equal,
    floor,
    greater,
    jan1,
    maximum,
    minimum,
    prev,
    where,
    year,
)
from model.lines.structure import Structure

END_OF_TERM = ("stay", "relocate", "dismantle")
"""What happens at the end of the term, in the order of the choice codes."""


@dataclass(frozen=True)
class Term:
    """How long: one number each."""

    months_per_period: Line
    """12 / m, m periods a year."""
    end_of_term: Line
    """What happens at the end, as the number of the choice `end_of_term`."""
    relocations: Line
    """How often the building moves to another site."""
    term_months: Line
    """T in months from the start, construction and all terms after a relocation included."""
    last_period: Line
    """N, the number of the period the term ends with."""
    no_construction: Line
    """Flag: there is nothing to build."""
    completion_period: Line
    """The period in which construction ends; 0 when there is none."""
    stabilised_month: Line
    """The month from which on twelve months make the first full year: after construction and ramp-up."""
    first_year: Line
    """Calendar year of the price level date: the first in the tables per calendar year."""


@dataclass(frozen=True)
class Periods:
    """The periods, a row each. Months count from the start; flags are 1 or 0."""

    period: Line
    """n: 0 at the start, N at the end, N + 1 in the look-ahead period."""
    is_start: Line
    """Flag: period 0."""
    is_look_ahead: Line
    """Flag: the period after the last."""
    in_term: Line
    """Flag: not the look-ahead period."""
    is_last: Line
    """Flag: period N."""
    period_months: Line
    """Length of the period: 0 at the start, twelve in the look-ahead period."""
    month_begin: Line
    """Months passed when the period begins."""
    month_end: Line
    """Months passed when it ends."""
    case_year: Line
    """The year from the start the period is in, from 1 on; 0 at the start."""
    is_year_end: Line
    """Flag: the last period of a case-year."""
    is_year_closed: Line
    """Flag: the same, and the start, which then stands alone."""


@dataclass(frozen=True)
class Dates:
    """The days of each period, as day numbers, and the calendar years they are in."""

    date_begin: Line
    """First day of the period."""
    date_end: Line
    """First day after the period; period 0 is one day."""
    year_begin: Line
    """Calendar year of the first day."""
    share_first_year: Line
    """Share of the period's days that are in that calendar year."""
    year_position: Line
    """Position of that calendar year in the tables per calendar year, from 1 on."""
    opening_date: Line
    """The day the option opens, after construction; one number."""
    last_day: Line
    """The day the term ends, T months after the start; one number."""
    open_since: Line
    """First day of the period on which the option is in operation: its own, but the opening day in that period."""
    share_first_year_open: Line
    """Share of the days from `open_since` on that are in the calendar year the period begins in."""


@dataclass(frozen=True)
class Completion:
    """Construction, and the first full year after it."""

    construction_share: Line
    """Share of the works done in the period; all of them at the start when there is nothing to build."""
    after_completion: Line
    """Flag: the period of completion or a later one."""
    up_to_completion: Line
    """Flag: the period of completion or an earlier one."""
    first_full_year_weight: Line
    """Share of the first full year that is in the period."""
    has_full_year: Line
    """Flag: a full year fits in the term; one number."""


@dataclass(frozen=True)
class PriceYears:
    """The tables per calendar year, from the year of the price level on: a value for each year."""

    years_done: Line
    """Years since the year of the price level."""
    calendar_year: Line
    """The year itself."""
    after_price_level: Line
    """Flag: a year after that of the price level, in which prices have risen."""


@dataclass(frozen=True)
class Timeline(PriceYears, Completion, Dates, Periods, Term):
    """When things happen.

    A dataclass takes the fields of the last class it is made of first: the term, its periods, their dates, ...
    """


def build_timeline(structure: Structure) -> Timeline:
    """The timeline of one option.

    T, the end of the term, is `term_years` from the start (construction included) plus, when the building relocates,
    `relocation_times` terms of `relocation_term_years` each. An option of own lines has one term.
    """
    term = _term(structure)
    periods = _periods(term)
    return Timeline(
        **vars(term),
        **vars(periods),
        **vars(_dates(term, periods)),
        **vars(_completion(term, periods)),
        **vars(_price_years(term.first_year)),
    )


def _term(structure: Structure) -> Term:
    m = Input("periods_per_year")
    construction = Input("construction_months")
    months_per_period = Line("months_per_period", 12 / m)
    if structure.only_own_lines:
        end_of_term = Line("end_of_term_code", 1)
        relocations = Line("relocations", 0)
        term_months = Line("term_months", Input("term_years") * 12)
        stabilised_month = Line("stabilised_month", construction)
    else:
        end_of_term = Line("end_of_term_code", choice_of("end_of_term"))
        times = Input("relocation_times")
        relocations = Line("relocations", by_choice(end_of_term, END_OF_TERM, relocate=times, otherwise=0))
        term_months = Line("term_months", (Input("term_years") + relocations * Input("relocation_term_years")) * 12)
        # With a ramp-up the first full year starts on a period boundary, so that no ramp-up month is in it.
        ramp_up = Input("ramp_up_months")
        ramp_end = Line("ramp_up_end_month", ceiling((construction + ramp_up) / months_per_period) * months_per_period)
        has_ramp_up = Line("has_ramp_up", greater(ramp_up, 0))
        stabilised_month = Line("stabilised_month", where(has_ramp_up, ramp_end, construction))
    return Term(
        months_per_period=months_per_period,
        end_of_term=end_of_term,
        relocations=relocations,
        term_months=term_months,
        last_period=Line("last_period", term_months * m / 12),
        no_construction=Line("no_construction", equal(construction, 0)),
        completion_period=Line("completion_period", ceiling(construction * m / 12)),
        stabilised_month=stabilised_month,
        first_year=Line("first_year", year(Input("price_level_date"))),
    )


def _periods(term: Term) -> Periods:
    m = Input("periods_per_year")
    months_per_period = term.months_per_period
    period = Line("period", start=-1.0, shape=Shape.ROW)
    period.becomes(prev(period) + 1)
    is_start = Line("is_start", equal(period, 0))
    is_look_ahead = Line("is_look_ahead", greater(period, term.last_period))
    month_begin = Line("month_begin", maximum(0, period - 1) * months_per_period)
    period_months = Line(
        "period_months", (1 - is_start) * (months_per_period + is_look_ahead * (12 - months_per_period))
    )
    case_year = Line("case_year", floor((period - 1) / m) + 1)
    is_year_end = Line("is_year_end", equal(period, case_year * m) * (1 - is_start))
    return Periods(
        period=period,
        is_start=is_start,
        is_look_ahead=is_look_ahead,
        in_term=Line("in_term", 1 - is_look_ahead),
        is_last=Line("is_last", equal(period, term.last_period)),
        period_months=period_months,
        month_begin=month_begin,
        month_end=Line("month_end", month_begin + period_months),
        case_year=case_year,
        is_year_end=is_year_end,
        is_year_closed=Line("is_year_closed", is_year_end + is_start),
    )


def _dates(term: Term, periods: Periods) -> Dates:
    start = Input("start_date")
    date_begin = Line("date_begin", edate(start, periods.month_begin))
    # Period 0 is the day of the start, so that a day-weighted value needs no special case.
    date_end = Line("date_end", edate(start, periods.month_end) + periods.is_start)
    year_begin = Line("year_begin", year(date_begin))
    next_january = Line("next_january", jan1(year_begin + 1))
    # What only runs in operation counts the days from opening on; before opening there are none, and any day will do.
    opening_date = Line("opening_date", edate(start, Input("construction_months")))
    opens_before_end = Line("opens_before_end", greater(date_end, opening_date))
    open_since = Line("open_since", where(opens_before_end, maximum(date_begin, opening_date), date_begin))
    return Dates(
        date_begin=date_begin,
        date_end=date_end,
        year_begin=year_begin,
        share_first_year=Line("share_first_year", minimum(1, (next_january - date_begin) / (date_end - date_begin))),
        year_position=Line("year_position", year_begin - term.first_year + 1),
        opening_date=opening_date,
        last_day=Line("last_day", edate(start, term.term_months)),
        open_since=open_since,
        share_first_year_open=Line(
            "share_first_year_open",
            minimum(1, maximum(0, next_january - open_since) / (date_end - open_since)),
        ),
    )


def _completion(term: Term, periods: Periods) -> Completion:
    construction = Input("construction_months")
    stabilised_month, month_begin, month_end = term.stabilised_month, periods.month_begin, periods.month_end
    built_by_end = Line("months_built", minimum(construction, month_end))
    built_by_begin = Line("months_built_before", minimum(construction, month_begin))
    in_full_year = minimum(month_end, stabilised_month + 12) - maximum(month_begin, stabilised_month)
    return Completion(
        construction_share=Line(
            "construction_share",
            (built_by_end - built_by_begin) / maximum(1, construction) + periods.is_start * term.no_construction,
        ),
        after_completion=Line("after_completion", at_least(periods.period, term.completion_period)),
        up_to_completion=Line("up_to_completion", at_least(term.completion_period, periods.period)),
        first_full_year_weight=Line("first_full_year_weight", maximum(0, in_full_year) / 12 * periods.in_term),
        has_full_year=Line("has_full_year", at_least(term.term_months, stabilised_month + 12)),
    )


def _price_years(first_year: Line) -> PriceYears:
    years_done = Line("years_done", start=-1.0, shape=Shape.YEAR)
    years_done.becomes(prev(years_done) + 1)
    calendar_year = Line("calendar_year", first_year + years_done)
    return PriceYears(
        years_done=years_done,
        calendar_year=calendar_year,
        after_price_level=Line("after_price_level", greater(calendar_year, first_year)),
    )
