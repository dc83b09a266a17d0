"""The README's recipes, followed to the letter in a copy: what it says to add is enough."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
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
    words = " ".join(str(each.value) for each in [*app.markdown, *app.table, *app.header]) + str(app.selectbox)
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
    (options / "houseboat.py").write_text(HOUSEBOAT, encoding="utf-8")
    listed = (options / "__init__.py").read_text(encoding="utf-8")
    listed = listed.replace("import conversion,", "import conversion, houseboat,").replace(
        "new_build, own, mix)", "new_build, houseboat, own, mix)"
    )
    assert listed.count("houseboat") == 2
    (options / "__init__.py").write_text(listed, encoding="utf-8")
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
    revenue_2029 = {option: found["lines"]["revenue"][3] for option, found in options.items()}
    assert revenue_2029["b"] - revenue_2029["a"] == pytest.approx(40 * 100 * 1.02**3, rel=1e-9)
    python(copy, "-m", "model", "export", case, "out.xlsx")
    keys = {row[0] for row in load_workbook(copy / "out.xlsx")["Invoer"].iter_rows(values_only=True)}
    assert "b.mooring_per_bed_year" in keys


def test_a_page_is_a_file_a_place_in_the_menu_and_three_texts(copy: Path) -> None:
    """It opens with its title, at its own address, without an error."""
    (copy / "pages" / "views" / "boats.py").write_text(
        'from pages.widgets.choose import heading\n\nheading("boats")\n', encoding="utf-8"
    )
    for code in ("ui_page_boats", "ui_boats_title", "ui_boats_intro"):
        add_row(copy / "model" / "words" / "texts.csv", code=code, nl="Boten", en="Boats")
    app = copy / "app.py"
    menu = app.read_text(encoding="utf-8")
    assert menu.count('("market", "database")') == 1
    listed = '("market", "database"), ("boats", "sailing")'
    app.write_text(menu.replace('("market", "database")', listed), encoding="utf-8")
    look = (
        "from streamlit.testing.v1 import AppTest; "
        f"app = AppTest.from_file({app.as_posix()!r}, default_timeout=60); "
        "app.session_state['answered'] = True; "
        "app.run(); "
        "app.switch_page('pages/views/boats.py').run(); "
        "print(app.title[0].value, len(app.exception), len(app.error))"
    )
    assert python(copy, "-c", look).split() == ["Boten", "0", "0"]
