"""A message to be sent by the user's own hand: a ``mailto:`` link, or an .eml that mail programs open as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from coucou.words.clean import clean, one_line

if TYPE_CHECKING:
    from email.headerregistry import Address


def mailbox(address: str) -> str:
    """``address`` itself, when it is one bare address that can stand in a header and in a URI.

    :raises ValueError: it is empty, holds space, control or bidi characters, quotes or brackets, or is several.
    """
    local, at, domain = address.rpartition("@")
    if (
        not (local and at and domain)
        or one_line(address) != address
        or any(c in ' "<>()[]\\,;:@' for c in local + domain)
    ):
        raise ValueError("not an address")
    return address


def mailto(to: str, subject: str, body: str, also: Sequence[str] = ()) -> str:
    """A link that opens the user's mail program with everything written (RFC 6068: all of it percent-encoded, line
    breaks as CRLF). ``to`` may be empty: the user then picks the address; what is no address stays out too. ``also``
    has the addresses of others whom the same message goes to."""
    recipient = ",".join(filter(None, map(_recipient, (to, *also))))
    lines = "\r\n".join(clean(body).split("\n"))
    return f"mailto:{recipient}?subject={quote(one_line(subject), safe='')}&body={quote(lines, safe='')}"


def _recipient(address: str) -> str:
    try:
        return quote(mailbox(address), safe="@")
    except ValueError:
        return ""


def eml(
    *,
    sender: str,
    sender_name: str,
    to: str,
    to_name: str,
    subject: str,
    body: str,
    made: datetime,
    key: str,
    calendar: bytes | None = None,
    also: Sequence[tuple[str, str]] = (),
) -> bytes:
    """A draft (``X-Unsent: 1``), its Message-ID made of ``key``; with ``calendar``, an invitation as an alternative,
    or what takes one back.

    ``sender`` and ``to`` may be empty, and the header is then left for the user to fill in. ``made`` is aware. ``also``
    has the addresses and names of others whom the same draft goes to.

    :raises ValueError: an address is not one.
    """
    # The email package takes 30 ms to load: only when a draft is written.
    from email.message import EmailMessage
    from email.policy import SMTP

    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    if sender:
        message["From"] = _address(sender, sender_name)
    if to:
        message["To"] = [_address(*one) for one in ((to, to_name), *also)]
    message["Subject"] = one_line(subject)
    message["Date"] = made
    message["Message-ID"] = f"<{_token(key)}@coucou.invalid>"
    message.set_content(clean(body) + "\n")
    if calendar is not None:
        method = "CANCEL" if b"\r\nMETHOD:CANCEL\r\n" in calendar else "REQUEST"  # as it says itself (RFC 6047, 2.4)
        message.add_alternative(
            calendar, maintype="text", subtype="calendar", params={"method": method, "charset": "UTF-8"}
        )
        message.set_boundary(f"=_{_token(key)}")  # the same draft, byte for byte, every time
    return message.as_bytes()


def _address(address: str, name: str) -> Address:
    from email.errors import MessageError
    from email.headerregistry import Address

    try:
        return Address(one_line(name, 100), addr_spec=mailbox(address))
    except (MessageError, IndexError) as error:  # what the parser raises beside ValueError
        raise ValueError("not an address") from error


def _token(key: str) -> str:
    """What may stand left of the @ in a Message-ID (RFC 5322, 3.6.4: a dot-atom)."""
    kept = "".join(c for c in key if c.isascii() and (c.isalnum() or c in "-_"))
    if not kept:
        raise ValueError("a draft needs a key")
    return kept
