"""An empty home, in which coucou is typed as users type it: a process of its own for each command."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any, Self

ZONE = "America/Toronto"
_ME = f"""
[me]
name = "Ana Tremblay"
addresses = ["ana@example.org"]
timezone = "{ZONE}"
country = "CA-QC"
"""


@dataclass
class Home:
    path: Path
    environ: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def empty(cls, path: Path, **environ: str) -> Self:
        """With a key in place of a keyring."""
        for name in ("config/coucou", "credentials"):
            (path / name).mkdir(parents=True)
        (path / "credentials/coucou-key").write_bytes(os.urandom(32))
        return cls(path, environ)

    @property
    def config(self) -> Path:
        return self.path / "config/coucou/config.toml"

    @property
    def state(self) -> Path:
        return self.path / "state/coucou/coucou.db"

    def configure(self, accounts: str) -> None:
        """Write a configuration of Ana's with these tables."""
        self.config.write_text(_ME + dedent(accounts), "utf-8")

    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.path),
            "XDG_CONFIG_HOME": str(self.path / "config"),
            "XDG_STATE_HOME": str(self.path / "state"),
            "CREDENTIALS_DIRECTORY": str(self.path / "credentials"),
            "LC_ALL": "en_CA.UTF-8",
            "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
            **self.environ,
        }

    def program(self, *arguments: str) -> list[str]:
        return [sys.executable, "-X", "utf8", "-c", "from coucou.cli import main; main()", *arguments]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        program, environ = self.program(*arguments), self.environment()
        return subprocess.Popen(program, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *arguments: str) -> str:
        """What it says, on both streams."""
        out, err = self.start(*arguments).communicate(timeout=120)
        assert "Traceback" not in err, err
        return out + err

    def read(self, *arguments: str) -> Any:
        """What it says with ``--json``."""
        out, err = self.start(*arguments, "--json").communicate(timeout=120)
        assert out, err
        return json.loads(out)

    def connect(self, account: str, where: str, visit: Callable[[str], object], *options: str) -> str:
        """Types coucou connect, and does with the address that it prints (``where``: a pattern) what the user does."""
        process = self.start("connect", account, *options)
        assert process.stderr is not None
        told = ""
        while not (found := re.search(where, told)):
            line = process.stderr.readline()
            assert line, told
            told += line
        visit(found[0])
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return told + out + err

    def everything_written(self) -> bytes:
        """The content of all files, but for what Google gave the user beforehand."""
        files = [p for p in self.path.rglob("*") if p.is_file() and p.name != "client.json"]
        return b"".join(p.read_bytes() for p in files)


def opened(address: str) -> str:
    """The page at a loopback address, without any proxy."""
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=60) as page:
        return str(page.read().decode())
