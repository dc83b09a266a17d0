"""Time: periods, dates, years, construction and operation (design: conventions, "Time").

Period 0 is the start (one day); period n covers the months (n-1)·12/m to n·12/m. The period after the last is the
look-ahead period: twelve months after the term, whatever m, for an exit value on the rent of the year after the term.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line, Shape
from model.formula.primitives import (
    at_least,
    at_year,
    ceiling,
    edate,
    equal,
    floor,
    greater,
    jan1,
    maximum,
    minimum,
    pick,
    position,
    prev,
    where,
    year,
)
from model.lines.structure import Structure


@dataclass(frozen=True)
class Timeline:
    """When things happen. Month rows count from the start; flags are 1 or 0.

    `open_since` is the first day of a period on which the option is in operation: its own first day, but the opening
    day in the period of opening. `share_first_year_open` is the share of the days from then on in the calendar year the
    period begins in.
    """

    months_per_period: Line
    end_of_term: Line
    relocations: Line
    term_months: Line
    last_period: Line
    no_construction: Line
    completion_period: Line
    stabilised_month: Line
    first_year: Line
    period: Line
    is_start: Line
    is_look_ahead: Line
    in_term: Line
    is_last: Line
    period_months: Line
    month_begin: Line
    month_end: Line
    case_year: Line
    is_year_end: Line
    is_year_closed: Line
    date_begin: Line
    date_end: Line
    year_begin: Line
    share_first_year: Line
    year_position: Line
    opening_date: Line
    last_day: Line
    open_since: Line
    share_first_year_open: Line
    construction_share: Line
    after_completion: Line
    up_to_completion: Line
    first_full_year_weight: Line
    has_full_year: Line
    years_done: Line
    calendar_year: Line
    after_price_level: Line


def build_timeline(structure: Structure) -> Timeline:
    """The timeline of one option.

    T, the end of the term, is `term_years` from the start (construction included) plus, when the building relocates,
    `relocation_times` terms of `relocation_term_years` each. An option of own lines has one term.
    """
    m = Input("periods_per_year")
    construction = Input("construction_months")
    months_per_period = Line("months_per_period", 12 / m)
    if structure.only_own_lines:
        end_of_term = Line("end_of_term_code", 1)
        relocations = Line("relocations", 0)
        term_months = Line("term_months", Input("term_years") * 12)
    else:
        end_of_term = Line("end_of_term_code", position(Input("end_of_term")))
        relocations = Line("relocations", pick(end_of_term, 0, Input("relocation_times"), 0))
        term_months = Line("term_months", (Input("term_years") + relocations * Input("relocation_term_years")) * 12)
    last_period = Line("last_period", term_months * m / 12)
    no_construction = Line("no_construction", equal(construction, 0))
    completion_period = Line("completion_period", ceiling(construction * m / 12))
    if structure.only_own_lines:
        stabilised_month = Line("stabilised_month", construction)
    else:
        # With a ramp-up the first full year starts on a period boundary, so that no ramp-up month is in it.
        ramp_up = Input("ramp_up_months")
        ramp_end = Line("ramp_up_end_month", ceiling((construction + ramp_up) / months_per_period) * months_per_period)
        has_ramp_up = Line("has_ramp_up", greater(ramp_up, 0))
        stabilised_month = Line("stabilised_month", where(has_ramp_up, ramp_end, construction))
    first_year = Line("first_year", year(Input("price_level_date")))

    period = Line("period", start=-1.0, shape=Shape.ROW)
    period.becomes(prev(period) + 1)
    is_start = Line("is_start", equal(period, 0))
    is_look_ahead = Line("is_look_ahead", greater(period, last_period))
    in_term = Line("in_term", 1 - is_look_ahead)
    is_last = Line("is_last", equal(period, last_period))
    month_begin = Line("month_begin", maximum(0, period - 1) * months_per_period)
    period_months = Line(
        "period_months", (1 - is_start) * (months_per_period + is_look_ahead * (12 - months_per_period))
    )
    month_end = Line("month_end", month_begin + period_months)
    case_year = Line("case_year", floor((period - 1) / m) + 1)
    is_year_end = Line("is_year_end", equal(period, case_year * m) * (1 - is_start))
    date_begin = Line("date_begin", edate(Input("start_date"), month_begin))
    # Period 0 is the day of the start, so that a day-weighted value needs no special case.
    date_end = Line("date_end", edate(Input("start_date"), month_end) + is_start)
    year_begin = Line("year_begin", year(date_begin))
    next_january = Line("next_january", jan1(year_begin + 1))
    share_first_year = Line("share_first_year", minimum(1, (next_january - date_begin) / (date_end - date_begin)))
    year_position = Line("year_position", year_begin - first_year + 1)
    # What only runs in operation counts the days from opening on; before opening there are none, and any day will do.
    opening_date = Line("opening_date", edate(Input("start_date"), construction))
    opens_before_end = Line("opens_before_end", greater(date_end, opening_date))
    open_since = Line("open_since", where(opens_before_end, maximum(date_begin, opening_date), date_begin))
    share_open = Line(
        "share_first_year_open",
        minimum(1, maximum(0, next_january - open_since) / (date_end - open_since)),
    )
    built_by_end = Line("months_built", minimum(construction, month_end))
    built_by_begin = Line("months_built_before", minimum(construction, month_begin))
    construction_share = Line(
        "construction_share", (built_by_end - built_by_begin) / maximum(1, construction) + is_start * no_construction
    )
    after_completion = Line("after_completion", at_least(period, completion_period))
    weight = Line(
        "first_full_year_weight",
        maximum(0, minimum(month_end, stabilised_month + 12) - maximum(month_begin, stabilised_month)) / 12 * in_term,
    )

    years_done = Line("years_done", start=-1.0, shape=Shape.YEAR)
    years_done.becomes(prev(years_done) + 1)
    calendar_year = Line("calendar_year", first_year + years_done)
    after_price_level = Line("after_price_level", greater(calendar_year, first_year))
    return Timeline(
        months_per_period=months_per_period,
        end_of_term=end_of_term,
        relocations=relocations,
        term_months=term_months,
        last_period=last_period,
        no_construction=no_construction,
        completion_period=completion_period,
        stabilised_month=stabilised_month,
        first_year=first_year,
        period=period,
        is_start=is_start,
        is_look_ahead=is_look_ahead,
        in_term=in_term,
        is_last=is_last,
        period_months=period_months,
        month_begin=month_begin,
        month_end=month_end,
        case_year=case_year,
        is_year_end=is_year_end,
        is_year_closed=Line("is_year_closed", is_year_end + is_start),
        date_begin=date_begin,
        date_end=date_end,
        year_begin=year_begin,
        share_first_year=share_first_year,
        year_position=year_position,
        opening_date=opening_date,
        last_day=Line("last_day", edate(Input("start_date"), term_months)),
        open_since=open_since,
        share_first_year_open=share_open,
        construction_share=construction_share,
        after_completion=after_completion,
        up_to_completion=Line("up_to_completion", at_least(completion_period, period)),
        first_full_year_weight=weight,
        has_full_year=Line("has_full_year", at_least(term_months, stabilised_month + 12)),
        years_done=years_done,
        calendar_year=calendar_year,
        after_price_level=after_price_level,
    )


def growth_index(
    name: str, growth_key: str, timeline: Timeline, structure: Structure, *, in_operation: bool = False
) -> Line:
    """A price index row: 1 at the price level date, stepping each 1 January along `growth_key`, day-weighted.

    A period takes the day-weighted mean of the two calendar years of the table of `growth_level` it touches. With
    `in_operation` the period of opening counts its days from opening on: for what is only earned or spent then.
    """
    return _index_of(growth_level(name, growth_key, timeline, structure), name, timeline, in_operation)


def growth_indices(
    name: str, name_in_operation: str, growth_key: str, timeline: Timeline, structure: Structure
) -> tuple[Line, Line]:
    """The index of whole periods and that of the days in operation, on one table of levels."""
    level = growth_level(name, growth_key, timeline, structure)
    return _index_of(level, name, timeline, False), _index_of(level, name_in_operation, timeline, True)


def _index_of(level: Line, name: str, timeline: Timeline, in_operation: bool) -> Line:
    share = timeline.share_first_year_open if in_operation else timeline.share_first_year
    place = timeline.year_position
    return Line(name, share * at_year(level, place) + (1 - share) * at_year(level, place + 1))


def growth_level(name: str, growth_key: str, timeline: Timeline, structure: Structure) -> Line:
    """The table behind a price index: per calendar year, 1 in the year of the price level.

    The growth may differ per calendar year (steps `growth_key@1` from `growth_key@1.year` on).
    """
    count = structure.steps.get(growth_key, 0)
    rate: Expression = Input(growth_key)
    if count:
        for number in range(1, count + 1):
            before = growth_key if number == 1 else f"{growth_key}@{number - 1}"
            step = Input(f"{growth_key}@{number}") - Input(before)
            rate = rate + step * at_least(timeline.calendar_year, Input(f"{growth_key}@{number}.year"))
        rate = Line(f"{name}_growth", rate)
    level = Line(f"{name}_level", start=1.0, shape=Shape.YEAR)
    level.becomes(prev(level) * (1 + rate * timeline.after_price_level))
    return level


def mean_growth(name: str, growth_key: str, timeline: Timeline, structure: Structure) -> Expression:
    """The growth per year over the term: the one rate,
    or for a path the geometric mean of the steps from start to end.
    """
    if not structure.steps.get(growth_key, 0):
        return Input(growth_key)
    level = growth_level(name, growth_key, timeline, structure)
    years = Line("years_in_term", timeline.term_months / 12)
    at_start = Line(f"{name}_place", year(Input("start_date")) - timeline.first_year + 1)
    grown = Line(f"{name}_grown", at_year(level, at_start + years) / at_year(level, at_start))
    return Line(name, grown ** (1 / years) - 1)


def dated_value(name: str, key: str, timeline: Timeline, structure: Structure, since: Line | None = None) -> Line:
    """A value set by law, day-weighted within the period: v0 + sum of step x share of the period after its date.

    Later values are the inputs `key@1`, `key@2` ... from the dates `key@1.date`, ... `since` is the day from which is
    weighted, when that is not the first day of the period. With more than two of them the sum is cut in parts, so that
    each formula stays short enough to explain.
    """
    value: Expression = Input(key)
    steps = dated_steps(name, key, timeline, structure, since)
    for number, step in enumerate(steps, start=1):
        value = value + step.change * step.share_after
        if number % STEPS_A_LINE == 0 and number < len(steps):
            value = Line(f"{name}_after_{number}", value)
    return Line(name, value)


STEPS_A_LINE = 2
"""Most changes of a value set by law in one formula."""


@dataclass(frozen=True)
class Step:
    """A change of a value set by law: by how much, from when, and the share of each period after it."""

    change: Expression
    date: Input
    share_after: Line


def dated_steps(
    name: str, key: str, timeline: Timeline, structure: Structure, since: Line | None = None
) -> tuple[Step, ...]:
    """The later values of a dated parameter as changes: `key@n` less the value before it, from `key@n.date`."""
    steps = []
    first_day = timeline.date_begin if since is None else since
    for number in range(1, structure.steps.get(key, 0) + 1):
        before = key if number == 1 else f"{key}@{number - 1}"
        day = Input(f"{key}@{number}.date")
        after_date = timeline.date_end - maximum(first_day, day)
        share = Line(f"{name}_share_{number}", maximum(0, after_date) / (timeline.date_end - first_day))
        steps.append(Step(Input(f"{key}@{number}") - Input(before), day, share))
    return tuple(steps)
