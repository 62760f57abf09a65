"""The unit files, as systemd itself reads them, and the daemon under a real manager of a user's services."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from coucou import service_files
from tests.system.conftest import COUCOU, ROOT, Run, World

pytestmark = pytest.mark.peer

UNITS = sorted((ROOT / "systemd").glob("*.*"))
USER = [unit for unit in UNITS if "@" not in unit.name]
MOST_EXPOSED = {"coucou.service": 2.0, "coucou-once.service": 2.0, "coucou@.service": 1.3}
NOT_FOR_USERS = {  # systemd.exec(5) of systemd 252: "only available for system services"
    "User", "Group", "DynamicUser", "ProtectProc", "ProcSubset", "ProtectControlGroups", "RemoveIPC", "SecureBits",
    "RootImage", "MountImages", "ExtensionImages", "ExtensionDirectories", "LogNamespace", "LoadCredentialEncrypted",
    "StateDirectory",
}  # fmt: skip


def analyzed(analyze: str, runtime: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    runtime.mkdir(mode=0o700, exist_ok=True)
    return subprocess.run(
        [analyze, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "XDG_RUNTIME_DIR": str(runtime), "SYSTEMD_COLORS": "0"},
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("manager", ["--user", "--system"])
def test_systemd_finds_nothing_to_say_about_the_units(
    program: Callable[[str], str], tmp_path: Path, manager: str
) -> None:
    analyze = program("systemd-analyze")
    units = []
    for unit in USER if manager == "--user" else set(UNITS) - set(USER):
        text = unit.read_text(encoding="utf-8")
        text = text.replace("%h/.local/bin/coucou", str(COUCOU)).replace("/usr/local/bin/coucou", str(COUCOU))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
        units.append(str(tmp_path / unit.name))
    assert units
    ran = analyzed(analyze, tmp_path / "run", "verify", manager, "--man=no", *units)
    # It exits with 0 even for a misspelt key, so that anything it says is a fault.
    assert (ran.returncode, ran.stderr, ran.stdout) == (0, "", "")


@pytest.mark.parametrize("name", sorted(MOST_EXPOSED))
def test_the_services_are_exposed_to_little(program: Callable[[str], str], tmp_path: Path, name: str) -> None:
    manager = "--system" if "@" in name else "--user"
    threshold = round(MOST_EXPOSED[name] * 10)
    unit = str(ROOT / "systemd" / name)
    told = ("security", manager, "--offline=true", "--no-pager", f"--threshold={threshold}", unit)
    ran = analyzed(program("systemd-analyze"), tmp_path / "run", *told)
    assert ran.returncode == 0, ran.stdout[-300:]


@pytest.mark.parametrize("unit", USER, ids=lambda unit: unit.name)
def test_units_of_users_use_nothing_that_only_the_system_manager_supports(unit: Path) -> None:
    keys = re.findall(r"^(\w+)=", unit.read_text(encoding="utf-8"), re.MULTILINE)
    assert not NOT_FOR_USERS & set(keys)


@pytest.mark.parametrize("unit", sorted((ROOT / "systemd").iterdir()), ids=lambda unit: unit.name)
def test_every_directive_is_explained_on_the_line_above_it(unit: Path) -> None:
    lines = unit.read_text(encoding="utf-8").splitlines()
    silent = [line for above, line in pairwise(lines) if re.match(r"\w+=", line) and not above.startswith("# ")]
    assert silent == []
    assert any(re.match(r"\w+=", line) for line in lines)


def test_installing_writes_units_that_systemd_accepts_for_files_with_odd_names(
    run: Run, fresh: World, program: Callable[[str], str], tmp_path: Path
) -> None:
    odd = tmp_path / 'an odd 100% "place"'
    odd.mkdir()
    config = odd / "config.toml"
    config.write_text(fresh.config.read_text(encoding="utf-8"), encoding="utf-8")
    for flags in ((), ("--timer",)):
        ran = run(
            "service", "install", "--no-start", *flags, "--config", config, "--state", odd / "state" / "coucou.db"
        )
        assert (ran.code, ran.err) == (0, "")
    folder = tmp_path / "home/config/systemd/user"
    written = sorted(folder.iterdir())
    assert [unit.name for unit in written] == ["coucou-once.service", "coucou-once.timer", "coucou.service"]
    assert (odd / "state").stat().st_mode & 0o777 == 0o700
    done = analyzed(program("systemd-analyze"), tmp_path / "run", "verify", "--user", "--man=no", *map(str, written))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("word", ["plain", "two words", 'a "quote"', "50%", "$HOME", "back\\slash", "", "it's"])
def test_a_word_in_a_unit_is_one_word_to_systemd(word: str) -> None:
    written = service_files.quoted(word)
    if not re.fullmatch(r"\w+", word):
        assert written.startswith('"') and written.endswith('"')
    read = re.sub(r"\\(.)", r"\1", written[1:-1] if written.startswith('"') else written)
    assert read.replace("%%", "%").replace("$$", "$") == word
