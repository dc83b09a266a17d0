"""Atlas: every municipality at the starting set, on a map and in a table; what makes one dearer; a case begun there."""

import streamlit as st

from market_data import load
from market_data.maps import SOURCE
from model.analyses.atlas import MEASURES, Atlas, compared
from model.case.example import example_case
from model.documents.maps import Area, Map, map_table
from model.documents.words import said
from model.readings.atlas import ORDERS, atlas_reading, in_order, mapped
from model.readings.names import OptionName
from model.words.figures import Figure
from model.words.quantities import quantity
from pages.charts.drawing import show_map
from pages.session.atlas import begin_making, is_being_made, the_atlas, wait_for_it
from pages.session.computed import kept
from pages.session.entries import chosen, pressed, show_refusal
from pages.session.refusals import refuse, refused_because, settle
from pages.session.state import case, load_new, market
from pages.session.words import language, plain, t, titles
from pages.widgets.choose import heading, onward
from pages.widgets.page_bar import announce
from pages.widgets.tables import scrolling_table

TOWN = "atlas_town"
"""Where the session keeps which municipality is looked at."""


def making() -> None:
    """The button that begins it, and how far it is."""
    if not is_being_made():
        st.button(t("atlas_make"), key="atlas_make", help=t("atlas_make_help"), on_click=pressed(begin_making))
        return
    place = st.empty()
    meter = place.progress(0.0, t("atlas_running"))

    def told(share: float) -> None:
        meter.progress(share, t("atlas_running"))

    trouble = wait_for_it(told)
    if not trouble:
        st.rerun()
    place.error(t("atlas_failed", reason=plain(trouble)))


def chosen_map(atlas: Atlas) -> tuple[str, Map]:
    """Which option and figure are looked at, and the map of them."""
    names = {key: plain(title) for key, title in titles(atlas.example.options).items()}
    left, right = st.columns(2)
    with left:
        option_id = chosen(st.selectbox, t("atlas_option"), list(names), names, "atlas_option")
    with right:
        measures = {key: named(key) for key in MEASURES}
        measure = chosen(st.selectbox, t("atlas_measure"), list(MEASURES), measures, "atlas_measure")
    own = case().municipality
    key = (option_id, measure, own)
    return option_id, kept("atlas_map", key, lambda: mapped(atlas, option_id, measure, own, load()))


def named(measure: str) -> str:
    """What a figure is called, as the start of a row."""
    words = quantity(measure).label(language())
    return words[:1].upper() + words[1:]


def about(atlas: Atlas, option_id: str) -> None:
    """One municipality: its sentence, and a case begun there."""
    st.header(t("atlas_about"))
    st.write(t("atlas_about_intro"))
    towns = {code: load().municipality(code).name for code in atlas.towns}
    code = chosen(st.selectbox, t("atlas_town"), list(towns), towns, TOWN, start=case().municipality)
    place = kept("atlas_place", (option_id, code), lambda: compared(atlas, option_id, code, load()))
    if place is None:
        st.write(t("atlas_no_price"))
    else:
        sentence = atlas_reading(place, OptionName(atlas.example, option_id), load()).text(language())
        announce(sentence)
        st.markdown(plain(sentence))
    st.button(
        t("atlas_open", town=plain(towns[code])),
        key="atlas_open",
        help=t("atlas_open_help"),
        on_click=pressed(begin_case),
        args=(code,),
    )
    show_refusal("atlas_open")


def begin_case(code: str) -> None:
    """Callback: the example of a municipality as a new case, beside the one on screen."""
    settle("atlas_open")
    problems = load_new(example_case(code, market()))
    if problems:
        refuse("atlas_open", refused_because(problems))


def look_at(code: str) -> None:
    """A municipality was clicked."""
    st.session_state[TOWN] = code


def table(spec: Map) -> None:
    """Every municipality with its figure, in the order chosen."""
    st.header(t("atlas_table"))
    orders = {order: t(f"atlas_order_{order}") for order in ORDERS}
    order = chosen(st.segmented_control, t("atlas_order"), ORDERS, orders, "atlas_order", required=True)
    areas = in_order(spec.areas, order)
    written = map_table(spec, areas)
    scrolling_table(
        [named(next(spec.figures()).quantity.key)],
        [row_name(area, spec) for area in areas],
        [[cell.show(language(), "cell")] for _, cell in written.rows if isinstance(cell, Figure)],
        spec.alternative.text(language()),
        corner=t("atlas_town"),
    )


def row_name(area: Area, spec: Map) -> str:
    """A municipality in the table, with what it is marked as on the map."""
    name = said(area.name, language())
    codes = dict(zip(("atlas_own", "atlas_neighbour"), (keys for _, keys in spec.marked), strict=False))
    return next((t(code, town=name) for code, keys in codes.items() if area.key in keys), name)


heading("atlas")
atlas = the_atlas()
if atlas is None:
    making()
else:
    option_id, spec = chosen_map(atlas)
    st.markdown(f"**{plain(spec.title.text(language()))}**")
    with st.container():
        show_map(spec, "atlas_map", look_at)
        st.caption(t("atlas_source", source=plain(load().sources[SOURCE].attribution(language()))))
    about(atlas, option_id)
    table(spec)
onward("atlas")
