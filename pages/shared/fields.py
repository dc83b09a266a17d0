"""Fields for parameters: a slider for the headline ones, a number field that reads Dutch for the others."""

from __future__ import annotations

import streamlit as st

from model.case import Option
from model.parameters.resolve import Provenance
from model.parameters.table import Parameter, choice_label
from pages.shared.numbers import NumberProblem, format_number, format_short, parse_number
from pages.shared.state import edition, set_input
from pages.shared.words import language, t

PERCENT_UNITS = frozenset({"share", "rate", "growth"})
_MARKS = {"sourced": "●", "derived": "◐", "assumption": "○", "given": "✎", "not_given": "–"}


def number_field(
    label: str, value: float | None, key: str, *, percent: bool = False, help_text: str = ""
) -> float | None:
    """A text field for a number in the user's notation; what cannot be read is kept and named. Returns the value."""
    scale = 100.0 if percent else 1.0
    shown = "" if value is None else format_short(value * scale, language())
    typed = st.text_input(label, value=shown, key=f"{key}.{edition()}.{language()}", help=help_text or None)
    if typed.strip() == "":
        return None
    if typed == shown:
        return value
    try:
        return float(parse_number(typed, language())) / scale
    except NumberProblem as problem:
        st.error(t("not_a_number", field=label, value=problem.text[:60], example=problem.example))
        return value


def parameter_field(option: Option, parameter: Parameter, found: Provenance) -> None:
    """The field of one parameter with its source; a changed value goes into the case."""
    words = source_words(parameter, found)
    key = f"{option.id}.{parameter.key}"
    if parameter.kind == "choice":
        _choice_field(option, parameter, found, key, words)
        return
    if isinstance(option.inputs.get(parameter.key), dict):
        st.text_input(_label(parameter, found), value=t("path_in_file"), disabled=True, key=f"{key}.path", help=words)
        return
    value = found.value if isinstance(found.value, float) else None
    if parameter.level == 1 and value is not None and parameter.slider_low is not None:
        new = _slider(option, parameter, found, value, key, words)
    else:
        percent = parameter.unit in PERCENT_UNITS
        unit = "%" if percent else t(f"unit_{parameter.unit}")
        label = f"{_label(parameter, found)} ({unit})" if unit else _label(parameter, found)
        new = number_field(label, value, key, percent=percent, help_text=words)
    if new is not None and (value is None or abs(new - value) > 1e-12 * max(1.0, abs(value))):
        set_input(option, parameter.key, new)


def _label(parameter: Parameter, found: Provenance) -> str:
    return f"{parameter.label(language())} {_MARKS[found.status]}"


def _slider(option: Option, parameter: Parameter, found: Provenance, value: float, key: str, words: str) -> float:
    """A slider; percentages run in whole percents so that the handle shows 85 and not 0.85."""
    scale = 100.0 if parameter.unit in PERCENT_UNITS else 1.0
    assert parameter.slider_low is not None and parameter.slider_high is not None and parameter.step is not None
    low, high = min(parameter.slider_low, value) * scale, max(parameter.slider_high, value) * scale
    step = parameter.step * scale
    unit = "%" if scale == 100.0 else t(f"unit_{parameter.unit}")
    label = f"{_label(parameter, found)} ({unit})"
    whole = parameter.kind == "integer"
    if whole:
        new = float(
            st.slider(label, int(low), int(high), int(value), int(step), key=f"{key}.slider.{edition()}", help=words)
        )
        return new if new != value else value
    shown = round(value * scale, 6)
    new = st.slider(
        label,
        round(low, 6),
        round(high, 6),
        shown,
        round(step, 6),
        key=f"{key}.slider.{edition()}",
        help=words,
        format="localized",
    )
    return value if abs(new - shown) < 1e-9 else round(new / scale, 12)


def _choice_field(option: Option, parameter: Parameter, found: Provenance, key: str, words: str) -> None:
    current = str(found.value)
    new = st.selectbox(
        _label(parameter, found),
        parameter.choices,
        index=parameter.choices.index(current),
        format_func=lambda choice: choice_label(parameter.key, choice, language()),
        key=f"{key}.{edition()}",
        help=words,
    )
    if new != current:
        set_input(option, parameter.key, new)


def source_words(parameter: Parameter, found: Provenance) -> str:
    """Meaning, limits, status and source of a parameter, for its help text."""
    lines = [parameter.meaning(language())]
    if parameter.kind != "choice" and parameter.lowest is not None and parameter.highest is not None:
        scale = 100 if parameter.unit in PERCENT_UNITS else 1
        limits = [format_short(limit * scale, language()) for limit in (parameter.lowest, parameter.highest)]
        lines.append(t("limits", low=limits[0], high=limits[1]))
    if found.low is not None and found.high is not None:
        scale = 100 if parameter.unit in PERCENT_UNITS else 1
        lines.append(
            t(
                "range",
                low=format_number(found.low * scale, 2, language()),
                high=format_number(found.high * scale, 2, language()),
            )
        )
    lines.append(f"{_MARKS[found.status]} {t('status_' + found.status)}. {found.explanation(language())}".strip())
    if found.source:
        lines.append(t("source_is", source=found.source))
    return "\n\n".join(lines)
