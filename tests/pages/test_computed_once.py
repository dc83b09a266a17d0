"""What pages work out of a case is worked out once per state of it: a rerun that changes nothing shows it again."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

import model.engine.run
import model.engine.scenarios
from model.documents.charts import KINDS
from pages import PAGES
from pages.charts.drawn_once import frozen
from tests.support.papers import chart
from tests.support.screens import NAMES, metrics, opened, typed


def never(*_args: Any, **_options: Any) -> Any:
    raise AssertionError("worked out again")


def on_screen(app: AppTest) -> list[tuple[str, str]]:
    """Every element with what it shows, but for the count of reruns that stands there out of sight."""
    elements = [element for element in app.main if getattr(element, "key", "") != "run_drawn"]
    return [(element.type, str(getattr(element, "value", ""))) for element in elements]


@pytest.mark.thorough
@pytest.mark.parametrize("name", NAMES)
def test_a_rerun_runs_no_option_no_scenario_and_draws_no_chart(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(name)
    app.run()
    shown = on_screen(app)
    monkeypatch.setattr(model.engine.run, "compute", never)
    monkeypatch.setattr(model.engine.scenarios.Scenarios, "run", never)
    monkeypatch.setattr(go.Figure, "__init__", never)
    app.run()
    assert not app.exception
    assert [error.value for error in app.error] == []
    assert on_screen(app) == shown


def test_the_check_sees_what_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model.engine.run, "compute", never)
    assert "AssertionError" in opened("case").error[0].value


def test_another_case_is_another_answer() -> None:
    app = opened("options")
    before = metrics(app)
    typed(app, "a.price_per_bed_week.nl", "200")
    assert metrics(app) != before
    typed(app, "a.price_per_bed_week.nl", "")
    assert metrics(app) == before


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1.0, 2.0], [1.0, 2.5]),
        ([1.0, [2.0]], [[1.0], 2.0]),
        ({"a": [1]}, {"a": [2]}),
        (PAGES[0], PAGES[1]),
        ("1", 1),
    ],
)
def test_a_chart_of_other_numbers_is_another_chart(one: Any, other: Any) -> None:
    assert frozen(one) == frozen(one) != frozen(other)
    assert hash(frozen(one)) is not None


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_is_told_from_others_as_a_whole(kind: str) -> None:
    """Not part by part: hundreds of figures, and names that hold the case."""
    spec = chart(kind)
    assert frozen((spec, "nl")) == ("tuple", spec, "nl")
    assert hash(spec) == hash(chart(kind))
