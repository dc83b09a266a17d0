"""History: what was changed and by whom, the versions that were given a name, and what differs between two of them."""

import streamlit as st

from model.store.opening import CannotStore
from pages.parts.history_changes import changes_part
from pages.parts.history_compare import compare_part
from pages.parts.history_versions import versions_part
from pages.session.stored import available
from pages.session.words import language, plain
from pages.widgets.choose import heading

heading("history")
missing = available()
if missing is not None:
    st.error(plain(missing.text(language())))
else:
    try:
        for part in (versions_part, compare_part, changes_part):
            with st.container():
                part()
    except CannotStore as refused:
        st.error(plain(refused.problems[0].text(language())))
