"""Run every benchmark, one after the other: ``python -m benchmarks [NAME …]``, as ``make bench`` does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def _run(name: str) -> int:
    """As a module, because benchmarks share parts with each other."""
    return subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=HERE.parent, check=False).returncode


def main() -> int:
    wanted = sys.argv[1:]
    worst = 0
    for script in sorted(HERE.glob("bench_*.py")):
        name = script.stem.removeprefix("bench_")
        if wanted and name not in wanted:
            continue
        print(f"== {name}", flush=True)
        worst = max(worst, _run(script.stem))
    return worst


if __name__ == "__main__":
    sys.exit(main())
