"""A chart is made once for the same numbers and words: that takes longer than all the rest of a page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from model.documents.charts import ChartSpec
from model.documents.maps import Map
from model.documents.number_charts import Curves, HeatMap, Histogram
from model.engine.results import OptionResult
from model.words.messages import Message
from pages.session.computed import kept

Drawn = ParamSpec("Drawn")
Made = TypeVar("Made")
OF_ITS_OWN = (ChartSpec, Curves, HeatMap, Histogram, Map, Message)
"""What tells itself from every other one, and sooner than part by part: a name in it holds the whole case."""


def drawn_once(draw: Callable[Drawn, Made]) -> Callable[Drawn, Made]:
    """The same chart for the same arguments, as long as the case does not change. Nobody changes what was drawn."""

    @wraps(draw)
    def chart(*args: Drawn.args, **kwargs: Drawn.kwargs) -> Made:
        name = f"{draw.__module__}.{draw.__qualname__}"
        _, drawn = kept(name, frozen((args, kwargs)), lambda: (args, draw(*args, **kwargs)))
        return drawn

    return chart


def frozen(value: Any) -> Hashable:
    """A value as something that tells it from every other one.

    An outcome of an option is told by which object it is: it holds hundreds of rows, and stays as long as the case does
    (the figure made of it is kept together with it, so that no other object can come in its place).
    """
    if isinstance(value, OptionResult):
        return id(value)
    if isinstance(value, OF_ITS_OWN):
        return value
    if isinstance(value, (list, tuple)):
        return (type(value).__name__, *(frozen(part) for part in value))
    if isinstance(value, Mapping):
        return tuple((frozen(key), frozen(part)) for key, part in value.items())
    if is_dataclass(value):
        return (type(value).__name__, *(frozen(getattr(value, field.name)) for field in fields(value)))
    hashable: Hashable = value
    return hashable
