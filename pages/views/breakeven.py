"""Break-even: exactly which price, occupancy, land price or subsidy makes a plan work."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import partial

import streamlit as st

from model.analyses.solve import TARGETS, BreakEven, solvable, solve
from model.case.edits import input_path, set_value
from model.engine.inputs import split_name
from model.engine.results import OptionResult
from model.parameters.table import parameters
from model.problems import Problem
from model.readings.break_even import place_words, step_words
from model.words.numbers import format_euro, format_number, format_percent, format_short
from model.words.texts import text
from pages.session.computed import kept, of_case
from pages.session.entries import chosen, pressed
from pages.session.state import case, edit, result
from pages.session.words import PERCENT_UNITS, language, plain, t, titles
from pages.widgets.choose import chosen_input, chosen_option, heading, input_amount, input_name, onward
from pages.widgets.fields import Caption, number_field
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
USUAL = {"dscr_min": 1.25, "dscr_average": 1.25, "resident_cost_share": 0.25}
"""What a target is usually set at: the cover that lenders ask, the share of the minimum wage that may be deducted."""
RATE_INPUTS = {"irr": "discount_rate", "equity_irr": "equity_discount_rate"}
"""A return is usually asked to reach the rate it is discounted at."""
WITHOUT_VALUE = frozenset({"price_is_ceiling", "gap_is_subsidy"})
"""Targets that say all themselves."""
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
    return 0.0 if target in NEXT_TO_ZERO | WITHOUT_VALUE else option.metrics.get(target) or 0.0


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


def target_amount(target: str, value: float) -> str:
    """A value of the target with its unit."""
    unit = TARGETS[target].unit
    if unit in PERCENT_UNITS:
        return format_percent(value, language())
    if unit == "eur":
        return format_euro(value, language())
    if unit.startswith("eur"):
        return format_euro(value, language(), 2)
    if unit == "years":
        return f"{format_number(value, 1, language())} {t('years')}"
    return format_short(round(value, 2), language())


def goal(target: str, value: float) -> str:
    """The target in words: the net present value becomes € 0."""
    words = text(f"target_{target}", language())
    return words if target in WITHOUT_VALUE else f"{words} {target_amount(target, value)}"


def at_best(outcome: BreakEven, option: OptionResult) -> str:
    """How near the target can come, and where."""
    if outcome.best_result != outcome.best_result:
        return t("solve_nowhere")
    return t(
        "solve_best",
        best=target_amount(outcome.target_key, outcome.best_result),
        value=input_amount(outcome.key, outcome.best_value, option),
    )


def answer(outcome: BreakEven, option: OptionResult) -> None:
    """The value or values that reach the target, or how near it can come."""
    name = input_name(outcome.key, option.option.id)
    aim = goal(outcome.target_key, outcome.target)
    now = input_amount(outcome.key, outcome.base, option)

    def shown(value: float) -> str:
        return input_amount(outcome.key, value, option)

    amount = partial(target_amount, outcome.target_key)
    steps = [
        step_words(solution, language(), shown, amount, name, aim) for solution in outcome.solutions if solution.is_step
    ]
    if not outcome.solutions:
        sentence = t(
            "solve_none_page",
            input=name,
            low=input_amount(outcome.key, outcome.low, option),
            high=input_amount(outcome.key, outcome.high, option),
            target=aim,
            best=at_best(outcome, option),
        )
        announce(sentence)
        st.warning(plain(sentence), icon=":material/block:")
        return
    values = [place_words(solution, language(), shown) for solution in outcome.solutions]
    if len(values) == 1 and outcome.solutions[0].is_step:
        sentence = steps[0]
    elif len(values) == 1:
        sentence = t("solve_one_page", input=name, value=values[0], now=now, target=aim)
    else:
        sentence = t("solve_several_page", input=name, count=len(values), values="; ".join(values), now=now, target=aim)
    announce(sentence)
    st.success(plain(sentence), icon=":material/target:")
    reached = "; ".join(target_amount(outcome.target_key, solution.reached) for solution in outcome.solutions)
    st.caption(plain(t("solve_verified", reached=reached)))
    for sentence in (*stretches(outcome, option), *(steps if len(values) > 1 else ())):
        st.write(plain(sentence))
    if not split_name(outcome.key)[0] and not option.components:
        # Just below a step is no value to work with: it is shown as the step itself, where the target is missed.
        usable = [solution for solution in outcome.solutions if solution.from_here_on or not solution.is_step]
        for number, solution in enumerate(usable):
            st.button(
                t("solve_use", value=shown(solution.value)),
                on_click=pressed(use),
                args=(option.option.id, outcome.key, solution.value),
                key=f"solve_use.{number}",
            )


def stretches(outcome: BreakEven, option: OptionResult) -> Iterator[str]:
    """Where the target is met throughout, and what the next whole number gives where only whole numbers count."""
    for low, high in outcome.met_between:
        yield text(
            "solve_met_between",
            language(),
            low=input_amount(outcome.key, low, option),
            high=input_amount(outcome.key, high, option),
        )
    for solution in outcome.solutions:
        if solution.beside is not None and solution.reached_beside is not None and not solution.is_step:
            yield text(
                "solve_whole",
                language(),
                value=input_amount(outcome.key, solution.value, option),
                reached=target_amount(outcome.target_key, solution.reached),
                beside=input_amount(outcome.key, solution.beside, option),
                missed=target_amount(outcome.target_key, solution.reached_beside),
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
    st.write(plain(t("solve_all_intro", target=goal(target, value))))
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
        option = result().options[name]
        cells = []
        for key in wanted:
            if (name, key) not in answers:
                cells.append("–")
                continue
            outcome = answers[name, key]
            shown = partial(input_amount, key, of=option)
            values = "; ".join(place_words(solution, language(), shown) for solution in outcome.solutions)
            cells.append(values or t("solve_no_value", best=at_best(outcome, option)))
        columns[title] = cells
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
    aims = {target: text(f"target_{target}", language()) for target in TARGETS}
    aimed = chosen(st.selectbox, t("solve_target"), list(TARGETS), aims, "solved_target")
entered = entered_value(aimed)
wanted_value = usual_value(aimed, about) if entered is None else entered
with right:
    if aimed not in WITHOUT_VALUE:
        unit = TARGETS[aimed].unit
        percent = unit in PERCENT_UNITS
        sign = (
            " (%)" if percent else " (€)" if unit.startswith("eur") else f" ({t('years')})" if unit == "years" else ""
        )
        number_field(
            Caption(f"{t('solve_value')}{sign}", t("solve_value")),
            entered,
            f"target_value.{aimed}",
            partial(save_value, aimed),
            follows=usual_value(aimed, about),
            percent=percent,
        )
with st.container():
    answer(of_case(solve, about.option.id, key, aimed, wanted_value), about)
with st.container():
    of_all_options(aimed, wanted_value)
onward("breakeven")
