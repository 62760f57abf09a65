"""What is run when: soaks only on request, and in CI a real server that is missing fails instead of being skipped."""

from __future__ import annotations

import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import asdict
from typing import NoReturn

import pytest

from tests.once.story import Toll

CI = os.environ.get("CI") == "true"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="run the long tests too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--soak"):
        return
    for item in items:
        if item.get_closest_marker("soak"):
            item.add_marker(pytest.mark.skip(reason="long: make soak"))


def absent(what: str) -> NoReturn:
    """Something real that a test needs is not there: the test is skipped by name, and in CI it fails."""
    if CI:
        pytest.fail(f"in CI this is a failure: {what}")
    pytest.skip(what)


@pytest.fixture
def tell_toll(record_property: Callable[[str, object], None]) -> Callable[[str, Toll], None]:
    """Say at the end what was done to coucou and what came of it; figures of the same name are added up."""
    return lambda name, toll: record_property(f"toll {name}", asdict(toll))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    totals: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, toll in getattr(report, "user_properties", ()):
                if name.startswith("toll ") and report.when == "call":
                    totals[name.removeprefix("toll ")].update(toll)
    for name, total in sorted(totals.items()):
        terminalreporter.write_line(
            f"{name}: " + ", ".join(f"{n} {what.replace('_', ' ')}" for what, n in total.items())
        )


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """The path of a real program that a test needs; without it the test is skipped by name, and in CI it fails."""

    def found(name: str) -> str:
        path = shutil.which(name)
        return path or absent(f"{name} is not installed here")

    return found
