"""What a risk run found, in sentences: the paragraph a municipality can paste, and the lines that a page shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from model.analyses.risk import (
    SECOND_LIFE,
    Contribution,
    Distribution,
    Event,
    Proposed,
    RiskResult,
    changed_by,
    has_already,
)
from model.case import IF_PROPOSALS_PASS, Case, Option
from model.engine.inputs import parameter_of, split_name
from model.engine.results import CaseResult
from model.engine.scenarios import Scenarios, scenarios_of
from model.outcomes.quantities import figure_of
from model.outcomes.tenancy import is_longer_lodging
from model.parameters.table import parameters
from model.readings.figures import chance_of
from model.readings.names import InputName, OptionName, frame_name, listed, listed_values
from model.words.figures import Figure
from model.words.messages import Labelled, Message, message
from model.words.names import Name
from model.words.rows import read_rows
from model.words.texts import LANGUAGES, codes, text

LARGEST_RISKS = 5


@dataclass(frozen=True)
class Measure:
    """What drives a kind of risk and what controls it."""

    driver: Name
    measure: Name


@cache
def measures() -> Mapping[str, Measure]:
    """Driver and control measure by group of parameters, and of the inputs and events of which that says too little."""
    return {
        each["about"]: Measure(Name(each["driver_nl"], each["driver_en"]), Name(each["measure_nl"], each["measure_en"]))
        for each in read_rows(Path(__file__).parent / "risk_measures.csv")
    }


def driver_name(case: Case, risk: RiskResult, key: str) -> Labelled:
    """The name of what drives a risk: an input, an event or the second life."""
    if key == SECOND_LIFE:
        return Name(*(text("risk_second_life", language) for language in LANGUAGES))
    event = next((event for event in risk.setup.events if event.key == key), None)
    return InputName(case, risk.option, key) if event is None else event


def branch_name(key: str) -> Name:
    """The name of a branch of the second life; a branch that is not shipped has only its key."""
    if f"risk_branch_{key}" not in codes():
        return Name(key, key)
    return Name(*(text(f"risk_branch_{key}", language) for language in LANGUAGES))


def group_of(risk: RiskResult, key: str) -> str:
    """The group of parameters a driver belongs to."""
    if key == SECOND_LIFE:
        return "end_of_term"
    for event in risk.setup.events:
        if event.key == key:
            return parameter_of(event.effects[0].input).group if event.effects else "law"
    return parameter_of(key).group


def measure_of(risk: RiskResult, key: str) -> Measure:
    """What drives a risk and what controls it: of the input or event itself, else of its group of parameters."""
    return measures().get(split_name(key)[1]) or measures()[group_of(risk, key)]


def size_of(driver: Contribution) -> float:
    """How many euros the mean npv differs between the low and the high tenth of a driver."""
    return abs(driver.at_high - driver.at_low)


# What the law may change


def proposals_reading(scenarios: Scenarios) -> Message | None:
    """What the proposals change in an option: each input with its values and their dates; None when it is nothing."""
    by_key: dict[str, list[Proposed]] = {}
    for proposed in changed_by(scenarios, IF_PROPOSALS_PASS):
        by_key.setdefault(proposed.key, []).append(proposed)
    changes = [_changed_by_law(key, steps, scenarios.option.option.id) for key, steps in by_key.items()]
    return listed_values(changes) if changes else None


def _changed_by_law(key: str, steps: Sequence[Proposed], option_id: str) -> Message:
    """One input: a rule that starts on a date, or a value with its steps."""
    name = parameters()[key]
    if name.unit == "flag" and [step.value for step in steps] == [1.0]:
        return message("risk_law_flag", name=name, since=steps[0].since)
    dated = [
        message("risk_law_step", value=figure_of(key, option_id, step.value, basis="sourced"), since=step.since)
        for step in steps
    ]
    return message("risk_law_value", name=name, steps=listed(dated))


def law_sentences(scenarios: Scenarios, events: Sequence[Event]) -> tuple[Message, ...]:
    """Per event that changes the law what it changes and from when, or why it changes nothing.

    A case that counts on the proposals says so without an event too, since the standard ones then leave it out.
    """
    told = [_law_event(scenarios, event) for event in events if event.law and event.probability > 0]
    if not has_already(scenarios):
        return tuple(told)
    others = (said for said in told if said.code == "risk_law_tenancy")
    return (message("risk_law_already"), *others)


def _law_event(scenarios: Scenarios, event: Event) -> Message:
    """What the law of an event changes in an option: the inputs, or the price as tenancy beside the price of now."""
    option = scenarios.option.option.id
    share = chance_of("chance_of_event", option, event.probability)
    if not changed_by(scenarios, event.law):
        return message("risk_law_nothing", event=event)
    if event.law == IF_PROPOSALS_PASS:
        return message("risk_law_event", event=event, share=share, changes=proposals_reading(scenarios))
    lodging = next(resolved for resolved in scenarios.resolved if is_longer_lodging(resolved))
    cap, price = (
        figure_of(name, lodging.option.id, lodging.values[name])
        for name in ("tenancy_price_per_bed_week", "price_per_bed_week")
    )
    return message("risk_law_tenancy", event=event, share=share, since=scenarios.case.start_date, cap=cap, price=price)


# The paragraph to paste


def risk_paragraph(
    result: CaseResult, risk: RiskResult, previous: Mapping[str, float] | None = None
) -> tuple[tuple[Message, ...], ...]:
    """Bandwidth, chance of a shortfall, capital, evidence, the largest risks, what the law may change, what changed.

    In lines of one or more sentences; one without any is blank. `previous` holds `p50` and `capital` of an earlier run.
    """
    lines = [tuple(_summary(result, risk)), (), (message("risk_largest"),)]
    lines += [
        (_risk_item(result.case, risk, rank, driver),)
        for rank, driver in enumerate(risk.contributions[:LARGEST_RISKS], start=1)
    ]
    law = law_sentences(scenarios_of(result, risk.option), risk.setup.events)
    if law:
        lines += [(), *((sentence,) for sentence in law)]
    if previous is not None:
        p50, capital = risk.spreads["npv"].p50 - previous["p50"], risk.capital - previous["capital"]
        changed = message(
            "risk_changed",
            p50=figure_of("npv_change", risk.option, p50),
            capital=figure_of("capital_change", risk.option, capital),
        )
        lines += [(), (changed,)]
    return tuple(lines)


def paragraph_text(lines: Sequence[Sequence[Message]], language: str) -> str:
    """The paragraph in a language, as it is pasted."""
    return "\n".join(" ".join(sentence.text(language) for sentence in line) for line in lines)


def _summary(result: CaseResult, risk: RiskResult) -> Iterator[Message]:
    """Bandwidth, chance of a shortfall, capital and evidence; and whether the draws suffice."""
    yield message(
        "risk_bandwidth",
        option=OptionName(result.case, risk.option),
        draws=risk.setup.draws,
        seed=risk.setup.seed,
        **_percentiles(risk),
    )
    yield message("risk_chance", chance=_chance_of_shortfall(risk))
    yield message("risk_capital", certainty=certainty_of(risk), capital=capital_of(risk))
    yield message("risk_evidence", share=chance_of("evidence_share", risk.option, risk.evidence_share))
    if not risk.enough:
        yield message("risk_not_enough")


def _risk_item(case: Case, risk: RiskResult, rank: int, driver: Contribution) -> Message:
    """One of the largest risks: its size, what drives it and what controls it."""
    known = measure_of(risk, driver.key)
    return message(
        "risk_item",
        rank=rank,
        name=driver_name(case, risk, driver.key),
        share=chance_of("share_of_spread", risk.option, driver.share),
        size=figure_of("size_of_risk", risk.option, size_of(driver)),
        driver=known.driver,
        measure=known.measure,
    )


# The lines of the page


def _percentiles(risk: RiskResult) -> dict[str, Figure]:
    npv = risk.spreads["npv"]
    return {name: figure_of("npv", risk.option, getattr(npv, name), name.upper()) for name in ("p10", "p50", "p90")}


def _chance_of_shortfall(risk: RiskResult) -> Message:
    return chance_of("chance_of_shortfall", risk.option, risk.spreads["npv"].below_zero)


def certainty_of(risk: RiskResult) -> Figure:
    """The certainty with which the capital covers a shortfall, as it was chosen."""
    return figure_of("certainty", risk.option, risk.setup.certainty, basis="entered")


def capital_of(risk: RiskResult) -> Figure:
    """The capital that covers a shortfall with the certainty chosen."""
    return figure_of("capital_needed", risk.option, risk.capital)


def in_one_line(risk: RiskResult) -> Message:
    """The chance of a shortfall, the capital needed and the middle outcome."""
    return message(
        "risk_echo",
        chance=_chance_of_shortfall(risk),
        share=certainty_of(risk),
        capital=capital_of(risk),
        middle=_percentiles(risk)["p50"],
    )


def range_reading(risk: RiskResult) -> Message:
    """Between which values the npv lies in eight futures out of ten."""
    known = _percentiles(risk)
    return message("risk_reading", p10=known["p10"], p90=known["p90"])


def precision_reading(risk: RiskResult) -> Message:
    """How exact the percentiles are, and whether that suffices."""
    npv = risk.spreads["npv"]
    return message(
        "risk_converged" if risk.enough else "risk_not_converged",
        p50=figure_of("standard_error", risk.option, npv.error_50, "P50"),
        p90=figure_of("standard_error", risk.option, npv.error_90, "P90"),
    )


def largest_driver_reading(case: Case, risk: RiskResult) -> Message:
    """What makes most of the spread; that nothing does where nothing is uncertain."""
    largest = next((driver for driver in risk.contributions if driver.share > 0), None)
    if largest is None:
        return message("drivers_none")
    return message(
        "drivers_reading",
        input=driver_name(case, risk, largest.key),
        share=chance_of("share_of_spread", risk.option, largest.share),
    )


def frames_reading(risk: RiskResult) -> Message:
    """The frame of the council that is most likely to fail; that there are none."""
    if not risk.frames:
        return message("frames_risk_none")
    worst = max(risk.frames, key=lambda frame: -1.0 if frame.chance != frame.chance else frame.chance)
    return message(
        "frames_risk_reading",
        frame=frame_name(worst.key),
        chance=chance_of("chance_frame_fails", risk.option, worst.chance),
    )


def second_life_reading(risk: RiskResult) -> tuple[Message, ...]:
    """The branch of the second life with the best mean, and what the possibility to relocate is worth.

    For a run with branches only.
    """
    best = max(risk.branch_means, key=lambda key: risk.branch_means[key][1])
    mean = figure_of("npv", risk.option, risk.branch_means[best][1], best)
    sentences = [message("branches_reading", branch=branch_name(best), mean=mean)]
    if risk.option_value is not None:
        sentences.append(
            message("relocation_reading", value=figure_of("relocation_value", risk.option, risk.option_value))
        )
    return tuple(sentences)


def changed_inputs_reading(before: Option | None, now: Option) -> Message | None:
    """Which inputs of an option have another value than in an earlier state of it; None when none has."""
    old = {} if before is None else before.inputs
    moved = [key for key in {**old, **now.inputs} if old.get(key) != now.inputs.get(key)]
    return message("risk_changed_inputs", inputs=listed_values([parameters()[key] for key in moved])) if moved else None


def asleep_reading(case: Case, option_id: str, names: Sequence[str]) -> Message:
    """Inputs that were chosen to vary and that the option does not have now."""
    return message("risk_asleep", inputs=listed_values([InputName(case, option_id, name) for name in names]))


def shares_reading(option_id: str, shares: Mapping[str, float]) -> Message:
    """That the chances of the branches of the second life do not add up."""
    return message("branches_not_100", total=figure_of("share_of_futures", option_id, sum(shares.values())))


def values_reading(option_id: str, given: Distribution) -> Message:
    """The values of a distribution of separate values, each with its chance."""
    values = zip(given.values, given.probabilities, strict=True)
    return listed_values(
        [
            message("risk_value_with_chance", value=value, chance=chance_of("chance_of_event", option_id, chance))
            for value, chance in values
        ]
    )
