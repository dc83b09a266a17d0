"""Break-even: exactly which price, occupancy, land price or subsidy makes a plan work."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial

import streamlit as st

from model.analyses.solve import TARGETS, BreakEven, solvable, solve
from model.case.edits import input_path, set_value
from model.engine.inputs import split_name
from model.engine.results import OptionResult
from model.outcomes.quantities import value_of_result
from model.parameters.table import parameters
from model.problems import Problem
from model.readings.break_even import (
    break_even_readings,
    target_name,
    target_reading,
    usable_solutions,
    values_reading,
    verified_reading,
)
from model.words.numbers import MISSING
from pages.session.computed import kept, of_case
from pages.session.entries import chosen, pressed
from pages.session.state import case, edit, result
from pages.session.words import language, plain, t, titles, words_of
from pages.widgets.choose import USUAL, chosen_input, chosen_option, heading, input_amount, onward
from pages.widgets.fields import Caption, number_field, with_sign
from pages.widgets.page_bar import announce
from pages.widgets.tables import show_table

HEADLINE_INPUTS = (
    "price_per_bed_week",
    "occupancy",
    "land_price_per_bed",
    "building_cost_per_m2",
    "building_cost_per_unit",
    "subsidy_at_start",
    "municipal_contribution",
)
RATE_INPUTS = {"irr": "discount_rate", "equity_irr": "equity_discount_rate"}
"""A return is usually asked to reach the rate it is discounted at."""
NEXT_TO_ZERO = frozenset(
    {"npv", "equity_npv", "npv_project", "municipality_npv", "municipality_npv_without_fund", "viability_gap"}
)


def usual_value(target: str, option: OptionResult) -> float:
    """Where a target stands until somebody sets it: its usual value, zero for a present value, else the result now."""
    if target in RATE_INPUTS:
        values = option.resolved[0].values
        rate = values[RATE_INPUTS[target]]
        return values["discount_rate"] if math.isnan(rate) else rate
    if target in USUAL:
        return USUAL[target]
    if target in NEXT_TO_ZERO or TARGETS[target].is_difference:
        return 0.0
    return value_of_result(option, target) or 0.0


def entered_value(target: str) -> float | None:
    """The value to reach as entered in this session, if it was."""
    entered: dict[str, float] = st.session_state.setdefault("target_values", {})
    return entered.get(target)


def save_value(target: str, value: float | None) -> tuple[Problem, ...]:
    """Keep the value to reach in this session; a blank brings back the usual one."""
    entered: dict[str, float] = st.session_state.setdefault("target_values", {})
    if value is None:
        entered.pop(target, None)
    else:
        entered[target] = value
    return ()


def use(option_id: str, key: str, value: float) -> None:
    """Callback: put the value found in the case."""
    edit(set_value(input_path(option_id, key), value))


def answer(outcome: BreakEven, option: OptionResult) -> None:
    """The value or values that reach the target, or how near it can come."""
    option_id = option.option.id
    first, *rest = (said.text(language()) for said in break_even_readings(outcome, result(), option_id))
    announce(first)
    if not outcome.solutions:
        st.warning(plain(first), icon=":material/block:")
        return
    st.success(plain(first), icon=":material/target:")
    st.caption(plain(verified_reading(outcome, option_id).text(language())))
    for said in rest:
        st.write(plain(said))
    if not split_name(outcome.key)[0] and not option.components:
        for number, solution in enumerate(usable_solutions(outcome)):
            st.button(
                t("solve_use", value=input_amount(outcome.key, solution.value, option)),
                on_click=pressed(use),
                args=(option_id, outcome.key, solution.value),
                key=f"solve_use.{number}",
            )


def in_use(key: str, option: OptionResult) -> bool:
    """Whether a building cost is the one the option counts with; other inputs always are."""
    basis = option.resolved[0].provenance.get("building_cost_basis")
    return basis is None or not key.startswith("building_cost_per_") or key == f"building_cost_{basis.value}"


def solved(asked: tuple[tuple[str, str], ...], target: str, value: float) -> Mapping[tuple[str, str], BreakEven]:
    """The answers per option and input; kept until case or target change; another input asks for them again."""

    def make() -> Mapping[tuple[str, str], BreakEven]:
        with st.spinner(t("solve_all_running")):
            return {(name, key): of_case(solve, name, key, target, value) for name, key in asked}

    return kept("break_evens", (asked, target, value), make)


def of_all_options(target: str, value: float) -> None:
    """The headline inputs of every option at this target."""
    st.header(t("solve_all_title"))
    st.write(plain(t("solve_all_intro", target=target_reading(target, about.option.id, value).text(language()))))
    names = titles(case().options)
    known = {name: of_case(solvable, name) for name in names}
    wanted = [key for key in HEADLINE_INPUTS if any(key in known[name] for name in names)]
    if not wanted:
        st.write(t("solve_all_none"))
        return
    asked = [
        (name, key) for name in names for key in wanted if key in known[name] and in_use(key, result().options[name])
    ]
    answers = solved(tuple(asked), target, value)
    columns: dict[str, list[str]] = {}
    for name, title in names.items():
        columns[title] = [
            values_reading(answers[name, key], result(), name).text(language()) if (name, key) in answers else MISSING
            for key in wanted
        ]
    show_table(
        columns,
        index=[parameters()[key].label(language()) for key in wanted],
        corner=t("input"),
        alt=t("solve_all_title"),
    )


heading("breakeven")
about = chosen_option("analysed_option")
left, middle, right = st.columns(3)
with left:
    key = chosen_input(
        of_case(solvable, about.option.id), about.option.id, "solved_input", "solve_input", "price_per_bed_week"
    )
with middle:
    aims = {target: words_of(target_name(target)) for target in TARGETS}
    aimed = chosen(st.selectbox, t("solve_target"), list(TARGETS), aims, "solved_target")
entered = entered_value(aimed)
wanted_value = usual_value(aimed, about) if entered is None else entered
with right:
    if not TARGETS[aimed].is_difference:
        measure = TARGETS[aimed].asked.unit
        number_field(
            Caption(with_sign(t("solve_value"), measure), t("solve_value")),
            entered,
            f"target_value.{aimed}",
            partial(save_value, aimed),
            follows=usual_value(aimed, about),
            percent=measure.is_ratio,
        )
with st.container():
    answer(of_case(solve, about.option.id, key, aimed, wanted_value), about)
with st.container():
    of_all_options(aimed, wanted_value)
onward("breakeven")
