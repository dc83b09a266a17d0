"""Compare: what named changes do to every option, beside the case as it is; renaming, adopting and dropping one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from model.case import LONGEST_NAME
from model.case.sections.what_ifs import WhatIf, what_ifs_of
from model.decide.what_ifs import (
    LOOKED_AT,
    WhatIfOutcome,
    adopt,
    beside,
    drop,
    name_problems,
    rename,
    what_if_outcome,
)
from model.outcomes.quantities import quantity
from model.problems import Problem
from model.readings.what_ifs import changes_reading, heads, option_name, what_if_readings
from pages.parts.compare_ask import ask
from pages.session.computed import of_case
from pages.session.entries import chosen, pressed, show_refusal, tied
from pages.session.refusals import refuse, refused_because, settle
from pages.session.state import case, edit, result
from pages.session.words import bold, label, language, plain, t
from pages.widgets.folds import fold
from pages.widgets.tables import show_table


def what_ifs() -> None:
    """The what-ifs of the case with what each does; and, folded away, the fields to make one."""
    kept = what_ifs_of(case())
    with st.container():
        if kept:
            _beside_the_case(kept)
    fold(t("what_if_ask"), "what_ifs", ask)


def _beside_the_case(kept: Sequence[WhatIf]) -> None:
    """One outcome of choice in a table, and below it every what-if in words, with what can be done with it."""
    st.header(t("what_if_title"))
    st.caption(t("what_if_about"))
    key = chosen(st.selectbox, t("what_if_metric"), LOOKED_AT, {key: label(key) for key in LOOKED_AT}, "what_if_metric")
    st.caption(plain(quantity(key).meaning(language())))
    outcomes = [of_case(what_if_outcome, what_if) for what_if in kept]
    _table(outcomes, key)
    for outcome in outcomes:
        _what_if(outcome, key)


def _table(outcomes: Sequence[WhatIfOutcome], key: str) -> None:
    """A row per option: as it is, then per what-if as it would be, and the difference."""
    rows = beside(result(), outcomes, key)
    titles = [head.text(language()) for head in heads(outcomes)]
    show_table(
        {title: [figures[column].show(language()) for figures in rows.values()] for column, title in enumerate(titles)},
        index=[option_name(result(), outcomes, option).label(language()) for option in rows],
        corner=t("option"),
        alt=t("what_if_title"),
    )


def _what_if(outcome: WhatIfOutcome, key: str) -> None:
    """What a what-if does in sentences, what it changes, its name, and what can be done with it."""
    name = outcome.what_if.name
    place = f"what_if.{name}"
    with st.container(border=True):
        effect, *others = what_if_readings(result(), outcome, key)
        st.markdown(bold(effect.text(language())))
        st.markdown(plain(" ".join(other.text(language()) for other in others)))
        st.caption(plain(changes_reading(result(), outcome).text(language())))
        field, buttons = st.columns([2, 3], vertical_alignment="bottom")
        with field:
            st.text_input(
                t("what_if_name"),
                max_chars=LONGEST_NAME,
                **tied(f"{place}.name", name, partial(_rename, name), keep_entry=True),
            )
        with buttons.container(horizontal=True, horizontal_alignment="right"):
            st.button(
                t("what_if_adopt"),
                key=f"{place}.adopt",
                icon=":material/check:",
                help=t("what_if_adopt_help", undo=t("undo")),
                on_click=pressed(_adopt),
                args=(name,),
            )
            st.button(t("remove"), key=f"{place}.remove", on_click=pressed(_drop), args=(name,))
        show_refusal(f"{place}.name")
        show_refusal(place)


def _rename(name: str, new_name: str) -> tuple[Problem, ...]:
    return name_problems(case(), new_name) or edit(*rename(name, new_name))


def _adopt(name: str) -> None:
    """Callback: the change of a what-if becomes one of the case; why not is told at the what-if."""
    place = f"what_if.{name}"
    settle(place)
    problems = edit(*adopt(case(), name))
    if problems:
        refuse(place, refused_because(problems))


def _drop(name: str) -> None:
    """Callback: the what-if goes."""
    edit(*drop(name))
