"""The README's recipes for lines, inputs and laws, followed to the letter in a copy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.recipes import add_row, at_most, case_file, put, python, refused

pytestmark = pytest.mark.thorough

COST_BASES = ("per_bed_year", "per_m2_year", "per_occupied_night", "share_of_revenue", "per_year")


def test_a_parameter_is_two_rows_and_its_name_in_a_line(copy: Path) -> None:
    """A mooring income of 100 per bed per year for 40 beds: revenue of a year rises by 4,000, indexed 2% a year."""
    parameters = copy / "model" / "parameters"
    words = {"label_nl": "Liggeld", "label_en": "Mooring", "meaning_nl": "Verzonnen.", "meaning_en": "Made up."}
    bounds = {"lowest": "0", "highest": "1000", "slider_low": "0", "slider_high": "500", "step": "5"}
    add_row(
        parameters / "parameters.csv",
        key="mooring_per_bed_year",
        scope="option",
        kind="number",
        unit="eur_per_bed_year",
        applies_to="standard",
        group="price",
        level="2",
        dated="0",
        direction="up",
        **bounds,
        **words,
    )
    add_row(
        parameters / "defaults.csv",
        key="mooring_per_bed_year",
        option="standard",
        typical="0",
        status="assumption",
        reason_nl="Verzonnen.",
        reason_en="Made up.",
    )
    income = copy / "model" / "lines" / "income.py"
    code = income.read_text(encoding="utf-8")
    old = 'Input("other_income_per_bed_year") * beds'
    assert code.count(old) == 1
    new = '(Input("other_income_per_bed_year") + Input("mooring_per_bed_year")) * beds'
    income.write_text(code.replace(old, new), encoding="utf-8")
    case = case_file(copy, type="mid_stay")

    options = json.loads(python(copy, "-m", "model", "run", case, "--json", "--set", "b.mooring_per_bed_year=100"))[
        "options"
    ]
    revenue_2029 = {option: result["lines"]["revenue"][3] for option, result in options.items()}
    assert revenue_2029["b"] - revenue_2029["a"] == pytest.approx(40 * 100 * 1.02**3, rel=1e-9)
    python(copy, "-m", "model", "export", case, "out.xlsx")
    keys = {row[0] for row in load_workbook(copy / "out.xlsx")["Invoer"].iter_rows(values_only=True)}
    assert "b.mooring_per_bed_year" in keys


def test_an_operating_cost_is_a_name_in_a_list_and_rows_of_words_inputs_and_defaults(copy: Path) -> None:
    """Gardening of 50 per bed per year for 40 beds is 2,000 a year, and the operator bears it."""
    parameters, lines = copy / "model" / "parameters", copy / "model" / "lines"
    words = {"label_nl": "Tuin", "label_en": "Gardening", "meaning_nl": "Verzonnen.", "meaning_en": "Made up."}
    kept_ready = {"status": "assumption", "reason_nl": "Verzonnen.", "reason_en": "Made up.", "option": "standard"}
    inputs = {
        "gardening_cost": {
            "kind": "number",
            "unit": "depends",
            "lowest": "0",
            "highest": "1000000000",
            "slider_high": "900",
        },
        "gardening_basis": {"kind": "choice", "unit": "none", "choices": "|".join(COST_BASES)},
        "gardening_growth": {
            "kind": "growth",
            "unit": "growth",
            "lowest": "-0.5",
            "highest": "0.5",
            "slider_high": "0.08",
        },
    }
    with at_most(4, copy):
        put(lines / "running_costs.py", '    "certification",\n', '    "certification",\n    "gardening",\n')
        for key, cells in inputs.items():
            fixed = {"scope": "option", "applies_to": "standard", "group": "operation", "level": "2", "dated": "0"}
            slider = {"slider_low": "0", "step": "0.001"} if cells["kind"] != "choice" else {}
            direction = "none" if cells["kind"] == "choice" else "down"
            add_row(parameters / "parameters.csv", key=key, direction=direction, **fixed, **slider, **cells, **words)
        add_row(parameters / "defaults.csv", key="gardening_cost", typical="0", **kept_ready)
        add_row(parameters / "defaults.csv", key="gardening_basis", typical="per_bed_year", **kept_ready)
        add_row(parameters / "defaults.csv", key="gardening_growth", typical="0", **kept_ready)
        for part, unit in (
            ("costs", "eur"),
            ("basis_code", "code"),
            ("quantity", "count"),
            ("index", "index"),
            ("revenue_share", "share"),
            ("index_level", "index"),
        ):
            rank = "detail" if part == "costs" else "help"
            add_row(lines / "lines.csv", key=f"gardening_{part}", unit=unit, rank=rank, **words)
    case = case_file(copy, type="mid_stay")
    options = json.loads(python(copy, "-m", "model", "run", case, "--json", "--set", "b.gardening_cost=50"))["options"]
    costs = {option: result["lines"]["gardening_costs"] for option, result in options.items()}
    assert costs["a"][3] == 0
    assert costs["b"][3] == pytest.approx(40 * 50 * 1.0)
    assert options["b"]["lines"]["ledger_operator"][3] - options["a"]["lines"]["ledger_operator"][3] < -1_999
    python(copy, "-m", "model", "check", case)


def add_neighbours(copy: Path) -> None:
    """What the recipe of a municipal line says: 25 euros a bed, say, for who talks to the neighbours."""
    lines = copy / "model" / "lines"
    words = {"label_nl": "Omwonenden", "label_en": "Neighbours", "meaning_nl": "Verzonnen.", "meaning_en": "Made up."}
    shared = {"scope": "option", "applies_to": "standard", "group": "municipality", "level": "3", "dated": "0"}
    bounds = {"lowest": "0", "highest": "100000", "slider_low": "0", "slider_high": "1000", "step": "5"}
    inputs = {
        "neighbours_use": {"kind": "choice", "unit": "none", "choices": "off|local"},
        "neighbours_cost": {"kind": "number", "unit": "eur_per_bed_year", **bounds},
    }
    add_row(
        lines / "municipal_lines.csv",
        key="municipality_neighbours",
        payer="municipality",
        payee="outside",
        group="public",
        switch="neighbours_use",
        per="bed_years",
    )
    for key, cells in inputs.items():
        add_row(copy / "model" / "parameters" / "parameters.csv", key=key, direction="none", **cells, **shared, **words)
    for key in ("neighbours_amount", "municipality_neighbours"):
        add_row(lines / "lines.csv", key=key, unit="eur", rank="detail", **words)


LOCAL = ("--set", "b.neighbours_use=local", "--set", "b.neighbours_cost=25")


def test_a_line_of_the_municipality_is_a_record_and_rows_of_inputs_and_words(copy: Path) -> None:
    """Neighbours: 25 per bed per year for 40 beds costs the municipality 1,000 a year, paid to others, in its books."""
    with at_most(3, copy):
        add_neighbours(copy)
    case = case_file(copy, type="mid_stay")
    options = json.loads(python(copy, "-m", "model", "run", case, "--json", *LOCAL))["options"]
    cost = options["b"]["lines"]["municipality_neighbours"][3]
    assert 1_000 <= cost < 1_000 * 1.05**4
    assert options["a"]["lines"]["municipality_neighbours"][3] == 0
    for row, sign in (("municipality_costs", 1), ("flow_municipality_outside_public", 1), ("ledger_municipality", -1)):
        without, with_it = (options[option]["lines"][row][3] for option in ("a", "b"))
        assert sign * (with_it - without) == pytest.approx(cost), row
    books = {
        option: next(line for line in options[option]["municipal_lines"] if line["key"] == "municipality_neighbours")
        for option in ("a", "b")
    }
    assert {option: (line["use"], line["status"]) for option, line in books.items()} == {
        "a": ("off", ""),
        "b": ("local", "given"),
    }
    python(copy, "-m", "model", "check", case)


def test_a_line_of_the_municipality_without_its_amount_is_refused_by_its_switch(copy: Path) -> None:
    add_neighbours(copy)
    case = case_file(copy, type="mid_stay")
    said = refused(copy, "-m", "model", "run", case, "--json", "--set", "b.neighbours_use=local")
    assert "b.neighbours_use" in said and "b.neighbours_cost" in said


def test_a_line_of_the_municipality_stands_in_the_workbook(copy: Path) -> None:
    """Its inputs on Invoer, its row on Gemeente with how it stands: off, until it is given an amount."""
    add_neighbours(copy)
    python(copy, "-m", "model", "export", case_file(copy, type="mid_stay"), "out.xlsx")
    book = load_workbook(copy / "out.xlsx")
    assert {"b.neighbours_use", "b.neighbours_cost"} <= {row[0] for row in book["Invoer"].iter_rows(values_only=True)}
    shown = {row[0]: row for row in book["Gemeente"].iter_rows(values_only=True)}["b.municipality_neighbours"]
    assert shown[1] == "Omwonenden" and shown[4] == "telt niet mee"


def test_a_law_that_changes_is_a_dated_value_its_source_and_its_sentence(copy: Path) -> None:
    """From 2031 on 25% VAT on lodging, not 21%: of the same price 1.21 / 1.25 is left; the law calendar says why."""
    parameters = copy / "model" / "parameters"
    case = case_file(copy, type="short_stay")
    before = json.loads(python(copy, "-m", "model", "run", case, "--json"))["options"]["b"]
    note = {"note_nl": "Verzonnen.", "note_en": "Made up."}
    dated = {"from": "2031-01-01"}
    with at_most(3, copy):
        add_row(
            parameters / "law.csv",
            key="lodging_vat_rate",
            value="0.25",
            law_status="in force",
            source_id="vat_2031",
            **dated,
            **note,
        )
        add_row(
            parameters / "sources.csv",
            source_id="vat_2031",
            publisher="Staatsblad",
            title="Btw",
            year="2030",
            url="https://example.org",
            tier="A",
        )
        add_row(
            copy / "model" / "law" / "calendar.csv",
            rule="vat_2031",
            status="in force",
            traits="lodges",
            source_id="vat_2031",
            text_nl="Logies wordt belast met 25% btw.",
            text_en="Lodging bears 25% VAT.",
            **dated,
        )
    after = json.loads(python(copy, "-m", "model", "run", case, "--json"))["options"]["b"]
    year = [after["periods"].index(label) for label in ("2030", "2032")]
    income = [[option["lines"]["rental_income"][period] for period in year] for option in (before, after)]
    assert income[1][0] == pytest.approx(income[0][0])
    assert income[1][1] / income[0][1] == pytest.approx(1.21 / 1.25)
    python(copy, "-m", "model", "export", case, "out.xlsx")
    calendar = load_workbook(copy / "out.xlsx")["Wetskalender"]
    assert any("25% btw" in str(cell) for row in calendar.iter_rows(values_only=True) for cell in row)
