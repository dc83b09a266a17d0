"""On which proposals of law a case counts, as edits of the case."""

from __future__ import annotations

from datetime import date

from model.case import IN_FORCE, Case
from model.case.edits import Edit, remove, set_value
from model.case.proposals import SECTION, counted


def count_on(case: Case, key: str, since: date | None) -> tuple[Edit, ...]:
    """The case counts on a proposal from a day, or on it no more; on the others as before.

    A case whose law counted on all that may pass names them from then on.
    """
    days = {name: day for name, day in counted(case).items() if name != key}
    if since is not None:
        days[key] = since
    edits = (set_value(("law",), IN_FORCE),) if case.law != IN_FORCE else ()
    if days:
        return (*edits, set_value((SECTION,), {name: day.isoformat() for name, day in days.items()}))
    return (*edits, remove((SECTION,))) if SECTION in case.sections else edits
