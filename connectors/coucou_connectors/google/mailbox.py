"""The few requests that are made of Gmail, and what each costs in units of its quota.

https://developers.google.com/workspace/gmail/api/reference/quota; since May 2026 a new project has 6,000 a minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from coucou.contract import TryLater
from coucou_connectors.backoff import pause
from coucou_connectors.google import messages
from coucou_connectors.google.errors import Gone, Unusable, tries
from coucou_connectors.google.wire import Wire

PROFILE, LABELS, LIST, HISTORY, GET = 1, 1, 5, 2, 20
PAGE = 500  # ids
MOST_AT_ONCE = 50  # messages a batch; Google allows 100, and warns of refusals above 50

Resource = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of ids, newest first."""

    ids: list[str]
    next: str  # "": this was the last


@dataclass(frozen=True, slots=True)
class News:
    """A page of what happened: (id, label ids) of what came, and the history id that is known with it."""

    came: list[tuple[str, frozenset[str]]]
    known: str
    next: str


@dataclass(slots=True)
class Mailbox:
    wire: Wire
    _at_once: int = MOST_AT_ONCE
    _batches: bool = True
    _names: dict[str, str] = field(default_factory=dict)

    def stands(self) -> tuple[str, int]:
        """The history id of now, and about how many messages there are."""
        try:
            told = self.wire.call(
                "gmail",
                lambda gmail: gmail.users().getProfile(userId="me", fields="historyId,messagesTotal"),
                PROFILE,
            )
            return str(told["historyId"]), int(told.get("messagesTotal", 0))
        except Gone:  # servers that speak for Gmail may lack it; the newest message knows as well
            return self._of_newest(), 0

    def _of_newest(self) -> str:
        newest = self.wire.call(
            "gmail", lambda gmail: gmail.users().messages().list(userId="me", maxResults=1, fields="messages/id"), LIST
        ).get("messages", ())
        if not newest:
            return "1"
        told = self.wire.call(
            "gmail",
            lambda gmail: gmail.users().messages().get(
                userId="me", id=newest[0]["id"], format="metadata", metadataHeaders=["Date"], fields="historyId"
            ),
            GET,
        )  # fmt: skip
        return str(told["historyId"])

    def listed(self, page: str, label: str = "") -> Listed:
        """A page of the mailbox, or of one label. :raises Unusable: there is no such page any more."""
        only = {"labelIds": [label]} if label else {}
        after = {"pageToken": page} if page else {}
        told = self.wire.call(
            "gmail",
            lambda gmail: gmail.users().messages().list(
                userId="me", maxResults=PAGE, fields="messages/id,nextPageToken", **only, **after
            ),
            LIST,
        )  # fmt: skip
        return Listed([one["id"] for one in told.get("messages", ())], told.get("nextPageToken", ""))

    def news(self, since: str, page: str) -> News:
        """What came after ``since``. :raises Gone: that is too long ago."""
        after = {"pageToken": page} if page else {}
        told = self.wire.call(
            "gmail",
            lambda gmail: gmail.users().history().list(
                userId="me", startHistoryId=since, maxResults=PAGE, historyTypes=["messageAdded", "labelAdded"],
                fields="historyId,nextPageToken,history(id,messagesAdded/message(id,labelIds),"
                "labelsAdded(labelIds,message(id,labelIds)))", **after
            ),
            HISTORY,
        )  # fmt: skip
        records = told.get("history", ())
        following = told.get("nextPageToken", "")
        known = str(records[-1]["id"]) if following and records else str(told.get("historyId", since))
        return News(list(_came(records)), known if records or not following else since, following)

    def got(self, ids: Sequence[str], subjects: bool) -> list[Resource]:
        """The messages of these ids, in their order; those that went meanwhile are left out.

        Of a batch, the parts that fail are asked for again, fewer at a time, after a pause.

        :raises TryLater: some fail again and again.
        """
        found: dict[str, Resource] = {}
        waiting, failed = list(ids), 0
        while waiting:
            part, rest = waiting[: self._at_once], waiting[self._at_once :]
            again, error = self._some(part, subjects, found)
            waiting = [*again, *rest]
            if error is None:
                self._at_once, failed = min(MOST_AT_ONCE, self._at_once * 2), 0
                continue
            failed = failed + 1 if len(again) == len(part) else 0
            if failed == tries(error):
                raise error
            self._at_once = max(1, self._at_once // 2)
            clock = self.wire.setting.clock
            clock.sleep(error.after.total_seconds() if error.after else pause(failed, clock))
        return [found[one] for one in ids if one in found]

    def _some(self, ids: list[str], subjects: bool, found: dict[str, Resource]) -> tuple[list[str], TryLater | None]:
        """Ask for ``ids`` at once and put what comes into ``found``: those to ask for again, and why."""
        if not self._batches:
            found |= self._one_by_one(ids, subjects)
            return [], None
        try:
            answers, failures = self.wire.batch("gmail", {one: _get(one, subjects) for one in ids}, GET)
        except (Gone, Unusable):  # no batches here, as some proxies have it
            self._batches = False
            return self._some(ids, subjects, found)
        found |= answers
        later = {one: error for one, error in failures.items() if isinstance(error, TryLater)}
        for error in failures.values():
            if not isinstance(error, TryLater | Gone):
                raise error
        return list(later), max(later.values(), key=_wait, default=None)

    def _one_by_one(self, ids: Iterable[str], subjects: bool) -> dict[str, Resource]:
        found = {}
        for one in ids:
            try:
                found[one] = self.wire.call("gmail", _get(one, subjects), GET)
            except Gone:
                continue
        return found

    def names(self, resources: Iterable[Resource]) -> dict[str, str]:
        """Names of the labels that users made; they are asked for when one of them is met for the first time."""
        met = {label for one in resources for label in one.get("labelIds", ()) if label.startswith("Label_")}
        if not met <= self._names.keys():
            told = self.wire.call(
                "gmail", lambda gmail: gmail.users().labels().list(userId="me", fields="labels(id,name)"), LABELS
            )
            self._names = {one: one for one in met} | {one["id"]: one["name"] for one in told.get("labels", ())}
        return self._names


def _wait(error: TryLater) -> timedelta:
    return error.after or timedelta(0)


def _get(one: str, subjects: bool) -> Any:
    def make(gmail: Any) -> Any:
        return gmail.users().messages().get(
            userId="me", id=one, format="metadata", metadataHeaders=messages.wanted(subjects), fields=messages.FIELDS
        )  # fmt: skip

    return make


def _came(records: Iterable[Resource]) -> Iterator[tuple[str, frozenset[str]]]:
    """What is new in the mailbox, or came back into the inbox: out of the spam, most of the time."""
    for record in records:
        for one in record.get("messagesAdded", ()):
            yield one["message"]["id"], frozenset(one["message"].get("labelIds", ()))
        for one in record.get("labelsAdded", ()):
            if "INBOX" in one.get("labelIds", ()):
                yield one["message"]["id"], frozenset(one["message"].get("labelIds", ()))
