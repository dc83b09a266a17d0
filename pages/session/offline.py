"""Nothing asks the internet: Streamlit would, for the machine's own address, when it refuses a stranger's socket."""

from __future__ import annotations

from streamlit import net_util


def unknown_address() -> None:
    """In the place of what looks an address up: it stays unknown, and who is refused stays refused."""


def ask_nobody() -> None:
    """Put an end to those questions, for the whole server."""
    net_util.get_internal_ip = unknown_address
    net_util.get_external_ip = unknown_address
