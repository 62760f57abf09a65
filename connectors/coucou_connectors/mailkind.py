"""What a message is, from its headers alone: personal, to many, by a machine, or a delivery failure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from coucou.contract import MailKind
from coucou_connectors.addresses import pairs

Headers = Mapping[str, str]

_LISTS = frozenset({"list-id", "list-unsubscribe", "list-post", "mailing-list"})  # RFC 2919, RFC 2369
_BULK = frozenset({"bulk", "list", "junk"})
_REPLIES = frozenset({"x-autoreply", "x-autorespond", "x-auto-reply", "x-autoresponse"})
_MARKS = _LISTS | _REPLIES | {
    "precedence", "auto-submitted", "x-failed-recipients", "x-auto-response-suppress", "content-class", "content-type",
    "return-path", "sender",
}  # fmt: skip
_PERSONAL = MailKind.PERSONAL
_DAEMONS = frozenset({"mailer-daemon", "postmaster", "mail-daemon", "maildaemon", "mdaemon"})
_CALENDARS = frozenset({"calendar-notification@google.com", "calendar-server@google.com"})
# A warning that delivery is late, or a confirmation, has the shape of a failure.
_NOT_A_FAILURE = re.compile(
    r"delay|retard|still being retried|warning: (?:message|could not)|success|relayed|r[ée]ussi|transmis|avertissement",
    re.I,
)


def kind_of(headers: Headers) -> MailKind:
    """A bounce first, then what a machine wrote (RFC 3834, 5), then lists and bulk mail (RFC 2919, RFC 2369).

    A message with a list's headers came through the list, even to somebody whose address stands in To: it is BULK;
    the copy that came directly is another item with the same Message-ID, and is PERSONAL.
    """
    if _MARKS.isdisjoint(headers):
        return _PERSONAL
    form = headers.get("content-type", "").lower()
    nobody = headers.get("return-path", "").strip() == "<>"  # RFC 5321, 4.5.5: replies and reports have no way back
    if _is_report(headers, form, nobody):
        return MailKind.AUTOMATIC if _NOT_A_FAILURE.search(headers.get("subject", "")) else MailKind.BOUNCE
    if nobody or _is_automatic(headers, form):
        return MailKind.AUTOMATIC
    if not _LISTS.isdisjoint(headers) or headers.get("precedence", "").strip().lower() in _BULK:
        return MailKind.BULK
    return MailKind.PERSONAL


def failed(headers: Headers) -> tuple[str, ...]:
    """The addresses that a bounce's headers name (Exim's and Gmail's ``X-Failed-Recipients``); often none are named."""
    return tuple(address for _, address in pairs(headers.get("x-failed-recipients", "")) if "@" in address)


def _is_report(headers: Headers, form: str, nobody: bool) -> bool:
    if "x-failed-recipients" in headers or ("multipart/report" in form and "delivery-status" in form):
        return True
    return _is_from_daemon(headers) and (nobody or "auto-submitted" in headers or "multipart/report" in form)


def _is_from_daemon(headers: Headers) -> bool:
    return any(address.partition("@")[0].lower() in _DAEMONS for _, address in pairs(headers.get("from", "")))


def _is_automatic(headers: Headers, form: str) -> bool:
    submitted = headers.get("auto-submitted", "no").partition(";")[0].strip().lower()
    if submitted not in ("no", "") or not _REPLIES.isdisjoint(headers):
        return True
    suppressed = headers.get("x-auto-response-suppress", "").lower()  # MS-OXCMAIL 2.2.3.2.14: set on what machines send
    if "all" in suppressed or "oof" in suppressed or "autoreply" in suppressed:
        return True
    if (
        "multipart/report" in form
        or form.startswith("text/calendar")
        or "calendarmessage" in headers.get("content-class", "")
    ):
        return True
    return any(address.lower() in _CALENDARS for _, address in pairs(headers.get("sender", "")))
