"""What stands around every page: undo, the language, and Streamlit's own words in that language."""

from __future__ import annotations

import json

import streamlit as st

from pages.shared.state import can_step_back, step_back
from pages.shared.words import language, t

LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}
"""As on the buttons, and in the address: ?lang=English."""
_STYLE = """<style>
[data-testid="stMainBlockContainer"] {{ padding-top: 4rem }}
[data-testid="stHeading"] h1 {{ padding-top: 0 }}
[data-testid="stButtonGroup"] [role="radiogroup"] {{ flex-wrap: wrap }}
[data-testid="stBottomBlockContainer"] {{ padding-top: 0.5rem; padding-bottom: 0.75rem }}
[data-testid="stFileUploaderDropzone"] button p,
[data-testid="stFileUploaderDropzoneInstructions"] span {{ font-size: 0 }}
[data-testid="stFileUploaderDropzone"] button p::after {{ content: {choose}; font-size: 0.875rem }}
[data-testid="stFileUploaderDropzoneInstructions"] span::after {{ content: {limit}; font-size: 0.875rem }}
</style>"""
"""Less air at top and bottom, options to choose from that wrap and never scroll out of sight, and the words of an
upload field, which Streamlit only has in English."""


def bar() -> None:
    """Undo and the language, above the page."""
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        before = st.container(width="content")
        st.segmented_control(
            "Taal / Language",
            tuple(LANGUAGE_NAMES),
            default="nl",
            key="lang",
            required=True,
            bind="query-params",
            format_func=LANGUAGE_NAMES.__getitem__,
            label_visibility="collapsed",
        )
    before.button(
        t("undo"),
        key="undo",
        type="tertiary",
        icon=":material/undo:",
        help=t("undo_help"),
        disabled=not can_step_back(),
        on_click=step_back,
    )
    st.html(_STYLE.format(choose=json.dumps(f" {t('choose_file')}"), limit=json.dumps(f" {t('file_limit')}")))


def settle_browser() -> None:
    """Tell the browser the language, and put away a notice that is not true.

    Screen readers choose their voice by the language; Streamlit itself always says "en". And on a server that has just
    been started it tells the first visitor of any page but the first that the page does not exist, in English, over it.
    """
    st.html(
        f"""<script>{{
        document.documentElement.lang = "{language()}"
        const notice = document.querySelector("[role=dialog]")
        if (notice?.textContent.includes("Page not found")) notice.querySelector("button")?.click()
        }}</script>""",
        unsafe_allow_javascript=True,
    )
