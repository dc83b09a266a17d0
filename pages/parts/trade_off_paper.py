"""Trade-off: the paper of the case as it will look, to download as Word or as a page."""

from __future__ import annotations

import streamlit as st

from model.export.paper.compose import paper
from model.export.paper.html import html
from model.export.paper.word import word
from pages.session.computed import remembered_or
from pages.session.state import case, market, result
from pages.session.words import file_name, language, t

PREVIEW_HEIGHT = 1180
"""Pixels of an A4 on the screen, with a margin around it."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def paper_of_case() -> None:
    """The paper as a preview, and to download."""
    st.header(t("paper_title"))
    st.write(t("paper_intro"))
    state = (market().version, case(), language())
    document = remembered_or("paper", state, lambda: paper(result()))
    page = remembered_or("paper.html", state, lambda: html(document, language()))
    file = remembered_or("paper.word", state, lambda: word(document, language()))
    for content, kind, mime in ((file, "docx", WORD), (page, "html", "text/html")):
        st.download_button(
            t(f"paper_{kind}"),
            content,
            file_name("raadsnotitie", case().name, kind),
            mime,
            on_click="ignore",
            icon=":material/download:",
            key=f"paper.{kind}",
        )
    st.iframe(page, height=PREVIEW_HEIGHT, alt=t("paper_title"))
