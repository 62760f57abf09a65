"""Contact cards: vCard 2.1 (versit 1996), 3.0 (RFC 2426) and 4.0 (RFC 6350).

A light reader of the lines that say who somebody is. Notes, photographs, postal addresses and birthdays are passed over
unread.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from coucou.contract import Card, SourceId
from coucou_connectors.local.linkedin import profile

_READ = frozenset(
    {"BEGIN", "END", "KIND", "X-ADDRESSBOOKSERVER-KIND", "UID", "FN", "N", "EMAIL", "ORG", "TITLE", "ROLE"}
)
_READ |= {"CATEGORIES", "URL", "NICKNAME"}
_ESCAPED = re.compile(r"\\(.)")
_LONGEST = 4000  # characters of one value: longer is no name


class Line(NamedTuple):
    name: str  # upper case, without the group ("item1.EMAIL" is EMAIL)
    parameters: str  # upper case, as written
    value: str  # undone of its encoding, still with its backslashes


@dataclass(slots=True)
class _Draft:
    lines: dict[str, list[Line]] = field(default_factory=dict)

    def values(self, name: str) -> list[str]:
        return [v for line in self.lines.get(name, ()) if (v := _text(line.value))]

    def first(self, *names: str) -> str:
        return next((v for name in names for v in self.values(name)), "")


def cards(data: bytes, prefix: str) -> Iterator[Card]:
    """The people on the cards of one file, in its order; ``prefix`` begins each source id.

    A card's id is its UID, or else made of its name and addresses; cards of groups and organisations are left out, and
    so are cards with neither a name nor an address.
    """
    seen: dict[str, int] = {}
    for draft in _drafts(lines(_decoded(data))):
        if draft.first("KIND", "X-ADDRESSBOOKSERVER-KIND").casefold() in ("group", "org", "location"):
            continue
        card = _card(draft)
        if not card.name and not card.addresses:
            continue
        uid = draft.first("UID") or "\x1f".join((card.name, *card.addresses, card.organization))
        times = seen[uid] = seen.get(uid, 0) + 1
        digest = blake2b(f"{uid}\x1f{times}".encode(errors="replace"), digest_size=12).hexdigest()
        yield _with_id(card, SourceId(prefix + digest))


def _with_id(card: Card, source: SourceId) -> Card:
    return Card(source, card.name, card.addresses, card.organization, card.title, card.url, None, card.labels)


def _card(draft: _Draft) -> Card:
    urls = draft.values("URL")
    profiles = [p for url in urls if (p := profile(url))]
    addresses = [a for v in draft.values("EMAIL") if (a := v.removeprefix("mailto:").strip()) and "@" in a]
    return Card(
        source=SourceId(""),
        name=draft.first("FN") or _structured(draft),
        addresses=tuple(dict.fromkeys([*addresses, *profiles])),
        organization=" ".join(_parts(draft.lines["ORG"][0].value, ";")[:1]) if "ORG" in draft.lines else "",
        title=draft.first("TITLE", "ROLE"),
        url=next((u for u in urls if u.casefold().startswith(("http://", "https://", "linkedin.com", "www."))), ""),
        labels=_labels(draft),
    )


def _structured(draft: _Draft) -> str:
    """N is family; given; additional; prefixes; suffixes (RFC 6350, 6.2.2)."""
    parts = _parts(draft.lines["N"][0].value, ";") if "N" in draft.lines else []
    family, given, middle = (*parts, "", "", "")[:3]
    return " ".join(p for p in (given, middle, family) if p) or draft.first("NICKNAME")


def _labels(draft: _Draft) -> tuple[str, ...]:
    found = [p for line in draft.lines.get("CATEGORIES", ()) for p in _parts(line.value, ",")]
    return tuple(dict.fromkeys(p for p in found if p and p.casefold() != "mycontacts"))  # Google marks every card so


def _parts(value: str, separator: str) -> list[str]:
    return [_text(p) for p in re.split(rf"(?<!\\){separator}", value)]


def _text(value: str) -> str:
    """Backslashes undone (RFC 6350, 3.4); a line break in a name becomes a space."""
    plain = _ESCAPED.sub(lambda m: " " if m.group(1) in "nN" else m.group(1), value[:_LONGEST])
    return " ".join(plain.split())


# --- lines ----------------------------------------------------------------------------------------------------------


def _drafts(found: Iterator[Line]) -> Iterator[_Draft]:
    draft: _Draft | None = None
    for line in found:
        if line.name == "BEGIN" and line.value.strip().upper() == "VCARD":
            draft = _Draft()
        elif line.name == "END" and draft is not None:
            yield draft
            draft = None
        elif draft is not None:
            draft.lines.setdefault(line.name, []).append(line)


def lines(text: str) -> Iterator[Line]:
    """The logical lines that matter: folded ones joined (RFC 6350, 3.2), quoted-printable ones undone (versit 2.1)."""
    raw = re.split(r"\r\n|\r|\n", text)
    at = 0
    while at < len(raw):
        head, colon, value = _cut(raw[at])
        at += 1
        name, _, parameters = head.partition(";")
        name, parameters = name.rpartition(".")[2].strip().upper(), parameters.upper()
        wanted = bool(colon) and name in _READ
        encoded = "QUOTED-PRINTABLE" in parameters
        parts = [value] if wanted else []
        while at < len(raw) and (raw[at][:1] in (" ", "\t") or (encoded and raw[at - 1].endswith("="))):
            if wanted:
                parts.append(raw[at] if encoded and raw[at - 1].endswith("=") else raw[at][1:])
            at += 1
        if wanted:
            yield Line(name, parameters, _unquoted(parts, parameters) if encoded else "".join(parts))


def _cut(line: str) -> tuple[str, str, str]:
    """At the first colon that is not inside a quoted parameter."""
    if '"' not in line.partition(":")[0]:
        return line.partition(":")
    quoted = False
    for place, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            return line[:place], ":", line[place + 1 :]
    return line, "", ""


def _unquoted(parts: Sequence[str], parameters: str) -> str:
    text = "".join(p[:-1] if p.endswith("=") else p for p in parts)
    data = quopri.decodestring(text.encode("latin-1", "replace"))
    charset = re.search(r"CHARSET=\"?([\w.:-]+)", parameters)
    try:
        return data.decode(charset.group(1) if charset else "utf-8")
    except (LookupError, UnicodeDecodeError):
        return data.decode("cp1252", "replace")


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
