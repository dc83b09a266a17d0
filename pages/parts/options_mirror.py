"""Options: the mirror, which says where an option stands against projects that are known, and what it is held to."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from model.analyses.mirror import Reflection, bands_of, mirror, references_of, untouched
from model.case import Option, money_of
from model.readings.mirror import (
    figure_name,
    index_reading,
    indexed_figure,
    is_outside,
    mirror_overview,
    mirror_reading,
    operators_reading,
    out_of_band,
    published_figure,
    reference_name,
    support_reading,
)
from model.words.messages import message
from model.words.numbers import format_period
from pages.session.computed import kept, of_case, remembered_or
from pages.session.inquiry import answers_key
from pages.session.state import case, market, result
from pages.session.words import bold, language, plain
from pages.widgets.folds import fold
from pages.widgets.tables import show_table

OUTSIDE, WITHIN, LOCAL = "⚠", "✓", "◆"


def mirror_warnings(option: Option) -> tuple[str, ...]:
    """What is outside the model's own band, in sentences."""
    readings = out_of_band(_reflections(option), result().options[option.id].warnings)
    return tuple(plain(reading.text(language())) for reading in readings)


def _reflections(option: Option) -> tuple[Reflection, ...]:
    """The mirror of an option; the model's own band is worked out anew only when more than its inputs has changed."""
    alone = replace(money_of(case()), options=(untouched(option),))
    name, key = f"mirror_bands.{option.id}", (market().version, alone)
    return kept(
        "mirror",
        (option.id, answers_key()),
        lambda: mirror(
            result(), option.id, remembered_or(name, key, lambda: bands_of(result().case, option, market()))
        ),
    )


def mirror_of(option: Option) -> None:
    """The mirror of an option and the references it is held against, each made when it is opened."""
    fold(_words("mirror_title"), "mirror", partial(_sentences, option))
    fold(_words("mirror_references"), "references", _references)


def _sentences(option: Option) -> None:
    """How many figures are outside the band, and a sentence for each."""
    reflections = _reflections(option)
    st.markdown(bold(mirror_overview(reflections, is_mix=bool(option.components)).text(language())))
    if not reflections:
        return
    lines = [
        f"- {OUTSIDE if is_outside(reflection) else WITHIN} {plain(mirror_reading(reflection).text(language()))}"
        for reflection in reflections
    ]
    st.markdown("\n".join(lines))
    asked = [said for reflection in reflections if (said := operators_reading(reflection)) is not None]
    if asked:
        st.markdown("\n".join(f"- {LOCAL} {plain(said.text(language()))}" for said in asked))
    st.caption(plain(index_reading(reflections, case()).text(language())))


def _references() -> None:
    """Every figure that can be compared: as published, at the price level of the case, and how well it is known."""
    known = of_case(references_of)
    published, indexed = _words("mirror_published"), _words("mirror_today")
    show_table(
        {
            _words("mirror_figure"): [figure_name(item.info).label(language()) for item in known],
            published: [published_figure(item).show(language(), "brief") for item in known],
            _words("mirror_year"): [format_period(item.figure.period, language()) for item in known],
            indexed: [indexed_figure(item).show(language(), "brief") for item in known],
            _words("mirror_support_head"): [support_reading(item).text(language()) for item in known],
            _words("mirror_publisher"): [item.figure.source.publisher for item in known],
            _words("mirror_note"): [item.figure.note(language()) for item in known],
        },
        index=[reference_name(item).text(language()) for item in known],
        corner=_words("mirror_reference_head"),
        alt=_words("mirror_references"),
        figures=(published, indexed),
    )


def _words(code: str) -> str:
    return message(code).text(language())
