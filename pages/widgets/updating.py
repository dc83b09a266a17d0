"""What stands in the place of a page as long as an update of the model or the figures waits for the user's answer."""

from __future__ import annotations

from functools import partial

import streamlit as st

from model.analyses.updates import OptionUpdate, update_bridge
from model.outcomes.quantities import figure_of, quantity
from model.problems import BadInput
from model.readings.updates import (
    moved_readings,
    other_inputs_readings,
    update_bridge_reading,
    update_readings,
    update_step_name,
)
from model.words.messages import message
from model.words.numbers import format_date
from pages.charts.drawing import show
from pages.charts.specs import Said, bridge_steps
from pages.session.computed import kept
from pages.session.entries import pressed, show_refusal
from pages.session.state import case, result
from pages.session.stored import Pending, keep_as_it_was, take_update
from pages.session.words import bold, language, plain, t, titles
from pages.widgets.tables import show_table

METRIC = "npv"


def update_page(pending: Pending) -> None:
    """What the update changes, per option, and the two ways to go on."""
    st.title(t("update_title"))
    st.write(t("update_intro", day=format_date(pending.when.date(), language())))
    for said in update_readings(pending.update, result(), METRIC):
        st.markdown(f"- {plain(said.text(language()))}")
    with st.container(horizontal=True):
        st.button(t("update_take"), on_click=pressed(take_update), key="update_take", type="primary")
        st.button(t("update_keep"), on_click=pressed(keep_as_it_was), key="update_keep", help=t("update_keep_help"))
    show_refusal("update")
    names = titles(case().options)
    for option in pending.update.options.values():
        if option.differs:
            st.header(plain(names[option.option]))
            _numbers(option)
            _moved(option)
            _bridge(pending, option.option)


def _numbers(option: OptionUpdate) -> None:
    """The headline figures then and now."""
    pairs = {key: [figure_of(key, option.option, value) for value in pair] for key, pair in option.numbers.items()}
    show_table(
        {
            t(moment): [pair[place].show(language()) for pair in pairs.values()]
            for place, moment in enumerate(("then", "now"))
        },
        index=[quantity(key).label(language()) for key in pairs],
        corner=t("update_title"),
        alt=t("update_title"),
    )


def _moved(option: OptionUpdate) -> None:
    """The inputs left out whose default is another, and what is asked no more or only now."""
    moved = [*moved_readings(option.moved, case()), *other_inputs_readings(option)]
    if moved:
        st.subheader(t("update_defaults"))
        st.markdown("\n".join(f"- {plain(said.text(language()))}" for said in moved))


def _bridge(pending: Pending, option_id: str) -> None:
    """The way from the number of then to that of now; left out where one of them is not there."""
    try:
        difference = kept("update_bridge", option_id, lambda: update_bridge(pending.kept, result(), option_id, METRIC))
    except BadInput:
        return
    reading = update_bridge_reading(difference, case(), option_id, METRIC)
    st.markdown(bold(reading.text(language())))
    said = Said(reading, message("ui_update_bridge_alt"))
    name = partial(update_step_name, case=case(), option_id=option_id)
    show(bridge_steps(difference, (t("then"), t("now")), option_id, METRIC, said, name))
