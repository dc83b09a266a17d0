"""The application without a browser: Streamlit's own test runner, and what stands on the screen."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from streamlit.testing.v1 import AppTest

from model.case import Case, Option, OwnLine
from model.case.example import example_case
from model.parameters.table import parameters
from tests.support.application import PATHS, ROOT
from tests.support.spoken import source_files

NAMES = tuple(PATHS)
NPV = {"nl": "Netto contante waarde", "en": "Net present value"}
"""What the npv is called on the screen, in each language."""


def _folds() -> set[str]:
    """The keys of folds that are written out in the source of the pages."""
    calls = (node for name, nodes in source_files() if name.startswith("pages/") for node in nodes)
    folds = (node.args[1] for node in calls if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "fold")
    return {str(key.value) for key in folds if isinstance(key, ast.Constant)}


FOLDS = sorted(_folds() - {"table"})
"""Folds that are filled when they are open, but for those of the page Options, which a test opens itself."""


def opened(name: str = "case", language: str = "nl", folds: Iterable[str] = FOLDS) -> AppTest:
    """A new session on a page, in a language, with these folds open."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    keep_open(app, folds)
    app.session_state["lang"] = language
    app.session_state["answered"] = True  # there is no tab here that could have kept a case
    app.run()
    return app if name == "case" else turned_to(app, name)


def coming_back(holder: str, case_id: str = "", invitation: str = "") -> AppTest:
    """A new session of the browser that holds this secret, at an address that may name a case or hold an invitation."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["lang"] = "nl"
    app.session_state["holder"] = holder
    app.session_state["keeper"] = {"told": {"invitation": invitation}}
    if case_id:
        app.query_params["case"] = case_id
    return app.run()


def keep_open(app: AppTest, folds: Iterable[str]) -> None:
    """Leave folds open: the test runner does not send along that they are, which closes them at its next run."""
    run = app._run

    def run_open(*args: Any, **options: Any) -> AppTest:
        for fold in folds:
            app.session_state[fold] = True
        return run(*args, **options)

    app._run = run_open  # type: ignore[method-assign]


def opened_with(case: Case, name: str = "case", language: str = "nl") -> AppTest:
    """A new session in which this case was opened, on a page."""
    app = opened(language=language)
    app.session_state["case"] = case
    return app.run() if name == "case" else turned_to(app, name)


def with_options(page: str, *options: Option) -> AppTest:
    """A page of a case with these options."""
    return opened_with(replace(example_case("GM1783"), options=options), page)


def turned_to(app: AppTest, name: str) -> AppTest:
    """The same session on another page."""
    return app.switch_page(f"pages/views/{name}.py").run()


def typed(app: AppTest, key: str, entry: str) -> AppTest:
    """The session after an entry in the text field with this key; its group of inputs is opened first."""
    parameter = parameters().get(key.split(".")[1])
    group = parameter.group if parameter is not None and parameter.scope == "option" else None
    if group is not None:
        unfolded(app, group)
    app.text_input(key=key).set_value(entry)
    return app.run() if group is None else unfolded(app, group)


def unfolded(app: AppTest, group: str) -> AppTest:
    """The session with a group of inputs open on the page Options; the test runner closes it again at its next run."""
    app.session_state[f"group.{group}"] = True
    return app.run()


def pressed(app: AppTest, label: str) -> AppTest:
    """The session after a click on the first button with this text."""
    next(button for button in app.button if button.label == label).click()
    return app.run()


def named(app: AppTest, label: str) -> AppTest:
    """The session on the page History after the case was given a name as it is."""
    app.text_input(key="version.name").set_value(label)
    return pressed(app, "Leg deze versie vast")


def current(app: AppTest) -> Case:
    """The case of the session."""
    case: Case = app.session_state["case"]
    return case


def metrics(app: AppTest) -> dict[str, str]:
    """The figures on the screen by their label."""
    return {as_read(metric.label): metric.value for metric in app.metric}


def errors(app: AppTest) -> str:
    """All error messages on the screen, as read."""
    return "\n".join(as_read(error.value) for error in app.error)


def as_read(markdown: str) -> str:
    """Markdown as a reader sees it, as far as escapes and invisible characters go."""
    return re.sub(r"\\(.)", r"\1", markdown).replace("\u2060", "")


def unescaped(markdown: str) -> str:
    """What of a Markdown text is still markup: everything but what is escaped."""
    return re.sub(r"\\.", "\0", markdown)


def markup(app: AppTest) -> Iterator[str]:
    """Every text on the screen that Streamlit reads as Markdown: text, labels, help and table cells."""
    for kind in ("title", "header", "subheader", "markdown", "caption", "error", "warning", "info", "success"):
        yield from (element.value for element in getattr(app, kind))
    for kind in ("text_input", "selectbox", "select_slider", "button", "metric", "expander", "segmented_control"):
        for element in getattr(app, kind):
            yield element.label
            yield getattr(element, "help", "") or ""
    for control in app.segmented_control:
        yield from control.options
    for table in app.table:
        yield from (str(cell) for cell in table.value.columns)
        yield from (str(cell) for cell in table.value.to_numpy().ravel())


def html_of(app: AppTest) -> str:
    """All HTML that a page itself puts on the screen."""
    return "\n".join(element.proto.body for element in app.get("html"))


def figure(app: AppTest, number: int = 0) -> dict[str, Any]:
    """A chart on the screen, as plotly gets it."""
    spec: dict[str, Any] = json.loads(app.get("plotly_chart")[number].proto.spec)
    return spec


def uploaded(app: AppTest, content: bytes, name: str, mime: str) -> AppTest:
    """The session after a file was uploaded in the only upload field."""
    app.file_uploader[0].upload(name, content, mime)
    return app.run()


def fill_own_line(app: AppTest, **entries: str) -> AppTest:
    """The session after the form for an own line was filled in and sent."""
    for name, entry in entries.items():
        app.text_input(key=f"a.new_line.{name}").set_value(entry)
    app.button(key="a.new_line.add").click()
    return app.run()


def words_on(app: AppTest) -> str:
    """Sentences, tables and messages of a page, as read."""
    kinds = (app.markdown, app.caption, app.success, app.warning, app.info, app.error)
    cells = (str(cell) for table in app.table for cell in (*table.value.columns, *table.value.to_numpy().ravel()))
    return "\n".join(as_read(words) for words in (*(element.value for kind in kinds for element in kind), *cells))


def plan_of_own_lines() -> Option:
    """A building of 1 mln, rent 100,000 a year, undiscounted; the rent's label holds what could be markup."""
    lines = (
        OwnLine("Bouw", "investment", 1_000_000.0, "once", 0.0),
        OwnLine("Huur *per jaar* <b>", "revenue", 100_000.0),
    )
    inputs = {"discount_rate": 0.0, "term_years": 8.0}
    return Option("o", "own", label="Plan", inputs=inputs, own_lines=lines)
