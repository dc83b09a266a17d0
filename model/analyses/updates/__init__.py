"""What an update of the model or of the market data changes in a stored case, and how to keep it as it was.

With every stored case and version go its resolved inputs and its numbers (`kept_of`). Under another model or other data
they are put beside today's: an input left out has another default then.
"""

from model.analyses.updates.kept import is_year, kept_of
from model.analyses.updates.update import (
    MODEL,
    MovedDefault,
    OptionUpdate,
    Then,
    Update,
    keep_edits,
    update_bridge,
    update_of,
)

__all__ = [
    "MODEL",
    "MovedDefault",
    "OptionUpdate",
    "Then",
    "Update",
    "is_year",
    "keep_edits",
    "kept_of",
    "update_bridge",
    "update_of",
]
