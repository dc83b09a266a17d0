"""Files that are made once somebody asks for them."""

from __future__ import annotations

import json

import streamlit as st

from pages.session.words import t

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""What a browser calls each kind of file."""
_FAULT = """<style>
[data-testid="stDownloadButtonError"] {{ font-size: 0 }}
[data-testid="stDownloadButtonError"]::after {{ content: {fault}; font-size: 0.875rem }}
</style>"""
"""In the place of what Streamlit says, in English only, when a file could not be made."""


def tell_fault_of_files() -> None:
    """Below buttons to download: what stands there when a file could not be made, in the language of the session."""
    st.html(_FAULT.format(fault=json.dumps(t("paper_fault"))))
