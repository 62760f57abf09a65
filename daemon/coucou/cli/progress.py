"""Bars for long reads: on standard error, and only when a person is watching."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from coucou.contract import Progress

_WORTH_A_BAR = 4 << 20  # bytes: what is read in the blink of an eye needs none


@contextmanager
def bars() -> Iterator[Progress]:
    """A port for connectors; what they report below a few megabytes draws nothing, and loads no drawing library."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    shown: list[_Bars] = []

    def report(what: str, done: int, total: int | None) -> None:
        if not shown:
            if total is not None and total < _WORTH_A_BAR:
                return
            shown.append(_Bars())
        shown[0].report(what, done, total)

    try:
        yield report
    finally:
        for bar in shown:
            bar.stop()


class _Bars:
    def __init__(self) -> None:
        from rich.console import Console  # Rich costs 60 ms: only when something is drawn
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

        self._tasks: dict[str, int] = {}
        self._drawn = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            DownloadColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._drawn.start()

    def report(self, what: str, done: int, total: int | None) -> None:
        from rich.progress import TaskID

        task = self._tasks.get(what)
        if task is None:
            task = self._tasks[what] = self._drawn.add_task(what, total=total)
        self._drawn.update(TaskID(task), completed=done, total=total)

    def stop(self) -> None:
        self._drawn.stop()
