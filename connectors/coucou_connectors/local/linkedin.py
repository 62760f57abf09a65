"""LinkedIn's export of one's own data: connections, and who wrote to whom when. Never what was written.

Shapes seen: with and without three lines of notes above the header, with and without profile addresses, dates as
``17 Jun 2021``, ``9-Sep-22``, ``1/8/18, 6:14 PM`` and ``2022-09-08 18:08:14 UTC``, headers in French, and files saved
again by a spreadsheet (semicolons, Windows-1252, other line ends).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from urllib.parse import unquote

from coucou.contract import Card, MailKind, Message, Participant, Role, SourceId
from coucou.core.names import fold
from coucou.core.table import DELIMITERS, decoded, long_fields
from coucou_connectors.local.linkedin_dates import day_first, moment

Row = Mapping[str, str]
"""The wanted cells of one line, stripped, by our names for the columns."""

_COLUMNS = {  # folded headings → our names; what is not here is never kept
    "first": "first name|prenom",
    "last": "last name|nom|nom de famille",
    "url": "url|url du profil|profile url|lien",
    "email": "email address|adresse e mail|adresse email|e mail address|e mail|email|courriel|adresse courriel",
    "company": "company|entreprise|societe|organisation",
    "position": "position|poste|fonction",
    "connected": "connected on|date de connexion|connecte le|en relation depuis|relation depuis|connexion le",
    "from": "from|de|expediteur",
    "from_url": "sender profile url|url du profil de l expediteur|url du profil expediteur",
    "to": "to|a|destinataire|destinataires",
    "to_urls": "recipient profile urls|url des profils des destinataires|url du profil du destinataire",
    "date": "date",  # not "sent at": an invitation is no conversation
    "conversation": "conversation id|id de la conversation|id de conversation",
    "direction": "direction",
    "folder": "folder|dossier",
    "draft": "is message draft|is draft",
}
_OURS = {heading: ours for ours, headings in _COLUMNS.items() for heading in headings.split("|")}
_CONNECTIONS = {"first", "last", "connected"}
_MESSAGES = {"from", "to", "date"}
_NOTES = 40  # lines in which the headings must stand


@dataclass(frozen=True, slots=True)
class Table:
    columns: frozenset[str]
    rows: tuple[Row, ...]
    day_first: bool  # how 3/4/21 is meant in this file

    @property
    def has_connections(self) -> bool:
        return self.columns >= _CONNECTIONS

    @property
    def has_messages(self) -> bool:
        return self.columns >= _MESSAGES


def table(data: bytes) -> Table | None:
    """The wanted columns of a table of LinkedIn's; None when no line has its headings."""
    lines = decoded(data).splitlines(keepends=True)
    for number, line in enumerate(lines[:_NOTES]):
        for delimiter in DELIMITERS:
            headings = [_OURS.get(" ".join(fold(cell))) for cell in next(csv.reader([line], delimiter=delimiter), [])]
            known = frozenset(filter(None, headings))
            if known >= _CONNECTIONS or known >= _MESSAGES or known >= {"first", "last"}:
                with long_fields():
                    rows = tuple(_rows(lines[number + 1 :], headings, delimiter))
                return Table(known, rows, day_first((r.get("connected") or r.get("date", "") for r in rows), delimiter))
    return None


def _rows(lines: Iterable[str], headings: list[str | None], delimiter: str) -> Iterator[Row]:
    for cells in csv.reader(lines, delimiter=delimiter):
        row = {name: " ".join(cell.split()) for name, cell in zip(headings, cells, strict=False) if name and cell}
        if any(row.values()):
            yield row


# --- people ---------------------------------------------------------------------------------------------------------


_PROFILE = re.compile(r"(?:https?://)?(?:[a-z-]+\.)?linkedin\.com/(?:mwlite/)?in/([^/?#\s]+)", re.IGNORECASE)


def profile(url: str) -> str:
    """A profile's one form, ``linkedin.com/in/slug``, which stands in for an address; "" when it is no profile's."""
    found = _PROFILE.match(url.strip())
    slug = unicodedata.normalize("NFC", unquote(found.group(1))).casefold() if found else ""
    return f"linkedin.com/in/{slug}" if slug else ""


def by_name(name: str) -> str:
    """What stands in for the address of somebody of whom only the name is told: ``linkedin:lea roy``."""
    words = " ".join(fold(name))
    return f"linkedin:{words}" if words else ""


def cards(connections: Table, prefix: str) -> Iterator[Card]:
    """The connections of one export, each with its profile (or name) among its addresses.

    Two connections of one name without profiles cannot be told apart by it, so neither gets it as an address.
    """
    names = Counter(by_name(_name(row)) for row in connections.rows)
    seen: Counter[str] = Counter()
    for row in connections.rows:
        name = _name(row)
        mail = row.get("email", "") if "@" in row.get("email", "") else ""
        address = profile(row.get("url", "")) or (by_name(name) if names[by_name(name)] == 1 else "")
        if not name and not mail:
            continue  # an account that was closed
        who = profile(row.get("url", "")) or mail.casefold() or name
        seen[who] += 1
        yield Card(
            source=SourceId(prefix + digest(who, str(seen[who]))),
            name=name,
            addresses=tuple(a for a in (mail, address) if a),
            organization=row.get("company", ""),
            title=row.get("position", ""),
            url=row.get("url", ""),
            connected_on=d.date() if (d := moment(row.get("connected", ""), connections.day_first)) else None,
        )


def _name(row: Row) -> str:
    return f"{row.get('first', '')} {row.get('last', '')}".strip()


def owner(found: Table) -> str:
    """The user's name as ``Profile.csv`` has it, which has one line; "" when it is another table."""
    return _name(found.rows[0]) if len(found.rows) == 1 and not found.has_connections else ""


def digest(*parts: str) -> str:
    return blake2b("\x1f".join(parts).encode(errors="replace"), digest_size=9).hexdigest()


# --- messages -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    sender: Participant
    recipients: tuple[Participant, ...]
    when: datetime
    conversation: str
    outgoing: bool


def messages(exported: Table, prefix: str, user: str = "") -> Iterator[Message]:
    """Who wrote to whom when; neither subjects nor contents. ``user`` is their name, where ``Profile.csv`` told it.

    Moments are UTC. The Message-ID is made of the two names and the minute, so that a later export's are the same.
    """
    profiles = _profiles(exported.rows)
    lines = [line for row in exported.rows if (line := _line(row, profiles, exported.day_first))]
    mine = _user(lines, user)
    times: Counter[str] = Counter()
    for line in sorted(lines, key=lambda m: (m.when, m.conversation, m.sender.address)):
        people = (line.sender, *line.recipients)
        key = digest(f"{line.when:%Y-%m-%dT%H:%M}", *(by_name(p.name) or p.address for p in people))
        times[key] += 1
        yield Message(
            source=SourceId(f"{prefix}{key}.{times[key]}"),
            message_id=f"{key}.{times[key]}@linkedin.invalid",
            moment=line.when,
            kind=MailKind.PERSONAL,
            participants=people,
            sent=line.outgoing or line.sender.address in mine,
        )


def _line(row: Row, profiles: Mapping[str, str], day_first: bool) -> _Line | None:
    when = moment(row.get("date", ""), day_first)
    sender = _participant(Role.FROM, row.get("from", ""), row.get("from_url", ""), profiles)
    recipients = tuple(_recipients(row, profiles))
    folder = row.get("folder", "").casefold()
    hidden = folder == "spam" or row.get("draft", "").casefold() in ("yes", "true")
    if when is None or sender is None or not recipients or hidden:
        return None
    outgoing = folder == "sent" or row.get("direction", "").casefold() == "outgoing"
    return _Line(sender, recipients, when, row.get("conversation", ""), outgoing)


def _recipients(row: Row, profiles: Mapping[str, str]) -> Iterator[Participant]:
    urls = [u for u in re.split(r"[,;\s]+", row.get("to_urls", "")) if profile(u)]
    written = row.get("to", "")
    names = [n.strip() for n in written.split(",")]
    if len(urls) == 1:
        names = [written]
    elif urls and len(names) != len(urls):
        names = [""] * len(urls)
    for name, url in zip(names, urls or [""] * len(names), strict=True):
        if found := _participant(Role.TO, name, url, profiles):
            yield found


_GONE = frozenset({"linkedin member", "membre linkedin", "membre de linkedin", "utilisateur linkedin"})


def _participant(role: Role, name: str, url: str, profiles: Mapping[str, str]) -> Participant | None:
    if " ".join(fold(name)) in _GONE:
        return None
    address = profile(url) or profiles.get(by_name(name), "") or by_name(name)
    return Participant(role, address, name[:200]) if address else None


def _profiles(rows: Iterable[Row]) -> dict[str, str]:
    """The profile of each sender's name, where one name has one profile: recipients are often told by name only."""
    found: dict[str, set[str]] = {}
    for row in rows:
        if address := profile(row.get("from_url", "")):
            found.setdefault(by_name(row.get("from", "")), set()).add(address)
    return {name: next(iter(addresses)) for name, addresses in found.items() if len(addresses) == 1}


def _user(lines: list[_Line], name: str) -> frozenset[str]:
    """The user's stand-in addresses: those of their name, else those of the one who is in every conversation."""
    people = [p for line in lines for p in (line.sender, *line.recipients)]
    if name:
        return frozenset(p.address for p in people if by_name(p.name) == by_name(name))
    if sent := frozenset(line.sender.address for line in lines if line.outgoing):
        return sent
    others: dict[str, set[str]] = {}
    for line in lines:
        everybody = {p.address for p in (line.sender, *line.recipients)}
        for one in everybody:
            others.setdefault(one, set()).update(everybody - {one})
    ranked = sorted(others, key=lambda a: (-len(others[a]), a))
    if not ranked or (len(ranked) > 1 and len(others[ranked[0]]) == len(others[ranked[1]])):
        return frozenset()
    return frozenset(ranked[:1])
