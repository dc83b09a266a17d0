"""The application: page set-up, language, navigation. Run with `streamlit run app.py`."""

import logging

import streamlit as st

from model.texts import text
from pages.shared.words import language, t

LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}
"""As on the buttons, and in the address: ?lang=English."""

# Before the navigation: without an icon of its own a page takes its menu icon, which is fetched from the internet.
st.set_page_config(page_icon="🏘️", layout="wide", initial_sidebar_state=250)

with st.sidebar:
    st.segmented_control(
        "Taal / Language",
        ("nl", "en"),
        default="nl",
        key="lang",
        required=True,
        bind="query-params",
        format_func=LANGUAGE_NAMES.get,
    )
    # Screen readers choose their voice by this; Streamlit itself always says "en".
    st.html(f"<script>document.documentElement.lang = '{language()}'</script>", unsafe_allow_javascript=True)

navigation = st.navigation(
    [
        st.Page(
            "pages/views/case.py", title=t("page_case"), icon=":material/home_work:", url_path="case", default=True
        ),
        st.Page("pages/views/options.py", title=t("page_options"), icon=":material/tune:", url_path="options"),
        st.Page("pages/views/compare.py", title=t("page_compare"), icon=":material/balance:", url_path="compare"),
        st.Page("pages/views/market.py", title=t("page_market"), icon=":material/database:", url_path="market"),
        st.Page("pages/views/export.py", title=t("page_export"), icon=":material/download:", url_path="export"),
    ]
)
st.set_page_config(page_title=f"{navigation.title} – {t('app_title')}")
try:
    navigation.run()
except Exception as error:  # whatever goes wrong is told in the user's language; details are for the log
    logging.getLogger("app").exception("the page %s failed", navigation.url_path)
    st.error(text("our_fault", language(), error=type(error).__name__))
