"""Every widget of a page that takes an entry, its place on the page, and the entries it can have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from model.parameters.table import parameters

KINDS = (
    "text_input",
    "number_input",
    "selectbox",
    "multiselect",
    "segmented_control",
    "radio",
    "slider",
    "select_slider",
    "toggle",
    "date_input",
)
GROUPS = tuple(dict.fromkeys(parameter.group for parameter in parameters().values() if parameter.scope == "option"))
ANOTHER_CASE = ("shown_option", "analysed_option", "type", "variant", "municipality")
"""Choices after which a page is about something else: part of the names of their keys."""
OF_THE_FRAME = ("run_drawn", "lang")
"""What stands around every page: the hidden field of a run, and the language."""
Place = tuple[int, ...]


def run_open(app: AppTest, groups: Iterable[str] = GROUPS) -> AppTest:
    """Run with folds open that are only filled when they are: the test runner closes them again at each run."""
    for group in groups:
        app.session_state[f"group.{group}"] = True
    app.session_state["table"] = True
    return app.run()


def places(app: AppTest) -> dict[str, Place]:
    """The place of every widget by its key: the numbers by which Streamlit sends it, from the outside in."""

    def below(block: Block, above: Place) -> Iterator[tuple[str, Place]]:
        for number, node in block.children.items():
            if isinstance(node, Block):
                yield from below(node, (*above, number))
            elif node.type in (*KINDS, "button_group") and getattr(node, "key", None):
                yield str(node.key), (*above, number)

    return dict(below(app.main, ()))


def widgets(app: AppTest) -> dict[str, Any]:
    """The widgets whose entries the application takes, by their keys."""
    return {
        widget.key: widget
        for kind in KINDS
        for widget in getattr(app, kind)
        if widget.key in app.session_state["drawn"]
    }


def everything(app: AppTest) -> dict[str, Any]:
    """Every widget of the page by its key: those above, the fields of forms that are not sent yet, what only shows."""
    fields = {widget.key: widget for kind in KINDS for widget in getattr(app, kind) if not widget.disabled}
    return {key: widget for key, widget in fields.items() if key not in OF_THE_FRAME}


def entries(app: AppTest, widget: Any) -> tuple[object, ...]:
    """Entries the widget can have; in a text field what it shows in grey, numbers, what is no number, and nothing."""
    if widget.type == "text_input":
        return (widget.value or widget.placeholder or "5", "7", "veel", "-1e99", "")
    if widget.type == "toggle":
        return (not widget.value,)
    if widget.type == "date_input":
        return (None, date(2028, 3, 1), *((widget.value + timedelta(days=400),) if widget.value else ()))
    if widget.type in {"slider", "number_input"}:
        return (widget.max, widget.min)
    if widget.key not in app.session_state["drawn"]:
        return tuple(number + 1 for number in range(len(widget.options)))
    if widget.type == "select_slider":
        parameter = parameters()[widget.key.split(".")[1]]
        return (parameter.slider_high, parameter.slider_low)
    options = list(app.session_state["drawn"][widget.key].options)
    if widget.type == "multiselect":
        return (widget.value[1:], options[:3], [])
    return tuple(option for option in options if option != widget.value)
