"""The README's recipes, followed to the letter in a copy: what it says to add is enough, and no more than it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.recipes import add_row, at_most, case_file, put, python

pytestmark = pytest.mark.thorough

HOUSEBOAT = '''"""Houseboats: an option type that does not exist."""

from model.options.option_type import OptionType
from model.options.traits import Trait

OPTION = OptionType(
    key="houseboat",
    label_nl="Woonboot",
    label_en="Houseboat",
    meaning_nl="Kamers op een schip.",
    meaning_en="Rooms on a ship.",
    traits=frozenset({Trait.LODGES}),
    variants=("barge", "ferry"),
    variant_labels=(("aak", "barge"), ("pont", "ferry")),
    variant_traits=(frozenset({Trait.EXISTING_PLACE}), frozenset({Trait.TEMPORARY_SITE})),
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
    words = " ".join(str(element.value) for element in [*app.markdown, *app.table, *app.header]) + str(app.selectbox)
    words += str(app.main)
    assert "Woonboot" in words, page
print("shown")
"""


def test_an_option_is_a_file_a_name_in_a_list_and_rows_where_it_differs(copy: Path) -> None:
    """Its traits give it its norms, its part of the law calendar and a try by `check`; no table of these is touched."""
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

    ran = json.loads(python(copy, "-m", "model", "run", case, "--json"))
    result = ran["options"]["b"]
    assert result["type"] == "houseboat" and result["metrics"]["npv"] is not None
    tested = {test["norm"] for tests in result["norms"].values() for test in tests}
    assert {"snf_m2_new", "snf_bedroom_persons", "akf_m2_2026", "deduction_ceiling"} <= tested
    assert "snf_m2_existing" not in tested
    told = {rule["rule"] for rule in ran["law_calendar"]}
    assert {"vat_lodging", "thirty_nights", "permit_term", "corporate_tax"} <= told
    assert not {"max_rents", "rthf", "realisation_grant"} & told
    checks = json.loads(python(copy, "-m", "model", "check", case, "--json"))["checks"]
    tried = {check["subject"]: check["status"] for check in checks if check["rule"] == "every_kind"}
    assert (tried["houseboat:barge"], tried["houseboat:ferry"]) == ("passed", "passed")

    explained = python(copy, "-m", "model", "explain", case, "b", "rental_income")
    assert "66,00%" in explained

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
