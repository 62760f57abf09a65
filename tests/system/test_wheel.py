"""The wheel alone, in an empty environment, runs the demonstration: for machines without make or this repository."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.system.conftest import ROOT, environment

UV = Path(sys.executable).with_name("uv")
GUARD = """
import socket, sys
def refuse(*_): raise RuntimeError("the demonstration opened a connection")
socket.socket.connect = socket.socket.connect_ex = refuse
sys.argv[:] = ["coucou", "demo"]
from coucou.cli import main
main()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [str(UV), "build", "--wheel", "--quiet", "--out-dir", str(folder), str(ROOT)], check=True, timeout=300
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_both_packages_their_texts_and_the_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "coucou/py.typed",
        "coucou/testing/conformance.py",
        "coucou/systemd/coucou.service",
        "coucou_connectors/local/__init__.py",
        "coucou_connectors/py.typed",
    ):
        assert part in names
    assert any(name.endswith(".sql") for name in names)
    assert any(name.endswith(".j2") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests", "docs", "benchmarks")) for name in names)


@pytest.mark.parametrize(
    ("language", "promise"),
    [("en_CA.UTF-8", "Nothing has left this computer."), ("fr_CA.UTF-8", "Rien n’a quitté cet ordinateur.")],
)
def test_the_demonstration_runs_from_the_wheel_without_any_connection(
    installed: Path, tmp_path: Path, language: str, promise: str
) -> None:
    ran = subprocess.run(
        [str(installed / "bin" / "python"), "-c", GUARD],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(tmp_path, language, TMPDIR=str(tmp_path)),
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert promise in ran.stdout
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) == 1
    assert str(pages[0]) in ran.stdout.replace("\n", "")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing but the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    quiet = {"check": True, "timeout": 600, "env": {**os.environ, "UV_LINK_MODE": "hardlink"}}
    subprocess.run([str(UV), "venv", "--quiet", "--python", sys.executable, str(folder)], **quiet)  # type: ignore[call-overload] # plain keywords
    subprocess.run(
        [str(UV), "pip", "install", "--quiet", "--python", str(folder / "bin" / "python"), str(wheel)], **quiet
    )  # type: ignore[call-overload] # plain keywords
    return folder
