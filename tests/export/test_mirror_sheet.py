"""The sheet Spiegel: the sentences of the page Options, its figures as numbers, and the references behind them."""

from __future__ import annotations

from functools import cache

from model.analyses.mirror import mirror, references_of
from model.case.example import example_case
from model.documents.blocks import Document, Paragraph, Table
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.export.workbook.mirror_sheet import mirror_document
from model.readings.mirror import mirror_reading
from model.words.figures import Figure


@cache
def example() -> CaseResult:
    return run_case(example_case("GM1783"))


@cache
def document() -> Document:
    return mirror_document(example())


def test_it_says_what_the_page_says() -> None:
    said = {sentence for block in document().blocks if isinstance(block, Paragraph) for sentence in block.messages}
    for option in example().options:
        assert {mirror_reading(reflection) for reflection in mirror(example(), option)} <= said


def test_its_figures_are_those_of_the_mirror() -> None:
    tables = [block for block in document().blocks if isinstance(block, Table)]
    assert len(tables) == len(example().options) + 1
    for table, option in zip(tables, example().options, strict=False):
        values = [row[1].value for row in table.rows if isinstance(row[1], Figure)]
        assert values == [reflection.value for reflection in mirror(example(), option)]


def test_every_reference_stands_on_it_as_published_and_at_the_price_level_of_the_case() -> None:
    table = document().blocks[-1]
    assert isinstance(table, Table)
    figures = [[cell.value for cell in row[1:3] if isinstance(cell, Figure)] for row in table.rows]
    assert figures == [[known.figure.value, known.value] for known in references_of(example())]
