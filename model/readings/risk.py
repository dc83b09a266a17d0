"""The risk paragraph: what a risk run found, in words a municipality can paste, with every number from the table.

Amounts are whole euros, shares whole per cent; a test reads every number back from the text.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from model.analyses.risk import SECOND_LIFE, Contribution, Event, RiskResult
from model.analyses.risk.law import Proposed, may_pass, proposals
from model.case import Case
from model.engine.inputs import input_of, parameter_of, split_name
from model.engine.results import CaseResult
from model.engine.scenarios import Scenarios, scenarios_of
from model.parameters.table import FOLDER, parameters
from model.words.rounding import round_half_up
from model.words.texts import codes, number, text

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
    with (FOLDER / "risk_measures.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["group"]: Measure(row["driver_nl"], row["driver_en"], row["measure_nl"], row["measure_en"])
            for row in csv.DictReader(file)
        }


def driver_label(case: Case, found: RiskResult, key: str, language: str) -> str:
    """The name of what drives a risk: an input, an event or the second life."""
    if key == SECOND_LIFE:
        return text("risk_second_life", language)
    for event in found.setup.events:
        if event.key == key:
            return event.label(language)
    prefix, _ = split_name(key)
    label = input_of(case, found.option, key).label(language)
    return f"{label} ({prefix})" if prefix else label


def branch_label(key: str, language: str) -> str:
    """The name of a branch of the second life; a branch that is not shipped has only its key."""
    code = f"risk_branch_{key}"
    return text(code, language) if code in codes() else key


def group_of(found: RiskResult, key: str) -> str:
    """The group of parameters a driver belongs to."""
    if key == SECOND_LIFE:
        return "end_of_term"
    for event in found.setup.events:
        if event.key == key:
            return parameter_of(event.effects[0].input).group if event.effects else "law"
    return parameter_of(key).group


def size_of(each: Contribution) -> float:
    """How much the mean npv differs between the low and the high tenth of a driver, in whole euros."""
    return round_half_up(abs(each.at_high - each.at_low), 0)


def proposal_words(scenarios: Scenarios, language: str) -> str:
    """What the proposals change in an option: each input with its values and their dates;
    empty when they change nothing.
    """
    by_key: dict[str, list[Proposed]] = {}
    for each in proposals(scenarios):
        by_key.setdefault(each.key, []).append(each)
    return "; ".join(_changed_by_law(key, steps, language) for key, steps in by_key.items())


def _changed_by_law(key: str, steps: list[Proposed], language: str) -> str:
    """One input: a rule that starts on a date, or a value with its steps."""
    parameter = parameters()[key]
    name = parameter.label(language)
    if parameter.unit == "flag" and [each.value for each in steps] == [1.0]:
        return text("risk_law_flag", language, name=name, since=_day(steps[0].since, language))

    def shown(value: float) -> str:
        return f"{number(value * 100, language)}%" if parameter.unit == "share" else number(value, language)

    told = [
        text("risk_law_step", language, value=shown(each.value), since=_day(each.since, language)) for each in steps
    ]
    return text("risk_law_value", language, name=name, steps=", ".join(told))


def _day(day: date, language: str) -> str:
    return f"{day:%d-%m-%Y}" if language == "nl" else day.isoformat()


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
        (each for each in range(MOST_DECIMALS) if 0 < round_half_up(share * 100, each) < 100), MOST_DECIMALS
    )
    return number(round_half_up(share * 100, decimals), language, decimals if 0 < share < 1 else 0)


def risk_paragraph(
    result: CaseResult, found: RiskResult, language: str, previous: Mapping[str, float] | None = None
) -> str:
    """Bandwidth, chance of a shortfall, capital, evidence, the largest risks, what the law may change,
    and what changed.

    `previous` holds `p50` and `capital` of an earlier run.
    """

    def euro(value: float) -> str:
        return number(round_half_up(value, 0), language, 0)

    def percent(share: float) -> str:
        return _percent(share, language)

    npv = found.spreads["npv"]
    option = result.options[found.option].option
    sentences = [
        text(
            "risk_bandwidth",
            language,
            option=option.title(language),
            draws=number(found.setup.draws, language, 0),
            seed=number(found.setup.seed, language, 0),
            p10=euro(npv.p10),
            p50=euro(npv.p50),
            p90=euro(npv.p90),
        ),
        text("risk_chance", language, chance=percent(npv.below_zero)),
        text("risk_capital", language, certainty=percent(found.setup.certainty), capital=euro(found.capital)),
        text("risk_evidence", language, share=percent(found.evidence_share)),
    ]
    if not found.enough:
        sentences.append(text("risk_not_enough", language))
    lines = [" ".join(sentences), "", text("risk_largest", language)]
    for rank, each in enumerate(found.contributions[:LARGEST_RISKS], start=1):
        driver, measure = measures()[group_of(found, each.key)].words(language)
        lines.append(
            text(
                "risk_item",
                language,
                rank=rank,
                name=driver_label(result.case, found, each.key, language),
                share=percent(each.share),
                size=euro(size_of(each)),
                driver=driver,
                measure=measure,
            )
        )
    law = law_sentences(scenarios_of(result, found.option), found.setup.events, language)
    if law:
        lines += ["", *law]
    if previous is not None:
        lines += [
            "",
            text(
                "risk_changed",
                language,
                p50=euro(npv.p50 - previous["p50"]),
                capital=euro(found.capital - previous["capital"]),
            ),
        ]
    return "\n".join(lines)
