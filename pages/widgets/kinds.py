"""Making another kind of an option: what it keeps, and what it cannot keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from model.case import Component, Option, shown_inputs
from model.options import OPTION_TYPES
from model.parameters.table import parameters
from pages.session.words import language, t, titles

FIRST_COMPONENTS = 2
"""How many options a mix starts with."""


def possible_types(option: Option, options: Sequence[Option]) -> tuple[str, ...]:
    """The types an option can become; a mix only where another option can be in it, and never inside another mix."""
    is_part = any(part.option == option.id for other in options for part in other.components)
    return tuple(
        key
        for key, kind in OPTION_TYPES.items()
        if key == option.type or not kind.is_mix or (not is_part and first_components(options, but=option.id))
    )


def first_components(options: Sequence[Option], but: str = "") -> tuple[Component, ...]:
    """Equal shares of the first options that can be in a mix."""
    able = [option.id for option in options if option.id != but and not OPTION_TYPES[option.type].is_mix]
    first = able[:FIRST_COMPONENTS]
    return tuple(Component(option_id, 1 / len(first)) for option_id in first)


def of_kind(option: Option, kind: str, variant: str, options: Sequence[Option]) -> Option:
    """The option as one of another kind: with every input it is still asked for and, but for a mix, its own lines."""
    is_mix = OPTION_TYPES[kind].is_mix
    bare = Option(option.id, kind, variant, option.label)
    known = shown_inputs(bare)
    return replace(
        bare,
        inputs={key: value for key, value in option.inputs.items() if key in known},
        reasons={key: reason for key, reason in option.reasons.items() if key in known},
        own_lines=() if is_mix else option.own_lines,
        components=(option.components or first_components(options, but=option.id)) if is_mix else (),
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
