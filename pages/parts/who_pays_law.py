"""Who pays whom: the proposals of law, each with its switch and its date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from model.case import FIRST_DATE, LAST_DATE
from model.case.proposals import first_day
from model.decide.proposals import count_on
from model.outcomes.proposals import ProposalEffect
from model.problems import Problem
from model.readings.proposals import proposal_reading, proposal_source
from pages.session.entries import show_refusal, tied
from pages.session.state import case, edit
from pages.session.words import bold, language, plain, t


def proposals_by_themselves(effects: Sequence[ProposalEffect]) -> None:
    """Per proposal whether the case counts on it, from when, what it is and what it does by itself."""
    for effect in effects:
        with st.container(border=True):
            one_proposal(effect)


def one_proposal(effect: ProposalEffect) -> None:
    """The switch and the date of a proposal."""
    proposal = effect.proposal
    place = f"proposals.{proposal.key}"
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    left.toggle(
        plain(proposal.label(language())),
        help=t("law_switch_help"),
        **tied(f"{place}.counts", effect.counts, partial(save_counts, proposal.key)),
    )
    right.date_input(
        t("law_since"),
        min_value=FIRST_DATE,
        max_value=LAST_DATE,
        format="DD-MM-YYYY",
        disabled=not effect.counts,
        **tied(f"{place}.since", effect.since, partial(save_since, proposal.key)),
    )
    show_refusal(f"{place}.counts")
    show_refusal(f"{place}.since")
    st.write(plain(proposal.meaning(language())))
    st.markdown(bold(proposal_reading(case(), effect).text(language())))
    st.caption(plain(proposal_source(proposal).text(language())))


def save_counts(key: str, counts: bool) -> tuple[Problem, ...]:
    """The case counts on a proposal, or on it no more."""
    return edit(*count_on(case(), key, first_day(case(), key) if counts else None))


def save_since(key: str, since: date | None) -> tuple[Problem, ...]:
    """The day from which the case counts on a proposal; an emptied field changes nothing."""
    if since is None:
        return ()
    return edit(*count_on(case(), key, since))
