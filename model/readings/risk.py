"""The risk paragraph: what a risk run found, in words a municipality can paste, with every number from the table.

Amounts are whole euros, shares whole per cent; a test reads every number back from the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from model.analyses.risk import SECOND_LIFE, Contribution, Event, Proposed, RiskResult, may_pass, proposals
from model.case import Case
from model.engine.inputs import input_of, parameter_of, split_name
from model.engine.results import CaseResult
from model.engine.scenarios import Scenarios, scenarios_of
from model.parameters.table import parameters
from model.words.numbers import format_date, number, round_half_up
from model.words.rows import read_rows
from model.words.texts import codes, text
from model.words.units import unit

LARGEST_RISKS = 5
MOST_DECIMALS = 3


@dataclass(frozen=True)
class Measure:
    """What drives a kind of risk and what controls it."""

    driver_nl: str
    driver_en: str
    measure_nl: str
    measure_en: str

    def words(self, language: str) -> tuple[str, str]:
        """Driver and measure."""
        return (self.driver_nl, self.measure_nl) if language == "nl" else (self.driver_en, self.measure_en)


@cache
def measures() -> Mapping[str, Measure]:
    """Driver and control measure by group of parameters."""
    return {
        row["group"]: Measure(row["driver_nl"], row["driver_en"], row["measure_nl"], row["measure_en"])
        for row in read_rows(Path(__file__).parent / "risk_measures.csv")
    }


def driver_label(case: Case, risk: RiskResult, key: str, language: str) -> str:
    """The name of what drives a risk: an input, an event or the second life."""
    if key == SECOND_LIFE:
        return text("risk_second_life", language)
    for event in risk.setup.events:
        if event.key == key:
            return event.label(language)
    prefix, _ = split_name(key)
    label = input_of(case, risk.option, key).label(language)
    return f"{label} ({prefix})" if prefix else label


def branch_label(key: str, language: str) -> str:
    """The name of a branch of the second life; a branch that is not shipped has only its key."""
    code = f"risk_branch_{key}"
    return text(code, language) if code in codes() else key


def group_of(risk: RiskResult, key: str) -> str:
    """The group of parameters a driver belongs to."""
    if key == SECOND_LIFE:
        return "end_of_term"
    for event in risk.setup.events:
        if event.key == key:
            return parameter_of(event.effects[0].input).group if event.effects else "law"
    return parameter_of(key).group


def size_of(driver: Contribution) -> float:
    """How much the mean npv differs between the low and the high tenth of a driver, in whole euros."""
    return round_half_up(abs(driver.at_high - driver.at_low), 0)


def proposal_words(scenarios: Scenarios, language: str) -> str:
    """What the proposals change in an option: each input with its values and their dates; "" when it is nothing."""
    by_key: dict[str, list[Proposed]] = {}
    for proposed in proposals(scenarios):
        by_key.setdefault(proposed.key, []).append(proposed)
    return "; ".join(_changed_by_law(key, steps, language) for key, steps in by_key.items())


def _changed_by_law(key: str, steps: list[Proposed], language: str) -> str:
    """One input: a rule that starts on a date, or a value with its steps."""
    parameter = parameters()[key]
    name = parameter.label(language)
    if parameter.unit == "flag" and [step.value for step in steps] == [1.0]:
        return text("risk_law_flag", language, name=name, since=_day(steps[0].since, language))

    def shown(value: float) -> str:
        return f"{number(value * 100, language)}%" if unit(parameter.unit).is_ratio else number(value, language)

    dated = [
        text("risk_law_step", language, value=shown(step.value), since=_day(step.since, language)) for step in steps
    ]
    return text("risk_law_value", language, name=name, steps=", ".join(dated))


def _day(day: date, language: str) -> str:
    return format_date(day, language, "digits")


def law_sentences(scenarios: Scenarios, events: Sequence[Event], language: str) -> tuple[str, ...]:
    """Per event that changes the law what it changes and from when, or why it changes nothing.

    A case that counts on the proposals says so without an event too, since the standard ones then leave it out.
    """
    changes = proposal_words(scenarios, language)
    if changes and not may_pass(scenarios):
        return (text("risk_law_already", language),)
    return tuple(
        text(
            "risk_law_event" if changes else "risk_law_nothing",
            language,
            event=event.label(language),
            share=_percent(event.probability, language),
            changes=changes,
        )
        for event in events
        if event.law and event.probability > 0
    )


def _percent(share: float, language: str) -> str:
    """A chance of 0.3% is not 0%, and one of 99.7% not 100%: as many decimals as it takes to say so."""
    decimals = next(
        (count for count in range(MOST_DECIMALS) if 0 < round_half_up(share * 100, count) < 100), MOST_DECIMALS
    )
    return number(round_half_up(share * 100, decimals), language, decimals if 0 < share < 1 else 0)


def risk_paragraph(
    result: CaseResult, risk: RiskResult, language: str, previous: Mapping[str, float] | None = None
) -> str:
    """Bandwidth, chance of a shortfall, capital, evidence, the largest risks, what the law may change, what changed.

    `previous` holds `p50` and `capital` of an earlier run.
    """
    lines = [" ".join(_summary(result, risk, language)), "", text("risk_largest", language)]
    lines += [
        _risk_item(result.case, risk, rank, driver, language)
        for rank, driver in enumerate(risk.contributions[:LARGEST_RISKS], start=1)
    ]
    law = law_sentences(scenarios_of(result, risk.option), risk.setup.events, language)
    if law:
        lines += ["", *law]
    if previous is not None:
        p50 = _euro(risk.spreads["npv"].p50 - previous["p50"], language)
        capital = _euro(risk.capital - previous["capital"], language)
        lines += ["", text("risk_changed", language, p50=p50, capital=capital)]
    return "\n".join(lines)


def _summary(result: CaseResult, risk: RiskResult, language: str) -> list[str]:
    """Bandwidth, chance of a shortfall, capital and evidence; and whether the draws suffice."""
    npv = risk.spreads["npv"]
    sentences = [
        text(
            "risk_bandwidth",
            language,
            option=result.options[risk.option].option.title(language),
            draws=number(risk.setup.draws, language, 0),
            seed=number(risk.setup.seed, language, 0),
            p10=_euro(npv.p10, language),
            p50=_euro(npv.p50, language),
            p90=_euro(npv.p90, language),
        ),
        text("risk_chance", language, chance=_percent(npv.below_zero, language)),
        text(
            "risk_capital",
            language,
            certainty=_percent(risk.setup.certainty, language),
            capital=_euro(risk.capital, language),
        ),
        text("risk_evidence", language, share=_percent(risk.evidence_share, language)),
    ]
    if not risk.enough:
        sentences.append(text("risk_not_enough", language))
    return sentences


def _risk_item(case: Case, risk: RiskResult, rank: int, driver: Contribution, language: str) -> str:
    """One of the largest risks: its size, what drives it and what controls it."""
    cause, measure = measures()[group_of(risk, driver.key)].words(language)
    return text(
        "risk_item",
        language,
        rank=rank,
        name=driver_label(case, risk, driver.key, language),
        share=_percent(driver.share, language),
        size=_euro(size_of(driver), language),
        driver=cause,
        measure=measure,
    )


def _euro(value: float, language: str) -> str:
    """Whole euros."""
    return number(round_half_up(value, 0), language, 0)
