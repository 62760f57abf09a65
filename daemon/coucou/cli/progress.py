"""Bars for long reads: on standard error, and only when a person is watching."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from coucou.cli.lang import LANGUAGE
from coucou.contract import Progress
from coucou.words import written

_BYTES = 4 << 20  # what is read in the blink of an eye needs no bar
_ITEMS = 200  # of a provider that takes its time: some seconds


QUIET: tuple[Progress, Progress] = ((lambda what, done, total: None), (lambda what, done, total: None))
"""Two ports at which nobody watches."""


@contextmanager
def bars() -> Iterator[tuple[Progress, Progress]]:
    """Two ports for connectors, in bytes and in items; for little to read nothing is drawn, nor a library loaded."""
    if not sys.stderr.isatty():
        yield QUIET
        return
    shown: list[_Bars] = []

    def port(least: int, amount: Callable[[int], str]) -> Progress:
        def report(what: str, done: int, total: int | None) -> None:
            if not shown:
                if total is not None and total < least:
                    return
                shown.append(_Bars())
            shown[0].report(what, done, total, amount)

        return report

    try:
        yield port(_BYTES, lambda n: written(n, LANGUAGE, "size")), port(_ITEMS, lambda n: written(n, LANGUAGE))
    finally:
        for bar in shown:
            bar.stop()


class _Bars:
    def __init__(self) -> None:
        from rich.console import Console  # Rich costs 60 ms: only when something is drawn
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._tasks: dict[str, int] = {}
        self._drawn = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[amount]}", markup=False),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._drawn.start()

    def report(self, what: str, done: int, total: int | None, amount: Callable[[int], str]) -> None:
        from rich.progress import TaskID

        text = amount(done) if total is None else f"{amount(done)} / {amount(total)}"
        task = self._tasks.get(what)
        if task is None:
            task = self._tasks[what] = self._drawn.add_task(what, total=total, amount=text)
        self._drawn.update(TaskID(task), completed=done, total=total, amount=text)

    def stop(self) -> None:
        self._drawn.stop()
