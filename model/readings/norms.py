"""What norms and frames say of the options, in sentences and in the words of a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from model.case import Case
from model.law.norms import NOT_APPLICABLE, SHORT, NormResult
from model.outcomes.frames import FrameCheck, FrameResult
from model.outcomes.quantities import NOT_KNOWN
from model.parameters.table import parameters
from model.readings.names import OptionName, frame_name, listed
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.quantities import NEITHER, Quantity


def met_by(case: Case, tests: Mapping[str, Sequence[NormResult]], framed: FrameCheck) -> tuple[str, ...]:
    """The options that meet every norm that can be tested, and no frame of which is missed; without tests none."""
    return tuple(
        option.id
        for option in case.options
        if tests[option.id]
        and not any(test.status == SHORT for test in tests[option.id])
        and not any(frame.passes is False for frame in framed.by_option[option.id])
    )


def overview_reading(case: Case, tests: Mapping[str, Sequence[NormResult]], framed: FrameCheck) -> Message:
    """Which options meet every norm that can be tested and every frame; `tests` are those of each option."""
    fine = met_by(case, tests, framed)
    if not fine:
        return message("norms_fine_none" if case.frames else "norms_only_fine_none")
    options = listed([OptionName(case, key) for key in fine])
    return message("norms_fine" if case.frames else "norms_only_fine", options=options)


def tests_reading(case: Case, option_id: str, tests: Sequence[NormResult]) -> Message:
    """How many tests of an option fall short."""
    failing = sum(test.status == SHORT for test in tests)
    said = message("norms_reading_short", count=failing) if failing else message("norms_reading_meets")
    return message("of_option", option=OptionName(case, option_id), name=said)


def frames_reading(case: Case, check: FrameCheck) -> Message:
    """Which options do not fit all frames."""
    failing = [
        OptionName(case, option)
        for option, tests in check.by_option.items()
        if any(test.passes is False for test in tests)
    ]
    return message("frames_reading_fail", options=listed(failing)) if failing else message("frames_reading_pass")


def conflict_reading(frames: Sequence[str]) -> Message:
    """Frames that no option meets together."""
    return message("frames_conflict", frames=listed([frame_name(key) for key in frames]))


def norm_name(test: NormResult) -> Message:
    """Whose norm it is and what was tested."""
    return message("of_option", option=test.body_name(), name=test)


def norm_outcome(test: NormResult) -> Message:
    """The outcome of a norm test, with by how much it falls short."""
    status = message(f"norm_status_{test.status}")
    if test.status == SHORT and test.margin is not None:
        return message("norm_outcome_short", status=status, short=_tested(test, -test.margin))
    return status


def norm_cell(test: NormResult, value: float | None) -> Message:
    """The design or the requirement in a test: as it was given, and a dash where the test does not apply."""
    if value is None and test.status == NOT_APPLICABLE:
        return message("figure_rounded", figure=_tested(test, None))
    return as_given(_tested(test, value), test.quantity in parameters())


def _tested(test: NormResult, value: float | None) -> Figure:
    asked = Quantity(test.quantity, test.label("nl"), test.label("en"), test.unit, NEITHER)
    return _figure(asked, value)


def _figure(asked: Quantity, value: float | None) -> Figure:
    return Figure(asked, "", value, why_none=message(NOT_KNOWN) if value is None else None)


def as_given(figure: Figure, is_given: bool) -> Message:
    """A figure with all its decimals where somebody typed it, else rounded; why not where there is none."""
    if figure.why_none is not None:
        return figure.why_none
    return message("figure_exact" if is_given else "figure_rounded", figure=figure)


def limit_cell(frame: FrameResult) -> Message:
    """The limit the council set, as it was typed."""
    return message("figure_exact", figure=_of_frame(frame, frame.limit, frame.kind.unit))


def frame_verdict(frame: FrameResult) -> Message:
    """Whether an option fits a frame, with the room that is left or by how much it does not."""
    if frame.passes is None:
        return message(NOT_KNOWN)
    failed = "frame_late" if frame.kind.is_date else "frame_above" if frame.kind.is_maximum else "frame_below"
    unit = "days" if frame.kind.is_date else frame.kind.unit
    room = _of_frame(frame, abs(frame.margin or 0.0), unit)
    return message("frame_passes" if frame.passes else failed, room=room)


def _of_frame(frame: FrameResult, value: float, unit: str) -> Figure:
    return _figure(Quantity(frame.kind.key, frame.label("nl"), frame.label("en"), unit, NEITHER), value)
