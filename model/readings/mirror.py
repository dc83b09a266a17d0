"""The mirror in sentences: one per measure, where an option stands, and what to look at where it is out of its band."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from market_data.records import ReferenceInfo
from model.analyses.mirror import Known, Reflection
from model.case import Case
from model.readings.names import listed
from model.readings.operators import half_of
from model.words.figures import Figure
from model.words.messages import Message, Named, message
from model.words.names import Name
from model.words.numbers import format_period
from model.words.quantities import NEITHER, Quantity, quantity
from model.words.texts import LANGUAGES

TOLD_BY = {"building_cost_per_m2": ("odd_unit_price", "odd_bed_price")}
"""Notices that say of a measure what the mirror would say."""
ALIKE = 0.005
"""Within this share of a reference a figure is equal to it: nearer than either is known."""


def mirror_reading(reflection: Reflection) -> Message:
    """Where one measure of an option stands, in a sentence."""
    values: dict[str, Named] = {
        "name": figure_name(reflection.info),
        "value": figure_of(reflection, reflection.value),
        "known": _known(reflection),
        "band": _band(reflection),
    }
    if reflection.cap is None:
        return message("mirror_said", **values)
    gap = reflection.cap.price - reflection.cap.limit
    cap = message(
        "mirror_cap_above" if gap > 0 else "mirror_cap_within",
        price=figure_of(reflection, reflection.cap.price),
        gap=figure_of(reflection, abs(gap)),
        limit=figure_of(reflection, reflection.cap.limit),
        hours=Figure(Quantity("hours_per_week", "", "", "hours", NEITHER), reflection.option, reflection.cap.hours),
    )
    return message("mirror_said_cap", **values, cap=cap)


def operators_reading(reflection: Reflection) -> Message | None:
    """Where a measure stands beside what operators answered; None where fewer than three did."""
    spread = reflection.operators
    if spread is None or spread.middle is None:
        return None
    ratio = reflection.value / spread.middle if spread.middle else 1.0
    way = "equal" if abs(ratio - 1) <= ALIKE else "above" if ratio > 1 else "below"
    return message(
        f"mirror_operators_{way}",
        name=figure_name(reflection.info),
        count=spread.count,
        middle=figure_of(reflection, spread.middle),
        half=half_of(spread),
    )


def mirror_overview(reflections: Sequence[Reflection], *, is_mix: bool) -> Message:
    """How many measures of an option are outside the model's own band, or why it has no mirror."""
    if not reflections:
        return message("mirror_of_a_mix" if is_mix else "mirror_empty")
    outside = sum(is_outside(reflection) for reflection in reflections)
    if outside:
        return message("mirror_outside", outside=outside, count=len(reflections))
    if all(reflection.band is None for reflection in reflections):
        return message("mirror_bands_none")
    return message("mirror_outside_none", count=len(reflections))


def out_of_band(reflections: Sequence[Reflection], notices: Iterable[Message]) -> tuple[Message, ...]:
    """What is outside the model's own band, but for what a notice of the option says already."""
    told = {notice.code for notice in notices}
    return tuple(
        mirror_reading(reflection)
        for reflection in reflections
        if is_outside(reflection) and told.isdisjoint(TOLD_BY.get(reflection.info.indicator, ()))
    )


def is_outside(reflection: Reflection) -> bool:
    """Whether a measure is outside the model's own band: a warning, never a bar."""
    return reflection.is_above or reflection.is_below


def index_reading(reflections: Sequence[Reflection], case: Case) -> Message:
    """With which indices references were brought to the price level of the case."""
    series = dict.fromkeys(reflection.info.index for reflection in reflections if reflection.info.index)
    return message(
        "mirror_index", day=case.price_level_date, series=listed([message(f"index_{key}") for key in series])
    )


def reference_reading(reflection: Reflection, known: Known) -> Message:
    """A reference with its figure at the price level of the case, and the floor area if it was published per m2."""
    value = figure_of(reflection, known.value)
    if known.area is None:
        return message("mirror_reference", reference=reference_name(known), value=value)
    area = Figure(Quantity("m2_per_bed", "", "", "m2", NEITHER), reflection.option, known.area)
    return message("mirror_reference_area", reference=reference_name(known), area=area, value=value)


def reference_name(known: Known) -> Message:
    """What a reference is called; of an adviser's own that it is."""
    reference = known.figure.reference
    code = "mirror_reference_own" if known.figure.overlaid else "mirror_reference_name"
    return message(code, reference=Name(reference.label("nl"), reference.label("en")))


def figure_name(info: ReferenceInfo) -> Name:
    """What a figure is called."""
    return Name(info.label_nl, info.label_en)


def published_figure(known: Known) -> Figure:
    """What a reference published."""
    return _of(known.info, known.figure.reference.name_nl, known.figure.value, known.figure.period)


def indexed_figure(known: Known) -> Figure:
    """The same at the price level of the case."""
    return _of(known.info, known.figure.reference.name_nl, known.value)


def reference_row(known: Known) -> Message:
    """A figure of a reference in a row: of whom, what, of when, how well known, from where, and what to know of it."""
    figure = known.figure
    note = Name(*(f" {figure.note(language)}" if figure.note(language) else "" for language in LANGUAGES))
    return message(
        "mirror_reference_row",
        reference=reference_name(known),
        figure=figure_name(known.info),
        year=Name(*(format_period(figure.period, language) for language in LANGUAGES)),
        support=support_reading(known),
        publisher=figure.source.publisher,
        note=note,
    )


def support_reading(known: Known) -> Message:
    """How well a figure is known: whether it was published so, of which tier, and how much of its source was read."""
    figure = known.figure
    if figure.overlaid:
        return message("mirror_support_own")
    status, read = message(f"mirror_status_{figure.status}"), message(f"mirror_read_{figure.read}")
    return message("mirror_support", status=status, tier=figure.source.tier, read=read)


def figure_of(reflection: Reflection, value: float) -> Figure:
    """A value of what a reflection is about."""
    return _of(reflection.info, reflection.option, value)


def band_figures(reflection: Reflection) -> tuple[Figure, Figure]:
    """The ends of the model's own band; why there are none where it has none."""
    if reflection.band is None:
        nothing = replace(figure_of(reflection, 0.0), value=None, why_none=message("mirror_band_none"))
        return nothing, nothing
    low, high = reflection.band
    return figure_of(reflection, low), figure_of(reflection, high)


def _of(info: ReferenceInfo, of: str, value: float, period: str = "") -> Figure:
    return Figure(Quantity(info.indicator, info.label_nl, info.label_en, info.unit, NEITHER), of, value, period=period)


def _known(reflection: Reflection) -> Message:
    """Between, above or below the references, or that there are none."""
    if not reflection.known:
        return message("mirror_known_none")
    lowest, highest = reflection.known[0], reflection.known[-1]
    if lowest.value < reflection.value < highest.value:
        said = message(
            "mirror_known_between",
            count=len(reflection.known),
            lowest=reference_reading(reflection, lowest),
            highest=reference_reading(reflection, highest),
        )
    else:
        said = _beyond(reflection, highest if reflection.value >= highest.value else lowest)
    return said if reflection.of_own_form else message("mirror_known_other_form", known=said)


def _beyond(reflection: Reflection, extreme: Known) -> Message:
    """How many times the highest or the lowest reference; equal to it within what either is known to."""
    count = len(reflection.known)
    code = "mirror_only" if count == 1 else "mirror_highest" if extreme is reflection.known[-1] else "mirror_lowest"
    words, reference = message(code, count=count), reference_reading(reflection, extreme)
    if not extreme.value or abs(reflection.value / extreme.value - 1) <= ALIKE:
        return message("mirror_known_equal", extreme=words, reference=reference)
    ratio = Figure(quantity("mirror_ratio"), reflection.option, reflection.value / extreme.value)
    return message("mirror_known_beyond", ratio=ratio, extreme=words, reference=reference)


def _band(reflection: Reflection) -> Message:
    """Within the model's own band, or out of it with what to look at."""
    if reflection.band is None:
        return message("mirror_band_none")
    low, high = band_figures(reflection)
    if not is_outside(reflection):
        return message("mirror_band_within", low=low, high=high)
    check = message(f"mirror_check_{reflection.info.indicator}")
    return message("mirror_band_above" if reflection.is_above else "mirror_band_below", low=low, high=high, check=check)
