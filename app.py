"""The application: page set-up, language, navigation. Run with `streamlit run app.py`."""

import streamlit as st

from pages.shared.words import t

st.set_page_config(page_title="Huisvesting arbeidsmigranten", page_icon="🏘️", layout="wide")

with st.sidebar:
    st.segmented_control(
        "Taal / Language",
        ("nl", "en"),
        default="nl",
        key="lang",
        required=True,
        bind="query-params",
        format_func={"nl": "Nederlands", "en": "English"}.get,
    )

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
navigation.run()
