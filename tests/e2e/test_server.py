"""The server: whom it listens to, whom it asks, and what is left of a case when it is started anew."""

from __future__ import annotations

import http.client
import json
import os
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from model.words.texts import text
from tests.support.application import ended, field, free_port, local, open_page, settled, started
from tests.support.kept import kept

pytestmark = pytest.mark.browser
TRACE = """
import json, os, sys
trace = open(os.environ["SOCKET_TRACE"], "a", buffering=1)
ABOUT = {"socket.connect": 1, "socket.bind": 1, "socket.sendto": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}
def heard(event, arguments):
    if event in ABOUT:
        trace.write(json.dumps([event, repr(arguments[ABOUT[event]])]) + "\\n")
sys.addaudithook(heard)
"""
"""Run by Python before anything else: it writes down every address the server connects to, listens on or looks up."""
SEEN = """
window.seen = new Set()
new MutationObserver(() => document.querySelectorAll("[data-testid=stMetricValue]").forEach(
    each => window.seen.add(each.innerText)
)).observe(document, { subtree: true, childList: true, characterData: true })
"""
"""Collects every figure that is ever on the page."""


def refused_socket(port: int, origin: str) -> int:
    """The answer to a page of another site that opens a socket here."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(
        "GET",
        "/_stcore/stream",
        headers={
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Origin": origin,
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        },
    )
    status = connection.getresponse().status
    connection.close()
    return status


def test_the_server_listens_to_this_machine_alone_and_asks_nobody(page: Page, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(TRACE, encoding="utf-8")
    trace, port = tmp_path / "trace", free_port()
    server = started(port, {"PYTHONPATH": str(tmp_path), "SOCKET_TRACE": str(trace)})
    try:
        open_page(page, local(port), "case")
        assert refused_socket(port, "http://elders.example") == 403
    finally:
        ended(server)
    happened: list[tuple[str, str]] = [tuple(json.loads(line)) for line in trace.read_text().splitlines()]
    assert ("socket.bind", f"('127.0.0.1', {port})") in happened
    assert [(event, where) for event, where in happened if not where.startswith(("'127.0.0.1'", "('127.0.0.1'"))] == []


def test_the_figures_of_the_example_are_never_seen_before_those_of_the_own_case(page: Page, address: str) -> None:
    page.add_init_script(SEEN)
    open_page(page, address, "case")
    examples = page.get_by_test_id("stMetricValue").all_inner_texts()
    field(page, text("ui_beds", "nl")).fill("321")
    field(page, text("ui_beds", "nl")).press("Enter")
    kept(page, '"beds": 321')
    page.reload()
    settled(page)
    own = page.get_by_test_id("stMetricValue").all_inner_texts()
    seen = set(page.evaluate("[...window.seen]"))
    assert not set(own) & set(examples)
    assert seen == set(own)


def test_after_a_restart_with_an_entry_under_way_every_field_shows_the_case(page: Page) -> None:
    port = free_port()
    server = started(port)
    try:
        open_page(page, local(port), "options")
        slider = page.get_by_test_id("stSlider").filter(has_text="Bouwtijd").get_by_role("slider")
        slider.press("ArrowRight")
        kept(page, '"construction_months": ')
        settled(page)
        shown = page.get_by_test_id("stSlider").filter(has_text="Bouwtijd").inner_text()
        # It takes the next key press in and never comes to it.
        os.kill(server.pid, signal.SIGSTOP)
        slider.press("ArrowRight")
        expect(page.get_by_test_id("stSlider").filter(has_text="Bouwtijd")).not_to_have_text(shown)
        server.kill()
        server.wait()
        server = started(port)
        expect(page.get_by_test_id("stSlider").filter(has_text="Bouwtijd")).to_have_text(shown, use_inner_text=True)
        settled(page)
        expect(page.get_by_test_id("stSlider").filter(has_text="Bouwtijd")).to_have_text(shown, use_inner_text=True)
    finally:
        ended(server)
