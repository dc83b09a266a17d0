"""The case: where, how many beds, from when, and which options; open and save."""

import json
from dataclasses import replace

import streamlit as st

from model.case import MOST_OPTIONS, Component, Option, parse_case, write_case
from model.example import example_case
from model.options import OPTION_TYPES
from model.problems import BadInput
from pages.shared.fields import number_field
from pages.shared.state import case, change, edition, load_new, market, result
from pages.shared.words import language, metric_value, plain, t


def general() -> None:
    """Municipality, beds, dates and periods."""
    current = case()
    towns = market().municipalities
    codes = [town.code for town in towns]
    left, right = st.columns(2)
    with left:
        name = st.text_input(t("name"), current.name, key=f"name.{edition()}", max_chars=200)
        code = st.selectbox(
            t("municipality"),
            codes,
            index=codes.index(current.municipality),
            format_func=lambda each: market().municipality(each).name,
            key=f"municipality.{edition()}",
        )
        beds = number_field(t("beds"), current.beds, "case.beds", help_text=t("beds_help"))
    with right:
        start = st.date_input(t("start_date"), current.start_date, format="DD-MM-YYYY", key=f"start.{edition()}")
        price_level = st.date_input(
            t("price_level_date"),
            current.price_level_date,
            format="DD-MM-YYYY",
            key=f"level.{edition()}",
            help=t("price_level_help"),
        )
        periods = st.radio(
            t("periods"),
            (1, 4, 12),
            index=(1, 4, 12).index(current.periods_per_year),
            format_func=lambda m: t(f"periods_{m}"),
            horizontal=True,
            key=f"periods.{edition()}",
        )
    new = replace(
        current,
        name=name,
        municipality=code,
        beds=current.beds if beds is None else beds,
        start_date=start,
        price_level_date=price_level,
        periods_per_year=periods,
    )
    if new != current:
        change(new)


def options() -> None:
    """The options of the case: add and remove."""
    st.subheader(t("options"))
    current = case()
    for option in current.options:
        text, button = st.columns([6, 1], vertical_alignment="center")
        text.markdown(
            f"**{plain(option.title(language()))}** ({option.id}): {OPTION_TYPES[option.type].meaning(language())}"
        )
        needed = any(part.option == option.id for other in current.options for part in other.components)
        if button.button(
            t("remove"), key=f"remove.{option.id}.{edition()}", disabled=len(current.options) == 1 or needed
        ):
            load_new(replace(current, options=tuple(each for each in current.options if each.id != option.id)))
            st.rerun()
    with st.expander(t("add_option")):
        kind = st.selectbox(
            t("option_type"),
            list(OPTION_TYPES),
            format_func=lambda key: OPTION_TYPES[key].label(language()),
            key="new_option",
        )
        st.caption(OPTION_TYPES[kind].meaning(language()))
        if st.button(t("add"), disabled=len(current.options) >= MOST_OPTIONS):
            add_option(kind)


def add_option(kind: str) -> None:
    """Append an option of a type; a mix starts with equal shares of the first two options."""
    current = case()
    taken = {option.id for option in current.options}
    free = next(letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in taken)
    parts = tuple(option.id for option in current.options if not OPTION_TYPES[option.type].is_mix)[:2]
    components: tuple[Component, ...] = ()
    if OPTION_TYPES[kind].is_mix:
        components = tuple(Component(part, 1 / len(parts)) for part in parts)
    variants = OPTION_TYPES[kind].variants
    new = Option(free, kind, variants[0] if variants else "", components=components)
    if change(replace(current, options=(*current.options, new))):
        load_new(case())
        st.rerun()


def files() -> None:
    """Open a case file, save this one, or start again."""
    st.subheader(t("files"))
    left, right = st.columns(2)
    with left:
        uploaded = st.file_uploader(t("open_case"), type="json", key=f"open.{edition()}")
        if uploaded is not None:
            try:
                load_new(parse_case(uploaded.getvalue(), uploaded.name, market()))
            except BadInput as error:
                st.error(t("not_opened") + "\n\n" + "\n\n".join(plain(each) for each in error.texts(language())))
            else:
                st.rerun()
    with right:
        data = json.dumps(write_case(case()), indent=1, ensure_ascii=False)
        st.download_button(t("save_case"), data, "businesscase.json", "application/json", on_click="ignore")
        if st.button(t("start_again")):
            load_new(example_case(case().municipality, market()))
            st.rerun()


st.title(t("case_title"))
st.write(t("case_intro"))
general()
outcome = result()
if outcome.is_concept:
    st.info(t("concept_note"))
columns = st.columns(max(1, len(outcome.options)))
for column, option_result in zip(columns, outcome.options.values(), strict=True):
    with column:
        st.metric(
            plain(option_result.option.title(language())),
            metric_value("npv", option_result.metrics["npv"], short=True),
            help=t("npv_help"),
            border=True,
        )
st.caption(t("next_options"))
options()
files()
