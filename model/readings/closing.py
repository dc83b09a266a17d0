"""Does an option close: which do, or which comes closest, by how much, and on how many unsourced inputs that rests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from model.analyses.sensitivity import scan
from model.case import Case
from model.engine.results import CaseResult, OptionResult
from model.engine.scenarios import Scenarios, scenarios_of
from model.readings.names import OptionName, listed
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.quantities import HIGHER, Quantity, quantity

MOVES_THE_OUTCOME = 0.02
"""The share of the investment that an input's low or high alone must move the npv by, to be named."""

MOST_SENTENCES = 3
"""How many sentences there are at most: the verdict, the prices, and what it rests on."""

OF_THE_INVESTMENT = Quantity("npv_of_investment", "deel van de investering", "share of the investment", "share", HIGHER)
"""An npv as a share of the investment, the other way round where it is a shortage."""
PER_BED = quantity("npv_per_bed")
"""An npv per bed of all beds of the option, in whole euros."""


@dataclass(frozen=True)
class Balance:
    """How far an option is above or below closing; amounts per bed are of all its beds, and negative for a shortage.

    `share` is its npv / its investment, None where nothing is invested. `price` is what is charged per bed per week and
    `recovery_price` what would cover all costs, before subsidies; None where the option has no such price.
    """

    option: str
    npv: float
    share: float | None
    per_bed: float
    price: float | None
    recovery_price: float | None

    @property
    def closes(self) -> bool:
        """Whether its npv is not negative."""
        return self.npv >= 0


@dataclass(frozen=True)
class Closing:
    """Which options of a case close, best first, or else the one that comes closest.

    `named` is the option the sentence is about: the best of those that close, else the closest; None where no option
    has an outcome. `unsourced`: its inputs without a source whose low or high alone moves its npv by more than 2% of
    the investment.
    """

    balances: tuple[Balance, ...]
    named: Balance | None
    unsourced: tuple[str, ...]

    @property
    def closing(self) -> tuple[Balance, ...]:
        """The options that close, best first."""
        return tuple(balance for balance in self.balances if balance.closes)


def closing(result: CaseResult) -> Closing:
    """Which options close, by npv / investment from high to low; an option that invests nothing comes last."""
    balances = [_balance(option) for option in result.options.values() if option.has_outcome]
    ordered = sorted(balances, key=lambda balance: (balance.share is None, -(balance.share or 0.0), -balance.npv))
    named = next((balance for balance in ordered if balance.closes), ordered[0] if ordered else None)
    unsourced = () if named is None else unsourced_that_matter(result, named)
    return Closing(tuple(ordered), named, unsourced)


def _balance(option: OptionResult) -> Balance:
    npv, invested = option.metrics["npv"] or 0.0, option.metrics["investment"] or 0.0
    recovery = option.metrics["cost_recovery_price_per_bed_week"]
    return Balance(
        option=option.option.id,
        npv=npv,
        share=npv / invested if invested > 0 else None,
        per_bed=npv / option.beds,
        price=None if recovery is None else option.computed.scalars["price_weighted"],
        recovery_price=recovery,
    )


def unsourced_that_matter(result: CaseResult, balance: Balance) -> tuple[str, ...]:
    """Inputs of an option at a default without a source, whose low or high moves the npv by over 2% of the investment.

    Without an investment nothing can be said, and none is named.
    """
    if not balance.share:
        return ()
    threshold = MOVES_THE_OUTCOME * abs(balance.npv / balance.share)
    scenarios = scenarios_of(result, balance.option)
    tried = {name: np.array(ends) for name in scenarios.inputs() if (ends := _unsourced_ends(scenarios, name))}
    return tuple(
        name
        for name, npv in scan(scenarios, tried, "npv").items()
        if np.nanmax(np.abs(npv - balance.npv), initial=0.0) > threshold
    )


def _unsourced_ends(scenarios: Scenarios, name: str) -> tuple[float, float] | None:
    """The ends of the range of an assumption; None for another input, or one without a range."""
    origin = scenarios.provenance(name)
    if origin.status != "assumption" or origin.low is None or origin.high is None:
        return None
    low, high = scenarios.range_without_conflict(name, (origin.low, origin.high))
    return (low, high) if low < high else None


def closing_words(readings: Iterable[Message], language: str) -> str:
    """The readings in a row, with plain spaces; "" where there are none."""
    return " ".join(said.text(language) for said in readings).replace("\u00a0", " ")


def closing_sentences(result: CaseResult, language: str) -> tuple[str, ...]:
    """The readings of a case in a language. Names of options stand in it as the user typed them."""
    return tuple(said.text(language) for said in closing_readings(closing(result), result.case))


def closing_readings(outcome: Closing, case: Case) -> tuple[Message, ...]:
    """What closes or comes closest, between which prices, and on how many unsourced inputs it rests.

    Empty where no option has an outcome.
    """
    named = outcome.named
    if named is None:
        return ()
    readings = [_verdict(outcome, named, case), *_prices(named, case)]
    if named.share is not None:
        code = "closing_rests" if outcome.unsourced else "closing_rests_on_none"
        limit = Figure(OF_THE_INVESTMENT, named.option, MOVES_THE_OUTCOME)
        readings.append(message(code, count=len(outcome.unsourced), limit=limit))
    return tuple(readings)


def _verdict(outcome: Closing, named: Balance, case: Case) -> Message:
    total, closes = len(outcome.balances), len(outcome.closing)
    if closes:
        options = listed([_with_share(balance, case) for balance in outcome.closing])
        code = "closing_only_one" if total == 1 else "closing_all" if closes == total else "closing_some"
        return message(code, options=options, count=closes, total=total)
    per_bed = Figure(PER_BED, named.option, -named.per_bed)
    if named.share is None:
        short = message("closing_short_amount", per_bed=per_bed)
    else:
        short = message("closing_short", share=_share(named.option, -named.share), per_bed=per_bed)
    code = "closing_none" if total > 1 else "closing_one_not"
    return message(code, option=OptionName(case, named.option), total=total, short=short)


def _with_share(balance: Balance, case: Case) -> Message | OptionName:
    """An option that closes, with what is left over as a share of the investment."""
    name = OptionName(case, balance.option)
    if balance.share is None:
        return name
    return message("closing_surplus", option=name, share=_share(balance.option, balance.share))


def _share(option: str, share: float) -> Figure:
    return Figure(OF_THE_INVESTMENT, option, share)


def _prices(named: Balance, case: Case) -> list[Message]:
    """Its price against the price that recovers all costs; nothing where it has none."""
    if named.price is None or named.recovery_price is None:
        return []
    above = named.recovery_price - named.price
    recovery = quantity("cost_recovery_price_per_bed_week")
    return [
        message(
            "closing_price_short" if above > 0 else "closing_price_left",
            option=OptionName(case, named.option),
            price=Figure(recovery, named.option, named.price),
            recovery=Figure(recovery, named.option, named.recovery_price),
            gap=Figure(recovery, named.option, abs(above)),
        )
    ]
