"""The page Export: the workbook and the names of files."""

from __future__ import annotations

import pytest

from model.words.texts import text
from pages.session.words import file_name
from tests.support.screens import as_read, opened, pressed, turned_to, typed


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Voorbeeld Súdwest-Fryslân", "zaak-voorbeeld-sudwest-fryslan.json"),
        ("../../etc/<passwd>", "zaak-etc-passwd.json"),
        ("***", "zaak.json"),
    ],
)
def test_a_file_is_named_after_the_case_with_letters_every_system_takes(name: str, file: str) -> None:
    assert file_name("zaak", name, "json") == file


@pytest.mark.thorough
def test_the_workbook_is_offered_once_made_and_again_after_a_change() -> None:
    label = text("ui_download_workbook", "nl")
    app = opened("export")
    assert label not in {button.label for button in app.download_button}
    pressed(app, text("ui_make_workbook", "nl"))
    assert label in {button.label for button in app.download_button}
    turned_to(typed(turned_to(app, "case"), "case.beds.nl", "201"), "export")
    assert label not in {button.label for button in app.download_button}
    assert text("ui_workbook_outdated", "nl") in {as_read(caption.value) for caption in app.caption}
