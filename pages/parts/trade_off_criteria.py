"""Trade-off: a row of fields per criterion, and one more criterion."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

import streamlit as st

from model.decide.changes import add_criterion, end_of_scale, remove_criterion, stated_weights, weigh
from model.decide.trade_off import Weighed, Weighing
from model.outcomes.quantities import quantity
from model.problems import Problem
from model.words.quantities import comparable
from pages.session.entries import chosen, pressed
from pages.session.state import case, edit
from pages.session.words import language, plain, t
from pages.widgets.fields import Caption, number_field

ENDS = ("worst", "best")


def criteria_fields(weighing: Weighing) -> None:
    """The criteria one below the other, and a choice to add one."""
    points = stated_weights(case())
    for criterion in weighing.criteria:
        _criterion(criterion, points[criterion.quantity.key])
    _one_more(taken=points)


def _one_more(taken: Collection[str]) -> None:
    """A choice of the quantities that are no criterion yet, and adding one; a sentence once all of them are."""
    free = [key for key, row in comparable().items() if row.has_direction and key not in taken]
    field, button = st.columns([4, 1], vertical_alignment="bottom")
    if not free:
        field.caption(t("criteria_all"))
        return
    with field:
        key = chosen(st.selectbox, t("criterion_add"), free, {key: _named(key) for key in free}, "criterion_to_add")
    with button:
        st.button(t("add"), key="criterion.add", on_click=pressed(_add), args=(key,))


def _named(key: str) -> str:
    name = quantity(key).label(language())
    return plain(name[:1].upper() + name[1:])


def _criterion(criterion: Weighed, points: float) -> None:
    """What a criterion is, its points, the two ends of its scale, and taking it out."""
    key = criterion.quantity.key
    name = _named(key)
    with st.container(border=True):
        words, button = st.columns([5, 1], vertical_alignment="center")
        words.markdown(f"**{name}** · {t('criterion_share', share=criterion.weight.show(language()))}")
        button.button(t("remove"), key=f"criterion.{key}.remove", on_click=pressed(_remove), args=(key,))
        weight, *ends = st.columns(3)
        with weight:
            number_field(
                Caption(t("criterion_points"), f"{name}: {t('criterion_points')}"),
                points,
                f"criterion.{key}.points",
                partial(_save_points, key),
            )
        for end, column in zip(ENDS, ends, strict=True):
            with column:
                _end(criterion, end)


def _end(criterion: Weighed, end: str) -> None:
    """The worst or the best of a criterion; grey what follows from the options or the need. A date always follows."""
    asked = criterion.quantity
    label = t(f"criterion_{end}")
    follows = criterion.worst if end == "worst" else criterion.best
    stated = criterion.stated_worst if end == "worst" else criterion.stated_best
    if asked.unit.kind == "date":
        st.caption(f"{label}: {plain(follows.show(language()))}")
        return
    sign = asked.unit.sign()
    number_field(
        Caption(f"{label} ({sign or asked.unit.name(language())})", f"{_named(asked.key)}: {label}"),
        stated,
        f"criterion.{asked.key}.{end}",
        partial(_save_end, asked.key, end),
        follows=asked.unit.rounded(follows.value or 0.0),
        percent=asked.unit.is_ratio,
    )


def _save_points(key: str, points: float | None) -> tuple[Problem, ...]:
    """Give a criterion its points; a blank is none."""
    return edit(*weigh(case(), key, points or 0.0))


def _save_end(key: str, end: str, value: float | None) -> tuple[Problem, ...]:
    return edit(*end_of_scale(case(), key, end, value))


def _add(key: str) -> None:
    edit(*add_criterion(case(), key))


def _remove(key: str) -> None:
    edit(*remove_criterion(case(), key))
