"""Explain this number: any metric or line, taken apart down to its sources."""

from __future__ import annotations

import streamlit as st

from model.explain import Explanation, explain
from model.lines.labels import words
from model.lines.metrics import METRIC_KEYS
from pages.shared.choose import chosen_option, heading
from pages.shared.numbers import format_euro, format_percent, format_short
from pages.shared.state import result
from pages.shared.words import PERCENT_UNITS, label, language, plain, t

DEEPEST = 8
RANKS = ("main", "detail", "help")
STATUS_MARKS = {"sourced": "●", "derived": "◐", "assumption": "○", "given": "✎", "not_given": "–"}


def shown_value(found: Explanation) -> str:
    """A value with its unit."""
    if found.value is None:
        return "–"
    if isinstance(found.value, str):
        return plain(found.value)
    if found.unit in PERCENT_UNITS:
        return format_percent(found.value, language(), 2)
    if found.unit == "eur" or found.unit.startswith("eur_"):
        return format_euro(found.value, language(), 2)
    return format_short(round(found.value, 6), language())


def tree(found: Explanation, depth: int = 0) -> list[str]:
    """A nested list in Markdown: label and value, the formula in words, the source of an input."""
    indent = "    " * depth
    period = f" ({plain(found.period)})" if found.period else ""
    name = found.label[:1].upper() + found.label[1:]
    mark = f"{STATUS_MARKS[found.status]} " if found.status else ""
    lines = [f"{indent}- {mark}**{plain(name)}**{period} = **{plain(shown_value(found))}**"]
    notes = [
        plain(f"= {found.formula}") if found.formula and (found.parts or not depth) else "",
        plain(found.source) if found.status else "",
    ]
    lines += [f"{indent}    - {note}" for note in notes if note]
    for part in found.parts:
        lines += tree(part, depth + 1)
    return lines


def chosen_line(keys: list[str]) -> str:
    """The metric or line to explain; what councils read comes first."""
    return st.selectbox(
        t("explain_what"),
        keys,
        format_func={key: label(key) for key in keys}.__getitem__,
        key="explained",
        persist_state="session",
    )


heading("explain")
option = chosen_option("analysed_option")
ranked = sorted(
    (key for key in option.lines if words(key).rank in RANKS[:2]), key=lambda key: RANKS.index(words(key).rank)
)
key = chosen_line([*METRIC_KEYS, *(each for each in ranked if each not in METRIC_KEYS)])
left, right = st.columns(2)
period: int | None = None
if key in option.lines:
    first = next((number for number, value in enumerate(option.lines[key]) if value), 0)
    with left:
        period = st.selectbox(
            t("period"),
            range(len(option.periods)),
            index=first,
            format_func=list(option.periods).__getitem__,
            key=f"explained.{key}",
        )
with right:
    depth = st.select_slider(
        t("explain_depth"), range(1, DEEPEST + 1), value=4, key="explain_depth", persist_state="session"
    )
if key in option.reasons:
    st.info(plain(option.reasons[key].text(language())))
found = explain(result(), option.option.id, key, language(), period, depth)
meaning = words(key).meaning(language())
if meaning:
    st.caption(plain(meaning))
st.caption(t("marks_short"))
st.markdown("\n".join(tree(found)))
