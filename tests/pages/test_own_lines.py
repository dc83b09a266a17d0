"""Own lines are added to an option and removed from it."""

from __future__ import annotations

import pytest

from model.case import read_case
from model.words.texts import text
from tests.support.screens import NPV, current, errors, fill_own_line, metrics, opened


def test_an_own_line_is_added_and_counts() -> None:
    app = opened("options")
    before = metrics(app)[NPV["nl"]]
    fill_own_line(app, label="Wasserij", amount="1.250.000,50", to="10", growth="2,5")
    line = current(app).option("a").own_lines[0]
    assert (line.label, line.amount, line.first, line.last, line.growth) == ("Wasserij", 1250000.5, 1, 10, 0.025)
    assert metrics(app)[NPV["nl"]] != before


def test_the_form_is_empty_after_an_own_line_was_added() -> None:
    app = fill_own_line(opened("options"), label="Wasserij", amount="100")
    assert {app.text_input(key=f"a.new_line.{name}").value for name in ("label", "amount")} == {""}


@pytest.mark.parametrize(("field", "name"), [("amount", "Bedrag in euro"), ("growth", "Groei per jaar (%)")])
def test_an_own_line_with_an_unreadable_number_is_not_added(field: str, name: str) -> None:
    entries = {"label": "Wasserij", "amount": "100", field: "2.5"}
    app = fill_own_line(opened("options"), **entries)
    assert not current(app).option("a").own_lines
    assert all(part in errors(app) for part in (name, "‘2.5’", "1.250,50"))
    assert app.text_input(key=f"a.new_line.{field}").value == "2.5"


def test_an_own_line_out_of_bounds_is_not_added() -> None:
    app = fill_own_line(opened("options"), label="Wasserij", amount="100", to="500")
    assert not current(app).option("a").own_lines
    assert "500" in errors(app)


def test_an_own_line_without_a_name_is_not_added() -> None:
    app = fill_own_line(opened("options"), amount="100")
    assert not current(app).option("a").own_lines
    assert text("ui_own_incomplete", "nl") in errors(app)


def test_an_own_line_can_be_removed() -> None:
    app = fill_own_line(opened("options"), label="Wasserij", amount="100")
    app.button(key="a.own.0.remove").click().run()
    assert not current(app).option("a").own_lines


def test_an_own_investment_falls_at_the_start_unless_another_year_is_given() -> None:
    app = opened("options")
    app.selectbox(key="a.new_line.kind.nl").set_value("investment").run()
    assert app.selectbox(key="a.new_line.per.investment.nl").value == "once"
    fill_own_line(app, label="Hek", amount="100")
    assert current(app).option("a").own_lines[0].first == 0


@pytest.mark.parametrize("kind", ["subsidy", "terminal_value", "investment"])
def test_an_own_line_of_the_page_is_that_of_a_case_file_which_says_as_little(kind: str) -> None:
    """Paid by the state; at the end of the term; once: what is not said is usual for the kind, wherever it is said."""
    app = opened("options")
    app.selectbox(key="a.new_line.kind.nl").set_value(kind).run()
    added = current(fill_own_line(app, label="x", amount="100")).option("a").own_lines
    option = {"id": "a", "type": "short_stay", "own_lines": [{"label": "x", "kind": kind, "amount": 100}]}
    data = {"schema_version": 1, "municipality": "GM1783", "beds": 1, "start_date": "2027-01-01", "options": [option]}
    assert added == read_case(data).option("a").own_lines
