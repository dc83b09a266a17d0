"""Pages change the case by edits only, and what moves no money is not calculated again."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from model.case import Case
from model.engine import run
from model.engine.results import CaseResult
from tests.support.application import ROOT


def a_note_is_typed() -> None:
    """A script that gives the need a row, and then the row another note."""
    import streamlit as st

    from model.case.edits import set_value
    from pages.session.computed import kept
    from pages.session.state import case, edit, result

    row = {"stay": "short", "from": "2027-01", "low": 1, "typical": 2, "high": 3, "source": "Telling"}
    before = result()
    first = kept("asked", None, object)
    edit(set_value(("need", "rows"), [row]))
    edit(set_value(("need", "rows", "1", "note"), "Geteld in mei"))
    st.session_state["seen"] = (case(), before, result(), first is kept("asked", None, object))
    edit(set_value(("options", "a", "inputs", "occupancy"), 0.8))
    st.session_state["afterwards"] = (result(), first is kept("asked", None, object))


def test_a_note_typed_does_not_run_the_engine_again() -> None:
    """Runs: the example, and the case with another occupancy; none for the row and its note."""
    with patch("pages.session.state.run_case", wraps=run.run_case) as engine:
        app = AppTest.from_function(a_note_is_typed).run()
    assert not app.exception
    case: Case
    before: CaseResult
    after: CaseResult
    case, before, after, is_kept = app.session_state["seen"]
    assert after.options is before.options
    assert after.case == case != before.case
    assert is_kept
    moved, is_kept = app.session_state["afterwards"]
    assert moved.options["a"].metrics["npv"] != pytest.approx(before.options["a"].metrics["npv"])
    assert moved.case.sections == case.sections
    assert not is_kept
    assert engine.call_count == 2


def test_no_page_puts_a_case_or_an_option_together_itself() -> None:
    """A changed copy of the case or of an option is made in one place: where edits are applied."""
    by_hand = re.compile(r"replace\((case\(\)|current|option|original|new|before),|with_input\(|OwnLine\(|Option\(")
    found = {
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in (ROOT / "pages").rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if by_hand.search(line)
    }
    assert found == set()
