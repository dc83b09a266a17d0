"""Norms and frames: what each option meets, and the limits the council set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from model.case import FIRST_DATE, LAST_DATE
from model.case.edits import remove, set_value
from model.case.frame_kinds import FRAMES, FrameKind
from model.formula.runtime import to_date
from model.law.norms import NormResult, check_norms
from model.outcomes.frames import FrameResult, check_frames
from model.problems import Problem
from model.words.numbers import format_date, format_euro, format_percent, format_short
from model.words.texts import text
from pages.session.computed import of_case
from pages.session.entries import show_refusal, tied
from pages.session.state import case, edit, edition
from pages.session.words import counted, enumeration, language, plain, t, titles, unit_name
from pages.widgets.choose import chosen_option, heading, onward
from pages.widgets.fields import Caption, number_field
from pages.widgets.page_bar import announce
from pages.widgets.tables import show_table

MARKS = {"meets": "✓", "short": "✗", "not_applicable": "–", "not_assessable": "?"}


def quantity(value: float | None, unit: str, *, days: bool = False) -> str:
    """A value with its unit; dates as dates, or as days for a margin."""
    if value is None:
        return t("unknown")
    if unit == "date":
        return counted("days", value) if days else format_date(to_date(value), language())
    if unit in {"share", "rate"}:
        return format_percent(value, language(), 0)
    if unit.startswith("eur"):
        return format_euro(value, language(), 0 if unit == "eur" else 2)
    shown = round(value, 2)
    return f"{format_short(shown, language())}\u00a0{unit_name(unit, shown, language())}".strip()


def tested(test: NormResult, value: float | None) -> str:
    """A value in a test; a dash where the test does not apply."""
    return "–" if test.status == "not_applicable" and value is None else quantity(value, test.unit)


def norm_words(test: NormResult) -> str:
    """The outcome of a norm test in words, with by how much."""
    status = f"{MARKS[test.status]} {text(f'norm_status_{test.status}', language())}"
    if test.status == "short" and test.margin is not None:
        return f"{status} ({quantity(-test.margin, test.unit)})"
    return status


def overview() -> None:
    """Every option in one row: how many tests it meets, what falls short, which frames it does not fit."""
    names = titles(case().options)
    rows = {}
    framed = of_case(check_frames).by_option
    for option_id in names:
        tests = [test for part in of_case(check_norms, option_id).values() for test in part]
        rows[option_id] = tests
    short = {name: [test for test in tests if test.status == "short"] for name, tests in rows.items()}
    missed = {name: [frame for frame in framed[name] if frame.passes is False] for name in names}
    fine = [names[name] for name in names if rows[name] and not short[name] and not missed[name]]
    asked = "norms_fine" if case().frames else "norms_only_fine"
    reading = t(asked, options=enumeration(fine)) if fine else t(f"{asked}_none")
    announce(reading)
    st.markdown(f"**{plain(reading)}**")
    show_table(
        {
            t("norms_met"): [count_words(tests, "meets") for tests in rows.values()],
            t("norms_short"): [
                "; ".join(f"✗ {test.whose(language())}: {test.label(language())}" for test in short[name]) or "–"
                for name in names
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
    return f"{sum(test.status == status for test in tests)} / {len(tests)}" if tests else "–"


def norms() -> None:
    """The tests of one option."""
    st.header(t("norms_title_table"))
    option = chosen_option("analysed_option")
    for name, tests in of_case(check_norms, option.option.id).items():
        failing = sum(test.status == "short" for test in tests)
        reading = counted("norms_reading_short", failing) if failing else t("norms_reading_meets")
        st.markdown(f"**{plain(titles(case().options)[name])}: {reading}**")
        show_table(
            {
                t("norm_outcome"): [norm_words(test) for test in tests],
                t("norm_value"): [tested(test, test.value) for test in tests],
                t("norm_limit"): [tested(test, test.limit) for test in tests],
                t("norm_note"): [test.note(language()) for test in tests],
                t("source"): [test.source for test in tests],
            },
            index=[f"{test.whose(language())}: {test.label(language())}" for test in tests],
            corner=t("norm"),
            alt=f"{t('norms_title_table')}: {titles(case().options)[name]}",
            figures=(t("norm_value"), t("norm_limit")),
        )
    if not of_case(check_norms, option.option.id):
        st.info(t("norms_none"))


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
    percent = kind.unit == "share"
    # The label says what is counted; only the sign of an amount is missing.
    sign = " (%)" if percent else " (€)" if kind.unit.startswith("eur") else ""
    number_field(
        Caption(f"{label}{sign}", label),
        None if limit is None else float(limit),
        f"frame.{kind.key}",
        partial(save_frame, kind.key),
        percent=percent,
    )


def verdict(frame: FrameResult) -> str:
    """Pass or fail in words, with the room left."""
    if frame.passes is None:
        return f"? {t('unknown')}"
    room = quantity(abs(frame.margin or 0.0), frame.kind.unit, days=True)
    failed = "frame_late" if frame.kind.is_date else "frame_above" if frame.kind.is_maximum else "frame_below"
    code = "frame_passes" if frame.passes else failed
    return f"{'✓' if frame.passes else '✗'} {t(code, room=room)}"


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
    failing = sorted(
        {names[option] for option, tests in check.by_option.items() for test in tests if test.passes is False}
    )
    st.markdown(
        f"**{t('frames_reading_fail', options=plain(', '.join(failing))) if failing else t('frames_reading_pass')}**"
    )
    show_table(
        {
            t("frame_limit"): [quantity(test.limit, test.kind.unit) for test in first],
            **{names[option]: [verdict(test) for test in tests] for option, tests in check.by_option.items()},
        },
        index=[test.label(language()) for test in first],
        corner=t("frame"),
        alt=t("frames_title"),
    )
    for pair in check.conflicts:
        st.warning(t("frames_conflict", frames=plain(" + ".join(text(f"frame_{key}", language()) for key in pair))))


heading("norms")
for part in (overview, frames, norms):
    with st.container():
        part()
onward("norms")
