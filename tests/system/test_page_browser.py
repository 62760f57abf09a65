"""The page in a real browser: it fetches nothing, fits a phone, answers the keyboard, and hostile names stay asleep."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, sync_playwright
from playwright.sync_api import Page as Tab

from coucou.web.circle import page as circle_page
from coucou.web.page import render
from tests.page_views import EML, hostile, ordinary
from tests.unit.test_circle_round import round_of

CHROMIUM = Path("/usr/bin/chromium")
QUIETLY = [
    "--no-sandbox",  # continuous integration runs as root
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PATIENCE = 120_000  # milliseconds, on however busy a machine

pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(
        not CHROMIUM.exists() and os.environ.get("CI") != "true",
        reason="needs chromium at /usr/bin/chromium (apt install chromium)",
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIETLY, timeout=PATIENCE)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for name, view in (("fr", ordinary("fr")), ("en", ordinary("en")), ("hostile", hostile())):
        (folder / f"{name}.html").write_text(render(view), encoding="utf-8")
    (folder / "circle.html").write_text(circle_page(round_of(), "fr-CA"), encoding="utf-8")
    return folder


def tab(browser: Browser, path: Path, width: int = 1280, dark: bool = False) -> Tab:
    opened = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
    )
    opened.set_default_timeout(PATIENCE)
    opened.goto(path.as_uri())
    return opened


@pytest.mark.parametrize("name", ["fr", "en", "hostile", "circle"])
def test_it_asks_for_nothing_and_complains_of_nothing(browser: Browser, folder: Path, name: str) -> None:
    opened = browser.new_page()
    opened.set_default_timeout(PATIENCE)
    asked: list[str] = []
    said: list[ConsoleMessage] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: said.append(message))
    opened.on("dialog", lambda dialog: pytest.fail(dialog.message))
    address = (folder / f"{name}.html").as_uri()
    opened.goto(address)
    opened.wait_for_load_state("networkidle")
    assert asked == [address]
    assert [message.text for message in said] == []
    assert "broken" not in opened.title()
    opened.close()


@pytest.mark.parametrize("name", ["fr", "en", "hostile", "circle"])
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_it_fits_every_screen_with_all_opened(browser: Browser, folder: Path, name: str, width: int) -> None:
    opened = tab(browser, folder / f"{name}.html", width)
    opened.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    smallest = opened.evaluate(
        "Math.min(...[...document.querySelectorAll('p, li, dd, dt, pre, a')]"
        ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert smallest >= 12
    opened.close()


def test_light_and_dark_are_two_pages_in_one(browser: Browser, folder: Path) -> None:
    grounds = []
    for dark in (False, True):
        opened = tab(browser, folder / "fr.html", dark=dark)
        grounds.append(opened.evaluate("getComputedStyle(document.body).backgroundColor"))
        opened.close()
    assert grounds == ["rgb(250, 247, 241)", "rgb(23, 24, 27)"]


def test_the_keyboard_reaches_the_proposals_first_and_opens_what_is_folded(browser: Browser, folder: Path) -> None:
    opened = tab(browser, folder / "en.html")
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.textContent") == "Skip to the proposals"
    assert opened.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]  # it is there: it has the focus
    opened.keyboard.press("Enter")
    opened.wait_for_url("**#proposals")
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.textContent") == "Open in your mail"
    opened.locator("summary").first.focus()
    opened.keyboard.press("Enter")
    assert opened.evaluate("document.querySelector('details').open")
    opened.close()


def test_what_has_the_focus_can_be_seen(browser: Browser, folder: Path) -> None:
    opened = tab(browser, folder / "en.html")
    for _ in range(12):
        opened.keyboard.press("Tab")
        seen = opened.evaluate(
            "(e => getComputedStyle(e).outlineStyle !== 'none' || "
            "getComputedStyle(e.querySelector('.proposal') || e).stroke !== 'none')(document.activeElement)"
        )
        assert seen, opened.evaluate("document.activeElement.outerHTML")
    opened.close()


def test_a_proposal_in_the_calendar_leads_to_its_card(browser: Browser, folder: Path) -> None:
    opened = tab(browser, folder / "fr.html")
    opened.get_by_role("link", name="Proposition 2").click()
    opened.wait_for_url("**#p-wxyz6789")
    assert opened.evaluate("document.querySelector(':target h3').textContent") == "Chloé Desjardins"
    opened.close()


def test_a_draft_is_saved_as_it_was_made(browser: Browser, folder: Path, tmp_path: Path) -> None:
    opened = tab(browser, folder / "en.html")
    with opened.expect_download() as waiting:
        opened.get_by_role("link", name="Draft (.eml): Gabriel Fontaine").click()
    assert waiting.value.suggested_filename == "coucou-abcd2345.eml"
    waiting.value.save_as(tmp_path / "draft.eml")
    assert (tmp_path / "draft.eml").read_bytes() == EML
    opened.close()


def test_one_click_selects_the_whole_message(browser: Browser, folder: Path) -> None:
    opened = tab(browser, folder / "fr.html")
    opened.locator("pre").first.click()
    assert opened.evaluate("getSelection().toString()") == ordinary().proposals[0].body
    opened.close()


def test_on_paper_everything_is_unfolded(browser: Browser, folder: Path) -> None:
    opened = tab(browser, folder / "en.html", 800)
    assert not opened.get_by_text("mail to this person came back").is_visible()
    opened.emulate_media(media="print")
    assert (
        opened.get_by_text("Mail to this person came back")
        .or_(opened.get_by_text("mail to this person came back"))
        .is_visible()
    )
    assert not opened.get_by_role("link", name="Open in your mail").first.is_visible()
    assert opened.pdf().startswith(b"%PDF")
    opened.close()
