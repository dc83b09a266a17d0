"""Which questions to ask operators first: those about the assumptions that move an outcome most."""

from __future__ import annotations

from collections.abc import Iterable

from model.analyses.evidence import MOST_WANTED, Evidence
from model.engine.inputs import split_name
from model.parameters.questions import asked_by


def ask_first(supports: Iterable[Evidence]) -> tuple[str, ...]:
    """The questions about the assumptions that move an outcome most, five at most, the largest effect first.

    Of several options the largest effect counts. An assumption that no operator can tell about is passed over.
    """
    effects: dict[str, float] = {}
    for support in supports:
        for tested in support.inputs:
            key = asked_by().get(split_name(tested.key)[1])
            if key is not None and tested.status == "assumption" and tested.effect > 0.0:
                effects[key] = max(tested.effect, effects.get(key, 0.0))
    return tuple(sorted(effects, key=lambda key: -effects[key])[:MOST_WANTED])


def not_asked(support: Evidence) -> tuple[str, ...]:
    """Of the assumptions to find out first those that no operator is asked about."""
    return tuple(name for name in support.get_these_first if split_name(name)[1] not in asked_by())
