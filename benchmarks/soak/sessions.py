"""Browser sessions that walk the pages and change inputs at human pace: `python -m benchmarks.soak.sessions`.

Twelve of them for twenty minutes; other numbers may follow: `python -m benchmarks.soak.sessions 4 5`. A tab is closed
after a few minutes and another one opened in its place, so that what a session leaves behind shows. Each half minute
the memory of the server and its sessions are counted. Ends with 1 when memory is not flat: when it is in the last
quarter of the run more than a tenth above what it was in the second.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from playwright.async_api import Browser, Error, Page, async_playwright

from model.store.opening import FOLDER_SETTING
from pages import PAGES
from tests.support.application import CHROMIUM_ARGUMENTS, chromium, ended, free_port, local, started
from tests.support.sessions import Sessions, counted, counting, resident

SESSIONS, MINUTES, SEED = 12, 20, 22
BETWEEN_COUNTS = 30
"""Seconds."""
LEAST_LIFE, MOST_LIFE = 60, 240
"""Seconds that a tab stays open."""
LEAST_PAUSE, MOST_PAUSE = 3, 9
"""Seconds between what a user does and what he does next."""
FLAT = 1.10


@dataclass
class Soak:
    """What happened so far: what users did, what a browser complained about, and the counts."""

    address: str
    until: float
    done: int = 0
    tabs: int = 0
    complaints: list[str] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)


@dataclass(frozen=True)
class Count:
    """The memory of the server in MB, and its sessions."""

    seconds: float
    memory: float
    sessions: Sessions


async def main(sessions: int = SESSIONS, minutes: int = MINUTES, seed: int = SEED) -> int:
    """Walk, count and print what came out; gives the exit status."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        server = started(port, {FOLDER_SETTING: name, **counting(folder)})
        soak = Soak(local(port), time.monotonic() + minutes * 60)
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS))
                users = (used(browser, soak, random.Random(seed + number)) for number in range(sessions))
                await asyncio.gather(followed(soak, server.pid, folder), *users)
                await browser.close()
        finally:
            ended(server)
    return told(soak)


async def followed(soak: Soak, pid: int, folder: Path) -> None:
    """Count each half minute, as long as the soak lasts."""
    began = time.monotonic()
    print(f"{'seconds':>8} {'memory':>10} {'open':>6} {'kept':>6} {'alive':>6} {'tabs':>6} {'done':>6}")
    while time.monotonic() < soak.until:
        await asyncio.sleep(BETWEEN_COUNTS)
        count = Count(time.monotonic() - began, resident(pid), counted(folder))
        soak.counts.append(count)
        there = count.sessions
        print(
            f"{count.seconds:>8.0f} {count.memory:>7.0f} MB {there.open:>6} {there.kept:>6} {there.alive:>6} "
            f"{soak.tabs:>6} {soak.done:>6}",
            flush=True,
        )


async def used(browser: Browser, soak: Soak, chance: random.Random) -> None:
    """One user: a browser of his own, in which a tab is opened, used for a while and closed, again and again."""
    context = await browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam")
    await asyncio.sleep(chance.uniform(0, LEAST_LIFE))
    while time.monotonic() < soak.until:
        page = await context.new_page()
        soak.tabs += 1
        closing = min(soak.until, time.monotonic() + chance.uniform(LEAST_LIFE, MOST_LIFE))
        try:
            await page.goto(f"{soak.address}{chance.choice(PAGES).address}")
            await page.get_by_test_id("stSidebarNav").wait_for(timeout=60_000)
            while time.monotonic() < closing:
                await acted(page, chance)
                soak.done += 1
                await asyncio.sleep(chance.uniform(LEAST_PAUSE, MOST_PAUSE))
            if await page.get_by_test_id("stException").count():
                soak.complaints.append(await page.get_by_test_id("stException").first.inner_text())
        except Error as error:
            soak.complaints.append(str(error).splitlines()[0])
        await page.close()
    await context.close()


async def acted(page: Page, chance: random.Random) -> None:
    """Go to another page, or move a slider or type a number where there is one."""
    main = page.get_by_test_id("stMain")
    sliders, boxes = main.get_by_role("slider"), main.get_by_test_id("stTextInput").locator("input:visible")
    count, fields = await sliders.count(), await boxes.count()
    if chance.random() < 0.4 or not count + fields:
        links = page.get_by_test_id("stSidebarNav").get_by_role("link")
        await links.nth(chance.randrange(len(PAGES))).click(timeout=60_000)
    elif chance.random() < count / (count + fields):
        slider = sliders.nth(chance.randrange(count))
        await slider.focus(timeout=60_000)
        await page.keyboard.press(chance.choice(("ArrowRight", "ArrowLeft")))
    else:
        await boxes.nth(chance.randrange(fields)).focus(timeout=60_000)
        await page.keyboard.press("Control+A")
        await page.keyboard.type(str(chance.randrange(1, 100)), delay=100)
        await page.keyboard.press("Tab")


def told(soak: Soak) -> int:
    """Print the outcome; gives the exit status."""
    quarter = len(soak.counts) // 4
    before = mean(count.memory for count in soak.counts[quarter : 2 * quarter])
    after = mean(count.memory for count in soak.counts[-quarter:])
    flat = after <= FLAT * before
    print(f"{soak.tabs} tabs, {soak.done} actions, {len(soak.complaints)} complaints")
    print(f"memory {before:.0f} MB in the second quarter, {after:.0f} MB in the last: {'' if flat else 'not '}flat")
    print(*soak.complaints, sep="\n")
    return 0 if flat else 1


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main(*map(int, sys.argv[1:]))))
