"""A paper with every criterion and every option that a case may have is one A4, in Word and in HTML."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from model.case import MOST_OPTIONS, Case, read_case, write_case
from model.case.example import example_case
from model.decide.trade_off import trade_off
from model.documents.blocks import Document, Paragraph, Table
from model.engine.run import run_case
from model.export.paper.compose import MOST_TOLD, paper
from model.export.paper.html import html
from model.export.paper.verify import verify
from model.export.paper.word import word
from model.words.figures import Figure
from model.words.quantities import comparable
from model.words.texts import LANGUAGES
from tests.export.paper.test_printed import pages, printed

NOT_OF_EVERY_OPTION = ("residual_land_value", "local_workers_share")
"""Quantities that some or all options of the example have no value of: with these they are left out of the scores."""
CASES = {"most criteria": (4, False), "most options too": (MOST_OPTIONS, False), "all left out": (MOST_OPTIONS, True)}


def with_all_criteria(options: int, all_of_them: bool) -> Case:
    """The example with so many options and every criterion, of different weights."""
    case = write_case(example_case("GM1783"))
    shipped = case["options"]
    more = [
        {**shipped[number % len(shipped)], "id": f"x{number}", "label": f"Nog een optie {number}"}
        for number in range(len(shipped), options)
    ]
    asked = [row for row in comparable().values() if all_of_them or row.key not in NOT_OF_EVERY_OPTION]
    criteria = [{"key": row.key} | ({} if row.has_direction else {"worst": 1000.0, "best": 0.0}) for row in asked]
    weights = {row.key: 1.0 + number % 7 for number, row in enumerate(asked)}
    trade = {"criteria": criteria, "weights": weights}
    return read_case({**case, "options": [*shipped, *more], "trade_off": trade})


@cache
def full_paper(which: str) -> Document:
    return paper(run_case(with_all_criteria(*CASES[which])))


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", CASES)
def test_printed_from_html_it_is_one_page(which: str, language: str, tmp_path: Path) -> None:
    assert pages(printed(html(full_paper(which), language), tmp_path)) == 1


def writer() -> str | None:
    """LibreOffice where it has what opens files of Word; None where it has not (`.ci/run` installs it)."""
    soffice = shutil.which("soffice")
    if soffice is None or not (Path(soffice).resolve().parent / "libswlo.so").exists():
        return None
    return soffice


@pytest.mark.office
@pytest.mark.skipif(writer() is None, reason="LibreOffice Writer is needed (see .ci/run)")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", CASES)
def test_printed_from_word_it_is_one_page(which: str, language: str, tmp_path: Path) -> None:
    source = tmp_path / "paper.docx"
    source.write_bytes(word(full_paper(which), language))
    apart = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = [f"{writer()}", apart, "--headless", "--convert-to", "pdf", "--outdir", f"{tmp_path}", f"{source}"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert pages(source.with_suffix(".pdf").read_bytes()) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_no_column_of_its_own_is_named_with_its_weight(language: str) -> None:
    case = with_all_criteria(*CASES["most criteria"])
    weighing = trade_off(run_case(case))
    document = full_paper("most criteria")
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    heads = [head.label(language) if hasattr(head, "label") else head.text(language) for head in table.head]  # type: ignore[union-attr]
    assert len(heads) == MOST_TOLD + 2, "the option, five criteria, the others, the score"
    said = " ".join(
        sentence.text(language)
        for block in document.blocks
        if isinstance(block, Paragraph)
        for sentence in block.messages
    )
    for criterion in weighing.criteria:
        name = re.escape(criterion.quantity.label(language))
        weight = re.escape(criterion.weight.show(language))
        assert re.search(rf"{name}(: (weegt|weighs))? {weight}", said, re.IGNORECASE), criterion.quantity.key


def test_of_the_criteria_without_a_column_stands_what_they_add_to_the_score() -> None:
    weighing = trade_off(run_case(with_all_criteria(*CASES["most criteria"])))
    (table,) = (block for block in full_paper("most criteria").blocks if isinstance(block, Table))
    by_weight = sorted(weighing.criteria, key=lambda one: -(one.weight.value or 0.0))
    for option, row in zip(weighing.totals, table.rows, strict=True):
        of_others, total = (cell.value or 0.0 for cell in row[-2:] if isinstance(cell, Figure))
        of_own = sum((one.weight.value or 0) * (one.scores[option].value or 0) for one in by_weight[: MOST_TOLD - 1])
        assert of_own + of_others == pytest.approx(total)


@pytest.mark.parametrize("form", [".docx", ".html"])
def test_every_number_of_a_full_paper_is_read_back(form: str, tmp_path: Path) -> None:
    document = full_paper("most options too")
    path = tmp_path / f"paper{form}"
    path.write_bytes(word(document, "nl") if form == ".docx" else html(document, "nl").encode())
    assert verify(path, document, "nl") == ()
