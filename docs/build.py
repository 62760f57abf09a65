"""The pictures of the documentation, drawn from the demonstration at a fixed moment: ``make docs``.

Nothing in ``docs/pictures`` is made by hand. The same sources give the same pictures, up to the browser's own drawing.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import re
import shutil
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

PICTURES = Path(__file__).parent / "pictures"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("America/Toronto"))
LOCALES = {"en": "en_CA.UTF-8", "fr": "fr_CA.UTF-8"}
COLUMNS = 80
LINES = 60  # of the terminal: the first proposals; the whole would be longer than a screen
WIDTHS = {"light": 1100, "dark": 1100, "phone": 390}
MARGIN = 16  # under the first proposal: less than the space before the next
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """The exit status: 1 when there is no browser to draw the page with."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        print(f"None of these is installed, and one is needed for the pictures: {', '.join(BROWSERS)}", file=sys.stderr)
        return 1
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="coucou-docs-") as made:
        folder = Path(made)
        for language, locale in LOCALES.items():
            _in_a_process_of(locale, language, folder)
        _photograph(browser, folder)
    for picture in sorted(PICTURES.iterdir()):
        print(picture.relative_to(PICTURES.parent.parent))
    return 0


def _in_a_process_of(locale: str, language: str, folder: Path) -> None:
    """coucou decides its language once, when it is imported: each language needs a process of its own."""
    os.environ["LC_ALL"] = locale
    process = multiprocessing.get_context("spawn").Process(target=draw, args=(language, folder))
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(process.exitcode)


def draw(language: str, folder: Path) -> None:
    """The demonstration's page into ``folder``, and its terminal output as a picture; in the process's language."""
    from rich.console import Console

    from coucou.cli import show
    from coucou.cli.edge import Edge, bring_up_to_date, settings_of
    from coucou.cli.page import write_page
    from coucou.core.span import Span
    from coucou.demo import build
    from coucou.store import open_store
    from coucou.suggest.round import suggest

    world = folder / language
    settings = settings_of(build(world, NOW))
    with open_store(world / "coucou.db", now=NOW) as store:
        edge = Edge(settings, store, NOW)
        bring_up_to_date(edge)
        last = (NOW + timedelta(days=settings.meeting.horizon_days)).replace(hour=0)
        view = suggest(store, settings, now=NOW, as_of=NOW, window=Span(NOW, last), ramp=False)
        write_page(edge, view, folder / f"{language}.html", demo=True)
        printed = io.StringIO()
        show.console = Console(
            file=printed, width=COLUMNS, force_terminal=True, color_system="standard", highlight=False
        )
        show.preview(view, None)
    (PICTURES / f"terminal.{language}.svg").write_text(_terminal(printed.getvalue()), encoding="utf-8")


def _terminal(printed: str) -> str:
    """What the terminal showed first, as a picture without outside resources."""
    from rich.console import Console
    from rich.text import Text

    lines = [*printed.splitlines(), ""]
    if len(lines) > LINES:
        lines = lines[:LINES]
        lines[_last_blank(lines) + 1 :] = ["…"]
    console = Console(file=io.StringIO(), width=COLUMNS, record=True)
    console.print(Text.from_ansi("\n".join(lines)))
    drawn = console.export_svg(title="coucou demo", unique_id="coucou")
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)  # Rich names a font on a web server


def _last_blank(lines: list[str]) -> int:
    return max(number for number, line in enumerate(lines) if not line.strip())


def _photograph(browser: str, folder: Path) -> None:
    """The page from its top to the end of the first proposal: light, dark, and on a phone."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Without a sandbox, because builds often run in a container as root; the only page opened is ours.
        running = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for language in LOCALES:
            for kind, width in WIDTHS.items():
                page = running.new_page(
                    viewport={"width": width, "height": 1000}, color_scheme="dark" if kind == "dark" else "light"
                )
                page.goto((folder / f"{language}.html").as_uri())
                card = page.locator("article").first.bounding_box()
                height = card["y"] + card["height"] + MARGIN if card else 1000
                page.screenshot(
                    path=PICTURES / f"preview.{language}.{kind}.png",
                    full_page=True,
                    clip={"x": 0, "y": 0, "width": width, "height": height},
                    animations="disabled",
                )
                page.close()
        running.close()


if __name__ == "__main__":
    sys.exit(main())
