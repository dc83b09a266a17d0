"""Break-even: exactly which price, occupancy, land price or subsidy makes a plan work."""

from __future__ import annotations

from functools import partial

import streamlit as st

from model.analysis_commands import break_even_words, input_label
from model.problems import Problem
from model.solve import TARGETS, solvable, solve
from model.texts import text
from pages.shared.choose import chosen_input, chosen_option, heading, input_amount
from pages.shared.fields import number_field
from pages.shared.state import case, result, set_input
from pages.shared.tables import show_table
from pages.shared.words import language, plain, t, titles

HEADLINE_INPUTS = (
    "price_per_bed_week",
    "occupancy",
    "land_price_per_bed",
    "building_cost_per_m2",
    "building_cost_per_unit",
    "subsidy_at_start",
    "municipal_contribution",
)
PERCENT_TARGETS = ("rate", "share")


def save_value(value: float | None) -> tuple[Problem, ...]:
    """Keep the value to reach in this session."""
    st.session_state["target_value"] = 0.0 if value is None else value
    return ()


def use(option_id: str, key: str, value: float) -> None:
    """Callback: put the value found in the case."""
    set_input(option_id, key, value)


heading("breakeven")
option = chosen_option("analysed_option")
option_id = option.option.id
left, middle, right = st.columns(3)
with left:
    key = chosen_input(solvable(result(), option_id), "solved_input", "solve_input", "price_per_bed_week")
with middle:
    target = st.selectbox(
        t("solve_target"),
        list(TARGETS),
        format_func={each: text(f"target_{each}", language()) for each in TARGETS}.__getitem__,
        key="solved_target",
        persist_state="session",
    )
with right:
    percent = TARGETS[target].unit in PERCENT_TARGETS
    number_field(
        f"{t('solve_value')} ({'%' if percent else t('unit_' + TARGETS[target].unit)})",
        st.session_state.get("target_value", 0.0),
        "target_value_field",
        partial(save_value),
        name=t("solve_value"),
        percent=percent,
    )
found = solve(result(), option_id, key, target, st.session_state.get("target_value", 0.0))
sentence = break_even_words(found, language())
(st.success if found.solutions else st.warning)(plain(sentence))
if found.solutions:
    st.caption(t("solve_verified"))
    if "." not in key and not option.components:
        st.button(
            t("solve_use", value=input_amount(key, found.solutions[0].value)),
            on_click=use,
            args=(option_id, key, found.solutions[0].value),
        )
st.subheader(t("solve_all_title"))
st.write(t("solve_all_intro"))
names = titles(case().options)
wanted = [each for each in HEADLINE_INPUTS if any(each in solvable(result(), name) for name in names)]
columns: dict[str, list[str]] = {}
for name, title in names.items():
    known = solvable(result(), name)
    cells = []
    for each in wanted:
        if each not in known:
            cells.append("–")
            continue
        answer = solve(result(), name, each)
        cells.append("; ".join(input_amount(each, value.value) for value in answer.solutions) or t("solve_no_value"))
    columns[title] = cells
show_table(
    columns, index=[input_label(each, language()) for each in wanted], corner=t("input"), alt=t("solve_all_title")
)
