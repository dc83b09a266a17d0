"""The case survives a reload: the browser's tab keeps a copy, and gives it back to a new session.

The copy is in the tab's session storage: it goes nowhere else, another tab does not see it, and it goes with the tab.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from functools import cache
from typing import Any

import streamlit as st

from model.case import parse_case, write_case
from model.problems import BadInput
from pages.session.state import case, load_new, market, put_overlay

LARGEST_OVERLAY = 200_000
"""Bytes of the adviser's own figures that a tab keeps along with the case."""
_SCRIPT = """
const PLACE = "housing_case"
const APP = document.querySelector("[data-testid=stApp]")
const MOST_LOOKS = 100
const tab = () => { try { return sessionStorage } catch (forbidden) { return undefined } }
const whenDrawn = (act, looks = 0) =>
  APP.getAttribute("data-test-script-state") === "notRunning" || looks > MOST_LOOKS
    ? act() : setTimeout(whenDrawn, 20, act, looks + 1)
let asked, connection
function whenBack(act) {
  const isThere = () => APP.getAttribute("data-test-connection-state") === "CONNECTED"
  let wasThere = isThere()
  connection?.disconnect()
  connection = new MutationObserver(() => {
    const back = isThere() && !wasThere
    wasThere = isThere()
    if (back) act()
  })
  connection.observe(APP, { attributeFilter: ["data-test-connection-state"] })
}
export default function ({ data, setTriggerValue }) {
  whenBack(() => setTriggerValue("back", true))
  if (data.copy)
    try { tab()?.setItem(PLACE, data.copy) }
    catch (full) { tab()?.removeItem(PLACE) }
  else if (data.asks !== asked) {
    asked = data.asks
    whenDrawn(() => setTriggerValue("kept", { text: tab()?.getItem(PLACE) ?? "" }))
  }
}
"""
"""The tab keeps the copy, or says what it has once the empty page stands there; and when the server is back after it
was out of reach, it asks for the page anew."""


@cache
def _keeper() -> Any:  # noqa: ANN401  Streamlit does not type what this gives
    return st.components.v2.component("housing_case_keeper", js=_SCRIPT)


def _nothing() -> None:
    """Callback: what the tab says is read where the component is drawn."""


def keep() -> None:
    """Give the tab a copy of the case; a session that has just begun first asks for the copy of the one before.

    Until the tab has answered no page is drawn: nobody sees the figures of the example before those of his own case,
    and no field keeps what the browser held for a session that is gone. Each run asks anew, since an answer is lost
    when another run overtakes it. What was said is read before the tab is told anything: one question too many would
    be one run more, and a field that is still loading then misses what the run before it was to show.
    """
    said = st.session_state.get("keeper", {}).get("kept")
    if said is not None and not answered():
        _take_back(said["text"])
        st.session_state["answered"] = True  # only now: a run broken off before this asks again
    _keeper()(
        data={"copy": _copy()} if answered() else {"asks": secrets.token_hex(4)},
        key="keeper",
        on_kept_change=_nothing,
        on_back_change=_nothing,
    )


def answered() -> bool:
    """Whether the tab has said what it kept of an earlier session."""
    return bool(st.session_state.get("answered"))


def _copy() -> str:
    overlay: tuple[str, bytes] | None = st.session_state.get("overlay")
    kept: dict[str, object] = {"case": write_case(case())}
    if overlay is not None:
        name, content = overlay
        kept["figures"] = name
        if len(content) <= LARGEST_OVERLAY:
            kept["content"] = base64.b64encode(content).decode("ascii")
    return json.dumps(kept)


def _take_back(copy: str) -> None:
    """Continue with what the tab kept, if it can still be read and calculated."""
    try:
        kept = json.loads(copy)
        if "content" in kept:
            put_overlay((kept["figures"], base64.b64decode(kept["content"], validate=True)))
        elif "figures" in kept:
            st.session_state["overlay_lost"] = kept["figures"]
        problems = load_new(parse_case(json.dumps(kept["case"]).encode(), "", market()))
    except (ValueError, KeyError, TypeError, binascii.Error, BadInput):
        return
    st.session_state.pop("earlier", None)
    st.session_state["taken_back"] = not problems


def taken_back_is_shown() -> None:
    """The page has been drawn to its end with the case that was taken back."""
    st.session_state.pop("taken_back", None)
