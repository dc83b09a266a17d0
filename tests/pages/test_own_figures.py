"""Own figures lie over the official ones."""

from __future__ import annotations

import pytest

from model.words.texts import text
from tests.support.screens import as_read, markup, opened, pressed, uploaded


def test_own_figures_lie_over_the_official_ones_until_removed() -> None:
    csv = b"indicator;region_code;period;value;source\npopulation;GM1783;2026;123456;eigen **telling**\n"
    app = opened("market")
    official = list(app.table[0].value.iloc[:, 0])
    uploaded(app, csv, "eigen.csv", "text/csv")
    assert not app.exception
    own = list(app.table[0].value.iloc[:, 0])
    assert own != official
    assert as_read(own[0]) == "123.456\u00a0personen"
    assert any("eigen **telling** (eigen cijfer)" in as_read(shown_text) for shown_text in markup(app))
    pressed(app, text("ui_overlay_remove", "nl"))
    assert list(app.table[0].value.iloc[:, 0]) == official


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"", b"a,b\n1,2\n", b"indicator;region_code;period;value;source\nx;y;z;q;\n"]
)
def test_a_wrong_file_with_own_figures_is_named_and_nothing_breaks(content: bytes) -> None:
    app = uploaded(opened("market"), content, "eigen.csv", "text/csv")
    assert not app.exception
    assert not app.error
    assert any("eigen.csv" in as_read(warning.value) for warning in app.warning)
