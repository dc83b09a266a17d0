"""Fields for parameters: a slider for the headline ones, a number field that reads Dutch for the others.

A field shows what the case says. Only an entry changes the case, in the field's callback: a default that follows
another input moves along and is never mistaken for an entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, partial
from typing import Any

import streamlit as st

from model.case import Option
from model.parameters.resolve import Provenance
from model.parameters.table import Parameter, choice_label, parameters
from model.problems import Problem
from pages.shared.numbers import NumberProblem, format_number, format_short, half_up, parse_number
from pages.shared.state import refusal, refuse, refused_because, set_input, settle
from pages.shared.words import PERCENT_UNITS, language, plain, t, unit_name

Save = Callable[[Any], tuple[Problem, ...]]
"""Puts an entry in the case; gives what is wrong with it, nothing when it was kept."""
_MARKS = {"sourced": "●", "derived": "◐", "assumption": "○", "given": "✎", "not_given": "–"}


def follow(key: str, shown: object, place: str = "") -> str:
    """Let the widget at `place` show what the case says, or the entry that was refused there. Returns the place.

    The widget's state is set only where it differs, so that a half-typed entry elsewhere is not disturbed; but all of
    it when the case was taken back from the tab: a widget the browser is still loading missed what it was told before.
    """
    place = place or key
    refused = refusal(key)
    wanted = refused.typed if refused is not None and refused.typed is not None else shown
    if place not in st.session_state or st.session_state[place] != wanted or st.session_state.get("taken_back"):
        st.session_state[place] = wanted
    return place


def entry(place: str, take: Callable[..., None], *args: object, **settings: object) -> dict[str, Any]:
    """What a widget at `place` needs so that `take` gets its entries: its callback and the arguments of that.

    Streamlit breaks a callback off when the next entry comes, and does not call it again: what was typed would be lost.
    Therefore what is drawn is remembered, and `take_missed` takes up every entry that differs from it.
    """
    _drawn()[place] = (st.session_state[place], partial(take, *args, **settings))
    return {"on_change": _take, "args": (place,)}


def _drawn() -> dict[str, tuple[object, Callable[[], None]]]:
    """Per place what the widget showed when it was last drawn, or the entry taken since; and what takes an entry."""
    drawn: dict[str, tuple[object, Callable[[], None]]] = st.session_state.setdefault("drawn", {})
    return drawn


def _take(place: str) -> None:
    """Callback: take the entry, and only then note that it was taken."""
    _, take = _drawn()[place]
    take()
    _drawn()[place] = (st.session_state[place], take)


def take_missed() -> None:
    """Take the entries whose callback was broken off. Before anything is drawn, so that the page shows them."""
    drawn = _drawn()
    for place, (shown, _) in list(drawn.items()):
        if place not in st.session_state:
            del drawn[place]
        elif st.session_state[place] != shown:
            _take(place)


def saved(key: str, place: str, save: Save, *, keep_entry: bool = False) -> None:
    """Callback of a widget: put its value in the case, or remember why not; `keep_entry` keeps a refused text."""
    settle(key)
    entry = st.session_state[place]
    problems = save(entry)
    if problems:
        refuse(key, refused_because(problems), entry if keep_entry else None)


def show_refusal(key: str) -> None:
    """Why the last entry of a field was not used, under the field."""
    refused = refusal(key)
    if refused is not None:
        st.error(refused.why)


def number_words(problem: NumberProblem, name: str) -> str:
    """What is wrong with a number somebody typed, and how to write it."""
    typed = plain(problem.text[:60])
    if problem.readings is None:
        return t("no_number", field=name, value=typed, example=plain(problem.example))
    first, second = (plain(reading) for reading in problem.readings)
    return t("two_readings", field=name, value=typed, first=first, second=second)


def number_field(
    label: str,
    value: float | None,
    key: str,
    save: Save,
    *,
    name: str = "",
    percent: bool = False,
    help_text: str = "",
) -> None:
    """A text field for a number in the user's notation.

    An entry goes through `save` as a float, a blank as None. What cannot be read or kept stays in the field, with a
    message that calls the field `name`. A percentage is a fraction in `value` and in `save`.
    """
    shown = "" if value is None else format_short(_shown_number(value, percent), language(), percent=percent)
    place = f"{key}.{language()}"
    st.text_input(
        label,
        key=follow(key, shown, place),
        help=help_text or None,
        **entry(place, _number_typed, key, place, name or label, percent, value, save, language()),
    )
    show_refusal(key)


def _shown_number(value: float, percent: bool) -> Decimal:
    return Decimal(repr(float(value))) * (100 if percent else 1)


def _number_typed(
    key: str, place: str, name: str, percent: bool, value: float | None, save: Save, notation: str
) -> None:
    """Callback; `notation` is the language the field was drawn in, which a click on the other may have left since."""
    settle(key)
    typed: str = st.session_state[place]
    new: float | None = None
    if typed.strip():
        try:
            new = float(parse_number(typed, notation, percent=percent) / (100 if percent else 1))
        except NumberProblem as problem:
            refuse(key, f"{number_words(problem, name)} {t('old_value_stays')}", typed)
            return
        if value is not None and abs(new - value) <= 1e-12 * max(1.0, abs(value)):
            return
    problems = save(new)
    if problems:
        refuse(key, refused_because(problems), typed)


def parameter_field(option: Option, parameter: Parameter, found: Mapping[str, Provenance], *, slider: bool) -> None:
    """The field of one parameter with its source; an entry goes into the case, a blank brings back the default."""
    own = found[parameter.key]
    words = source_words(parameter, own, _is_percent(parameter, found))
    key = f"{option.id}.{parameter.key}"
    save = partial(set_input, option.id, parameter.key)
    if parameter.kind == "choice":
        place = f"{key}.choice"
        st.selectbox(
            _label(parameter, own),
            parameter.choices,
            format_func={each: choice_label(parameter.key, each, language()) for each in parameter.choices}.__getitem__,
            key=follow(key, str(own.value), place),
            help=words,
            **entry(place, saved, key, place, save),
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
    unit = _unit(parameter, found)
    number_field(
        f"{_label(parameter, own)} ({unit})" if unit else _label(parameter, own),
        _to_cents(value, unit, own),
        key,
        save,
        name=parameter.label(language()),
        percent=_is_percent(parameter, found),
        help_text=words,
    )


def _to_cents(value: float | None, unit: str, found: Provenance) -> float | None:
    """An amount that was derived, as it is shown: to the cent. What somebody entered is shown as entered."""
    return float(half_up(value, 2)) if value is not None and found.is_default and unit.startswith("€") else value


def has_slider(parameter: Parameter) -> bool:
    """Whether a parameter is one of the headline ones."""
    return parameter.level == 1 and None not in (parameter.slider_low, parameter.slider_high, parameter.step)


def _label(parameter: Parameter, found: Provenance) -> str:
    return f"{parameter.label(language())} {_MARKS[found.status]}"


def _basis(parameter: Parameter, found: Mapping[str, Provenance]) -> str:
    """What an amount is per, for the operating costs whose base can be chosen; empty for other parameters."""
    base = found.get(parameter.key.removesuffix("_cost") + "_basis")
    return str(base.value) if parameter.unit == "depends" and base is not None else ""


def _is_percent(parameter: Parameter, found: Mapping[str, Provenance]) -> bool:
    return parameter.unit in PERCENT_UNITS or _basis(parameter, found) == "share_of_revenue"


def _unit(parameter: Parameter, found: Mapping[str, Provenance]) -> str:
    basis = _basis(parameter, found)
    if basis:
        return t(f"basis_{basis}")
    return "%" if parameter.unit in PERCENT_UNITS else t(f"unit_{parameter.unit}")


def _slider(parameter: Parameter, found: Provenance, value: float, key: str, words: str, save: Save) -> None:
    """A slider over the parameter's range in its steps, with the value between them, in the user's notation."""
    names = dict(_steps(parameter.key, language()))
    here = _with_unit(value, parameter.unit, language())
    shown = next((each for each, name in names.items() if name == here), value)
    names[shown] = here
    place = f"{key}.{language()}"
    st.select_slider(
        _label(parameter, found),
        sorted(names),
        key=follow(key, shown, place),
        format_func=lambda each: names.get(each, here),
        help=words,
        **entry(place, saved, key, place, save),
    )
    show_refusal(key)


@cache
def _steps(key: str, words_in: str) -> Mapping[float, str]:
    """The steps of a parameter's slider with their names in a language: formatting them anew takes too long."""
    parameter = parameters()[key]
    low, high, step = (Decimal(repr(each)) for each in (parameter.slider_low, parameter.slider_high, parameter.step))
    steps = [float(low + count * step) for count in range(int((high - low) / step) + 1)]
    return {each: _with_unit(each, parameter.unit, words_in) for each in steps}


def _with_unit(value: float, unit: str, words_in: str) -> str:
    """A slider's value: € 126,92, 85%, 15 jaar."""
    if unit in PERCENT_UNITS:
        return f"{format_short(_shown_number(value, True), words_in, percent=True)}%"
    if unit == "eur" or unit.startswith("eur_"):
        return f"€ {format_number(value, 0 if value == round(value) else 2, words_in)}"
    return f"{format_short(value, words_in)} {unit_name(unit, value, words_in)}".strip()


def source_words(parameter: Parameter, found: Provenance, percent: bool) -> str:
    """Meaning, limits, status and source of a parameter, for its help text."""
    lines = [parameter.meaning(language())]

    def shown(limit: float) -> str:
        return format_short(_shown_number(limit, percent), language(), percent=percent) + ("%" if percent else "")

    if parameter.kind != "choice" and parameter.lowest is not None and parameter.highest is not None:
        lines.append(t("limits", low=shown(parameter.lowest), high=shown(parameter.highest)))
    if found.low is not None and found.high is not None:
        lines.append(t("range", low=shown(found.low), high=shown(found.high)))
    status = f"{_MARKS[found.status]} {t('status_' + found.status)}."
    lines.append(f"{status} {plain(found.explanation(language()))}".strip())
    if found.source:
        lines.append(t("source_is", source=plain(found.source)))
    return "\n\n".join(lines)
