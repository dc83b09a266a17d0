"""What the browser holds for this application: the secret that opens its cases, and an invitation it was sent.

The secret is in a cookie, and so in no address and no log; it goes from browser to server and to nobody else. An
invitation stands behind the # of an address, which a browser sends to no server: it is handed over here once, and
leaves the address at the same moment.
"""

from __future__ import annotations

import re
import secrets
from functools import cache
from typing import Any

import streamlit as st

from model.store.access import new_secret

COOKIE = "housing_cases"
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
"""What a secret of ours looks like; anything else a browser may hold opens nothing."""
_SCRIPT = """
const APP = document.querySelector("[data-testid=stApp]")
const MOST_LOOKS = 100
const YEAR = 365 * 24 * 3600
const INVITED = /[#&]invite=([\\w-]+)/
const whenDrawn = (act, looks = 0) =>
  APP.getAttribute("data-test-script-state") === "notRunning" || looks > MOST_LOOKS
    ? act() : setTimeout(whenDrawn, 20, act, looks + 1)
let asked, connection, invited = ""
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
function invitation() {
  const found = location.hash.match(INVITED)?.[1]
  if (found) history.replaceState(history.state, "", location.pathname + location.search)
  return (invited = found ?? invited)
}
export default function ({ data, setTriggerValue }) {
  whenBack(() => setTriggerValue("back", true))
  window.onhashchange = () => invitation() && setTriggerValue("told", { invitation: invited })
  if (data.secret) {
    const secure = location.protocol === "https:" ? "; Secure" : ""
    document.cookie = `${data.cookie}=${data.secret}; Path=/; Max-Age=${YEAR}; SameSite=Strict${secure}`
  }
  if (!data.asks) invited = ""
  else if (data.asks !== asked) {
    asked = data.asks
    whenDrawn(() => setTriggerValue("told", { invitation: invitation() }))
  }
}
"""
"""The browser says which invitation it was sent once the empty page stands there, keeps the secret it is given, and
asks for the page anew when the server is back after it was out of reach."""


@cache
def _keeper() -> Any:  # noqa: ANN401  Streamlit does not type what this gives
    return st.components.v2.component("housing_cases_keeper", js=_SCRIPT)


def _nothing() -> None:
    """Callback: what the browser says is read where the component is drawn."""


def told() -> str | None:
    """The invitation the browser was sent, as it says in this run; empty without one, None when it says nothing."""
    said = st.session_state.get("keeper", {}).get("told")
    return None if said is None else str(said["invitation"])


def keep() -> None:
    """Give the browser its secret to hold; while a session begins, ask what it was sent.

    Until it has answered no page is drawn: nobody sees the figures of the example before those of his own case, and no
    field keeps what the browser held for a session that is gone. Each run asks anew, since an answer is lost when
    another run overtakes it.
    """
    _keeper()(
        data={"asks": "" if answered() else secrets.token_hex(4), "secret": holder(), "cookie": COOKIE},
        key="keeper",
        on_told_change=_nothing,
        on_back_change=_nothing,
    )


def answered() -> bool:
    """Whether the browser has said what it was sent, and its case is open."""
    return bool(st.session_state.get("answered"))


def holder() -> str:
    """The secret that this browser holds: the one it came with, else a new one that it is given."""
    if "holder" not in st.session_state:
        held = str(st.context.cookies.get(COOKIE))
        st.session_state["holder"] = held if _SECRET.fullmatch(held) else new_secret()
    secret: str = st.session_state["holder"]
    return secret


def answer_is_heard() -> None:
    """What the browser said has been dealt with; a run broken off before this asks again."""
    st.session_state["answered"] = True
