"""The application: page set-up, language, navigation. Run with `streamlit run app.py`."""

import streamlit as st

from pages.session.entries import begin_run, end_run
from pages.session.faults import faults_told, show_fault
from pages.session.keep import answered, keep
from pages.session.offline import ask_nobody
from pages.session.state import catch_up
from pages.session.stored import listen, name_in_address, pending_update, taken_back_is_shown
from pages.session.turning import draw, entry_before_link
from pages.session.watching import watch
from pages.session.words import t
from pages.widgets.menu import menu, page_shown
from pages.widgets.page_bar import bar, settle_browser
from pages.widgets.tables import begin_tables
from pages.widgets.updating import update_page

# Before the navigation: without an icon of its own a page takes its menu icon, which is fetched from the internet.
st.set_page_config(page_icon="🏘️", layout="wide", initial_sidebar_state=250)

ask_nobody()
with faults_told("what stands above the page"):
    begin_run()
    listen()
    catch_up()
    bar()
    begin_tables()
    show_fault()
run_drawn = st.container(key="run_drawn_place")
navigation = st.navigation(menu(), expanded=True)
st.set_page_config(page_title=f"{navigation.title} – {t('app_title')}")
with faults_told(f"the page {navigation.url_path}"):
    keep()
    if answered():
        name_in_address()
        pending = pending_update()
        if pending is None:
            draw(page_shown(navigation))
        else:
            update_page(pending)
        taken_back_is_shown()
        watch()
with faults_told("what stands below the page"):
    entry_before_link()
    settle_browser(navigation.title if answered() else "")
    end_run(run_drawn)
