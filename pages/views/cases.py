"""My cases: all that this browser may open; open, copy, rename, archive one, and let somebody else in."""

import streamlit as st

from model.store.opening import CannotStore
from pages.parts.cases_kept import damaged_part, where_part
from pages.parts.cases_list import list_part
from pages.session.stored import available
from pages.session.words import language, plain, t

st.title(t("cases_title"))
st.write(t("cases_intro"))
missing = available()
if missing is not None:
    st.error(plain(missing.text(language())))
    where_part()
else:
    try:
        for part in (damaged_part, list_part, where_part):
            with st.container():
                part()
    except CannotStore as refused:
        st.error(plain(refused.problems[0].text(language())))
