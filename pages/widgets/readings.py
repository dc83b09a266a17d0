"""One-sentence readings of a case's outcome: which option comes out best on a metric, and over how many years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from model.engine.results import CaseResult
from model.readings.closing import closing_sentences, has_outcome
from model.words.numbers import format_short
from pages.session.computed import kept
from pages.session.state import result
from pages.session.words import bold, enumeration, language, metric_value, plain, t, unit_name

HIGHER_IS_BETTER = frozenset(
    {
        "npv",
        "irr",
        "equity_npv",
        "equity_irr",
        "dscr_min",
        "dscr_average",
        "municipality_npv",
        "municipality_npv_without_fund",
        "equivalent_annual_value",
        "npv_over_horizon",
        "residual_land_value",
        "gross_initial_yield",
        "net_initial_yield",
        "gross_initial_yield_kk",
        "net_initial_yield_kk",
    }
)


def closes() -> tuple[str, ...]:
    """Which options of the case close, or what comes closest and on how much unsourced that rests; none without one."""
    return kept("closing", language(), lambda: closing_sentences(result(), language()))


def emphasised(sentences: Sequence[str]) -> str:
    """Sentences as markup: the first, which answers, in bold."""
    first, *rest = sentences
    return " ".join([bold(first), *map(plain, rest)])


def extreme(outcome: CaseResult, names: Mapping[str, str], metric: str) -> str:
    """The option with the best value of a metric, those with the same value on the screen named together; "" if none.

    An option without any line in it does not take part.
    """
    values = {option_id: option.metrics[metric] for option_id, option in outcome.options.items()}
    known = {
        option_id: value
        for option_id, value in values.items()
        if value is not None and has_outcome(outcome.options[option_id])
    }
    if not known:
        return ""
    higher = metric in HIGHER_IS_BETTER
    best = (max if higher else min)(known.values())
    shown = metric_value(metric, best)
    winners = [names[option_id] for option_id, value in known.items() if metric_value(metric, value) == shown]
    code = "reading_lowest" if not higher else "reading_below_zero" if best < 0 else "reading_highest"
    return t(code, option=enumeration(winners), value=shown)


def terms(outcome: CaseResult) -> dict[str, float]:
    """How many years each option lasts, from the start to the end of its term."""
    per_year = outcome.case.periods_per_year
    return {option_id: option.computed.last_period / per_year for option_id, option in outcome.options.items()}


def years(term: float) -> str:
    """A number of years: 15 jaar."""
    return f"{format_short(term, language())} {unit_name('years', term, language())}"


def terms_differ(outcome: CaseResult) -> bool:
    """Whether the options last for different times, so that their totals do not compare as they stand."""
    return len(set(terms(outcome).values())) > 1
