"""The trade-off: what comes out, on what it is weighed and how heavily, the need, and the paper that says so."""

from __future__ import annotations

import streamlit as st

from model.decide.trade_off import Weighing, trade_off
from model.documents.anchors import parts
from model.documents.blocks import Cell, Table
from model.export.paper.compose import options_table, scores_chart
from model.readings.names import option_names
from model.readings.trade_off import basis_of, beyond, left_out, trade_off_reading
from pages.charts.drawing import show
from pages.parts.trade_off_criteria import criteria_fields
from pages.parts.trade_off_need import need_fields
from pages.parts.trade_off_paper import paper_of_case
from pages.session.state import case, result
from pages.session.words import language, plain, t
from pages.widgets.choose import heading, onward
from pages.widgets.page_bar import announce
from pages.widgets.readings import emphasised
from pages.widgets.tables import show_table


def outcome(weighing: Weighing) -> None:
    """Which option comes first, the scores as bars, and every option in a table."""
    sentences = [said.text(language()) for said in trade_off_reading(weighing, case())]
    announce(" ".join(sentences))
    if sentences:
        st.markdown(emphasised(sentences))
        show(scores_chart(weighing, option_names(case())))
    else:
        st.info(t("trade_off_nothing"))
    for note in (*beyond(weighing, case()), *left_out(weighing, case())):
        st.caption(plain(note.text(language())))
    document_table(options_table(weighing, option_names(case())))


def document_table(table: Table) -> None:
    """A table of a document, on the page."""
    corner, *titles = (_words(cell, table) for cell in table.head)
    rows = [[_words(cell, table) for cell in row] for row in table.rows]
    show_table(
        {title: [row[number] for row in rows] for number, title in enumerate(titles, start=1)},
        index=[row[0] for row in rows],
        corner=corner,
        alt=_words(table.title, table),
    )


def _words(cell: Cell, table: Table) -> str:
    return "".join(part.text for part in parts(cell, "", language(), table.style))


def weighed_on(weighing: Weighing) -> None:
    """The criteria with their weights and scales, and whose they are."""
    st.header(t("trade_off_weighed_on"))
    with st.container():
        if weighing.is_starting:
            st.info(plain(basis_of(weighing)[-1].text(language())))
    criteria_fields(weighing)


heading("trade_off")
now = trade_off(result())
with st.container():
    outcome(now)
with st.container():
    weighed_on(now)
with st.container():
    need_fields(now.need)
with st.container():
    paper_of_case()
onward("trade_off")
