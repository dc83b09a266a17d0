"""Which option is the best by a result, and what makes another one the best, as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from model.analyses.sensitivity import EVERYWHERE, Flip
from model.engine.results import CaseResult
from model.outcomes.quantities import figure, quantity
from model.readings.amounts import input_figure
from model.readings.names import InputName, OptionName, listed
from model.words.figures import Figure
from model.words.messages import Labelled, Message, message

RANKED = "ranking_best"
"""The code of a standing reading where there is a ranking."""


def known_figures(result: CaseResult, metric: str) -> dict[str, Figure]:
    """The values of a result by option, where there is one; an option without any line in it does not take part."""
    values = {key: figure(option, metric) for key, option in result.options.items() if option.has_outcome}
    return {key: shown for key, shown in values.items() if shown.value is not None}


def best_options(known: Mapping[str, Figure]) -> tuple[str, ...]:
    """The options with the best of some values of a quantity with a direction; none where there is no value.

    Those whose value looks the same on the screen stand together, the best itself first.
    """
    if not known:
        return ()
    asked = next(iter(known.values())).quantity
    best = max(known, key=lambda key: asked.sign * (known[key].value or 0.0))
    alike = (key for key, shown in known.items() if shown.show("nl") == known[best].show("nl"))
    return tuple(dict.fromkeys((best, *alike)))


def best_reading(result: CaseResult, metric: str) -> Message | None:
    """The option with the best value of a result; None where no option has one.

    Those whose value looks the same on the screen are named together. Of a result without a direction: from where to
    where it goes.
    """
    known = known_figures(result, metric)
    if not known:
        return None
    asked = quantity(metric)
    if not asked.has_direction:
        values = {key: shown.value or 0.0 for key, shown in known.items()}
        low, high = min(values, key=values.__getitem__), max(values, key=values.__getitem__)
        return message("result_from_to", low=known[low], high=known[high])
    best = known[best_options(known)[0]]
    alike = [OptionName(result.case, key) for key in known if key in best_options(known)]
    is_below = best.value is not None and best.value < 0
    code = "result_lowest" if asked.sign < 0 else "result_below_zero" if is_below else "result_highest"
    return message(code, option=listed(alike), value=best)


def standing_reading(result: CaseResult, metric: str) -> Message:
    """Which option is the best by a result as the case stands, or why there is no ranking."""
    asked = quantity(metric)
    if not asked.has_direction:
        return message("ranking_without_direction", metric=asked)
    values = {key: figure(option, metric) for key, option in result.options.items()}
    known = {key: shown for key, shown in values.items() if shown.value is not None}
    if len(known) < 2:
        return message("ranking_of_one")
    best = max(known, key=lambda key: asked.sign * (known[key].value or 0.0))
    return message(RANKED, option=OptionName(result.case, best), metric=asked, value=known[best])


def flips_reading(result: CaseResult, flips: Sequence[Flip]) -> Message:
    """The smallest change of one input that makes another option the best, or that there is none."""
    if not flips:
        return message("flips_none")
    first = flips[0]
    return message(
        "flips_first",
        option=flipped_option(result, first),
        input=InputName(result.case, first.option, first.key),
        base=input_figure(result, first.option, first.key, first.base),
        value=input_figure(result, first.option, first.key, first.value),
        winner=OptionName(result.case, first.winner),
    )


def flipped_option(result: CaseResult, flip: Flip) -> Labelled | Message:
    """The option in which an input changes, or all of them."""
    return message("all_options") if flip.option == EVERYWHERE else OptionName(result.case, flip.option)
