"""A message to be sent by the user's own hand: a ``mailto:`` link, or an .eml that mail programs open as a draft."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import quote

from coucou.words.say import clean


def mailto(to: str, subject: str, body: str) -> str:
    """RFC 6068: everything percent-encoded, line breaks as CRLF."""
    lines = "\r\n".join(clean(body).splitlines())
    return f"mailto:{quote(_line(to), safe='@')}?subject={quote(_line(subject), safe='')}&body={quote(lines, safe='')}"


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
) -> bytes:
    """A draft (``X-Unsent: 1``), its Message-ID made of ``key``; with ``calendar``, an invitation as an alternative.

    :raises ValueError: an address is not one.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    if sender:
        message["From"] = _address(sender, sender_name)
    message["To"] = _address(to, to_name)
    message["Subject"] = _line(subject)
    message["Date"] = format_datetime(made)
    message["Message-ID"] = f"<{key}@coucou.invalid>"
    message.set_content(clean(body) + "\n")
    if calendar is not None:
        message.add_alternative(calendar, maintype="text", subtype="calendar", params={"method": "REQUEST"})
    return message.as_bytes()


def _address(address: str, name: str) -> Address:
    try:
        return Address(_line(name), addr_spec=_line(address))
    except Exception as error:  # the parser raises its own defects, IndexError and ValueError alike
        raise ValueError("not an address") from error


def _line(text: str) -> str:
    return " ".join(clean(text).split())
