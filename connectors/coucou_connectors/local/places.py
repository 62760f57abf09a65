"""How a file's place names the folder of mail it holds, and what that name tells."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import PurePosixPath

from coucou_connectors.labels import is_left_out, is_sent, of_folder
from coucou_connectors.local.files import Kind, Source

_SUFFIXES = (".mbox", ".mbx", ".mbs", ".sbd")  # of mail programs' files, and of Thunderbird's folders of folders


@dataclass(frozen=True, slots=True)
class Folder:
    """``label`` is the folder's path: "Sent/2019" for ``Sent.sbd/2019``. ``left_out``: drafts, spam, trash."""

    label: str
    sent: bool = False
    left_out: bool = False


def folder_of(source: Source) -> Folder:
    """The folder that a source is, or for a single message is in.

    What was searched to find it does not count, except as a last part when nothing else is left.
    """
    parts = tuple(_parts(source))
    return Folder("/".join(parts), is_sent(parts), is_left_out(parts))


def prefix_of(name: str) -> str:
    """Begins the source ids of what a folder or file holds."""
    return blake2b(name.encode("utf-8", "surrogateescape"), digest_size=4).hexdigest() + ":"


def _parts(source: Source) -> list[str]:
    place = PurePosixPath(source.place)
    parts = list(_inside(place, source.folder).parts)
    if source.kind is Kind.MAILDIR:
        return [label for part in parts for label in (of_folder(part) if part.startswith(".") else (part,))]
    if source.kind is Kind.EML:
        return parts[:-1] or [place.parent.name]
    if parts[-1].casefold() in ("mbox", "mbox.mbox") and place.parent.name:
        parts = [*parts[:-2], place.parent.name]  # Apple Mail exports a folder "Sent Messages.mbox" with "mbox" in it
    return [_bare(part) for part in parts]


def _inside(place: PurePosixPath, searched: str) -> PurePosixPath:
    if searched and place.is_relative_to(searched) and place != PurePosixPath(searched):
        return place.relative_to(searched)
    return PurePosixPath(place.name)


def _bare(part: str) -> str:
    for suffix in _SUFFIXES:
        if part.casefold().endswith(suffix) and len(part) > len(suffix):
            return part[: -len(suffix)].strip()
    return part
