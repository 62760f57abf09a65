"""Finding the files that an account names: globs, folders, a Google Takeout; never through a link that leaves them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from coucou.contract import Problem, Refused
from coucou_connectors.local import linkedin
from coucou_connectors.local.globs import composed, expand, has_magic, inside, within

_SNIFF = 4096  # bytes: enough to tell every kind apart


class Kind(StrEnum):
    MBOX = "mbox"
    MAILDIR = "maildir"  # the folder that holds cur, new and tmp
    EML = "eml"
    ICS = "ics"
    VCF = "vcf"
    CSV = "csv"  # a table of LinkedIn's


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read. ``place`` is how messages name it: relative to the configuration's folder when inside."""

    kind: Kind
    path: Path  # absolute
    place: str
    folder: str = ""  # place of the folder that was searched and held it (a vdir, say); "" when it was named itself


@dataclass(frozen=True, slots=True)
class Found:
    """``lacking`` are places that were named, or are there, of which nothing could be had: what they hold is not known.
    Whoever must not take that for nothing asks."""

    sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()
    lacking: tuple[str, ...] = ()


@dataclass(slots=True)
class _Search:
    """What one search gathers."""

    base: Path
    kinds: Callable[[Path], Kind | str | None]  # a kind, the code of a problem, or None: not ours
    sources: dict[str, Source] = field(default_factory=dict)  # by real path: a file reached twice is read once
    problems: list[Problem] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)

    def place(self, path: Path) -> str:
        try:
            return path.relative_to(self.base).as_posix()
        except ValueError:
            return str(path)

    def problem(self, code: str, path: Path | str, **values: object) -> None:
        place = path if isinstance(path, str) else self.place(path)
        problem = Problem(code, place, MappingProxyType(values))
        if problem not in self.problems:
            self.problems.append(problem)
        if code == "files.unreadable":
            self.lacking.append(place)

    def add(self, path: Path, *, named: bool, folder: str = "") -> None:
        """Take ``path`` if it is one of ours. Only what the user named is complained about."""
        # Not a broken link, a pipe or a device: opening one may hang.
        if not os.path.isdir(path) and not os.path.isfile(path):
            self.problem("files.unreadable", path, detail="")
            return
        try:
            kind = self.kinds(path)
        except OSError as error:
            self.problem("files.unreadable", path, detail=error.strerror or "")
            return
        if isinstance(kind, Kind):
            self.sources.setdefault(os.path.realpath(path), Source(kind, path, self.place(path), folder))
        elif isinstance(kind, str):
            self.problem(kind, path)
        elif named:
            self.problem("files.unknown", path)


def find(patterns: Sequence[str], base: Path, kinds: Callable[[Path], Kind | str | None], option: str) -> Found:
    """Everything that ``patterns`` name: files, globs of files, and folders, which are searched to the bottom.

    :raises Refused: ``files.none`` when the patterns together match nothing at all, so that a drive that is not
        plugged in is never taken for "everything was deleted".
    """
    search = _Search(base, kinds)
    for pattern in patterns:
        root, matches = expand(pattern, base)
        allowed = os.path.realpath(base) if inside(pattern) else os.path.realpath(root)
        any_match = False
        for path in matches:
            any_match = True
            _take(search, path, allowed, named=not has_magic(pattern))
        if not any_match:
            search.problem("files.no_match", pattern, option=option)
        named = not has_magic(pattern) and not os.path.isdir(root)  # a folder may be empty
        if named and os.path.realpath(root) not in search.sources:
            search.lacking.append(pattern)
    if not search.sources:
        search.lacking += patterns
    if not search.sources and any(p.code == "files.no_match" for p in search.problems):
        raise Refused("files.none", option=option, pattern=", ".join(patterns))
    return _found(search)


def takeout(root: Path, base: Path, wanted: Kind, kinds: Callable[[Path], Kind | str | None]) -> Found:
    """What Google's Takeout holds of one kind, whatever language its folders are named in.

    Services stand one below the folder (``Mail``, ``Agenda``, ``Contacts``); the folder above ``Takeout`` and the parts
    of a split archive (``Takeout 2``) are understood too. ``Drive`` and ``Photos`` hold the user's own files and are
    not searched.

    :raises Refused: ``takeout.missing`` or ``takeout.zip``.
    """
    if not os.path.exists(root):
        raise Refused("takeout.missing", path=str(root))
    if not os.path.isdir(root):
        raise Refused("takeout.zip" if _starts(root, b"PK") else "takeout.missing", path=str(root))
    search = _Search(base, kinds)
    allowed = os.path.realpath(root)
    depth = 5 if wanted is Kind.VCF else 3
    for path in _walk(search, root, allowed, depth):
        if path.suffix.casefold() in (f".{wanted}", ".zip", ".tgz"):
            search.add(path, named=False, folder=search.place(path.parent))
    return _found(search)


def _found(search: _Search) -> Found:
    sources = tuple(sorted(search.sources.values(), key=lambda s: s.place))
    return Found(sources, tuple(search.problems), tuple(dict.fromkeys(search.lacking)))


def _take(search: _Search, path: Path, allowed: str, *, named: bool) -> None:
    if not within(os.path.realpath(path), allowed):
        search.problem("files.link", path)
    elif not os.path.isdir(path):
        search.add(path, named=True)
    elif is_maildir(path):
        search.add(path, named=named)
        _search_folder(search, path, allowed)
    else:
        _search_folder(search, path, allowed)


def _search_folder(search: _Search, folder: Path, allowed: str) -> None:
    place = search.place(folder)
    for path in _walk(search, folder, allowed, depth=12):
        search.add(path, named=False, folder=place)


_SKIPPED = frozenset({"drive", "google drive", "disque", "google photos", "photos", "google chat", "keep"})


def _walk(search: _Search, folder: Path, allowed: str, depth: int) -> Iterator[Path]:
    """Files and Maildirs below ``folder``, in name order; a Maildir's own cur, new and tmp are not entered."""
    try:
        entries = sorted(os.scandir(folder), key=lambda e: composed(e.name))
    except OSError as error:
        search.problem("files.unreadable", folder, detail=error.strerror or "")
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.is_symlink() and not within(os.path.realpath(path), allowed):
            search.problem("files.link", path)
        elif entry.is_dir(follow_symlinks=False):
            if is_maildir(path):
                yield path
            hidden = entry.name.startswith(".") and not is_maildir(path)
            inner = entry.name in ("cur", "new", "tmp") and is_maildir(folder)
            if depth > 1 and not hidden and not inner and composed(entry.name).casefold() not in _SKIPPED:
                yield from _walk(search, path, allowed, depth - 1)
        elif entry.is_file() and not entry.name.startswith("."):
            yield path


# --- kinds, by content and by name ----------------------------------------------------------------------------------


def is_maildir(path: Path) -> bool:
    """A folder with ``cur`` and ``new`` (tmp may be missing after a copy)."""
    # Not Path.is_dir, here and above: it raises where the folder may not be entered.
    return os.path.isdir(path / "cur") and os.path.isdir(path / "new")


_STRANGE = (  # first bytes, and the problem that says what to do
    (b"PK\x03\x04", "files.zip"),
    (b"\x1f\x8b", "files.zip"),
    (b"!BDN", "files.pst"),
    (b"\xd0\xcf\x11\xe0", "files.msg"),
)
_STRANGE_NAMES = {
    ".zip": "files.zip",
    ".tgz": "files.zip",
    ".pst": "files.pst",
    ".ost": "files.pst",
    ".msg": "files.msg",
}


def mail_kind(path: Path) -> Kind | str | None:
    """What mail a path holds. A file named .mbox that does not begin like one is a problem, not a guess.

    :raises OSError: it cannot be read.
    """
    if os.path.isdir(path):
        return Kind.MAILDIR if is_maildir(path) else None
    suffix = path.suffix.casefold()
    head = _head(path)
    if strange := _strange(suffix, head):
        return strange
    if suffix == ".eml":
        return Kind.EML
    if head.lstrip(b"\xef\xbb\xbf\r\n ").startswith(b"From "):
        return Kind.MBOX
    if suffix in (".mbox", ".mbx") or path.name.casefold() == "mbox":
        return "files.not_mbox" if head.strip() else Kind.MBOX
    return None


def calendar_kind(path: Path) -> Kind | str | None:
    """``.ics`` by name, or any file that begins with BEGIN:VCALENDAR.

    :raises OSError: it cannot be read.
    """
    return _text_kind(path, Kind.ICS, (".ics", ".ical", ".ifb"), b"BEGIN:VCALENDAR")


def contact_kind(path: Path) -> Kind | str | None:
    """``.vcf`` by name or content, and LinkedIn's tables by their names (``Connections.csv``, …) or their headings.

    :raises OSError: it cannot be read.
    """
    if path.suffix.casefold() == ".csv" and not os.path.isdir(path):
        found = linkedin.table(_head(path))
        ours = found is not None and (found.has_connections or found.has_messages)
        return Kind.CSV if ours or composed(path.stem).casefold() in LINKEDIN_TABLES else None
    return _text_kind(path, Kind.VCF, (".vcf", ".vcard"), b"BEGIN:VCARD")


LINKEDIN_TABLES = frozenset({"connections", "messages", "profile"})


def _text_kind(path: Path, kind: Kind, suffixes: tuple[str, ...], begin: bytes) -> Kind | str | None:
    if os.path.isdir(path):
        return None
    suffix = path.suffix.casefold()
    head = _head(path)
    if strange := _strange(suffix, head):
        return strange
    if suffix in suffixes or head.lstrip(b"\xef\xbb\xbf\r\n ").upper().startswith(begin):
        return kind
    return None


def _strange(suffix: str, head: bytes) -> str | None:
    by_content = next((code for magic, code in _STRANGE if head.startswith(magic)), None)
    return by_content or _STRANGE_NAMES.get(suffix)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_SNIFF)


def _starts(path: Path, magic: bytes) -> bool:
    try:
        return _head(path).startswith(magic)
    except OSError:
        return False
