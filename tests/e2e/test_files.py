"""What comes out of the application opens elsewhere, and what does not open changes nothing."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Download, Page, expect

from model.case import parse_case, write_case
from model.case.example import example_case
from model.words.texts import text
from tests.support.application import as_typed, field, go_to, open_page

pytestmark = pytest.mark.browser


def content(download: Download) -> bytes:
    """The bytes of a downloaded file."""
    return Path(download.path()).read_bytes()


def open_file(page: Page, name: str, data: bytes) -> None:
    """Choose a case file in the upload field."""
    chooser = page.get_by_test_id("stFileUploaderDropzoneInput")
    chooser.set_input_files({"name": name, "mimeType": "application/json", "buffer": data})


def saved_case(page: Page) -> bytes:
    """The case as the download button gives it."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=text("ui_save_case", "nl")).click()
    return content(waiting.value)


def test_the_excel_file_opens_and_has_its_sheets(page: Page, address: str) -> None:
    open_page(page, address, "export")
    page.get_by_role("button", name=text("ui_make_workbook", "nl")).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=text("ui_download_workbook", "nl")).click()
    assert waiting.value.suggested_filename == "businesscase-voorbeeld-westland.xlsx"
    workbook = load_workbook(io.BytesIO(content(waiting.value)))
    assert {"Voorblad", "Invoer"} <= set(workbook.sheetnames)


def test_the_saved_case_holds_what_was_entered_and_opens_again(browser: Browser, page: Page, address: str) -> None:
    open_page(page, address, "case")
    before = page.get_by_test_id("stMetricValue").first.inner_text()
    field(page, "Bedden nodig").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("1.250")
    field(page, "Bedden nodig").press("Enter")
    expect(page.get_by_test_id("stMetricValue").first).not_to_have_text(before)
    data = saved_case(page)
    assert parse_case(data, "zaak.json").beds == 1250
    with browser.new_context() as other:
        colleague = other.new_page()
        open_page(colleague, address, "case")
        open_file(colleague, "zaak.json", data)
        expect(field(colleague, "Bedden nodig")).to_have_value("1.250")


PITFALLS = (
    "# http://x.nl www.x.nl a@b.nl :material/home: :smile: a -> b -- c",
    ":red[r] **v** `c` $a$ <b>h</b> ~s~ &lt;",
)


def test_names_in_a_case_file_are_no_links_icons_or_markup_anywhere(page: Page, address: str) -> None:
    data = write_case(example_case("GM1783"))
    for option, name in zip(data["options"], PITFALLS, strict=False):
        option["label"] = name
    open_page(page, address, "case")
    open_file(page, "zaak.json", json.dumps(data).encode())
    expect(page.get_by_test_id("stMetric").first).to_contain_text("www")
    for other_page in (None, "options", "compare"):
        if other_page:
            go_to(page, text(f"ui_page_{other_page}", "nl"))
        main = page.get_by_test_id("stMain")
        for name in PITFALLS:
            expect(main).to_contain_text(as_typed(name))
        expect(main.locator("a[href^='http:'], a[href^='mailto:'], em, del, code, b, img, .katex")).to_have_count(0)
        expect(main.get_by_role("img", name="home icon")).to_have_count(0)


@pytest.mark.parametrize("data", [b"{", b'{"schema_version": 1, "beds": "veel"}', b"\xff\xfe\x00"])
def test_a_broken_case_file_is_named_and_the_case_kept(page: Page, address: str, data: bytes) -> None:
    open_page(page, address, "case")
    before = json.loads(saved_case(page))
    open_file(page, "kapot.json", data)
    expect(page.get_by_test_id("stAlertContentError")).to_contain_text("uw zaak is niet gewijzigd")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert json.loads(saved_case(page)) == before
