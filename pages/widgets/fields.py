"""Fields for parameters: a slider for the headline ones, a number field that reads Dutch for the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial

import streamlit as st

from model.case import Option
from model.engine.resolve import Provenance
from model.lines.running_costs import BASES_BEYOND
from model.parameters.table import Parameter, basis_key, choice_label, highest_on_basis, parameters
from model.readings.amounts import quantity_of_input
from model.words.numbers import NumberProblem, format_short, half_up, read_number
from model.words.units import Unit, show_value
from pages.session.entries import Save, saved, sendable, show_refusal, tie, tied, wanted
from pages.session.refusals import refuse, refused_because, settle
from pages.session.state import set_input
from pages.session.words import language, plain, t

_MARKS = {"sourced": "●", "derived": "◐", "assumption": "○", "local": "◆", "given": "✎", "not_given": "–"}
_UNREADABLE = float("nan")


def number_words(problem: NumberProblem, name: str) -> str:
    """What is wrong with a number somebody typed, and how to write it."""
    typed = plain(problem.text[:60])
    if problem.readings is None:
        return t("no_number", field=name, value=typed, example=plain(problem.example))
    first, second = (plain(reading) for reading in problem.readings)
    return t("two_readings", field=name, value=typed, first=first, second=second)


@dataclass(frozen=True)
class Caption:
    """What stands at a field: its label, the `name` a message calls it by (the label, if not given), its help text."""

    label: str
    name: str = ""
    help_text: str = ""


def number_field(
    caption: Caption,
    value: float | None,
    key: str,
    save: Save,
    *,
    follows: float | None = None,
    percent: bool = False,
) -> None:
    """A text field for a number in the user's notation.

    An entry goes through `save` as a float, a blank as None. Without a `value` the field is empty and shows in grey
    what it `follows`. What was typed stays as it was typed; what cannot be read or kept too, with a message. A
    percentage is a fraction in `value`, `follows` and `save`.
    """
    widget_key = f"{key}.{language()}"
    shown, grey = (_shown_text(number, percent) for number in (value, follows))
    standing = st.session_state.get(widget_key)
    if isinstance(standing, str) and _meant(standing, follows, percent) == (follows if value is None else value):
        shown = standing
    take = partial(_number_typed, key, widget_key, caption.name or caption.label, percent, value, save, language())
    st.text_input(
        caption.label,
        placeholder=grey or None,
        key=tie(widget_key, wanted(key, shown), take),
        help=caption.help_text or None,
    )
    show_refusal(key)


def _shown_number(value: float, percent: bool) -> Decimal:
    return Decimal(repr(float(value))) * (100 if percent else 1)


def _shown_text(value: float | None, percent: bool) -> str:
    return "" if value is None else format_short(_shown_number(value, percent), language(), percent=percent)


def _read(typed: str, notation: str, percent: bool) -> float:
    return float(read_number(typed, notation, percent=percent) / (100 if percent else 1))


def _meant(typed: str, follows: float | None, percent: bool) -> float | None:
    """The number a text stands for: an empty field follows; not a number when it cannot be read."""
    try:
        return _read(typed, language(), percent) if typed.strip() else follows
    except NumberProblem:
        return _UNREADABLE


def _number_typed(
    key: str, widget_key: str, name: str, percent: bool, value: float | None, save: Save, notation: str
) -> None:
    """Take an entry; `notation` is the language the field was drawn in, which a click on the other may have left."""
    settle(key)
    typed: str = st.session_state[widget_key]
    new: float | None = None
    if typed.strip():
        try:
            new = _read(typed, notation, percent)
        except NumberProblem as problem:
            refuse(key, f"{number_words(problem, name)} {t('old_value_stays')}", typed)
            return
        if value is not None and abs(new - value) <= 1e-12 * max(1.0, abs(value)):
            return
    problems = save(new)
    if problems:
        refuse(key, refused_because(problems), typed)


def parameter_field(
    option: Option, parameter: Parameter, provenance: Mapping[str, Provenance], *, slider: bool
) -> None:
    """The field of one parameter with its source; an entry goes into the case, a blank brings back the default."""
    own = provenance[parameter.key]
    words = source_words(parameter, own, _is_percent(parameter, provenance))
    key = f"{option.id}.{parameter.key}"
    save = partial(set_input, option.id, parameter.key)
    if parameter.kind == "choice":
        st.selectbox(
            _label(parameter, own),
            parameter.choices,
            format_func={
                choice: choice_label(parameter.key, choice, language()) for choice in parameter.choices
            }.__getitem__,
            help=words,
            **tied(key, str(own.value), save, options=parameter.choices),
        )
        show_refusal(key)
        return
    if isinstance(option.inputs.get(parameter.key), Mapping):
        st.text_input(_label(parameter, own), value=t("path_in_file"), disabled=True, key=f"{key}.path", help=words)
        return
    value = own.value if isinstance(own.value, float) else None
    if slider and value is not None:
        _slider(parameter, own, value, f"{key}.slider", words, save)
        return
    measure = _unit(parameter, provenance)
    label = f"{_label(parameter, own)} ({measure})" if measure else _label(parameter, own)
    number_field(
        Caption(label, parameter.label(language()), words),
        None if own.is_default else value,
        key,
        save,
        follows=_to_cents(value, _measure(parameter, provenance)) if own.is_default else None,
        percent=_is_percent(parameter, provenance),
    )


def _to_cents(value: float | None, measure: Unit) -> float | None:
    """A default, as it is shown: an amount to the cent."""
    return float(half_up(value, 2)) if value is not None and measure.is_money else value


def with_sign(name: str, measure: Unit) -> str:
    """The name of a field in which a number is typed, with what it is typed in: Lijn bij (%)."""
    sign = measure.sign() or (measure.name(language()) if measure.kind == "amount" else "")
    return f"{name} ({sign})" if sign else name


def has_slider(parameter: Parameter) -> bool:
    """Whether a parameter is one of the headline ones."""
    return parameter.level == 1 and None not in (parameter.slider_low, parameter.slider_high, parameter.step)


def _label(parameter: Parameter, provenance: Provenance) -> str:
    return f"{parameter.label(language())} {_MARKS[provenance.status]}"


def _basis(parameter: Parameter, provenance: Mapping[str, Provenance]) -> str:
    """What an amount is per, for the operating costs whose base can be chosen; empty for other parameters."""
    base = provenance.get(basis_key(parameter.key))
    return str(base.value) if parameter.unit == "depends" and base is not None else ""


def _is_percent(parameter: Parameter, provenance: Mapping[str, Provenance]) -> bool:
    return _measure(parameter, provenance).is_ratio


def _unit(parameter: Parameter, provenance: Mapping[str, Provenance]) -> str:
    if _basis(parameter, provenance) in BASES_BEYOND.values():
        return t("basis_beyond")
    measure = _measure(parameter, provenance)
    return f"{measure.sign()}{measure.per(language())}" if measure.is_ratio else measure.name(language())


def _measure(parameter: Parameter, provenance: Mapping[str, Provenance]) -> Unit:
    """The unit in which a parameter is shown and typed: a cost with a base has that of its base."""
    return quantity_of_input(parameter, _basis(parameter, provenance)).unit


def _slider(parameter: Parameter, provenance: Provenance, value: float, key: str, words: str, save: Save) -> None:
    """A slider over the parameter's range in its steps, with the value between them, in the user's notation."""
    names = dict(_steps(parameter.key, language()))
    value_name = show_value(value, parameter.unit, language(), "brief")
    shown = next((step for step, name in names.items() if name == value_name), value)
    names[shown] = value_name
    widget_key = f"{key}.{language()}"
    # Values the browser may still send must be among the options: Streamlit reads any other as the first of them.
    for sent in sendable(widget_key):
        other = float(str(sent))
        if show_value(other, parameter.unit, language(), "brief") not in names.values():
            names[other] = show_value(other, parameter.unit, language(), "brief")
    st.select_slider(
        _label(parameter, provenance),
        sorted(names),
        key=tie(widget_key, wanted(key, shown), partial(saved, key, widget_key, save, keep_entry=False)),
        format_func=lambda step: names.get(step, value_name),
        help=words,
    )
    show_refusal(key)


@cache
def _steps(key: str, words_in: str) -> Mapping[float, str]:
    """The steps of a parameter's slider with their names in a language: formatting them anew takes too long."""
    parameter = parameters()[key]
    low, high, by = (Decimal(repr(number)) for number in (parameter.slider_low, parameter.slider_high, parameter.step))
    steps = [float(low + count * by) for count in range(int((high - low) / by) + 1)]
    return {step: show_value(step, parameter.unit, words_in, "brief") for step in steps}


def _highest(parameter: Parameter, percent: bool) -> float | None:
    """The highest value a field takes: a cost that is a share of the revenue has another than one in euros."""
    share = highest_on_basis(parameter.key, "share_of_revenue" if percent else None)
    return parameter.highest if share is None else share


def source_words(parameter: Parameter, provenance: Provenance, percent: bool) -> str:
    """Meaning, limits, status and source of a parameter, for its help text."""
    lines = [parameter.meaning(language())]

    def shown(limit: float) -> str:
        return format_short(_shown_number(limit, percent), language(), percent=percent) + ("%" if percent else "")

    highest = _highest(parameter, percent)
    if parameter.kind != "choice" and parameter.lowest is not None and highest is not None:
        lines.append(t("limits", low=shown(parameter.lowest), high=shown(highest)))
    if provenance.low is not None and provenance.high is not None:
        lines.append(t("range", low=shown(provenance.low), high=shown(provenance.high)))
    status = f"{_MARKS[provenance.status]} {t('status_' + provenance.status)}."
    lines.append(f"{status} {plain(provenance.explanation(language()))}".strip())
    if provenance.source:
        lines.append(t("source_is", source=plain(provenance.source)))
    return "\n\n".join(lines)
