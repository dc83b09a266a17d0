"""Addresses in the browser: which page is asked for, and what stands at one that no page has.

An address of several parts (`/options/extra`) never comes this far: Streamlit's own files are not found from there.
"""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import streamlit as st

from pages import PAGES
from pages.session.words import t


def asked_for() -> str:
    """The last part of the address in the browser, which may be the name of a page; empty at the bare address."""
    return unquote(urlsplit(st.context.url or "").path).rpartition("/")[2].strip()


def no_page() -> None:
    """The page at an address that no page has."""
    st.title(t("no_page_title"))
    st.write(t("no_page"))
    st.page_link(PAGES[0].view, label=t("no_page_step"), icon=":material/arrow_forward:")
