"""Connectors that nobody should write, installed as a stranger's package: each fails in a way of its own."""

from __future__ import annotations

from pathlib import Path

CODE = '''
"""Connectors that fail."""
import time
from dataclasses import dataclass
from pathlib import Path
from coucou.contract import Batch, Connection, Cursor, Message, Receipt, SignInNeeded, TryLater, Unclear

@dataclass(frozen=True)
class Options:
    base: Path | None = None

class Plugin:
    options = Options
    def __init__(self, name, reader):
        self.name, self.reader = name, reader
    def open(self, account, options, ports):
        pen = Pen(options.base / "written") if self.name == "writes" and ports.sends else None
        return Connection(mail=Reads(self.reader, ports, options.base), sends=pen)

class Pen:
    """Its first answer is lost."""
    follows = True
    def __init__(self, path):
        self.path = path
    def send(self, one):
        first = not self.path.exists()
        with self.path.open("a") as file:
            file.write(f"{one.key}|{one.subject}|{one.attendee}|{one.body}\\n")
        if first:
            raise Unclear("x.unclear")
        return Receipt(one.key)
    def find(self, key):
        there = self.path.exists() and key in self.path.read_text()
        return Receipt(key) if there else None
    def cancel(self, one):
        raise RuntimeError("nothing is taken back")

class Reads:
    def __init__(self, reader, ports, base):
        self.reader, self.ports, self.base = reader, ports, base
    def changes(self, since, reading):
        yield from self.reader(self)

def hang(reads):
    if (reads.base / "mended").exists():
        yield Batch(cursor=Cursor("1"))
        return
    time.sleep(100_000)

def stall(reads):
    yield Batch(cursor=Cursor("1"))
    if not (reads.base / "mended").exists():
        time.sleep(100_000)

def fail(reads):
    secret = "planted-token ana@example.org planted subject"
    if (reads.base / "mended").exists():
        yield Batch(cursor=Cursor("1"))
        return
    raise RuntimeError(secret)

def garble(reads):
    yield Batch(appeared=(object(), "planted subject ana@example.org"))
    yield 42

def locked(reads):
    if (reads.base / "mended").exists():
        yield Batch(cursor=Cursor("1"))
        return
    raise TryLater("vault.locked")

def sealed(reads):
    if reads.ports.secrets.load() != b"planted-token":
        raise SignInNeeded("vault.key_lost")
    yield Batch(cursor=Cursor("1"))

def nothing(reads):
    yield Batch(cursor=Cursor("1"))

hangs, raises, garbles, locks, opens, stalls, writes = (
    Plugin("hangs", hang), Plugin("raises", fail), Plugin("garbles", garble), Plugin("locks", locked),
    Plugin("opens", sealed), Plugin("stalls", stall), Plugin("writes", nothing),
)
'''
NAMES = ("hangs", "raises", "garbles", "locks", "opens", "stalls", "writes")
POINTS = "[coucou.connectors]\n" + "".join(f"{name} = coucou_strangers:{name}\n" for name in NAMES)


def install(folder: Path) -> Path:
    """Put the package into ``folder``, which then belongs on PYTHONPATH."""
    told = folder / "coucou_strangers-1.0.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: coucou-strangers\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text(POINTS)
    (folder / "coucou_strangers.py").write_text(CODE)
    return folder


def accounts(*connectors: str) -> str:
    """A configuration's tables for accounts at these connectors."""
    return "".join(f'\n[[accounts]]\nname = "{name}"\nconnector = "{name}"\n' for name in connectors)
