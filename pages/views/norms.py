"""Norms and frames: what each option meets, and the limits the council set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import streamlit as st

from model.case import FIRST_DATE, LAST_DATE
from model.case.edits import remove, set_value
from model.case.frame_kinds import FRAMES, FrameKind
from model.law.norms import SHORT, NormResult, check_norms
from model.law.rent import RentLimit
from model.outcomes.frames import FrameResult, check_frames
from model.problems import Problem
from model.readings.norms import (
    conflict_reading,
    frame_verdict,
    frames_reading,
    limit_cell,
    norm_cell,
    norm_name,
    norm_outcome,
    overview_reading,
    tests_reading,
)
from model.readings.points import assumed_reading, counted, rubric_name
from model.words.numbers import MISSING, number
from model.words.texts import text
from model.words.units import unit
from pages.session.computed import of_case
from pages.session.entries import show_refusal, tied
from pages.session.state import case, edit, edition
from pages.session.words import bold, language, plain, t, titles
from pages.widgets.choose import chosen_option, heading, onward
from pages.widgets.fields import Caption, number_field
from pages.widgets.folds import fold
from pages.widgets.page_bar import announce
from pages.widgets.tables import show_table

MARKS = {"meets": "✓", "short": "✗", "not_applicable": "–", "not_assessable": "?"}


def norm_words(test: NormResult) -> str:
    """The outcome of a norm test in words, with by how much."""
    return f"{MARKS[test.status]} {norm_outcome(test).text(language())}"


def overview() -> None:
    """Every option in one row: how many tests it meets, what falls short, which frames it does not fit."""
    names = titles(case().options)
    check = of_case(check_frames)
    rows = {
        option_id: [test for part in of_case(check_norms, option_id).values() for test in part] for option_id in names
    }
    missed = {name: [frame for frame in check.by_option[name] if frame.passes is False] for name in names}
    reading = overview_reading(case(), rows, check).text(language())
    announce(reading)
    st.markdown(bold(reading))
    show_table(
        {
            t("norms_met"): [count_words(tests, "meets") for tests in rows.values()],
            t("norms_short"): [
                "; ".join(f"✗ {norm_name(test).text(language())}" for test in tests if test.status == SHORT) or MISSING
                for tests in rows.values()
            ],
            t("norms_unknown"): [count_words(tests, "not_assessable") for tests in rows.values()],
            t("frames_missed"): [
                "; ".join(f"✗ {frame.label(language())}" for frame in missed[name])
                or (t("frames_all_met") if case().frames else t("frames_not_set"))
                for name in names
            ],
        },
        index=list(names.values()),
        corner=t("option"),
        alt=t("norms_title"),
        figures=(t("norms_met"), t("norms_unknown")),
    )


def count_words(tests: Sequence[NormResult], status: str) -> str:
    """How many of an option's tests have this status; a dash for an option without tests."""
    return f"{sum(test.status == status for test in tests)} / {len(tests)}" if tests else MISSING


def norms() -> None:
    """The tests of one option."""
    st.header(t("norms_title_table"))
    option = chosen_option("analysed_option")
    for name, tests in of_case(check_norms, option.option.id).items():
        st.markdown(bold(tests_reading(case(), name, tests).text(language())))
        show_table(
            {
                t("norm_outcome"): [norm_words(test) for test in tests],
                t("norm_value"): [norm_cell(test, test.value).text(language()) for test in tests],
                t("norm_limit"): [norm_cell(test, test.limit).text(language()) for test in tests],
                t("norm_note"): [test.note(language()) for test in tests],
                t("source"): [test.source for test in tests],
            },
            index=[norm_name(test).text(language()) for test in tests],
            corner=t("norm"),
            alt=f"{t('norms_title_table')}: {titles(case().options)[name]}",
            figures=(t("norm_value"), t("norm_limit")),
        )
    if not of_case(check_norms, option.option.id):
        st.info(t("norms_none"))
    limits = of_case(counted, option.option.id)
    if limits:
        fold(t("points_title"), "points", partial(points, limits))


def points(limits: Mapping[str, RentLimit]) -> None:
    """How the points came about, per option or component."""
    for name, limit in limits.items():
        st.markdown(plain(assumed_reading(limit.kind).text(language())))
        label = t("points")
        show_table(
            {label: [*(number(row.points, language()) for row in limit.counted), number(limit.points, language())]},
            index=[*(rubric_name(row).text(language()) for row in limit.counted), text("points_total", language())],
            corner=titles(case().options)[name],
            alt=t("points_title"),
            figures=(label,),
        )


def save_frame(key: str, value: float | str | None) -> tuple[Problem, ...]:
    """Put a frame in the case; a blank takes it out."""
    path = ("frames", key)
    if value is not None:
        return edit(set_value(path, value))
    return edit(remove(path)) if key in case().frames else ()


def save_day(key: str, day: date | None) -> tuple[Problem, ...]:
    """Put a frame that is a date in the case; a blank takes it out."""
    return save_frame(key, None if day is None else day.isoformat())


def frame_field(kind: FrameKind) -> None:
    """The field of one frame; empty when the council set none."""
    label = text(f"frame_{kind.key}", language())
    limit = case().frames.get(kind.key)
    if kind.is_date:
        key = f"frame.{kind.key}.date"
        st.date_input(
            label,
            value=None,
            min_value=FIRST_DATE,
            max_value=LAST_DATE,
            format="DD-MM-YYYY",
            **tied(key, None if limit is None else date.fromisoformat(str(limit)), partial(save_day, kind.key)),
        )
        show_refusal(key)
        return
    # The label says what is counted; only the sign of an amount is missing.
    sign = unit(kind.unit).sign()
    number_field(
        Caption(f"{label} ({sign})" if sign else label, label),
        None if limit is None else float(limit),
        f"frame.{kind.key}",
        partial(save_frame, kind.key),
        percent=unit(kind.unit).is_ratio,
    )


def verdict(frame: FrameResult) -> str:
    """Pass or fail in words, with the room left."""
    mark = "?" if frame.passes is None else "✓" if frame.passes else "✗"
    return f"{mark} {frame_verdict(frame).text(language())}"


def frames() -> None:
    """The council's limits, and how each option stands against them."""
    st.header(t("frames_title"))
    st.write(t("frames_intro"))
    kinds = list(FRAMES.values())
    # Open or closed as it stood first for this case: the first entry must not close the fields on the next.
    unfolded = st.session_state.setdefault(f"frames_unfolded.{edition()}", not case().frames)
    with st.expander(t("frames_set", count=len(case().frames)), expanded=unfolded, key="frames_fields"):
        for start in range(0, len(kinds), 3):
            for column, kind in zip(st.columns(3), kinds[start : start + 3], strict=False):
                with column:
                    frame_field(kind)
    if not case().frames:
        return
    check = of_case(check_frames)
    names = titles(case().options)
    first = next(iter(check.by_option.values()))
    st.markdown(bold(frames_reading(case(), check).text(language())))
    show_table(
        {
            t("frame_limit"): [limit_cell(test).text(language()) for test in first],
            **{names[option]: [verdict(test) for test in tests] for option, tests in check.by_option.items()},
        },
        index=[test.label(language()) for test in first],
        corner=t("frame"),
        alt=t("frames_title"),
    )
    for pair in check.conflicts:
        st.warning(plain(conflict_reading(pair).text(language())))


heading("norms")
for part in (overview, frames, norms):
    with st.container():
        part()
onward("norms")
