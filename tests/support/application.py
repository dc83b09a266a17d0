"""The application as its users meet it: a server of its own on a free port, and pages seen by Debian's Chromium."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from model.words.texts import text
from pages import PAGES

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30_000
"""Milliseconds to wait for something that must come; a first load on two busy cores takes five seconds."""
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATHS = {page.name: page.address for page in PAGES}


def chromium() -> str:
    """Where Debian's Chromium is."""
    path = shutil.which("chromium")
    assert path, "Chromium is needed (see .ci/run)"
    return path


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def _healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def local(port: int) -> str:
    """The address of a server on this machine."""
    return f"http://127.0.0.1:{port}"


def started(
    port: int, environment: Mapping[str, str] | None = None, log: Path | None = None
) -> subprocess.Popen[bytes]:
    """A server of the application with its own settings, once it answers; what it says goes in `log`."""
    with Path(log or os.devnull).open("wb") as said:
        server = _server(port, environment, said)
    until = time.monotonic() + PATIENCE / 1000
    while not _healthy(local(port)):
        assert server.poll() is None, f"the server stopped with status {server.returncode}"
        if time.monotonic() > until:
            server.kill()
            raise AssertionError("the server did not become healthy")
        time.sleep(0.1)
    return server


def _server(port: int, environment: Mapping[str, str] | None, said: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})},
        stdout=said,
        stderr=said,
    )


def ended(server: subprocess.Popen[bytes]) -> None:
    """End a server, whether it wants to or not."""
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextmanager
def running(log: Path | None = None) -> Iterator[str]:
    """Serve the application; gives its address, and ends the server afterwards. What it says goes in `log`."""
    port = free_port()
    server = started(port, log=log)
    try:
        yield local(port)
    finally:
        ended(server)


def settled(page: Page) -> None:
    """Wait until a title stands there, the script has run to its end, and no placeholder is left."""
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=PATIENCE)


def open_page(page: Page, address: str, name: str, language: str = "nl") -> None:
    """Open a page of the application straight from its address."""
    page.goto(f"{address}{PATHS[name]}{'' if language == 'nl' else '?lang=English'}")
    settled(page)


def as_typed(user_text: str) -> re.Pattern[str]:
    """A text as it is seen: the page may have put something invisible between its characters."""
    return re.compile("\u2060?".join(map(re.escape, user_text)))


def go_to(page: Page, title: str) -> None:
    """Go to a page through the menu, as a user does; its address stands there once the server has begun it."""
    link = page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True)
    there = urlsplit(link.get_attribute("href") or "").path.rstrip("/")
    link.click()
    page.wait_for_url(lambda address: urlsplit(address).path.rstrip("/") == there, timeout=PATIENCE)
    settled(page)


def charts_drawn(page: Page, count: int) -> None:
    """Wait until this many charts stand there with their lines and bars."""
    expect(page.locator(".js-plotly-plot .trace").first).to_be_attached(timeout=PATIENCE)
    expect(page.locator(".js-plotly-plot")).to_have_count(count, timeout=PATIENCE)


def unfold(page: Page, code: str) -> None:
    """Open a fold by the code of its title, and wait for what is in it: its fields are only made then."""
    title = text(code, "nl")
    page.get_by_test_id("stExpander").get_by_text(title, exact=True).click()
    fold = page.get_by_test_id("stExpander").filter(has=page.get_by_text(title, exact=True))
    expect(fold.locator("input:visible").first).to_be_visible(timeout=PATIENCE)


def nothing_wrong(page: Page) -> None:
    """No exception and no error message stands on the page."""
    for kind in ("stException", "stAlertContentError"):
        expect(page.get_by_test_id(kind)).to_have_text([])


def field(page: Page, label: str) -> Locator:
    """The text field whose label starts with these words."""
    starts = re.compile(rf"^\s*{re.escape(label)}")
    return page.get_by_test_id("stTextInput").filter(has_text=starts).locator("input").first


def enter(page: Page, label: str, entry: str) -> None:
    """Type in a field and leave it, with the keyboard and without waiting: the page may still be busy."""
    field(page, label).click()
    page.keyboard.press("Control+A")
    page.keyboard.type(entry)
    page.keyboard.press("Tab")
