"""The workbook's rules (design: the workbook) on its words and looks: print, widths, language, charts, user text."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from model.export.workbook.layout import models_of
from model.lines.labels import words_of_line
from model.parameters.table import parameters
from model.words.palette import colour
from model.words.texts import codes, text
from tests.export.cases import HOSTILE
from tests.export.rule_workbooks import Made, body, calculation_sheets, workbook_of

pytestmark = pytest.mark.thorough


def test_a_draft_says_so_in_full_on_every_sheet(made: Made) -> None:
    for sheet in made.file.book.worksheets:
        mark = sheet["B3"].value
        assert mark == text("xlsx_concept", made.language) and "concept" in mark.lower()
        # Nothing stands to the right of title and mark that would cut them off.
        assert {sheet.cell(row, column).value for row in (1, 2, 3) for column in range(3, 12)} == {None}


def test_every_sheet_prints_landscape_with_its_head_on_each_page(made: Made) -> None:
    for sheet in made.file.book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$1:$5"
        if sheet.title != "Grafieken":
            assert sheet.freeze_panes is not None


def test_columns_are_wide_enough_for_their_amounts(example: Made) -> None:
    for sheet in (*calculation_sheets(example), "Gemeente", "Begroting", "Vergelijking"):
        widths = example.file.book[sheet].column_dimensions
        for cell in body(example, sheet):
            if cell.formula is None or cell.number is None or cell.column < 4:
                continue
            shown = f"{cell.number:,.0f}"
            letter = next(name for name, size in widths.items() if size.min <= cell.column <= size.max and size.width)
            assert len(shown) + 1 <= widths[letter].width, cell.place


@pytest.mark.parametrize("name", ["example", "english"])
def test_no_text_is_cut_off_by_the_cell_beside_it(name: str) -> None:
    """A letter takes about 1/1.15 of a unit of column width. Keys are small; a wrapped text makes its row higher."""
    cut = []
    for sheet in workbook_of(name).file.book.worksheets:
        sizes = sheet.column_dimensions.values()
        for row in sheet.iter_rows(min_row=6, min_col=2):
            for cell, beside in pairwise(row):
                if cell.data_type != "s" or beside.value is None or cell.alignment.wrap_text or cell.font.sz < 8:
                    continue
                width = next(size.width for size in sizes if size.min <= cell.column <= size.max and size.width)
                if len(str(cell.value)) / 1.15 > width:
                    cut.append(f"{sheet.title}!{cell.coordinate}: {cell.value}")
    assert cut == []


def test_numbers_are_written_in_dutch(example: Made) -> None:
    sheet = example.file.book["Vergelijking"]
    assert sheet["D7"].number_format.startswith("[$-413]")


def test_the_english_workbook_speaks_english() -> None:
    """No cell holds a text that this model only has in Dutch, except names of sheets and the contract's heading."""
    made = workbook_of("english")
    dutch = {text(code, "nl") for code in codes() if code.startswith("xlsx_") and _has_no_values(code)}
    dutch |= {parameter.label("nl") for parameter in parameters().values()}
    english = {text(code, "en") for code in codes() if code.startswith("xlsx_") and _has_no_values(code)}
    english |= {parameter.label("en") for parameter in parameters().values()}
    only_dutch = {words_ for words_ in dutch - english if len(words_) > 2} - set(made.file.book.sheetnames)
    for model, _ in models_of(made.result):
        labels = {
            (words_of_line(key).label("nl"), words_of_line(key).label("en")) for key in (*model.rows, *model.scalars)
        }
        only_dutch |= {capital for nl, en in labels if nl != en for capital in (nl, nl[:1].upper() + nl[1:])}
    only_dutch -= {words_of_line(key).label("en") for model, _ in models_of(made.result) for key in model.rows}
    shown = {cell.value for cells in made.file.cells.values() for cell in cells.values()}
    assert shown & only_dutch == set()


def _has_no_values(code: str) -> bool:
    try:
        text(code, "nl")
    except (KeyError, IndexError):
        return False
    return True


def test_an_option_has_the_colour_of_the_palette_in_every_chart(made: Made) -> None:
    """Lines by series, bars by point, in the order of the case."""
    options = len(made.result.options)
    expected = [colour(number).removeprefix("#") for number in range(options)]
    for number in range(1, 6):
        chart = made.file.archive.read(f"xl/charts/chart{number}.xml").decode()
        parts = re.findall(r"<c:(?:ser|dPt)>.*?</c:(?:ser|dPt)>", chart)
        drawn = [found[0] for part in parts if (found := re.findall(r'<c:spPr>.*?srgbClr val="(\w+)"', part))]
        assert drawn == expected, number


def test_charts_have_a_title_an_alternative_text_and_live_data(made: Made) -> None:
    names = made.file.archive.namelist()
    drawings = [name for name in names if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)]
    drawn = "".join(made.file.archive.read(name).decode() for name in drawings)
    alternatives = re.findall(r'<xdr:cNvPr [^>]*descr="([^"]+)"', drawn)
    charts = [name for name in names if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
    assert len(alternatives) == len(charts) == 6 and len(set(alternatives)) == 6
    for name in charts:
        root = ElementTree.fromstring(made.file.archive.read(name))
        space = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
        assert root.find(f".//{space}title") is not None
        references = [element.text or "" for element in root.iter(f"{space}f")]
        assert references and all(
            re.fullmatch(r"('[^']+'|\w+)!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", reference) for reference in references
        )


def test_the_file_says_what_it_is(made: Made) -> None:
    properties = made.file.book.properties
    town = made.result.market.municipality(made.result.case.municipality)
    assert properties.title == made.result.case.name
    assert town.name in (properties.keywords or "")
    assert properties.contentStatus == text("xlsx_concept", made.language)


def test_user_text_never_becomes_a_formula_a_link_or_markup() -> None:
    made = workbook_of("hostile")
    everything = [cell.formula or "" for cell in made.file.formulas] + made.file.other_formulas()
    assert not [formula for formula in everything if re.search("cmd|HYPERLINK|example|aanhaling|😀", formula)]
    texts = {cell.value for cells in made.file.cells.values() for cell in cells.values() if cell.formula is None}
    assert set(HOSTILE) <= texts | {part.partition(": ")[2] for part in texts}
    names = made.file.book.sheetnames
    assert len({name.lower() for name in names}) == len(names) and max(map(len, names)) <= 31
    assert not [name for name in names if re.search(r"[\[\]:*?/\\]|^'|'$", name)]
