"""Whether a case is kept, and since when, as a sentence."""

from __future__ import annotations

from datetime import datetime

from model.words.messages import Message, message


def kept_reading(changed: datetime | None, now: datetime, *, unsaved: bool = False) -> Message:
    """When the last change was written; that there is none yet; or that nothing is kept.

    >>> noon = datetime(2027, 3, 1, 12, 5)
    >>> kept_reading(noon, noon).text("nl")
    'Bewaard om 12:05'
    >>> kept_reading(noon, datetime(2027, 3, 2)).text("nl")
    'Bewaard op 1 maart 2027'
    """
    if unsaved:
        return message("not_kept")
    if changed is None:
        return message("nothing_to_keep")
    if changed.date() == now.date():
        return message("kept_at", time=f"{changed:%H:%M}")
    return message("kept_on", day=changed.date())
