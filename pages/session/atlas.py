"""The atlas as this session sees it: read from its file once per server, and the process that makes it."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from market_data import load
from model.analyses.atlas import Atlas, kept_at, read_atlas, share_done, start
from pages.session.words import language

_MAKING = "atlas_making"
_LOOK_AGAIN = 0.3
"""Seconds between two looks at how far it is."""


@st.cache_resource(max_entries=1, show_spinner=False)
def _read(path: str) -> Atlas | None:
    return read_atlas(Path(path), load())


def the_atlas() -> Atlas | None:
    """The atlas of this model and the shipped data; None before it is made."""
    path = kept_at(load())
    return _read(str(path)) if share_done(path, load()) >= 1.0 else None


def begin_making() -> None:
    """Callback: begin to make it, in a process of its own."""
    st.session_state[_MAKING] = start(language())


def is_being_made() -> bool:
    """Whether this session has begun to make it, and has not yet seen how that ended."""
    return _MAKING in st.session_state


def wait_for_it(progress: Callable[[float], None]) -> str:
    """Wait until it is made, telling the share done; gives what went wrong, "" if nothing did.

    Who goes to another page meanwhile breaks off the waiting, not the work.
    """
    making: subprocess.Popen[str] = st.session_state[_MAKING]
    while making.poll() is None:
        progress(share_done(kept_at(load()), load()))
        time.sleep(_LOOK_AGAIN)
    trouble = making.communicate()[1]
    del st.session_state[_MAKING]
    return "" if making.returncode == 0 else trouble or str(making.returncode)
