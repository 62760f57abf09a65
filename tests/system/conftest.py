"""The installed command in a subprocess, and a world to run it on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coucou.demo.world import build

ROOT = Path(__file__).parents[2]
COUCOU = Path(sys.executable).with_name("coucou")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def environment(home: Path, language: str = "en_CA.UTF-8", **more: str) -> dict[str, str]:
    """A user's environment with a home of its own, and nothing of this machine's."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "LC_ALL": language,
        "PYTHONUTF8": "1",
        "COLUMNS": "80",
        "TZ": "America/Toronto",
        "PYTHONWARNINGS": "error::ResourceWarning",
        **more,
    }


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run ``coucou`` in a home of this test's own."""

    def ran(*arguments: str | Path, stdin: str = "", language: str = "en_CA.UTF-8", **more: str) -> Ran:
        done = subprocess.run(
            [str(COUCOU), *map(str, arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment(tmp_path / "home", language, **more),
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    (tmp_path / "home").mkdir()
    return ran


@dataclass(frozen=True)
class World:
    """The demonstration's folder, and a store that has read it."""

    config: Path
    state: Path

    @property
    def options(self) -> tuple[str, ...]:
        return ("--config", str(self.config), "--state", str(self.state))


@pytest.fixture(scope="session")
def synced(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Read once, for tests that only look."""
    folder = tmp_path_factory.mktemp("world")
    world = World(build(folder, datetime.now(UTC)), folder / "coucou.db")
    subprocess.run(
        [str(COUCOU), "sync", *world.options], env=environment(folder), check=True, capture_output=True, timeout=120
    )
    return world


@pytest.fixture
def fresh(tmp_path: Path) -> World:
    """Not read yet, and this test's own."""
    folder = tmp_path / "world"
    folder.mkdir()
    return World(build(folder, datetime.now(UTC)), folder / "coucou.db")
