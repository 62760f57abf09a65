"""The code that the daemon began with, against what is installed now.

Children import the rest of coucou only when they work. Once it is upgraded they would load new modules beside the
parent's old ones, so the daemon has to be started anew, as soon as the new code is there whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

DISTRIBUTION = "coucou-daemon"
TOLD_BY = ("METADATA", "RECORD")  # RECORD lists each file with its hash (PEP 376); some systems leave it out
SETTLE = 30.0  # seconds without a change, after which an installation counts as finished
GONE = 600.0  # and after which one that is not there counts as taken away, or as being elsewhere now


def place() -> Path | None:
    """The folder that coucou is installed in, beside its connectors and libraries; None where it is not installed."""
    with suppress(PackageNotFoundError):
        return Path(str(distribution(DISTRIBUTION).locate_file("")))
    return None


def installed(folder: Path | None) -> bytes:
    """A fingerprint of coucou's files and of its libraries' versions; empty while there is none, as in the middle of an
    upgrade. No file's date is looked at: a copy put back is the same code."""
    if folder is None:
        return b""
    try:
        names = sorted(one.name for one in folder.iterdir() if one.suffix == ".dist-info")
        told = b"".join(_told(folder, names))
    except OSError:  # it goes at this very moment
        return b""
    return blake2b("\n".join(names).encode() + told, digest_size=16).digest() if told else b""


def _told(folder: Path, names: list[str]) -> Iterator[bytes]:
    ours = DISTRIBUTION.replace("-", "_")
    for name in names:
        if name.partition("-")[0].lower() == ours:
            yield from ((folder / name / part).read_bytes() for part in TOLD_BY if (folder / name / part).exists())


@dataclass(slots=True)
class Release:
    """What was installed when this process began. Moments are seconds of the clock that never jumps."""

    folder: Path | None = field(default_factory=place)
    began: bytes = b""
    seen: bytes = b""
    since: float = 0.0

    def __post_init__(self) -> None:
        self.began = self.seen = installed(self.folder)

    def changed(self, at: float) -> bool:
        """Whether other code is installed now; what was never installed does not change."""
        found = installed(self.folder)
        if found != self.seen:
            self.seen, self.since = found, at
        return bool(self.began) and found != self.began

    def settled(self, at: float) -> bool:
        """Whether what is installed since has been the same for a while, as of the last look."""
        return at - self.since >= (SETTLE if self.seen else GONE)
