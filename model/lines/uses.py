"""How a line that may be left out of the books is switched, in the order of the choice codes."""

from __future__ import annotations

SWITCH = ("off", "on")
"""Not counted, or counted."""
USES = ("off", "on", "local")
"""Not counted, counted with the shipped figure, or with a local figure."""
LOCAL_USES = ("off", "local")
"""The same for lines without a shipped figure."""
