"""Changes of a stored case as sentences: what, from what, to what and why, without a path, a key or an id."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from market_data import load
from model.case import Case, read_case
from model.case.edit import KINDS, OF_AN_OPTION, Edit
from model.case.edits import (
    add,
    apply_all,
    change_option_type,
    copy_option,
    edit_from_json,
    edit_to_json,
    input_path,
    move,
    remove,
    rename_option,
    set_mix_shares,
    set_value,
)
from model.case.edits.difference import difference
from model.decide.operators import OPERATORS
from model.parameters.table import parameters
from model.problems import BadInput
from model.readings.changes import (
    change_reading,
    change_readings,
    conflict_reading,
    differences_readings,
    history_readings,
)
from model.store.changes import BEGIN, EDIT, FIGURES, REDO, RESTORE, UNDO, Author, Change
from model.words.texts import LANGUAGES

RENT = {"label": "Huur", "kind": "revenue", "amount": 10_000}
SUBSIDY = {"label": "Rijk", "kind": "subsidy", "amount": 1_000_000}
ROW = {"stay": "short", "from": "2027-01", "low": 90, "typical": 100, "high": 120, "source": "opgave"}
UNIFORM = {"kind": "uniform", "low": 0.8, "high": 0.95}


def a_case() -> Case:
    """Two options and a mix of them, called by ids that no sentence holds by chance."""
    return read_case(
        {
            "schema_version": 1,
            "name": "Plan",
            "municipality": "GM1783",
            "beds": 200,
            "start_date": "2027-01-01",
            "options": [
                {
                    "id": "qx1",
                    "type": "short_stay",
                    "label": "Hotel",
                    "inputs": {"occupancy": 0.9},
                    "own_lines": [SUBSIDY, RENT],
                },
                {"id": "qx2", "type": "conversion", "variant": "office", "label": "Kantoor"},
                {
                    "id": "qx3",
                    "type": "mix",
                    "label": "Samen",
                    "components": [{"option": "qx1", "share": 0.5}, {"option": "qx2", "share": 0.5}],
                },
            ],
            "frames": {"max_beds": 300},
            "need": {"rows": [ROW]},
            "inquiry": {"operators": [{"code": "A1", "year": 2025, "answers": {"energy_cost": 612.34}}]},
            "trade_off": {
                "criteria": [{"key": "npv"}, {"key": "investment"}],
                "weights": {"npv": 60, "investment": 40},
            },
        }
    )


CASE = a_case()


def changed(*edits: Edit, of: Case = CASE, kind: str = EDIT, why: str = "", who: str = "") -> tuple[Change, Case]:
    after = apply_all(of, edits)
    moment = datetime(2027, 1, 4, tzinfo=UTC)
    return Change(1, kind, edits, difference(after, of), moment, Author("browser", who), why, "m", "d"), after


def told(*edits: Edit, language: str = "nl", **of: Any) -> str:
    change, after = changed(*edits, **of)
    return change_reading(change, after).text(language).replace("\u00a0", " ")


def occupancy(value: float) -> Edit:
    return set_value(input_path("qx1", "occupancy"), value)


LINE = ("options", "qx1", "own_lines")
SAID: dict[str, tuple[Edit, ...]] = {
    "Bezettingsgraad van Hotel: van 90% naar 92%.": (occupancy(0.92),),
    "Bezettingsgraad van Hotel: van 90% terug naar de standaardwaarde.": (remove(input_path("qx1", "occupancy")),),
    "Bezettingsgraad van Kantoor: van de standaardwaarde naar 80%.": (set_value(input_path("qx2", "occupancy"), 0.8),),
    "Hoe grond of gebouw wordt verkregen van Hotel: van de standaardwaarde naar erfpacht of huur van de grond.": (
        set_value(input_path("qx1", "land_tax_regime"), "ground_lease"),
    ),
    "Groei van de prijs per jaar van Hotel: van de standaardwaarde naar 3% vanaf 2027 en 2% vanaf 2029.": (
        set_value(input_path("qx1", "price_growth"), {"2027": 0.03, "2029": 0.02}),
    ),
    "Beheer van Hotel: van de standaardwaarde naar € 1.000 per jaar; "
    "Beheer: grondslag van Hotel: van de standaardwaarde naar vast bedrag per jaar.": (
        set_value(input_path("qx1", "management_cost"), 1000),
        set_value(input_path("qx1", "management_basis"), "per_year"),
    ),
    "Gemeente: van Westland naar Amsterdam; Naam van de zaak: van ‘Plan’ naar ‘Nieuw’.": (
        set_value(("municipality",), "GM0363"),
        set_value(("name",), "Nieuw"),
    ),
    "Startdatum: van 1 januari 2027 naar 15 maart 2028.": (set_value(("start_date",), "2028-03-15"),),
    "Bedden nodig: van 200 bedden naar 320 bedden.": (set_value(("beds",), 320),),
    "Rekenen per: van jaar naar kwartaal.": (set_value(("periods_per_year",), 4),),
    "Geldende wet: van de standaardwaarde naar als de voorstellen doorgaan.": (
        set_value(("law",), "if_proposals_pass"),
    ),
    "Langer verblijf wordt huur: van de standaardwaarde naar telt mee vanaf 1 maart 2029; "
    "Dertignachtenregel voor btw: van de standaardwaarde naar telt niet mee.": (
        set_value(("proposals",), {"tenancy": "2029-03-01", "thirty_nights": "no"}),
    ),
    "Toegevoegd: optie Mid stay.": (add(("options",), {"id": "qx4", "type": "mid_stay"}),),
    "Toegevoegd: optie Kopie.": copy_option(CASE, "qx2", "qx4", "Kopie"),
    "Verwijderd: optie Samen.": (remove(("options", "qx3")),),
    "Verwijderd: optie Samen; Verwijderd: optie Kantoor.": (remove(("options", "qx3")), remove(("options", "qx2"))),
    "Samen achter Hotel gezet.": (move(("options", "qx3"), "qx1"),),
    "Samen vooraan gezet.": (move(("options", "qx3"), ""),),
    "Hotel achteraan gezet.": (move(("options", "qx1")),),
    "Naam van Pension: van ‘Hotel’ naar ‘Pension’.": (set_value(("options", "qx1", "label"), "Pension"),),
    "Hotel heeft een ander kenmerk in het zaakbestand.": (rename_option("qx1", "zz9"),),
    "Soort van Kantoor: van Transformatie: kantoor naar Nieuwbouw: permanent.": (
        change_option_type("qx2", "new_build", "permanent"),
    ),
    "Verdeling van Samen: van Hotel 50% en Kantoor 50% naar Hotel 25% en Kantoor 75%.": (
        set_mix_shares("qx3", {"qx1": 0.25, "qx2": 0.75}),
    ),
    "Aandeel van Hotel in Samen: van 50% naar 40%; Aandeel van Kantoor in Samen: van 50% naar 60%.": (
        set_value(("options", "qx3", "components", "qx1", "share"), 0.4),
        set_value(("options", "qx3", "components", "qx2", "share"), 0.6),
    ),
    "Toegevoegd: eigen post ‘Verkoop’ (€ 5.000) bij Hotel.": (
        add(LINE, {"label": "Verkoop", "kind": "terminal_value", "amount": 5000}),
    ),
    "Verwijderd: eigen post ‘Rijk’ (€ 1.000.000) bij Hotel.": (remove((*LINE, "1")),),
    "Bedrag van ‘Huur’ van Hotel: van € 10.000 naar € 12.500.": (set_value((*LINE, "2", "amount"), 12_500),),
    "Soort van ‘Huur’ van Hotel: van opbrengst naar exploitatiekosten.": (
        set_value((*LINE, "2", "kind"), "operating_cost"),
    ),
    "‘Huur’ van Hotel vooraan gezet.": (move((*LINE, "2"), ""),),
    "Reden bij Bezettingsgraad van Hotel: nu ‘gemeten’ (Jan).": (
        set_value(("options", "qx1", "reasons", "occupancy"), {"who": "Jan", "when": "2027-01-01", "why": "gemeten"}),
    ),
    "Kader ‘Meeste bedden per plek’: van 300 bedden naar 250 bedden.": (set_value(("frames", "max_beds"), 250),),
    "Kader ‘Meeste bedden per plek’: 300 bedden weggehaald.": (remove(("frames", "max_beds")),),
    "Kader ‘Uiterste openingsdatum’: nu 1 juli 2029.": (set_value(("frames", "latest_opening_date"), "2029-07-01"),),
    "Onzekerheid van Bezettingsgraad van Hotel: van de standaardwaarde naar gelijkmatig, 80% tot 95%.": (
        set_value(("risk", "qx1", "distributions", "occupancy"), UNIFORM),
    ),
    "Onzekerheid van Kantoor: Bezettingsgraad van Samen: van de standaardwaarde naar geen onzekerheid.": (
        set_value(("risk", "qx3", "distributions", "qx2.occupancy"), None),
    ),
    "Zekerheid van Hotel: van de standaardwaarde naar 95%.": (set_value(("risk", "qx1", "certainty"), 0.95),),
    "Behoefte, bedden nodig: van 100 bedden naar 110 bedden.": (
        set_value(("need", "rows", "1", "low"), 90),
        set_value(("need", "rows", "1", "typical"), 110),
    ),
    "Behoefte, vanaf: van januari 2027 naar mei 2028.": (set_value(("need", "rows", "1", "from"), "2028-05"),),
    "Toegevoegd: behoefte van 40 bedden (telling).": (
        add(("need", "rows"), {**ROW, "low": 40, "typical": 40, "source": "telling"}),
    ),
    "Gewicht van criterium ‘netto contante waarde’: van 60 naar 70.": (set_value(("trade_off", "weights", "npv"), 70),),
    "Slechtste waarde van criterium ‘netto contante waarde’: van de standaardwaarde naar € -5.000.": (
        set_value(("trade_off", "criteria", "npv", "worst"), -5000),
    ),
    "Toegevoegd: antwoorden van exploitant B2.": (add(OPERATORS, {"code": "B2", "answers": {"energy_cost": 734.56}}),),
    "Antwoorden van exploitant A1 gewijzigd.": (
        set_value((*OPERATORS, "A1", "answers", "energy_cost"), 734.56),
        set_value((*OPERATORS, "A1", "answers", "occupancy"), 0.91),
        set_value((*OPERATORS, "A1", "year"), 2024),
    ),
    "Verwijderd: antwoorden van exploitant A1.": (remove((*OPERATORS, "A1")),),
    "Toegevoegd: wat-als ‘Leeg’ (Bezettingsgraad van Hotel: van 90% naar 50%).": (
        set_value(("what_ifs",), [{"name": "Leeg", "edits": [edit_to_json(occupancy(0.5))]}]),
    ),
    "Toegevoegd: wat-als ‘Vol’ (Bezettingsgraad van Hotel: van 90% naar 95%; "
    "Bezettingsgraad van Kantoor: van de standaardwaarde naar 95%).": (
        add(
            ("what_ifs",),
            {
                "name": "Vol",
                "edits": [
                    *map(edit_to_json, (occupancy(0.95), set_value(input_path("qx2", "occupancy"), 0.95))),
                ],
            },
        ),
    ),
}


def test_a_change_of_a_what_if_says_its_name_and_what_it_changes() -> None:
    _, case = changed(add(("what_ifs",), {"name": "Vol", "edits": [edit_to_json(occupancy(0.95))]}))
    assert told(set_value(("what_ifs", "Vol", "name"), "Drukker"), of=case) == (
        "Naam van een wat-als: van ‘Vol’ naar ‘Drukker’."
    )
    assert told(set_value(("what_ifs", "Vol", "edits"), [edit_to_json(occupancy(0.97))]), of=case) == (
        "In wat-als ‘Vol’ zijn de wijzigingen nu: Bezettingsgraad van Hotel: van 90% naar 97%."
    )
    assert told(add(("what_ifs", "Vol", "edits"), edit_to_json(occupancy(0.97))), of=case) == "wat-als ‘Vol’ gewijzigd."
    assert told(remove(("what_ifs", "Vol")), of=case) == "Verwijderd: wat-als ‘Vol’."
    adopted = (remove(("what_ifs", "Vol")), occupancy(0.95))
    assert told(*adopted, of=case) == "Verwijderd: wat-als ‘Vol’; Bezettingsgraad van Hotel: van 90% naar 95%."


@pytest.mark.parametrize("said", SAID)
def test_a_change_says_what_from_what_and_to_what(said: str) -> None:
    assert told(*SAID[said]) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_single_operator_answered_is_never_said(language: str) -> None:
    answered = {"code": "A1", "year": 2024, "answers": {"energy_cost": 734.56, "occupancy": 0.9173}}
    edits = (
        set_value((*OPERATORS, "A1"), answered),
        set_value((*OPERATORS, "A1", "answers"), answered["answers"]),
        set_value((*OPERATORS, "A1", "answers", "energy_cost"), 734.56),
        remove((*OPERATORS, "A1", "year")),
        remove((*OPERATORS, "A1")),
        set_value(OPERATORS, [answered]),
        set_value(OPERATORS[:1], {"operators": [answered]}),
        add(OPERATORS, {**answered, "code": "B2"}),
    )
    for edit in edits:
        for kind in (EDIT, UNDO):
            said = told(edit, kind=kind, language=language)
            assert not any(digits in said for digits in ("612", "734", "91", "2024", "2025")), said
    more = apply_all(CASE, [add(OPERATORS, {**answered, "code": "B2"})])
    for reading in (*differences_readings(CASE, more), *differences_readings(more, CASE)):
        assert "734" not in reading.text(language)


def test_answers_that_all_go_are_said_operator_by_operator() -> None:
    assert told(remove(OPERATORS[:1])) == "Verwijderd: antwoorden van exploitant A1."


def test_in_english() -> None:
    assert told(occupancy(0.92), language="en") == "Occupancy of Hotel: from 90% to 92%."
    assert told(set_value(("start_date",), "2028-03-15"), language="en") == (
        "Start date: from 1 January 2027 to 15 March 2028."
    )


def test_the_reason_and_the_way_back_are_said() -> None:
    assert told(occupancy(0.92), why="gemeten") == "Bezettingsgraad van Hotel: van 90% naar 92%. Reden: gemeten"
    assert told(occupancy(0.92), kind=UNDO) == "Teruggenomen: Bezettingsgraad van Hotel: van 90% naar 92%."
    assert told(occupancy(0.92), kind=REDO) == "Opnieuw gedaan: Bezettingsgraad van Hotel: van 90% naar 92%."
    restored = told(occupancy(0.92), kind=RESTORE, why="voor de raad")
    assert restored == "Versie ‘voor de raad’ teruggezet: Bezettingsgraad van Hotel: van 90% naar 92%."
    assert told(kind=BEGIN) == "De zaak is begonnen."
    assert told(kind=FIGURES, why="eigen.csv") == "Eigen marktgegevens uit eigen.csv in gebruik genomen."
    assert told(kind=FIGURES).startswith("De officiële marktgegevens gelden weer")


def test_a_burst_taken_back_goes_from_its_last_value_to_its_first() -> None:
    """Three steps of a slider from 90% up to 93%, taken back by the three edits that take back each."""
    _, after = changed(occupancy(0.93))
    said = told(occupancy(0.92), occupancy(0.91), occupancy(0.9), of=after, kind=UNDO)
    assert said == "Teruggenomen: Bezettingsgraad van Hotel: van 93% naar 90%."


def test_of_many_things_at_once_the_first_are_said_and_how_many_more_there_are() -> None:
    edits = [
        set_value(input_path("qx2", key), 0.5) for key in ("occupancy", "loan_share", "brp_share", "employer_share")
    ]
    change, after = changed(*edits)
    said = change_reading(change, after).text("nl")
    assert said.startswith("Bezettingsgraad van Kantoor: van de standaardwaarde naar 50%; ")
    assert said.endswith("; en nog 2 wijzigingen.")
    assert len(change_readings(change, after)) == 4


def test_all_inputs_back_at_their_defaults_are_said_one_by_one() -> None:
    said = told(set_value(("options", "qx1", "inputs"), {}))
    assert said == "Bezettingsgraad van Hotel: van 90% terug naar de standaardwaarde."


def test_somebody_elses_change_is_told_with_who_it_was() -> None:
    named, after = changed(occupancy(0.92), who="Anna")
    assert conflict_reading(named, after).text("nl") == (
        "Intussen wijzigde Anna Bezettingsgraad van Hotel van 90% naar 92%."
    )
    unknown, after = changed(remove(("options", "qx3")))
    assert conflict_reading(unknown, after).text("nl") == (
        "Intussen gewijzigd door iemand anders: Verwijderd: optie Samen."
    )


def test_figures_that_came_under_a_case_meanwhile_are_named() -> None:
    figures = Change(1, FIGURES, (), (), datetime.now(UTC), Author("x"), "taxatie.csv", "", "")
    assert conflict_reading(figures, a_case()).text("nl") == (
        "Intussen, door iemand anders: Eigen marktgegevens uit taxatie.csv in gebruik genomen."
    )


def test_an_option_that_went_later_has_its_name_in_the_history() -> None:
    """Its occupancy is changed, then it goes: told from the case as it is now, back to what it was then."""
    first, then = changed(set_value(input_path("qx2", "occupancy"), 0.8))
    second, now = changed(remove(("options", "qx3")), remove(("options", "qx2")), of=then)
    said = [reading.text("nl") for reading in history_readings([second, first], now, load())]
    assert said[1] == "Bezettingsgraad van Kantoor: van de standaardwaarde naar 80%."
    assert change_reading(first, now).text("nl").startswith("Bezettingsgraad van een optie die er niet meer is: ")


def test_the_difference_of_two_versions_is_said_thing_by_thing() -> None:
    after = replace(apply_all(CASE, [occupancy(0.8), remove(("frames", "max_beds"))]), beds=300.0)
    said = {reading.text("nl").replace("\u00a0", " ") for reading in differences_readings(CASE, after)}
    assert said == {
        "Bezettingsgraad van Hotel: van 90% naar 80%",
        "Kader ‘Meeste bedden per plek’: 300 bedden weggehaald",
        "Bedden nodig: van 200 bedden naar 300 bedden",
    }
    assert differences_readings(CASE, CASE) == ()


RAW = re.compile(r"[a-z]\.[a-z]|~1|\bqx\d\b|GM\d{4}|" + "|".join(key for key in parameters() if "_" in key))
BY_SOMEBODY = re.compile(r"(?<!criterium )(?<!criterion )(?<!Kader )(?<!Frame )‘[^’]*’")
"""What somebody typed stands in quotation marks, as he typed it; names of ours stand behind what they are."""
PARTS = st.sampled_from(
    [
        *("options", "qx1", "qx2", "gone", "inputs", "occupancy", "price_growth", "land_tax_regime", "2029"),
        *("own_lines", "1", "9", "amount", "kind", "components", "reasons", "why", "type", "variant", "label"),
        *("risk", "distributions", "own.1.amount", "qx1.occupancy", "events", "branches", "probability", "draws"),
        *("frames", "max_beds", "need", "rows", "typical", "trade_off", "criteria", "weights", "npv", "what_ifs"),
        *("inquiry", "operators", "answers", "energy_cost"),
        *("name", "municipality", "beds", "start_date", "law", "schema_version", "unheard of"),
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(0, 1) | st.sampled_from(["short_stay", "GM1783", "x"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(PARTS.filter(lambda part: "_" not in part), inner),
    max_leaves=4,
)


def can_be_logged(edit: Edit) -> bool:
    try:
        return edit_from_json(edit_to_json(edit)) == edit
    except BadInput:
        return False


EDITS = st.builds(
    Edit, st.sampled_from(KINDS), st.lists(PARTS, min_size=1, max_size=5).map(tuple), VALUES, st.none() | PARTS
).filter(can_be_logged) | st.builds(
    Edit, st.sampled_from(OF_AN_OPTION), st.sampled_from([("options", "qx1"), ("options", "gone")]), VALUES
)


@pytest.mark.thorough
@settings(max_examples=300, deadline=None)
@given(st.lists(EDITS, max_size=4), st.lists(EDITS, max_size=4), st.sampled_from([EDIT, UNDO, RESTORE]))
def test_an_edit_on_any_path_gives_a_sentence_without_a_path_a_key_or_an_id(
    edits: list[Edit], back: list[Edit], kind: str
) -> None:
    moment = datetime(2027, 1, 4, tzinfo=UTC)
    change = Change(1, kind, tuple(edits), tuple(back), moment, Author("browser"), "", "m", "d")
    for language in LANGUAGES:
        for reading in (change_reading(change, CASE), conflict_reading(change, CASE)):
            assert RAW.findall(BY_SOMEBODY.sub("", reading.text(language))) == []
