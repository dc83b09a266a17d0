"""The case survives a reload: the browser's tab keeps a copy, and gives it back to a new session.

The copy is in the tab's session storage: it goes nowhere else, another tab does not see it, and it goes with the tab.
"""

from __future__ import annotations

import base64
import binascii
import json
from functools import cache
from typing import Any

import streamlit as st

from model.case import parse_case, write_case
from model.problems import BadInput
from pages.shared.state import case, load_new, market, put_overlay

LARGEST_OVERLAY = 200_000
"""Bytes of the adviser's own figures that a tab keeps along with the case."""
_SCRIPT = """
const PLACE = "housing_case"
export default function ({ data, setTriggerValue }) {
  if (data.asks) setTriggerValue("kept", { text: sessionStorage.getItem(PLACE) ?? "" })
  else
    try { sessionStorage.setItem(PLACE, data.copy) }
    catch (full) { sessionStorage.removeItem(PLACE) }
}
"""


@cache
def _keeper() -> Any:  # noqa: ANN401  Streamlit does not type what this gives
    return st.components.v2.component("housing_case_keeper", js=_SCRIPT)


@st.fragment
def keep() -> None:
    """Give the tab a copy of the case; a session that has just begun first asks for the copy of the one before.

    A fragment, so that the answer does not run the whole page again when there was no copy.
    """
    asks = not st.session_state.get("asked")
    answer = _keeper()(
        data={"asks": asks, "copy": "" if asks else _copy()}, key="keeper", on_kept_change=lambda: None
    ).kept
    if asks and answer is not None:
        st.session_state["asked"] = True
        if _take_back(answer["text"]):
            st.rerun()


def _copy() -> str:
    overlay: tuple[str, bytes] | None = st.session_state.get("overlay")
    kept: dict[str, object] = {"case": write_case(case())}
    if overlay is not None:
        name, content = overlay
        kept["figures"] = name
        if len(content) <= LARGEST_OVERLAY:
            kept["content"] = base64.b64encode(content).decode("ascii")
    return json.dumps(kept)


def _take_back(copy: str) -> bool:
    """Continue with what the tab kept, if it can still be read and calculated. Returns whether it was."""
    try:
        kept = json.loads(copy)
        if "content" in kept:
            put_overlay((kept["figures"], base64.b64decode(kept["content"], validate=True)))
        elif "figures" in kept:
            st.session_state["overlay_lost"] = kept["figures"]
        problems = load_new(parse_case(json.dumps(kept["case"]).encode(), "", market()))
    except (ValueError, KeyError, TypeError, binascii.Error, BadInput):
        return False
    st.session_state.pop("earlier", None)
    st.session_state["taken_back"] = not problems
    return not problems


def taken_back_is_shown() -> None:
    """The page has been drawn to its end with the case that was taken back."""
    st.session_state.pop("taken_back", None)
