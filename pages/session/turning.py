"""Turning from page to page without losing an entry.

The moment another page is asked for, the browser forgets what stands in the fields of the one before: what the server
has not taken by then is lost. What the main script draws it keeps, and sends along. So the pages are drawn as a part of
that. Each has a place of its own, and that of every other page is emptied; a page that comes in begins at its top.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from types import CodeType

import streamlit as st

from pages import PAGES, page_named
from pages.session.addresses import no_page

HOME = Path(__file__).parents[2]
NOWHERE = ""
"""In the place of a page's name, where no page has the name that is asked for."""
_TO_THE_TOP = '<script>document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0)</script>'
_ENTRY_BEFORE_LINK = """<script>
window.entryBeforeLink ??= (() => {
    let typing = false
    document.addEventListener("mousedown", () => {
        typing = Boolean(document.activeElement?.matches("input, textarea"))
    }, true)
    document.addEventListener("click", event => {
        const link = event.target.closest?.("a")
        if (!typing || !link || event.ctrlKey || event.metaKey || event.shiftKey) return
        typing = false
        event.preventDefault()
        event.stopImmediatePropagation()
        const follow = () => requestIdleCallback(() => link.click(), { timeout: 500 })
        requestIdleCallback(follow, { timeout: 500 })
    }, true)
    return true
})()
</script>"""


def entry_before_link() -> None:
    """Have the browser follow a link only once it has sent the entry that the click on it ended.

    Streamlit sends the click at once and the entry a moment later, still as from the page before: that takes the user
    back there, and the click is lost. So the link waits until the browser has nothing else to do: a tenth of a second.
    """
    st.html(_ENTRY_BEFORE_LINK, unsafe_allow_javascript=True)


def draw(name: str) -> None:
    """Draw the page with this name; or, in a place of its own too, say that there is none."""
    names = [page.name for page in PAGES]
    here = name if name in names else NOWHERE
    places = {page: st.container() if page == here else st.empty() for page in (*names, NOWHERE)}
    with places[here]:
        st.html(_TO_THE_TOP, unsafe_allow_javascript=True)
        if here == NOWHERE:
            no_page()
        else:
            path = HOME / page_named(name).view
            exec(_code(path, path.stat().st_mtime_ns), {"__name__": "__main__", "__file__": str(path)})  # noqa: S102


@lru_cache(maxsize=64)
def _code(path: Path, _changed: int) -> CodeType:
    """The compiled script of a page, as it was when last changed."""
    return compile(path.read_text(encoding="utf-8"), str(path), "exec")
