"""Changes of a stored case as sentences: what, from what, to what and why, for a reader who never saw a path."""

from model.readings.changes.readings import (
    change_reading,
    change_readings,
    conflict_reading,
    differences_readings,
    edits_readings,
    history_readings,
)

__all__ = [
    "change_reading",
    "change_readings",
    "conflict_reading",
    "differences_readings",
    "edits_readings",
    "history_readings",
]
