"""The README's recipes, followed to the letter in a copy: what it says to add is enough."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[1]

HOUSEBOAT = '''"""Houseboats: an option type that does not exist."""

from model.options.option_type import OptionType

OPTION = OptionType(
    key="houseboat",
    label_nl="Woonboot",
    label_en="Houseboat",
    meaning_nl="Kamers op een schip.",
    meaning_en="Rooms on a ship.",
    variants=("barge", "ferry"),
    variant_labels=(("aak", "barge"), ("pont", "ferry")),
)
'''

COST_BASES = ("per_bed_year", "per_m2_year", "per_occupied_night", "share_of_revenue", "per_year")

PAGE = """
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("{app}", default_timeout=60)
from model.case import load_case
from pathlib import Path
app.session_state["answered"] = True
app.session_state["case"] = load_case(Path("{case}"))
app.run()
for page in ("options", "compare", "evidence", "norms", "who_pays"):
    app.switch_page(f"pages/views/{{page}}.py").run()
    assert not app.exception, (page, app.exception)
    words = " ".join(str(element.value) for element in [*app.markdown, *app.table, *app.header]) + str(app.selectbox)
    words += str(app.main)
    assert "Woonboot" in words, page
print("shown")
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for folder in ("model", "market_data", "pages", ".streamlit"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", tmp_path / "app.py")
    return tmp_path


def digests(folder: Path) -> dict[Path, str]:
    """Every file the product consists of, and what it holds."""
    made = {"case.json", "out.xlsx", "show.py", "checked.txt"}
    return {
        path: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in made and "__pycache__" not in path.parts
    }


@contextmanager
def at_most(files: int, folder: Path) -> Iterator[None]:
    """What a recipe asks of a newcomer: no more than so many files to write or change."""
    before = digests(folder)
    yield
    after = digests(folder)
    touched = sorted(str(path.relative_to(folder)) for path in after if after[path] != before.get(path))
    assert touched and len(touched) <= files, touched


def put(path: Path, old: str, new: str) -> None:
    """Change the one place in a file that says this."""
    code = path.read_text(encoding="utf-8")
    assert code.count(old) == 1, (path, old)
    path.write_text(code.replace(old, new), encoding="utf-8")


def add_row(path: Path, **cells: str) -> None:
    """A row at the end of a table; columns left out are empty."""
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, restval="", lineterminator="\n").writerow(cells)


def python(copy: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def case_file(copy: Path, **option: Any) -> str:
    path = copy / "case.json"
    case = {
        "schema_version": 1,
        "municipality": "GM1783",
        "beds": 40,
        "start_date": "2027-01-01",
        "price_level_date": "2026-01-01",
        "options": [{"id": "a", **option}, {"id": "b", **option}],
    }
    path.write_text(json.dumps(case), encoding="utf-8")
    return str(path)


def test_an_option_is_a_file_a_name_in_a_list_and_rows_where_it_differs(copy: Path) -> None:
    options = copy / "model" / "options"
    with at_most(3, copy):
        (options / "houseboat.py").write_text(HOUSEBOAT, encoding="utf-8")
        put(options / "__init__.py", "import conversion,", "import conversion, houseboat,")
        put(options / "__init__.py", "new_build, own, mix)", "new_build, houseboat, own, mix)")
        add_row(
            copy / "model" / "parameters" / "defaults.csv",
            key="occupancy",
            option="houseboat",
            variant="ferry",
            low="0.5",
            typical="0.66",
            high="0.7",
            status="assumption",
            reason_nl="Verzonnen.",
            reason_en="Made up.",
        )
    case = case_file(copy, type="houseboat", variant="ferry")

    result = json.loads(python(copy, "-m", "model", "run", case, "--json"))["options"]["b"]
    assert result["type"] == "houseboat" and result["metrics"]["npv"] is not None

    told = python(copy, "-m", "model", "explain", case, "b", "rental_income")
    assert "66,00%" in told

    python(copy, "-m", "model", "export", case, "out.xlsx")
    comparison = load_workbook(copy / "out.xlsx")["Vergelijking"]
    assert any("Woonboot" in str(cell) for row in comparison.iter_rows(values_only=True) for cell in row)

    page = PAGE.format(app=(copy / "app.py").as_posix(), case=Path(case).as_posix())
    (copy / "show.py").write_text(page, encoding="utf-8")
    assert "shown" in python(copy, "show.py")


def test_a_data_set_is_rows_with_their_source_and_their_range(copy: Path) -> None:
    tables = copy / "market_data" / "tables"
    add_row(
        tables / "figures.csv", indicator="bicycles", region_code="PV28", period="2026", value="12345", source_id="own"
    )
    add_row(
        tables / "sources.csv",
        source_id="own",
        publisher="Provincie",
        title="Fietsen",
        period="2026",
        licence="CC BY 4.0",
        url="https://example.org",
        retrieved="2026-11-01",
        tier="A",
    )
    add_row(
        tables / "indicators.csv",
        indicator="bicycles",
        label_nl="Fietsen",
        label_en="Bicycles",
        unit="count",
        lowest="0",
        highest="1000000",
    )
    assert "342 gemeenten" in python(copy, "-m", "market_data", "check")
    look = (
        "from market_data import load; figure = load().lookup('bicycles', 'GM1783'); print(figure.value, figure.level)"
    )
    assert python(copy, "-c", look).split() == ["12345.0", "province"]


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


def test_a_page_is_a_file_a_row_in_the_list_and_a_table_of_three_texts(copy: Path) -> None:
    """It opens with its title, at its own address, without an error, and leads to its next step."""
    with at_most(3, copy):
        (copy / "pages" / "views" / "boats.py").write_text(
            'from pages.widgets.choose import heading, onward\n\nheading("boats")\nonward("boats")\n', encoding="utf-8"
        )
        market = '    AppPage("market",'
        boats = '    AppPage("boats", "data", "sailing", "options", "next_options"),\n'
        put(copy / "pages" / "__init__.py", market, boats + market)
        texts = copy / "model" / "words" / "texts" / "pages" / "boats.csv"
        texts.write_text("code,nl,en\n", encoding="utf-8")
        for code in ("ui_page_boats", "ui_boats_title", "ui_boats_intro"):
            add_row(texts, code=code, nl="Boten", en="Boats")
    app = copy / "app.py"
    look = (
        "from streamlit.testing.v1 import AppTest; "
        f"app = AppTest.from_file({app.as_posix()!r}, default_timeout=60); "
        "app.session_state['answered'] = True; "
        "app.run(); "
        "app.switch_page('pages/views/boats.py').run(); "
        "print(app.title[0].value, len(app.exception), len(app.error), app.get('page_link')[0].proto.page)"
    )
    assert python(copy, "-c", look).split() == ["Boten", "0", "0", "options"]


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
        put(lines / "operation.py", '    "certification",\n', '    "certification",\n    "gardening",\n')
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
            kinds="short_stay",
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
