"""The unit files, as systemd itself reads them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.system.conftest import COUCOU, ROOT

pytestmark = pytest.mark.peer


def test_systemd_finds_nothing_to_say_about_the_units(program: Callable[[str], str], tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    units = []
    for unit in sorted((ROOT / "systemd").glob("*.*")):
        text = unit.read_text(encoding="utf-8").replace("%h/.local/bin/coucou", str(COUCOU))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
        units.append(str(tmp_path / unit.name))
    assert units
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    ran = subprocess.run(
        [analyze, "verify", "--user", *units],
        capture_output=True,
        text=True,
        env={**os.environ, "XDG_RUNTIME_DIR": str(runtime)},
        timeout=60,
        check=False,
    )
    # It exits with 0 even for a misspelt key, so that anything it says is a fault.
    assert (ran.returncode, ran.stderr, ran.stdout) == (0, "", "")
