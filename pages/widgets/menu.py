"""The menu: the pages of `PAGES` by section, and one more where an address asks for it."""

from __future__ import annotations

import logging
from itertools import groupby

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages import PAGES
from pages.session.addresses import asked_for, no_page
from pages.session.words import t

START = "start"
"""The address of the page that stands in for the first one, where that is asked for by its own name."""


def menu() -> dict[str, list[StreamlitPage]]:
    """The pages of the application by the title of their section.

    Streamlit gives the page that opens no address of its own, and says in English that an address is unknown. So, out
    of the menu, one more page takes the bare address when the first page is asked for by name, or an unknown address.
    """
    asked = asked_for()
    first, names = PAGES[0], [page.name for page in PAGES]
    sections = {
        titled(f"section_{section}", section): [
            st.Page(
                page.view,
                title=titled(f"page_{page.name}", page.name),
                icon=f":material/{page.icon}:",
                url_path=page.name,
                default=page is first and asked != first.name,
            )
            for page in pages
        ]
        for section, pages in groupby(PAGES, key=lambda page: page.section)
    }
    if asked == first.name or (asked and asked not in names):
        stand_in = st.Page(
            no_page,
            title=t("no_page_title"),
            url_path=START if asked == first.name else asked,
            default=asked == first.name,
            visibility="hidden",
        )
        next(iter(sections.values())).append(stand_in)
    return sections


def page_shown(navigation: StreamlitPage) -> str:
    """The name of the page to draw; that of no page where an address asks for none."""
    return navigation.url_path or (START if asked_for() == PAGES[0].name else PAGES[0].name)


def titled(code: str, name: str) -> str:
    """A title in the menu; the plain name where the text is missing, for one page must not take the others with it."""
    try:
        return t(code)
    except KeyError:
        logging.getLogger("app").exception("the menu lacks the text of %s", name)
        return name.replace("_", " ").capitalize()
