"""The sections of a case: frames, options, risk, and those that are read into a type of their own.

A section of its own type is a pydantic model in a module of its own, imported when a file has its key. One more is such
a module and a row of `SECTIONS`; `python -m model schema > docs/case.schema.json` then puts it in the contract.
"""

from __future__ import annotations

from dataclasses import replace

from model.case.data import Case
from model.case.sections.plain import FRAMES_SECTION, OPTIONS_SECTION, RISK_SECTION
from model.case.sections.section import Section
from model.case.sections.typed import typed_section
from model.case.sections.what_if_names import what_ifs_renamed
from model.case.uncertainty.overlay import Overlay

SECTIONS: tuple[Section, ...] = (
    FRAMES_SECTION,
    OPTIONS_SECTION,
    RISK_SECTION,
    typed_section("proposals", "Proposals", default={}, moves_money=True),
    typed_section("need", "Need", default={}, moves_money=False),
    typed_section("trade_off", "TradeOff", default={}, moves_money=False),
    typed_section("inquiry", "Inquiry", default={}, moves_money=False),
    typed_section("what_ifs", "WhatIfs", default=[], moves_money=False, renamed=what_ifs_renamed),
)
"""Every section, in the order in which it is read and written: a later one may look at those before it."""

_STILL = frozenset(section.key for section in SECTIONS if not section.moves_money)


def money_of(case: Case) -> Case:
    """The case without the sections that move no money: the engine gives the same results for both."""
    if not case.sections:
        return case
    return replace(case, sections={key: value for key, value in case.sections.items() if key not in _STILL})


def numbers_of(case: Case) -> Case:
    """What moves money of a case, without what was chosen of risk runs: all that its own numbers depend on."""
    return replace(money_of(case), options=tuple(replace(option, risk=Overlay()) for option in case.options))
