"""The application: page set-up, language, navigation. Run with `streamlit run app.py`."""

import logging

import streamlit as st

from model.words.texts import text
from pages.session.addresses import asked_for, no_page
from pages.session.entries import begin_run, end_run
from pages.session.faults import show_fault
from pages.session.keep import answered, keep, taken_back_is_shown
from pages.session.offline import ask_nobody
from pages.session.turning import draw
from pages.session.words import language, t
from pages.widgets.page_bar import bar, settle_browser

# Before the navigation: without an icon of its own a page takes its menu icon, which is fetched from the internet.
st.set_page_config(page_icon="🏘️", layout="wide", initial_sidebar_state=250)

ask_nobody()
begin_run()
bar()
show_fault()
run_drawn = st.container(key="run_drawn_place")

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

# Streamlit gives the page that opens no address of its own, and says in English that an address is unknown. So, out of
# the menu, one more page takes the bare address when the first page is asked for by name, or an address nobody knows.
asked = asked_for()
by_name = asked == "case"
names = [name for pages in SECTIONS.values() for name, _ in pages]
menu = {
    t(f"section_{section}"): [
        st.Page(
            f"pages/views/{name}.py",
            title=t(f"page_{name}"),
            icon=f":material/{icon}:",
            url_path=name,
            default=name == "case" and not by_name,
        )
        for name, icon in pages
    ]
    for section, pages in SECTIONS.items()
}
if by_name or (asked and asked not in names):
    address = "start" if by_name else asked
    menu[t("section_plan")].append(
        st.Page(no_page, title=t("no_page_title"), url_path=address, default=by_name, visibility="hidden")
    )
navigation = st.navigation(menu, expanded=True)
st.set_page_config(page_title=f"{navigation.title} – {t('app_title')}")
try:
    keep()
    if answered():
        draw(navigation.url_path or ("start" if by_name else "case"), names)
        taken_back_is_shown()
except Exception as error:  # whatever goes wrong is told in the user's language; details are for the log
    logging.getLogger("app").exception("the page %s failed", navigation.url_path)
    st.error(text("our_fault", language(), error=type(error).__name__))
settle_browser(navigation.title if answered() else "")
end_run(run_drawn)
