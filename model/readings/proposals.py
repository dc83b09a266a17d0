"""On which proposals of law a case counts, and what each would do, in sentences."""

from __future__ import annotations

from model.case import Case
from model.case.proposals import counted
from model.outcomes.proposals import ProposalEffect
from model.outcomes.quantities import figure_of
from model.parameters.law import Proposal, proposals
from model.parameters.table import sources
from model.readings.figures import SHOWN_AS_ZERO
from model.readings.names import OptionName, listed_values
from model.words.messages import Message, message


def law_of(case: Case) -> Message:
    """The law a case is calculated with: in force, or with which proposals from when."""
    days = counted(case)
    if not days:
        return message("law_of_now")
    named = [message("law_proposal_since", proposal=proposals()[key], since=day) for key, day in days.items()]
    return message("law_of_proposals", proposals=listed_values(named))


def proposal_source(proposal: Proposal) -> Message:
    """Where a proposal was read, and from when it would hold as far as it says."""
    source = sources()[proposal.values[0].source_id].citation()
    if proposal.since is None:
        return message("law_proposal_no_date", source=source)
    return message("law_proposal_date", source=source, since=proposal.since)


def proposal_reading(case: Case, effect: ProposalEffect) -> Message:
    """What a proposal does to the npv by itself, at which option most, and from when that is reckoned."""
    if effect.option is None or abs(effect.npv_change) < SHOWN_AS_ZERO:
        return message("law_proposal_nothing")
    return message(
        "law_proposal_effect",
        option=OptionName(case, effect.option),
        since=effect.since,
        change=figure_of("npv_change", effect.option, effect.npv_change),
    )
