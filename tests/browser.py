"""A real browser for tests: open_page(...) and browser_page give a page of the running site, axe() and tab_through() look at it.

Tests that use it are marked `browser`. Without Chromium they are skipped and named at the end of the run; with
KREISNETZ_TEST_REQUIRE_ALL=1 they fail. At the end of each test no script may have failed and nothing may have been
blocked by the content security policy.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.conftest import absent

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
BUILT = ROOT / "kreisnetz" / "ui" / "static" / "ui" / "built" / "kreisnetz.css"
NAMES = ("chromium", "chromium-browser", "google-chrome")
# No sandbox: tests run as root in containers, and the browser only sees our own pages. The rest keeps it off the network.
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    path = os.environ.get("KREISNETZ_TEST_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        absent("Chromium")
    if not BUILT.exists():
        absent("die gebaute Oberfläche (python3 dev.py ts)")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    # Playwright runs a loop in this thread; the tests still use the database in it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[OpenPage]:
    """open_page(width=320, dark=True, javascript=False, forced_colors=True) -> a new page of the running site."""
    contexts, problems = [], []

    def open_it(
        *, width: int = 1280, dark: bool = False, javascript: bool = True, forced_colors: bool = False, zoom: int = 1
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            locale="de-DE",
            timezone_id="Europe/Berlin",
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            forced_colors="active" if forced_colors else "none",
            reduced_motion="reduce",
            java_script_enabled=javascript,
            device_scale_factor=zoom,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: problems.append(f"script failed: {error}"))
        page.on("console", lambda message: problems.extend(blocked(message)))
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert problems == []


def blocked(message: ConsoleMessage) -> list[str]:
    """The message if it tells of something the content security policy did not allow."""
    return [message.text] if "Content Security Policy" in message.text else []


@pytest.fixture
def browser_page(open_page: OpenPage) -> Page:
    """A page in light colours, 1280 px wide, with scripts."""
    return open_page()


def axe(page: Page, *, only: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds on this page, one line each; empty when all is well. only: these rules instead of all."""
    if not AXE.exists():
        absent("axe-core (python3 dev.py ts)")
    if page.evaluate("typeof window.axe === 'undefined'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    options = {"runOnly": list(only) or AXE_TAGS, "rules": {} if only else {"target-size": {"enabled": True}}}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{violation['id']}: {node['target'][0]} – {node['failureSummary'].splitlines()[-1].strip()}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


PAINTED = "() => new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 120))"
# What another width can change about a page whose markup axe has seen already.
NARROW_RULES = ("target-size", "scrollable-region-focusable", "color-contrast")


def problems_in_every_look(page: Page) -> list[str]:
    """What is wrong with this page: all of axe in light; what colours change in dark; what the width changes at 320 px."""
    problems = axe(page) + (["scrolls sideways"] if scrolls_sideways(page) else [])
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # colours change at once
    page.evaluate(PAINTED)
    problems += [f"dark: {line}" for line in axe(page, only=("color-contrast",))]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 900})
    page.evaluate(PAINTED)
    problems += [f"320 px: {line}" for line in axe(page, only=NARROW_RULES)]
    problems += ["scrolls sideways at 320 px"] if scrolls_sideways(page) else []
    if before:
        page.set_viewport_size(before)
    return problems


@dataclass(frozen=True)
class Stop:
    """One place where the Tab key stops."""

    tag: str
    name: str
    id: str
    outlined: bool


FOCUSED = """() => {
  const here = document.activeElement;
  if (!here || here === document.body || here === document.documentElement) return null;
  if (window.knFirstStop === here) return null;
  window.knFirstStop ??= here;
  const box = here.getBoundingClientRect();
  const shown = e => { for (const p of [null, '::before', '::after']) { const s = getComputedStyle(e, p);
    if ((s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || (s.boxShadow !== 'none' && s.boxShadow !== ''))
      return true; } return false; };
  return {tag: here.tagName.toLowerCase(), id: here.id, outlined: shown(here),
    name: (here.getAttribute('aria-label') || here.innerText || here.getAttribute('name') || '').trim().slice(0, 80),
    visible: box.width > 0 && box.height > 0};
}"""


def tab_through(page: Page, *, backwards: bool = False, limit: int = 300) -> list[Stop]:
    """Every stop of the Tab key from the top (or the bottom) of the page; fails where the key is caught or focus is unseen."""
    key = "Shift+Tab" if backwards else "Tab"
    page.evaluate("document.activeElement?.blur(); window.knFirstStop = undefined")
    stops: list[Stop] = []
    for _number in range(limit):
        page.keyboard.press(key)
        here = page.evaluate(FOCUSED)
        if here is None:
            return stops
        assert here.pop("visible"), f"focus on something that is not visible: {here}"
        stop = Stop(**here)
        assert stop.outlined, f"focus is not to be seen on {stop}"
        stops.append(stop)
    raise AssertionError(f"the Tab key is caught after {limit} stops: {stops[-3:]}")


def scrolls_sideways(page: Page) -> bool:
    """True if the page is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
