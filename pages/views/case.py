"""The case: where, how many beds, from when, and which options; open and save."""

from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from market_data import Municipality
from model.case import (
    DISCOUNTING,
    FIRST_DATE,
    LAST_DATE,
    LONGEST_NAME,
    MOST_OPTIONS,
    PERIODS_PER_YEAR,
    Case,
    parse_case,
)
from model.case.edits import copy_option as copied
from model.case.edits import new_option, remove, set_value
from model.case.example import example_case
from model.options import OPTION_TYPES
from model.outcomes.quantities import figure
from model.parameters.table import choice_label, parameters
from model.problems import BadInput, Problem, problem
from model.readings.horizon import horizon_reading
from model.readings.lasting import terms_differ
from model.words.numbers import format_short
from pages.session.entries import chosen, pressed, show_refusal, tied
from pages.session.refusals import refuse, refused_because, settle
from pages.session.state import case, edit, edition, load_new, market, result, start_again
from pages.session.words import bold, language, not_opened, plain, t, titles
from pages.widgets.case_file import case_file
from pages.widgets.choose import next_step
from pages.widgets.fields import Caption, number_field
from pages.widgets.page_bar import announce
from pages.widgets.readings import closes, emphasised

ALSO_KNOWN_AS = {
    "GM0518": "Den Haag",
    "GM0796": "Den Bosch",
    "GM1900": "Sudwest-Fryslan",
    "GM1970": "Noardeast-Fryslan",
}
"""Names people type for municipalities that are officially called or spelled otherwise."""


def town_name(town: Municipality) -> str:
    """The name in the list, with the name people type where that is another one."""
    return f"{town.name} ({ALSO_KNOWN_AS[town.code]})" if town.code in ALSO_KNOWN_AS else town.name


def save(name: str, value: Any) -> tuple[Problem, ...]:
    """Put one field of the case; a blank name is the example's, a blank number is refused: it has no default."""
    if value is None:
        return (problem("missing", name),)
    if name == "name" and not value.strip():
        value = example_case(case().municipality, market()).name
    edits = [set_value((name,), value.isoformat() if isinstance(value, date) else value)]
    if name == "municipality" and is_example_name(case()):
        edits.append(set_value(("name",), example_case(value, market()).name))
    return edit(*edits)


def is_example_name(current: Case) -> bool:
    """Whether the case still has the name the example got from its municipality; it then goes along with that."""
    return current.name == example_case(current.municipality, market()).name


def general() -> None:
    """Municipality, beds and dates."""
    current = case()
    towns = {town.code: town_name(town) for town in market().municipalities}
    left, right = st.columns(2)
    with left:
        st.selectbox(
            t("municipality"),
            list(towns),
            format_func=towns.__getitem__,
            help=t("municipality_help", count=len(towns)),
            **field("municipality", current.municipality, options=list(towns)),
        )
        show_refusal("case.municipality")
        number_field(Caption(t("beds"), help_text=t("beds_help")), current.beds, "case.beds", partial(save, "beds"))
        usual = example_case(current.municipality, market()).name
        st.text_input(
            t("name"),
            placeholder=usual,
            max_chars=LONGEST_NAME,
            **field("name", "" if current.name == usual else current.name, keep_entry=True),
        )
        show_refusal("case.name")
    with right:
        for name, day, words in (
            ("start_date", current.start_date, None),
            ("price_level_date", current.price_level_date, t("price_level_help")),
        ):
            st.date_input(
                t(name),
                min_value=FIRST_DATE,
                max_value=LAST_DATE,
                format="DD-MM-YYYY",
                help=words,
                **field(name, day),
            )
            show_refusal(f"case.{name}")


def method() -> None:
    """How is calculated: the length of a period, the moment of discounting, the horizon."""
    current = case()
    with st.expander(t("way_of_calculating"), key="way_of_calculating"):
        periods, discounting, horizon = st.columns(3)
        with periods:
            st.radio(
                t("periods"),
                PERIODS_PER_YEAR,
                format_func={m: t(f"periods_{m}") for m in PERIODS_PER_YEAR}.__getitem__,
                help=t("periods_help"),
                **field("periods_per_year", current.periods_per_year, options=PERIODS_PER_YEAR),
            )
            show_refusal("case.periods_per_year")
        with discounting:
            st.radio(
                parameters()["discounting"].label(language()),
                DISCOUNTING,
                format_func={
                    choice: choice_label("discounting", choice, language()) for choice in DISCOUNTING
                }.__getitem__,
                help=t("discounting_help"),
                **field("discounting", current.discounting, options=DISCOUNTING),
            )
            show_refusal("case.discounting")
        with horizon:
            years = parameters()["horizon_years"]
            low, high = (format_short(limit or 0.0, language()) for limit in (years.lowest, years.highest))
            help_text = f"{t('horizon_help')}\n\n{t('limits', low=low, high=high)}"
            number_field(
                Caption(t("horizon"), years.label(language()), help_text),
                current.horizon_years,
                "case.horizon_years",
                partial(save, "horizon_years"),
            )
            st.caption(plain(horizon_reading(current).text(language())))


def field(name: str, shown: object, **settings: Any) -> dict[str, Any]:
    """What ties a widget to a field of the case: it shows what the case says, and an entry changes the case."""
    return tied(f"case.{name}", shown, partial(save, name), **settings)


def values() -> None:
    """What each option is worth, at once."""
    outcome = result()
    st.header(t("npv_per_option"))
    names = titles(case().options)
    sentences = closes()
    announce(" ".join(sentences))
    # Above the figures: below those of many options the answer is out of sight.
    if sentences:
        st.markdown(emphasised(sentences))
    with st.container(horizontal=True, gap="medium"):
        for key, option in outcome.options.items():
            st.metric(
                plain(names[key]),
                figure(option, "npv").show(language(), "short"),
                width="content",
            )
    st.caption(f"{t('npv_help')} {t('terms_differ_short') if terms_differ(outcome) else ''}")
    if outcome.is_concept:
        st.info(t("concept_note"))
    with st.container(horizontal=True):
        next_step("options", "next_options")
        next_step("compare", "then_compare")


def options() -> None:
    """The options of the case: add and remove."""
    st.header(t("options"))
    with st.container():
        list_of_options()
    with st.expander(t("add_option"), key="add_option"):
        names = {key: option_type.label(language()) for key, option_type in OPTION_TYPES.items()}
        kind = chosen(st.selectbox, t("option_type"), list(OPTION_TYPES), names, "new_option")
        st.caption(OPTION_TYPES[kind].meaning(language()))
        full = len(case().options) >= MOST_OPTIONS
        st.button(t("add"), disabled=full, on_click=pressed(add_option), key="add")
        show_refusal("add")


def list_of_options() -> None:
    """The options, each with what it is and a way to copy or remove it."""
    current = case()
    names = titles(current.options)
    for option in current.options:
        text, buttons = st.columns([3, 1], vertical_alignment="center")
        text.markdown(f"{bold(names[option.id])}: {OPTION_TYPES[option.type].meaning(language())}")
        needed = any(part.option == option.id for other in current.options for part in other.components)
        with buttons.container(horizontal=True, horizontal_alignment="right"):
            st.button(
                t("copy"),
                key=f"copy.{option.id}",
                help=t("copy_what", option=plain(names[option.id])),
                disabled=len(current.options) >= MOST_OPTIONS,
                on_click=pressed(copy_option),
                args=(option.id,),
            )
            st.button(
                t("remove"),
                key=f"remove.{option.id}",
                help=t("is_in_mix") if needed else t("remove_what", option=plain(names[option.id])),
                disabled=len(current.options) == 1 or needed,
                on_click=pressed(remove_option),
                args=(option.id,),
            )


def remove_option(option_id: str) -> None:
    """Take an option out of the case."""
    settle("add")
    edit(remove(("options", option_id)))


def free_id() -> str:
    """An id that no option of the case has."""
    taken = {option.id for option in case().options}
    return next(letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in taken)


def copy_option(option_id: str) -> None:
    """Put a copy of an option behind it, to vary from there."""
    settle("add")
    original = case().option(option_id)
    name = t("copy_of", option=original.title(language()))[:LONGEST_NAME]
    problems = edit(*copied(case(), option_id, free_id(), name))
    if problems:
        refuse("add", refused_because(problems))


def add_option() -> None:
    """Append an option of the type chosen; a mix starts with equal shares of the first two that can be in one."""
    settle("add")
    kind: str = st.session_state["new_option"]
    problems = edit(new_option(case(), free_id(), kind))
    if problems:
        refuse("add", refused_because(problems))


def files() -> None:
    """Open a case file, save this one, or start again."""
    st.header(t("files"))
    left, right = st.columns(2)
    with left:
        uploaded = st.file_uploader(t("open_case"), type="json", key=f"open.{edition()}")
        if uploaded is not None:
            problems = opened(uploaded.getvalue(), uploaded.name)
            if not problems:
                st.rerun()
            st.error(not_opened(problems))
    with right:
        case_file(case(), t("save_case"), case().name, "case")
        st.button(t("start_again"), on_click=pressed(anew))
        st.caption(t("kept_here"))


def opened(content: bytes, name: str) -> tuple[Problem, ...]:
    """Start with the case in a file; gives what is wrong with it if that cannot be."""
    try:
        return load_new(parse_case(content, name, market()))
    except BadInput as error:
        return error.problems


def anew() -> None:
    """The example of the municipality, with every input at its default."""
    start_again(example_case(case().municipality, market()))


st.title(t("case_title"))
st.write(t("case_intro"))
for part in (general, method, values, options, files):
    with st.container():
        part()
