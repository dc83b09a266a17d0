"""What a trade-off says: which option comes first, on what it is weighed, and when another would come first."""

from __future__ import annotations

from collections.abc import Mapping

from model.case import Case
from model.decide.heaviest import Others
from model.decide.trade_off import Weighed, Weighing, name_of
from model.decide.weighing import SAME, Turning
from model.outcomes.quantities import quantity
from model.readings.names import OptionName, listed, option_names
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.names import Name
from model.words.numbers import format_iso

Names = Mapping[str, OptionName]


def trade_off_reading(weighing: Weighing, case: Case) -> tuple[Message, ...]:
    """The outcome in sentences: which option comes first, with its score and the next, and whether a weight turns it.

    Empty where no option has a value on every criterion.
    """
    names = option_names(case)
    if not weighing.totals:
        return ()
    return (_first(weighing, names), *_robust(weighing, names))


def _first(weighing: Weighing, names: Names) -> Message:
    """Which option comes first, or which do, and by how much."""
    totals = weighing.totals
    best = weighing.best
    score = totals[best[0]]
    if len(totals) == 1:
        return message("trade_off_only", option=names[best[0]], score=score)
    if len(best) == len(totals):
        return message("trade_off_all_equal", score=score)
    if len(best) > 1:
        return message("trade_off_equal", options=_together(best, names), score=score)
    second = next(option for option in totals if option not in best)
    return message(
        "trade_off_first", option=names[best[0]], score=score, second=names[second], second_score=totals[second]
    )


def _robust(weighing: Weighing, names: Names) -> tuple[Message, ...]:
    """Whether another weight of a criterion puts another option first: at which weight, the nearest of them."""
    if len(weighing.criteria) < 2 or len(weighing.totals) < 2:
        return ()
    beaten = [option for option in weighing.totals if option not in weighing.best]
    if all(set(weighing.best) & set(weighing.dominated.get(option, ())) for option in beaten):
        return (message("trade_off_whatever_the_weights"),)
    nearest = nearest_turning(weighing)
    return () if nearest is None else (_turns(*nearest, names),)


def nearest_turning(weighing: Weighing) -> tuple[Weighed, Turning] | None:
    """The smallest change of the weight of one criterion that puts another option first; None where none does."""
    weighed = {criterion.quantity.key: criterion for criterion in weighing.criteria}
    turns = [(weighed[turning.criterion], turning) for turning in weighing.turnings]
    return min(turns, key=lambda turn: abs(turn[1].weight - (turn[0].weight.value or 0.0)), default=None)


def _turns(criterion: Weighed, turning: Turning, names: Names) -> Message:
    """That from a weight on, or below it, another option comes first."""
    now = criterion.weight.value or 0.0
    rises = turning.weight >= now
    return message(
        "trade_off_turns_above" if rises else "trade_off_turns_below",
        criterion=name_of(criterion.quantity),
        weight=Figure(quantity("criterion_weight"), criterion.quantity.key, turning.weight),
        now=criterion.weight,
        options=_together(turning.after if rises else turning.before, names),
    )


def _together(options: tuple[str, ...], names: Names) -> Message:
    return listed([names[option] for option in options])


def basis_of(weighing: Weighing) -> tuple[Message, ...]:
    """On what the options are weighed: each criterion with its scale and weight, and whose judgement that is."""
    told = tuple(
        message(
            "trade_off_criterion",
            criterion=name_of(criterion.quantity).capital(),
            weight=criterion.weight,
            worst=criterion.worst,
            best=criterion.best,
        )
        for criterion in weighing.criteria
    )
    return (*told, message("trade_off_starting")) if weighing.is_starting else told


def others_reading(others: Others) -> Message:
    """What the criteria weigh that are told together, each by its name and its weight, the heaviest first."""
    each = [
        message("trade_off_of_others", criterion=name_of(one.quantity), weight=one.weight) for one in others.criteria
    ]
    return message("trade_off_others", count=others.count, weight=others.weight, criteria=listed(each))


def left_out(weighing: Weighing, case: Case) -> tuple[Message, ...]:
    """Which options are not weighed, and why; those with the same reason in one sentence."""
    names = option_names(case)
    alike: dict[Message, list[OptionName]] = {}
    for option, why in weighing.left_out.items():
        alike.setdefault(why, []).append(names[option])
    return tuple(
        message("trade_off_left_out", option=options[0], why=why)
        if len(options) == 1
        else message("trade_off_left_out_more", options=listed(options), why=why)
        for why, options in alike.items()
    )


def need_readings(need: Figure, case: Case) -> tuple[Message, ...]:
    """How many beds are needed, and that the options are fewer where they are."""
    if case.beds >= (need.value or 0.0):
        return (need_reading(need),)
    beds = Figure(quantity("beds"), "case", case.beds, basis="entered")
    return (need_reading(need), message("need_above_case", beds=beds))


def need_reading(need: Figure) -> Message:
    """How many beds are needed: as the case states it, with its band and its month, or as the beds of the case."""
    if need.band is None:
        return message("need_of_case", beds=need)
    low, high = (Figure(need.quantity, need.of, end, basis=need.basis) for end in need.band)
    month = Name(format_iso(need.period, "nl"), format_iso(need.period, "en"))
    if low.value == high.value:
        return message("need_exact", beds=need, month=month)
    return message("need_stated", beds=need, low=low, high=high, month=month)


def beyond(weighing: Weighing, case: Case) -> tuple[Message, ...]:
    """Per criterion the options whose value lies outside its scale: they score as its end, whatever they differ."""
    names = option_names(case)
    told = []
    for criterion in weighing.criteria:
        low, high = sorted((criterion.scale.worst, criterion.scale.best))
        outside = tuple(
            option
            for option in weighing.totals
            if not low <= (value := criterion.values[option].value or 0.0) <= high and not _is_end(value, low, high)
        )
        if outside:
            told.append(
                message("trade_off_beyond", criterion=name_of(criterion.quantity), options=_together(outside, names))
            )
    return tuple(told)


def beyond_others(weighing: Weighing, case: Case) -> tuple[Message, ...]:
    """Of how many of the criteria that are told together a value lies outside the scale; nothing where of none."""
    outside = len(beyond(weighing, case))
    if not outside:
        return ()
    return (message("trade_off_beyond_others", count=Figure(quantity("criteria_count"), "case", outside)),)


def _is_end(value: float, low: float, high: float) -> bool:
    """Whether a value is an end of a scale but for rounding."""
    return min(abs(value - low), abs(value - high)) <= SAME * max(1.0, abs(low), abs(high))


def decision(weighing: Weighing, names: Names, town: str) -> Message:
    """What the council is asked: to settle what counts as long as nobody did, else to have an option worked out."""
    if not weighing.totals:
        return message("decide_nothing_yet")
    if weighing.is_starting:
        return message("decide_criteria", town=town)
    if len(weighing.best) > 1:
        return message("decide_between", options=_together(weighing.best, names), town=town)
    return message("decide_option", option=names[weighing.best[0]], beds=weighing.need, town=town)
