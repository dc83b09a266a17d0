"""The page Compare: options side by side, in tables and charts."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest

from model.case import Case
from model.case.example import example_case
from model.engine.run import run_case
from tests.support.screens import as_read, current, figure, opened, opened_with, turned_to, typed


def test_a_long_name_stands_beside_its_bar_in_lines_and_never_as_html() -> None:
    name = "<b>Nieuwbouw</b> op het voormalige veilingterrein aan de Nieuweweg, in twee fasen, met een lange naam"
    ticks = figure(turned_to(typed(opened("options"), "a.label", name), "compare"))["layout"]["yaxis"]["ticktext"]
    lines = [unescape(line) for line in ticks[0].split("<br>")]
    assert len(lines) == 3 and lines[-1].endswith(" …"), "what is left out is in the table"
    assert name.startswith(" ".join(lines).removesuffix(" …")), "broken between words, and as it was typed"
    assert "<b>" not in ticks[0]


@pytest.mark.parametrize(("beds", "told"), [("1", "1 bed,"), ("2", "2 bedden,")])
def test_one_bed_is_told_in_the_singular(beds: str, told: str) -> None:
    app = turned_to(typed(opened(), "case.beds.nl", beds), "compare")
    assert any(f"Westland, {told}" in as_read(caption.value) for caption in app.caption)


def test_all_options_stand_side_by_side() -> None:
    app = opened("compare")
    assert list(app.table[0].value.columns) == [
        "Short stay (logies)",
        "Mid stay",
        "Transformatie: kantoor",
        "Nieuwbouw: permanent",
    ]


def test_a_chart_of_large_amounts_is_in_millions() -> None:
    dear = example_case("GM1783").with_input("a", "price_per_bed_week", 300)
    bars = figure(opened_with(dear, "compare"))
    assert bars["layout"]["xaxis"]["title"]["text"] == "€ mln"
    assert bars["data"][0]["text"][0].endswith("mln")


@pytest.mark.parametrize(("language", "decimal", "thousand"), [("nl", ",", "."), ("en", ".", ",")])
def test_a_chart_writes_numbers_as_the_page_does(language: str, decimal: str, thousand: str) -> None:
    """In millions: no tick needs a separator of thousands, and that of English is the decimal one of no Dutch tick."""
    axis = figure(opened("compare", language))["layout"]["xaxis"]
    assert len(axis["ticktext"]) > 1
    assert not any(thousand in written or "\u2212" in written for written in axis["ticktext"])
    assert [float(written.replace(decimal, ".")) for written in axis["ticktext"]] == list(axis["tickvals"])


def test_a_value_over_the_horizon_stands_with_the_years_of_it() -> None:
    app = opened_with(replace(example_case("GM1783"), horizon_years=25.0), "compare")
    told = "De vergelijkingsperiode van deze zaak is 25\u00a0jaar."
    assert [told in as_read(caption.value) for caption in app.caption].count(True) == 1, "below the table"
    app.selectbox(key="chart_metric.nl").set_value("npv_over_horizon").run()
    assert [told in as_read(caption.value) for caption in app.caption].count(True) == 2, "and above the chart"


def with_terms(**years: float) -> Case:
    """The example with the terms of its options given."""
    case = example_case("GM1783")
    for option, term in years.items():
        case = case.with_input(option, "term_years", term)
    return case


def test_options_that_last_for_different_times_are_not_compared_without_saying_so() -> None:
    app = opened_with(with_terms(a=15, b=15, c=25, d=40), "compare")
    assert "15\u00a0jaar tot 40\u00a0jaar" in as_read(app.warning[0].value)
    assert app.table[0].value.iloc[0].tolist() == [f"{years}\u00a0jaar" for years in (15, 15, 25, 40)]
    app.selectbox(key="chart_metric.nl").set_value("equivalent_annual_value").run()
    assert not app.warning


def test_options_that_last_equally_long_are_compared_as_they_stand() -> None:
    assert not opened_with(with_terms(a=15, b=15, c=15, d=15), "compare").warning


def test_a_reason_why_a_metric_is_missing_is_told_once_for_all_options_it_holds_for() -> None:
    case = example_case("GM1783").with_input("a", "price_per_bed_week", 40).with_input("b", "price_per_bed_week", 40)
    told = [as_read(caption.value) for caption in opened_with(case, "compare").caption if "streepje" in caption.value]
    assert "(Short stay (logies) en Mid stay)" in told[0]
    assert told[0].count("niet terugverdiend") == 1


def test_beds_are_drawn_in_a_strip_per_option_under_one_another() -> None:
    strips = figure(opened("compare"), 1)
    assert [bars["yaxis"] for bars in strips["data"]] == ["y", "y2", "y3", "y4"]
    assert "Nieuwbouw: permanent" in strips["layout"]["annotations"][3]["text"]


@pytest.mark.thorough
def test_every_metric_can_be_drawn() -> None:
    app = opened("compare")
    chooser = app.selectbox(key="chart_metric.nl")
    for number in range(len(chooser.options)):
        app.selectbox(key="chart_metric.nl").select_index(number)
        app.run()
        assert not app.exception
        assert not app.error


def test_one_press_puts_the_same_price_in_all_options_and_another_takes_it_out() -> None:
    """Lodging and tenancy start at another price; each with its reason."""
    app = opened("compare")
    app.session_state["prices"] = True
    app.run()
    table = next(table.value for table in app.table if "Waarom" in table.value.columns)
    assert all("minimumloon" in why for why in table["Waarom"])
    let = run_case(current(app)).options["d"].computed.resolved
    assert let is not None
    price = let.values["price_per_bed_week"]
    app.button(key="same_price.d").click().run()
    assert {option.inputs["price_per_bed_week"] for option in current(app).options} == {price}
    app.button(key="own_prices").click().run()
    assert all("price_per_bed_week" not in option.inputs for option in current(app).options)
