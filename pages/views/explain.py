"""Explain this number: any metric or line, taken apart down to its sources."""

from __future__ import annotations

import html
import math
from collections import Counter

import streamlit as st

from model.analyses.explain import OTHER_TERMS, Explanation, explain
from model.engine.results import OptionResult
from model.lines.labels import words_of_line
from model.lines.metrics import METRIC_KEYS
from model.parameters.table import choice_label, parameters, sources
from model.words.numbers import format_iso
from model.words.units import show_value
from pages.session.entries import chosen
from pages.session.state import case, market, result
from pages.session.words import label, language, notice_text, plain, t, titles
from pages.widgets.choose import chosen_option, heading, input_amount, onward

DEEPEST = 8
OPEN = 2
"""How many levels stand open; a click opens the next."""
RANKS = ("main", "detail", "help")
STATUS_MARKS = {"sourced": "●", "derived": "◐", "assumption": "○", "local": "◆", "given": "✎", "not_given": "–"}
STYLE = """<style>
.explained details, .explained .leaf { margin: 0.2rem 0 0.2rem 1.1rem; }
.explained > details, .explained > .leaf { margin-left: 0; }
.explained .leaf { padding-left: 1.05rem; }
.explained summary { cursor: pointer; }
.explained .how { margin: 0.1rem 0 0.3rem 1.1rem; overflow-wrap: anywhere; }
.explained .value { font-weight: 600; white-space: nowrap; }
</style>"""


def shown_value(explanation: Explanation, option: OptionResult) -> str:
    """A value with its unit: amounts, percentages, dates and choices as people write them."""
    value = explanation.value
    key = explanation.key.partition("@")[0]
    if isinstance(value, str):
        known = key in parameters() and value in parameters()[key].choices
        return choice_label(key, value, language()) if known else value
    if value is None or explanation.unit == "date":
        return show_value(value, "date", language())
    if explanation.status and explanation.unit == "depends":
        return input_amount(key, value, option)
    return explanation.shown(language())


def source_html(source: str) -> str:
    """Where an input comes from: dates in words, the address of a source of ours as a link."""
    addresses = {origin.url for origin in sources().values()} | {origin.url for origin in market().sources.values()}
    parts = []
    for part in source.split(" | "):
        if part and part in addresses:
            parts.append(f'<a href="{html.escape(part)}" target="_blank" rel="noopener">{html.escape(part)}</a>')
        else:
            parts.append(html.escape(format_iso(part, language())))
    return " · ".join(parts)


def tree(explanation: Explanation, option: OptionResult, depth: int = 0) -> str:
    """The explanation as folded HTML: label and value, the formula in words, an input's source; all text as typed."""
    name = html.escape(explanation.label[:1].upper() + explanation.label[1:])
    period = f" ({html.escape(explanation.period)})" if explanation.period else ""
    mark = ""
    if explanation.status:
        meaning = html.escape(t(f"status_{explanation.status}"))
        mark = f'<span role="img" title="{meaning}" aria-label="{meaning}">{STATUS_MARKS[explanation.status]}</span> '
    head = f'{mark}{name}{period} = <span class="value">{html.escape(shown_value(explanation, option))}</span>'
    notes = [
        html.escape(f"= {explanation.formula}") if explanation.formula and (explanation.parts or not depth) else "",
        source_html(explanation.source) if explanation.status and explanation.source else "",
    ]
    inside = "".join(f'<div class="how">{note}</div>' for note in notes if note)
    inside += "".join(tree(part, option, depth + 1) for part in explanation.parts)
    if not inside or explanation.key == OTHER_TERMS:
        return f'<div class="leaf">{head}</div>'
    opened = " open" if depth < OPEN else ""
    return f"<details{opened}><summary>{head}</summary>{inside}</details>"


def explainable(option: OptionResult) -> list[str]:
    """Every metric, then every line, what councils read first."""
    model = option.computed
    known = [key for key in model.business_case.by_key if key in model.rows or key in model.scalars]
    ranked = sorted(known, key=lambda key: RANKS.index(words_of_line(key).rank))
    return [*METRIC_KEYS, *(key for key in ranked if key not in METRIC_KEYS)]


def chosen_line(keys: list[str]) -> str:
    """The metric or line to explain; two lines with one name are told apart by their order."""
    names: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for key in keys:
        name = label(key)
        seen[name] += 1
        names[key] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return chosen(st.selectbox, t("explain_what"), keys, names, "explained")


def chosen_period(option: OptionResult, key: str) -> int | None:
    """The period of a line; None for a metric, which has none."""
    row = option.lines.get(key)
    if row is None:
        return None
    first = next((number for number, value in enumerate(row) if value and not math.isnan(value)), 0)
    names = dict(enumerate(option.periods))
    return chosen(st.selectbox, t("period"), list(names), names, f"explained.{option.option.id}.{key}", start=first)


heading("explain")
about = chosen_option("analysed_option")
key = chosen_line(explainable(about))
left, right = st.columns(2)
with right:
    period = chosen_period(about, key)
with left:
    depth = st.select_slider(
        t("explain_depth"), range(1, DEEPEST + 1), value=4, key="explain_depth", persist_state="session"
    )
explanation = explain(result(), about.option.id, key, language(), period, depth)
st.metric(
    plain(
        explanation.label[:1].upper()
        + explanation.label[1:]
        + (f" ({explanation.period})" if explanation.period else "")
    ),
    plain(shown_value(explanation, about)),
)
if key in about.reasons:
    st.info(notice_text(about.reasons[key], titles(case().options)[about.option.id]))
meaning = words_of_line(key).meaning(language())
if meaning:
    st.caption(plain(meaning))
st.caption(t("explain_how"))
st.html(f'{STYLE}<div class="explained">{tree(explanation, about)}</div>')
onward("explain")
