"""Trade-off: the paper of the case as it will look, to download as Word or as a page."""

from __future__ import annotations

from functools import partial

import streamlit as st

from model.export.paper.compose import paper
from model.export.paper.html import html
from model.export.paper.word import word
from pages.session.state import case, result
from pages.session.words import file_name, language, t
from pages.widgets.downloads import WORD, tell_fault_of_files

PREVIEW_HEIGHT = 1180
"""Pixels of an A4 on the screen, with a margin around it."""


def paper_of_case() -> None:
    """The paper as a preview, and to download; the file of Word, which takes long, is made once it is asked for."""
    st.header(t("paper_title"))
    st.write(t("paper_intro"))
    document = paper(result())
    page = html(document, language())
    for content, kind, mime in ((partial(word, document, language()), "docx", WORD), (page, "html", "text/html")):
        st.download_button(
            t(f"paper_{kind}"),
            content,
            file_name("raadsnotitie", case().name, kind),
            mime,
            on_click="ignore",
            icon=":material/download:",
            key=f"paper.{kind}",
        )
    tell_fault_of_files()
    st.iframe(page, height=PREVIEW_HEIGHT, alt=t("paper_title"))
