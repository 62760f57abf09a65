"""How long a command takes as a whole process, beside another calendar program in the same run: khal.

``coucou --version`` at most 0.35, and ``coucou gaps --json`` on a synced store at most 0.9, of ``khal --version``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from coucou.demo.world import build

BIN = Path(sys.executable).parent
TARGETS = {"version": 0.35, "gaps": 0.9}


COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As on a user's machine: both programs keep their compiled modules."""


def seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=COMPILED)
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="coucou-bench-") as name:
        folder = Path(name)
        at = ["--config", str(build(folder, datetime.now(UTC))), "--state", str(folder / "coucou.db")]
        coucou, khal = str(BIN / "coucou"), [str(BIN / "khal"), "--version"]
        seconds([coucou, "preview", *at])
        commands = {"version": [coucou, "--version"], "gaps": [coucou, "gaps", "--json", *at]}
        found = {}
        for what, command in commands.items():
            seconds(command), seconds(khal)
            ratios = [seconds(command) / seconds(khal) for _ in range(arguments.runs)]
            found[what] = statistics.median(ratios)
            verdict = "ok" if found[what] <= TARGETS[what] else "MISSED"
            print(
                f"coucou {what}: {found[what]:.2f} of khal --version "
                f"(min {min(ratios):.2f}, max {max(ratios):.2f}; at most {TARGETS[what]}: {verdict})"
            )
    if arguments.json:
        arguments.json.write_text(json.dumps(found))


if __name__ == "__main__":
    main()
