"""Making another kind of an option: what it keeps, and what it cannot keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from model.case import Option
from model.case.edits import able_in_a_mix
from model.options import OPTION_TYPES
from model.parameters.table import parameters
from pages.session.words import language, t, titles


def possible_types(option: Option, options: Sequence[Option]) -> tuple[str, ...]:
    """The types an option can become; a mix only where another option can be in it, and never inside another mix."""
    is_part = any(part.option == option.id for other in options for part in other.components)
    return tuple(
        key
        for key, kind in OPTION_TYPES.items()
        if key == option.type or not kind.is_mix or (not is_part and able_in_a_mix(options, but=option.id))
    )


def dropped(before: Option, after: Option, options: Sequence[Option]) -> tuple[str, ...]:
    """What was entered in an option and is not in what became of it, by name."""
    return tuple(_dropped(before, after, options))


def _dropped(before: Option, after: Option, options: Sequence[Option]) -> Iterator[str]:
    for key in dict.fromkeys((*before.inputs, *before.reasons)):
        if key not in after.inputs and key not in after.reasons:
            yield parameters()[key].label(language())
    if len(before.own_lines) > len(after.own_lines):
        yield from (line.label for line in before.own_lines)
    if before.components and not after.components:
        names = titles(options)
        yield from (t("share_of", option=names[part.option]) for part in before.components)
