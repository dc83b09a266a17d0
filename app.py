"""The application: page set-up, language, navigation. Run with `streamlit run app.py`."""

import logging

import streamlit as st

from model.texts import text
from pages.shared.fields import take_missed
from pages.shared.frame import bar, settle_browser
from pages.shared.keep import keep, taken_back_is_shown
from pages.shared.words import language, t

# Before the navigation: without an icon of its own a page takes its menu icon, which is fetched from the internet.
st.set_page_config(page_icon="🏘️", layout="wide", initial_sidebar_state=250)

take_missed()
bar()

# The pages by section of the menu, each with its icon; the first one opens.
SECTIONS = {
    "plan": (("case", "home_work"), ("options", "tune"), ("compare", "balance")),
    "council": (("who_pays", "account_balance"), ("norms", "rule")),
    "certainty": (
        ("evidence", "fact_check"),
        ("sensitivity", "tornado"),
        ("breakeven", "target"),
        ("risk", "casino"),
        ("explain", "account_tree"),
        ("quality", "verified"),
    ),
    "data": (("market", "database"), ("export", "download")),
}

navigation = st.navigation(
    {
        t(f"section_{section}"): [
            st.Page(
                f"pages/views/{name}.py",
                title=t(f"page_{name}"),
                icon=f":material/{icon}:",
                url_path=name,
                default=name == "case",
            )
            for name, icon in pages
        ]
        for section, pages in SECTIONS.items()
    },
    expanded=True,
)
st.set_page_config(page_title=f"{navigation.title} – {t('app_title')}")
try:
    # Before the page: a fragment that runs again while the reader turns to a shorter page must keep its place.
    keep()
    navigation.run()
    taken_back_is_shown()
except Exception as error:  # whatever goes wrong is told in the user's language; details are for the log
    logging.getLogger("app").exception("the page %s failed", navigation.url_path)
    st.error(text("our_fault", language(), error=type(error).__name__))
settle_browser(navigation.url_path)
