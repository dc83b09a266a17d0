"""What pages work out of the case: once per state of the case, however many pages and reruns ask for it.

Everything is kept in the session under what it depends on: the market data, the case without the sections that move no
money, and what is asked of it. With another case or other data all of it goes. A question about a section that moves no
money must therefore be asked with that section among its arguments.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast

import streamlit as st

from model.case import Case, money_of
from model.engine.results import CaseResult
from pages.session.state import case, market, result

Made = TypeVar("Made")
Asked = ParamSpec("Asked")
MOST_KEPT = 128
"""Answers kept of one state of the case; of more, those not asked for longest go."""


@dataclass(frozen=True)
class _State:
    """A state of the case, with what has been made of it so far."""

    version: str
    case: Case
    made: OrderedDict[Hashable, object] = field(default_factory=OrderedDict)


def _state() -> _State:
    before: _State | None = st.session_state.get("computed")
    money = money_of(case())
    if before is None or before.version != market().version or before.case != money:
        before = _State(market().version, money)
        st.session_state["computed"] = before
    return before


def kept(name: str, key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives, made again only when the case, the market data or `key` has changed since."""
    made = _state().made
    place = (name, key)
    if place not in made:
        made[place] = make()
        while len(made) > MOST_KEPT:
            made.popitem(last=False)
    made.move_to_end(place)
    return cast(Made, made[place])


def of_case(
    question: Callable[Concatenate[CaseResult, Asked], Made], *args: Asked.args, **kwargs: Asked.kwargs
) -> Made:
    """The answer to a question about the outcome of the case: `of_case(evidence, "a")` is `evidence(result(), "a")`.

    The question must be a function of the model and its arguments hashable; what it raises is raised at every asking.
    """
    key = (args, tuple(sorted(kwargs.items())))
    return kept(f"{question.__module__}.{question.__qualname__}", key, lambda: question(result(), *args, **kwargs))


@dataclass(frozen=True)
class Remembered(Generic[Made]):
    """The last answer to a question, and of which state of things it is: it outlives a change of the case."""

    key: Any
    value: Made


def remember(name: str, key: object, value: Made) -> Remembered[Made]:
    """Keep an answer until the next one of this name."""
    answer = Remembered(key, value)
    st.session_state[f"remembered.{name}"] = answer
    return answer


def remembered(name: str) -> Remembered[Any] | None:
    """The last answer of this name, if there is one."""
    answer: Remembered[Any] | None = st.session_state.get(f"remembered.{name}")
    return answer


def remembered_or(name: str, key: object, make: Callable[[], Made]) -> Made:
    """The last answer of this name if it is of this state of things, else a new one."""
    last = remembered(name)
    return cast(Made, last.value) if last is not None and last.key == key else remember(name, key, make()).value
