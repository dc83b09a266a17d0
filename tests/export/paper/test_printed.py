"""The paper as Chromium prints it: one page of A4, in both languages."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from model.export.paper.html import html
from model.words.texts import LANGUAGES
from tests.support.application import CHROMIUM_ARGUMENTS, chromium
from tests.support.papers import paper

pytestmark = pytest.mark.browser


def printed(page: str, folder: Path) -> bytes:
    """A page as a PDF."""
    source, target = folder / "paper.html", folder / "paper.pdf"
    source.write_text(page, encoding="utf-8")
    command = [chromium(), "--headless", *CHROMIUM_ARGUMENTS, "--no-pdf-header-footer", f"--print-to-pdf={target}"]
    subprocess.run([*command, source.as_uri()], check=True, capture_output=True, timeout=60)
    return target.read_bytes()


def pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_with_two_charts_is_one_page_of_a4(language: str, tmp_path: Path) -> None:
    pdf = printed(html(paper("Een opmerking van een bewoner.", "range_bars"), language), tmp_path)
    assert pages(pdf) == 1
    (width, height) = (float(side) for side in re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0])
    assert (width, height) == pytest.approx((595.3, 841.9), abs=1.0)  # 210 x 297 mm in points


def test_pages_are_counted(tmp_path: Path) -> None:
    assert pages(printed(html(paper("", *["lines"] * 4), "nl"), tmp_path)) > 1
