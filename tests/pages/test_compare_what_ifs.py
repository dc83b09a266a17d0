"""Compare: a what-if is asked, looked at beside the case, called otherwise, adopted and dropped."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from model.case import Case
from model.case.edits import apply_all, remove
from model.case.example import example_case
from model.case.sections.what_ifs import what_ifs_of
from model.decide.what_ifs import keep, set_in
from model.engine.run import run_case
from model.words.units import show_value
from tests.support.screens import as_read, current, errors, opened, opened_with, pressed, typed, words_on

VALUE, NAME = "what_if.value.occupancy.nl", "what_if_new.name"
KEEP = "Reken door als wat-als"


def given(**what_ifs: float) -> Case:
    """The example with every option 95% occupied, and what-ifs in which all have another occupancy."""
    case = apply_all(example_case("GM1783"), set_in("abcd", "occupancy", 0.95))
    edits = [edit for name, value in what_ifs.items() for edit in keep(name, set_in("abcd", "occupancy", value))]
    return apply_all(case, edits)


def shown(case: Case, language: str = "nl") -> AppTest:
    return opened_with(case, "compare", language)


def names(app: AppTest) -> list[str]:
    return [what_if.name for what_if in what_ifs_of(current(app))]


def test_a_change_of_an_input_is_asked_for_and_gets_a_name_from_it() -> None:
    app = pressed(typed(shown(given()), VALUE, "85"), KEEP)
    assert not app.exception
    assert names(app) == ["Bezettingsgraad 85%"]
    assert what_ifs_of(current(app))[0].edits == set_in("abcd", "occupancy", 0.85)
    assert all(option.inputs["occupancy"] == 0.95 for option in current(app).options), "the case itself stays"
    assert app.text_input(key=VALUE).value == ""


def test_it_stands_beside_the_case_with_the_difference() -> None:
    """What the table says is what two runs of the engine say: of the case, and of the case with 85%."""
    app = shown(given(Leger=0.85))
    edited = apply_all(given(), set_in("abcd", "occupancy", 0.85))
    before, after = (
        [option.metrics["npv"] or 0.0 for option in run_case(case).options.values()] for case in (given(), edited)
    )
    table = next(table.value for table in app.table if "Met ‘Leger’" in table.value.columns)
    assert list(table.columns) == ["De zaak nu", "Met ‘Leger’", "Verschil door ‘Leger’"]
    for column, values in zip(
        table.columns, (before, after, [b - a for a, b in zip(before, after, strict=True)]), strict=True
    ):
        assert [as_read(cell) for cell in table[column]] == [show_value(value, "eur", "nl") for value in values]


def test_another_outcome_can_be_looked_at() -> None:
    app = shown(given(Leger=0.85))
    app.selectbox(key="what_if_metric.nl").set_value("irr").run()
    assert "procentpunt" in words_on(app)


@pytest.mark.parametrize(("language", "said"), [("nl", "Met ‘Leger’ veranderen 4 opties"), ("en", "4 options change")])
def test_a_sentence_says_what_it_does(language: str, said: str) -> None:
    assert said in words_on(shown(given(Leger=0.85), language))


def test_it_is_asked_of_some_options_under_a_name_that_is_typed() -> None:
    app = shown(given())
    app.multiselect(key="what_if_options.nl").set_value(["b"]).run()
    pressed(typed(typed(app, VALUE, "80"), NAME, "Stil"), KEEP)
    assert names(app) == ["Stil"]
    assert what_ifs_of(current(app))[0].edits == set_in("b", "occupancy", 0.8)


def test_one_more_change_goes_in_one_that_is_there() -> None:
    app = shown(given(Leger=0.85))
    app.selectbox(key="what_if_into.nl").set_value("Leger").run()
    app.selectbox(key="what_if_input.nl").set_value("term_years").run()
    pressed(typed(app, "what_if.value.term_years.nl", "12"), KEEP)
    assert what_ifs_of(current(app))[0].edits == (
        *set_in("abcd", "occupancy", 0.85),
        *set_in("abcd", "term_years", 12),
    )


@pytest.mark.parametrize(("typed_value", "told"), [("850", "Toegestaan: 0% tot en met 100%."), ("veel", "veel")])
def test_a_bad_value_is_told_with_what_is_allowed_and_stays_in_the_field(typed_value: str, told: str) -> None:
    app = typed(shown(given()), VALUE, typed_value)
    assert "Bezettingsgraad" in errors(app)
    assert told in errors(app)
    pressed(app, KEEP)
    assert app.text_input(key=VALUE).value == typed_value
    assert told in errors(app)
    assert names(app) == []


def test_without_a_value_or_an_option_it_says_what_is_missing() -> None:
    app = pressed(shown(given()), KEEP)
    assert "Bezettingsgraad is leeg. Toegestaan: een getal van 0% tot en met 100%." in errors(app)
    app.multiselect(key="what_if_options.nl").set_value([]).run()
    assert "geen gekozen" in errors(pressed(typed(app, VALUE, "80"), KEEP))
    assert app.text_input(key=VALUE).value == "80"


def test_a_name_that_is_taken_is_refused_and_stays() -> None:
    app = typed(shown(given(Leger=0.85, Voller=0.99)), "what_if.Leger.name", "Voller")
    assert "Voller bestaat al" in errors(app)
    assert app.text_input(key="what_if.Leger.name").value == "Voller"
    assert names(app) == ["Leger", "Voller"]


def test_it_is_called_otherwise() -> None:
    app = typed(shown(given(Leger=0.85)), "what_if.Leger.name", "Rustig")
    assert names(app) == ["Rustig"]
    assert app.text_input(key="what_if.Rustig.name").value == "Rustig"


def test_adopting_it_makes_it_the_case_and_undo_takes_that_back() -> None:
    app = opened("compare")
    pressed(typed(app, VALUE, "85"), KEEP)
    before = current(app)
    pressed(app, "Neem over in de zaak")
    assert names(app) == []
    assert {option.inputs["occupancy"] for option in current(app).options} == {0.85}
    app.button(key="undo").click().run()
    assert current(app) == before


def test_one_that_cannot_be_adopted_says_why() -> None:
    """Building for longer than the term: as a what-if that is told, as the case it cannot be."""
    edits = (*set_in("a", "construction_months", 120), *set_in("a", "term_years", 5))
    app = shown(apply_all(given(), keep("Traag", edits)))
    assert "kan deze optie niet worden doorgerekend" in words_on(app)
    pressed(app, "Neem over in de zaak")
    assert "Looptijd" in errors(app)
    assert names(app) == ["Traag"]


def test_it_is_taken_out() -> None:
    app = shown(given(Leger=0.85))
    app.button(key="what_if.Leger.remove").click().run()
    assert names(app) == []
    assert not any("Wat als…" in header.value for header in app.header)


def test_an_option_that_it_removes_has_a_dash_and_a_reason() -> None:
    app = shown(apply_all(given(), keep("Zonder", (remove(("options", "d")),))))
    table = next(table.value for table in app.table if "Met ‘Zonder’" in table.value.columns)
    assert list(table["Met ‘Zonder’"])[-1] == "–"
    assert "Deze optie is er in de wat-als niet." in words_on(app)


def test_what_a_user_called_it_is_no_markup() -> None:
    app = shown(apply_all(given(), keep("**Vet** <b>x</b>", set_in("a", "occupancy", 0.8))))
    assert not app.exception
    assert "**Vet** <b>x</b>" in words_on(app)
