"""On which proposals of law a case counts, and the same case with others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from model.case.data import IF_PROPOSALS_PASS, IN_FORCE, Case
from model.parameters.law import proposals

if TYPE_CHECKING:
    from model.case.sections.proposals import Proposals

SECTION = "proposals"


def chosen(case: Case) -> Mapping[str, date | None]:
    """What the case says of single proposals: from when each counts, None for not at all."""
    section: Proposals | None = case.sections.get(SECTION)  # type: ignore[assignment]
    return {} if section is None else section.root


def counted(case: Case) -> Mapping[str, date]:
    """From when each proposal counts that the case counts on.

    What the case says of a proposal by itself goes before its law; that counts on those that say from when they hold.
    """
    of_all = announced() if case.law == IF_PROPOSALS_PASS else {}
    days = {**of_all, **chosen(case)}
    return {key: day for key in proposals() if (day := days.get(key)) is not None}


def announced() -> Mapping[str, date]:
    """The proposals that say from when they would hold, and that day."""
    return {key: proposal.since for key, proposal in proposals().items() if proposal.since is not None}


def expected(case: Case) -> Mapping[str, date]:
    """From when each proposal holds if all pass: the day that the case gives, else the one it was announced for."""
    return {**announced(), **counted(case)}


def first_day(case: Case, key: str) -> date:
    """From when a proposal counts if it does: as the case says, else as announced, else from the start of the case."""
    return expected(case).get(key, case.start_date)


def counting_on(case: Case, days: Mapping[str, date]) -> Case:
    """The case as it counts on these proposals and no others."""
    if days == counted(case):
        return case
    others = {key: section for key, section in case.sections.items() if key != SECTION}
    if not days:
        return replace(case, law=IN_FORCE, sections=others)
    if days == announced():
        return replace(case, law=IF_PROPOSALS_PASS, sections=others)
    from model.case.sections.proposals import Proposals  # only who counts on single proposals needs pydantic

    section = Proposals.model_validate({key: day.isoformat() for key, day in days.items()})
    return replace(case, law=IN_FORCE, sections={**others, SECTION: section})
