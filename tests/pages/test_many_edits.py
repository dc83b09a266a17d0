"""Hundreds of edits at random on all pages: nothing fails, and every figure is the one the command line gives."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from model.__main__ import main
from model.engine.results import CaseResult
from model.words.quantities import quantities
from model.words.texts import text
from model.words.units import show_value
from pages import PAGES
from tests.support.entries import GROUPS, entries, everything, run_open
from tests.support.screens import current, opened, turned_to

EDITS, ON_A_PAGE, BETWEEN_LOOKS = 500, 10, 50
A_BUTTON, THE_LANGUAGE = 0.1, 0.1
"""How often a button is pressed in the place of an entry, and the language switched along with one."""
SLOW = ("ui_quality_run", "ui_make_workbook")
"""Buttons for which one waits half a minute."""


@pytest.mark.thorough
def test_five_hundred_edits_at_random_give_no_exception_and_the_figures_of_the_command_line(tmp_path: Path) -> None:
    chance = random.Random(20261)
    app, done = opened("case"), 0
    while done < EDITS:
        groups = chance.sample(GROUPS, 2)
        run_open(turned_to(app, chance.choice(PAGES).name), groups)
        for _ in range(ON_A_PAGE):
            what = edit_at_random(app, chance, groups)
            done += 1
            assert not app.exception, (done, what)
            assert not faults(app), (done, what)
        if done % BETWEEN_LOOKS == 0:
            assert differences(app, tmp_path / f"{done}.json") == [], done


def edit_at_random(app: AppTest, chance: random.Random, groups: Sequence[str]) -> object:
    """An entry in one of the widgets of the page, or a press on one of its buttons; gives which one."""
    there = everything(app)
    buttons = [button for button in app.button if not button.disabled and button.label not in slow()]
    if chance.random() < THE_LANGUAGE:
        language = app.segmented_control(key="lang")
        language.set_value("en" if language.value == "nl" else "nl")
    what: object
    if buttons and (not there or chance.random() < A_BUTTON):
        button = chance.choice(buttons)
        button.click()
        what = button.key or button.label
    elif there:
        key = chance.choice(sorted(there))
        entry = chance.choice(entries(app, there[key]) or (there[key].value,))
        there[key].set_value(entry)
        what = key, entry
    else:
        what = "nothing to enter"
    run_open(app, groups)
    return what


def slow() -> set[str]:
    return {text(code, language) for code in SLOW for language in ("nl", "en")}


def differences(app: AppTest, path: Path) -> list[str]:
    """Where a figure of the session is not the one `run --json` gives for the case that `cases export` writes.

    Every metric and every line of every option, and the figures on the page De zaak as they are read there.
    """
    turned_to(app, "case")
    command("cases", "export", app.session_state["stored"].id, str(path))
    asked = json.loads(command("run", str(path), "--json"))["options"]
    outcome: CaseResult = app.session_state["outcome"][2]
    assert outcome.case == current(app)
    ours: dict[str, Any] = {
        key: {"metrics": dict(option.metrics), "lines": {line: list(row) for line, row in option.lines.items()}}
        for key, option in outcome.options.items()
    }
    shown = [metric.value for metric in app.metric]
    language, unit = app.session_state["lang"], quantities()["npv"].unit_key
    read = [show_value(option["metrics"]["npv"], unit, language, "short") for option in asked.values()]
    return [
        *([] if shown == read else [f"on screen {shown}, from the command {read}"]),
        *([] if list(ours) == list(asked) else [f"options {list(ours)} and {list(asked)}"]),
        *(
            f"{option} {kind} {name}: {value} and {asked[option][kind].get(name)}"
            for option, kinds in ours.items()
            for kind, values in kinds.items()
            for name, value in values.items()
            if not same(value, asked[option][kind].get(name))
        ),
    ]


def same(ours: Any, asked: Any) -> bool:
    """Whether two figures are equal to the last digit; what does not exist is null in JSON."""
    if isinstance(ours, list):
        return isinstance(asked, list) and len(ours) == len(asked) and all(map(same, ours, asked))
    return ours == asked or (asked is None and ours != ours)


def command(*arguments: str) -> str:
    """What a command prints, in this process and in the store of the tests."""
    with redirect_stdout(StringIO()) as said:
        assert main(arguments) == 0, arguments
    return said.getvalue()


def faults(app: AppTest) -> list[str]:
    """Messages on the screen that something went wrong in the program itself."""
    ours = [text("our_fault", language, error="").partition("(")[0] for language in ("nl", "en")]
    return [error.value for error in app.error if error.value.startswith(tuple(ours))]
