"""Turning from page to page without losing an entry.

The moment another page is asked for, the browser forgets what stands in the fields of the one before: what the server
has not taken by then is lost. What the main script draws it keeps, and sends along. So the pages are drawn as a part of
that. Each has a place of its own, and that of every other page is emptied; a page that comes in begins at its top.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from types import CodeType

import streamlit as st

from pages.session.addresses import no_page

VIEWS = Path(__file__).parent.parent / "views"
NOWHERE = ""
"""In the place of a page's name, where no page has the name that is asked for."""
_TO_THE_TOP = '<script>document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0)</script>'


def draw(name: str, names: Sequence[str]) -> None:
    """Draw the page with this name, one of `names`; or, in a place of its own too, say that there is none."""
    here = name if name in names else NOWHERE
    places = {each: st.container() if each == here else st.empty() for each in (*names, NOWHERE)}
    with places[here]:
        st.html(_TO_THE_TOP, unsafe_allow_javascript=True)
        if here == NOWHERE:
            no_page()
        else:
            path = VIEWS / f"{name}.py"
            exec(_code(path, path.stat().st_mtime_ns), {"__name__": "__main__", "__file__": str(path)})  # noqa: S102


@lru_cache(maxsize=64)
def _code(path: Path, changed: int) -> CodeType:
    """The compiled script of a page, as it was `changed` last."""
    return compile(path.read_text(encoding="utf-8"), str(path), "exec")
