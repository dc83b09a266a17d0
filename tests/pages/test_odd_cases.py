"""The pages for the council and on certainty with cases that are not the example: no page ever breaks off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from html import escape

import pytest
from streamlit.testing.v1 import AppTest

from model.analyses.risk import Branch, Effect, Event, Overlay
from model.case import Case, Component, Option, OwnLine
from model.case.example import example_case
from pages import PAGES
from tests.support.screens import html_of, markup, opened, turned_to, unescaped

pytestmark = pytest.mark.thorough

NAMES = [page.name for page in PAGES if page.section in {"council", "certainty"}]
LANGUAGES = ("nl", "en")
HOSTILE = '<img src=x onerror=alert(1)> **vet** [l](http://d.e) $a$ "q"'


def example(*options: Option, **changes: object) -> Case:
    """The example with these options instead of its own."""
    case = example_case("GM1783")
    return replace(case, options=options or case.options, **changes)  # type: ignore[arg-type]


def own(*lines: OwnLine, option: str = "x") -> Option:
    return Option(option, "own", own_lines=lines)


RENT = OwnLine("Huur", "revenue", 100_000, "year", 1, 10)
BUILD = OwnLine("Bouw", "investment", 900_000, "once", 0, 0)


def mixed() -> Case:
    case = example_case("GM1783")
    return replace(
        case, options=(*case.options, Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5))))
    )


def without_loans() -> Case:
    case = example_case("GM1783")
    return replace(case, options=tuple(replace(option, inputs={"loan_share": 0.0}) for option in case.options))


CASES: Mapping[str, Callable[[], Case]] = {
    "own lines": lambda: example(own(BUILD, RENT)),
    "own lines without an outlay, so without irr": lambda: example(own(RENT)),
    "own lines beside a standard option": lambda: example(own(BUILD, RENT), Option("a", "short_stay")),
    "a mix": mixed,
    "one option": lambda: example(Option("a", "new_build", "permanent")),
    "no loan": without_loans,
    "months from July": lambda: example(
        Option("a", "short_stay", inputs={"term_years": 5.0}), periods_per_year=12, start_date=date(2027, 7, 1)
    ),
    "proposals pass": lambda: example(law="if_proposals_pass"),
    "frames nobody meets": lambda: example(
        frames={"min_beds": 900.0, "max_beds": 10.0, "latest_opening_date": "2025-01-01", "min_dscr": 9.0}
    ),
    "hostile names": lambda: example(
        Option(
            "a",
            "short_stay",
            label=HOSTILE,
            risk=Overlay(
                events=(Event("x", 0.5, (Effect("occupancy", "add", -0.1),), HOSTILE, HOSTILE),),
                branches=(Branch(HOSTILE, 1.0, {"end_of_term": "stay"}),),
            ),
        ),
        own(OwnLine(HOSTILE, "revenue", 1e5, "year", 1, 10), BUILD),
        name=HOSTILE,
    ),
}


def shown(name: str, case: Case, language: str) -> AppTest:
    """A page with this case, in a language."""
    app = opened("case", language)
    app.session_state["case"] = case
    return turned_to(app, name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", CASES)
def test_a_page_shows_every_option_of_an_odd_case(kind: str, name: str) -> None:
    case = CASES[kind]()
    app = shown(name, case, LANGUAGES[len(kind) % 2])
    for option in case.options:
        for control in app.segmented_control:
            if control.key == "analysed_option":
                control.set_value(option.id)
        app.run()
        assert not app.exception
        assert not [error.value for error in app.error]


@pytest.mark.parametrize("name", NAMES)
def test_what_a_user_typed_is_neither_markdown_nor_html(name: str) -> None:
    app = shown(name, CASES["hostile names"](), "nl")
    for option in ("a", "x"):
        for control in app.segmented_control:
            if control.key == "analysed_option":
                control.set_value(option).run()
        for markdown in markup(app):
            assert "<img" not in unescaped(markdown)
            assert "**vet**" not in unescaped(markdown)
        assert "<img" not in html_of(app)


def test_a_typed_name_stands_in_an_explanation_as_typed() -> None:
    app = shown("explain", CASES["hostile names"](), "nl")
    app.segmented_control(key="analysed_option.nl").set_value("x").run()
    app.select_slider(key="explain_depth").set_value(8).run()
    assert escape(HOSTILE, quote=True) in html_of(app) or escape(HOSTILE) in html_of(app)
