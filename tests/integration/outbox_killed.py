"""A program that is killed at every step of putting files into an outbox: run with a folder, it leaves one outbox in it
for each step, as SIGKILL left it, and prints how many. Its own process, because it forks."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from coucou.testing import samples
from coucou_connectors.local.outbox import Outbox

STEPS = ("open", "write", "fsync", "rename", "unlink", "mkdir")  # what reaches the disk


def arm(number: int, *, before: bool) -> None:
    """Die at the ``number``-th step from now, before it is done or after."""
    left = [number]

    def deadly(step: Callable[..., Any]) -> Callable[..., Any]:
        def taken(*given: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] < 0 and before:
                os.kill(os.getpid(), signal.SIGKILL)
            done = step(*given, **named)
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return taken

    for name in STEPS:
        setattr(os, name, deadly(getattr(os, name)))


def killed(folder: Path, verb: str, number: int, *, before: bool) -> bool:
    """Whether the program had so many steps to die at."""
    folder.mkdir()
    outbox = Outbox("archive", folder / "outbox")
    one = samples.invitation()
    if verb == "cancel":
        outbox.send(one)
        one = samples.taken_back(one)
    child = os.fork()
    if child == 0:
        arm(number, before=before)
        getattr(outbox, verb)(one)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("the child failed by itself")
    return os.WIFSIGNALED(status)


def main(root: Path) -> None:
    kills = 0
    for verb in ("send", "cancel"):
        for when in ("before", "after"):
            for number in count():
                if not killed(root / f"{verb}-{when}-{number}", verb, number, before=when == "before"):
                    break
                kills += 1
    print(kills)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
