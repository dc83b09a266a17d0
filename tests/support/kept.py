"""What the store holds of the case in a browser's page, read from its file as any other program would."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

from model.store.opening import FILE, FOLDER_SETTING
from tests.support.application import PATIENCE

BETWEEN_LOOKS = 50
"""Milliseconds."""


def case_id(page: Page) -> str:
    """The case that the page's address names; empty as long as none is kept."""
    query = urlsplit(str(page.evaluate("location.href"))).query
    return parse_qs(query).get("case", [""])[0]


def kept_case(page: Page) -> dict[str, Any]:
    """The case of a page as the store holds it; empty as long as none is kept."""
    return _read(page, "SELECT file FROM cases WHERE id = ?")


def kept_figures(page: Page) -> str:
    """The name of the file with own figures under the case of a page."""
    with _store() as connection:
        query = "SELECT figures.name FROM figures JOIN cases ON cases.id = case_id AND cases.data = figures.data"
        row = connection.execute(f"{query} WHERE cases.id = ?", (case_id(page),)).fetchone()
    return str(row[0]) if row else ""


def _read(page: Page, query: str) -> dict[str, Any]:
    with _store() as connection:
        row = connection.execute(query, (case_id(page),)).fetchone()
    case: dict[str, Any] = json.loads(row[0]) if row else {}
    return case


def _store() -> sqlite3.Connection:
    path = Path(os.environ[FOLDER_SETTING]) / FILE
    return sqlite3.connect(f"file:{path}?mode=ro" if path.exists() else ":memory:", uri=path.exists())


def kept(page: Page, part: str) -> None:
    """Wait until the store holds this part of the case file, as JSON."""
    until = time.monotonic() + PATIENCE / 1000
    while part not in json.dumps(kept_case(page)):
        assert time.monotonic() < until, f"not kept: {part}"
        page.wait_for_timeout(BETWEEN_LOOKS)
