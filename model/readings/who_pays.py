"""Who pays and who gains, and what the proposals for the law would do, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from model.case import Case
from model.engine.results import OptionResult
from model.outcomes.overview import ledger_totals, reconciliation_gap
from model.outcomes.proposals import LawCompared
from model.outcomes.quantities import figure_of
from model.readings.figures import SHOWN_AS_ZERO
from model.readings.names import OptionName, party_name
from model.words.messages import Message, message


def ledgers_reading(option: OptionResult) -> Message:
    """Which party pays most on balance over the whole term, which receives most, and how much."""
    totals, of = ledger_totals(option), option.option.id
    payer, gainer = min(totals, key=lambda name: totals[name]), max(totals, key=lambda name: totals[name])
    return message(
        "ledgers_reading",
        payer=party_name(payer),
        paid=figure_of("paid_on_balance", of, abs(totals[payer])),
        gainer=party_name(gainer),
        gained=figure_of("received_on_balance", of, totals[gainer]),
    )


def reconciliation_reading(option: OptionResult) -> Message:
    """Whether the six ledgers add up to nothing in every period, or what they differ."""
    gap = reconciliation_gap(option)
    if gap < SHOWN_AS_ZERO:
        return message("ledgers_reconcile")
    return message("ledgers_reconcile_not", gap=figure_of("ledger_gap", option.option.id, gap))


def law_reading(case: Case, compared: Sequence[LawCompared]) -> Message:
    """At which option the proposals change the npv most, and by how much; that they change nothing."""
    known = [comparison for comparison in compared if comparison.npv_change is not None]
    hit = max(known, key=lambda comparison: abs(comparison.npv_change or 0.0), default=None)
    if hit is None or abs(hit.npv_change or 0.0) < SHOWN_AS_ZERO:
        return message("law_reading_none")
    return message(
        "law_reading",
        option=OptionName(case, hit.option),
        change=figure_of("npv_change", hit.option, hit.npv_change),
        revision=figure_of("vat_revision", hit.option, hit.revision),
    )
