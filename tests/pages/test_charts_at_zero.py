"""The distribution: of a bar across zero the part below it is a shortfall, the part above it is not."""

from __future__ import annotations

import json

from model.words.palette import HIGH, LOW
from pages.charts.analysis_charts import distribution


def test_a_bar_across_zero_has_both_colours_and_one_height() -> None:
    """One bar of 100 futures from -30 to 10: three quarters of its width lie below zero."""
    bars = json.loads(distribution(((-30.0, 10.0, 100),), (), "nl").to_json())["data"][0]
    assert bars["marker"]["color"] == [LOW, HIGH]
    assert bars["marker"]["pattern"]["shape"] == ["/", ""]
    assert (bars["width"], bars["x"], bars["y"]) == ([30.0, 10.0], [-15.0, 5.0], [100.0, 100.0])


def test_other_bars_stay_whole() -> None:
    bars = json.loads(distribution(((-20.0, 0.0, 1), (0.0, 20.0, 3)), (), "nl").to_json())["data"][0]
    assert (bars["width"], bars["y"]) == ([20.0, 20.0], [25.0, 75.0])
