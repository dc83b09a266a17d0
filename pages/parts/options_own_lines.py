"""Options: the own lines of an option, what is there, remove one, add one."""

from __future__ import annotations

import streamlit as st

from model.case import LONGEST_NAME, Option, usual_terms
from model.case.edits import add, remove
from model.lines.structure import OWN_KINDS, OWN_PERS
from model.options import OPTION_TYPES
from model.readings.own_lines import own_line_reading
from model.words.numbers import NumberProblem, read_number
from pages.session.entries import chosen, pressed
from pages.session.refusals import refused_because
from pages.session.state import case, edit
from pages.session.words import bold, language, plain, t
from pages.widgets.fields import number_words


def own_lines(option: Option) -> None:
    """Own lines: what is there, remove one, add one."""
    with st.expander(
        t("own_lines", count=len(option.own_lines)),
        expanded=OPTION_TYPES[option.type].only_own_lines,
        key=f"{option.id}.own_lines",
    ):
        with st.container():
            for number, line in enumerate(option.own_lines):
                text, button = st.columns([6, 1], vertical_alignment="center")
                words = own_line_reading(case(), option.id, number + 1).text(language())
                text.markdown(f"{bold(line.label)}: {plain(words)}")
                button.button(
                    t("remove"),
                    key=f"{option.id}.own.{number}.remove",
                    on_click=pressed(remove_line),
                    args=(option.id, number),
                )
        line_form(option)


def remove_line(option_id: str, number: int) -> None:
    """Take an own line out of an option."""
    edit(remove(("options", option_id, "own_lines", str(number + 1))))


def line_form(option: Option) -> None:
    """The fields of a new own line; it is added when all of them can be read, and else nothing is.

    No st.form, since that forgets what was typed when the user looks at another page.
    """
    key = f"{option.id}.new_line"
    columns = st.columns(3)
    columns[0].text_input(t("own_label"), max_chars=LONGEST_NAME, key=f"{key}.label", persist_state="session")
    kinds = {own_kind: t(f"own_{own_kind}") for own_kind in OWN_KINDS}
    kind = chosen(columns[1].selectbox, t("own_kind"), OWN_KINDS, kinds, f"{key}.kind", start="revenue")
    # Another kind of line begins with how often it usually falls; an investment falls once.
    pers, usual = {per: t(f"per_{per}") for per in OWN_PERS}, usual_terms(kind).per
    chosen(columns[2].selectbox, t("own_per"), OWN_PERS, pers, f"{key}.per.{kind}", start=usual)
    for column, name in zip(st.columns(4), ("amount", "from", "to", "growth"), strict=True):
        column.text_input(
            t(f"own_{name}"), key=f"{key}.{name}", placeholder=t(f"own_{name}_blank"), persist_state="session"
        )
    st.button(t("add"), on_click=pressed(add_line), args=(option.id, key), key=f"{key}.add")
    for sentence in st.session_state.pop(f"{key}.wrong", ()):
        st.error(sentence)


def add_line(option_id: str, key: str) -> None:
    """Callback: add the own line of the form, or keep its entries and say what is wrong with them."""
    entries = {name: st.session_state[f"{key}.{name}"] for name in ("label", "kind", "amount", "from", "to", "growth")}
    wrong = [] if entries["label"].strip() and entries["amount"].strip() else [t("own_incomplete")]
    numbers: dict[str, float | None] = {}
    for name in ("amount", "from", "to", "growth"):
        percent = name == "growth"
        try:
            typed = entries[name].strip()
            number = read_number(typed, language(), percent=percent) if typed else None
            numbers[name] = None if number is None else float(number / (100 if percent else 1))
        except NumberProblem as problem:
            wrong.append(number_words(problem, t(f"own_{name}")))
    if not wrong:
        line: dict[str, object] = {
            "label": entries["label"].strip(),
            "kind": entries["kind"],
            "per": st.session_state[f"{key}.per.{entries['kind']}"],
        }
        line |= {name: value for name, value in numbers.items() if value is not None}
        problems = edit(add(("options", option_id, "own_lines"), line))
        if not problems:
            for name in ("label", "amount", "from", "to", "growth"):
                st.session_state[f"{key}.{name}"] = ""
            return
        wrong.append(refused_because(problems))
    st.session_state[f"{key}.wrong"] = [*wrong, t("own_not_added")]
