"""Graph's JSON becomes messages and events: what is told, what is left out, and what Microsoft's own samples hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.contract import Answer, EventStatus, MailKind, Message, Participant, PartyKind, Reading, Role, Shows
from coucou.core.attendance import answer_of
from coucou.core.busy import blocks
from coucou.core.expand import occurrences
from coucou.core.span import Span
from coucou.testing import samples
from coucou_connectors.outlook import event, message
from coucou_connectors.outlook.event import Place
from coucou_connectors.outlook.message import Folder
from coucou_connectors.outlook.occurrences import joined
from tests.conftest import absent
from tests.outlook import schema
from tests.outlook.agenda import OUTLOOKS, Series, occurrence_uid, written
from tests.outlook.rig import letter, resource

Json = dict[str, Any]
READING = samples.READING
INBOX = Folder("inbox", frozenset({"ana@example.org"}))
PLACE = Place("main", "Calendrier", "America/Toronto", ("ana@example.org",))
SAMPLES = Path(__file__).parents[3] / "shared/corpora/provider-json/graph-docs-samples.jsonl"
OWN = frozenset({"ana@example.org"})


def mail(**more: Any) -> Json:
    return letter(samples.message(0), **more)


def read(item: Json, folder: Folder = INBOX, reading: Reading = READING) -> Message:
    found = message.message(item, reading, folder)
    assert found is not None
    return found


def meeting(**more: Any) -> Json:
    return resource(samples.event(0), **more)


def headers(*pairs: tuple[str, str]) -> list[Json]:
    return [{"name": name, "value": value} for name, value in pairs]


def somebody(address: str, name: str = "") -> Json:
    return {"emailAddress": {"address": address, "name": name}}


# --- messages ---------------------------------------------------------------------------------------------------------


def test_a_date_header_keeps_the_writers_offset_and_without_it_the_moment_is_the_same() -> None:
    told = read(mail(internetMessageHeaders=headers(("Date", "Mon, 02 Mar 2026 04:30:00 -0500"))))
    assert told.moment.utcoffset() == timedelta(hours=-5)
    assert read(mail(internetMessageHeaders=None)).moment == told.moment == samples.START


def test_references_are_read_where_headers_are_given() -> None:
    told = read(mail(internetMessageHeaders=headers(("In-Reply-To", "<b@x>"), ("References", "<a@x>\r\n <b@x>"))))
    assert told.references == ("b@x", "a@x")


@pytest.mark.parametrize(
    ("pairs", "kind"),
    [
        ([("List-Unsubscribe", "<mailto:out@example.net>")], MailKind.BULK),
        ([("List-Id", "<club.example.net>")], MailKind.BULK),
        ([("Auto-Submitted", "auto-replied")], MailKind.AUTOMATIC),
        ([("Precedence", "bulk")], MailKind.BULK),
        ([("Received", "from nowhere")], MailKind.PERSONAL),
    ],
)
def test_headers_tell_bulk_from_personal_mail(pairs: list[tuple[str, str]], kind: MailKind) -> None:
    assert read(mail(internetMessageHeaders=headers(*pairs))).kind is kind


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({}, MailKind.PERSONAL),
        ({"inferenceClassification": "other"}, MailKind.PERSONAL),
        ({"inferenceClassification": "other", "from": somebody("info@example.net")}, MailKind.BULK),
        ({"inferenceClassification": "other", "toRecipients": [somebody("club@example.net")]}, MailKind.BULK),
        ({"from": somebody("no-reply@example.net")}, MailKind.AUTOMATIC),
        ({"toRecipients": []}, MailKind.BULK),
    ],
)
def test_without_headers_bulk_mail_is_known_by_what_is_left(more: Json, kind: MailKind) -> None:
    told = read(mail(**{"internetMessageHeaders": None, **more}))
    assert told.kind is kind
    assert told.participants[0].address  # who it is from never depends on the headers


def test_a_failed_delivery_is_a_bounce_and_a_late_one_is_not() -> None:
    sender = somebody("MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.org", "Microsoft Outlook")
    kinds = [
        read(mail(**{"from": sender, "subject": subject})).kind
        for subject in ("Undeliverable: Café", "Non remis : Café", "Delivery delayed: Café")
    ]
    assert kinds == [MailKind.BOUNCE, MailKind.BOUNCE, MailKind.AUTOMATIC]


def test_an_invitation_in_sent_items_is_not_a_message_that_the_user_wrote() -> None:
    told = read(mail(**{"@odata.type": "#microsoft.graph.eventMessageRequest"}), Folder("sentitems"))
    assert told.sent
    assert told.kind is MailKind.AUTOMATIC


def test_who_sent_on_behalf_of_another_does_not_stand_in_for_them() -> None:
    told = read(mail(sender=somebody("aide@example.org"), **{"from": somebody("chef@example.org", "Chef")}))
    assert told.participants[0] == Participant(Role.FROM, "chef@example.org", "Chef")


def test_drafts_and_what_only_says_that_something_changed_are_no_messages() -> None:
    assert message.message(mail(isDraft=True), READING, INBOX) is None
    assert message.message({"id": "AAMk-m0", "isRead": True}, READING, INBOX) is None


def test_categories_and_the_folder_are_labels() -> None:
    assert read(mail(categories=["Famille", "Projet \x1b[31m"])).labels == ("inbox", "Famille", "Projet  [31m")


def test_a_message_in_another_folder_is_another_item() -> None:
    assert read(mail()).source != read(mail(), Folder("archive")).source


# --- events -----------------------------------------------------------------------------------------------------------


def only(**more: Any) -> Any:
    found = event.event(meeting(**more), PLACE, subjects=True)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("told", "shows", "takes"),
    [
        ("free", Shows.FREE, False),
        ("tentative", Shows.TENTATIVE, True),
        ("busy", Shows.BUSY, True),
        ("oof", Shows.OUT_OF_OFFICE, True),
        ("workingElsewhere", Shows.ELSEWHERE, False),
        ("unknown", Shows.BUSY, True),
        ("somethingNew", Shows.BUSY, True),
        (None, Shows.BUSY, True),
    ],
)
def test_every_way_of_showing_time_is_understood_and_what_is_unknown_takes_it(
    told: str | None, shows: Shows, takes: bool
) -> None:
    found = only(showAs=told)
    assert found.shows is shows
    assert blocks(found, OWN) is takes


@pytest.mark.parametrize("sensitivity", ["private", "confidential", "personal"])
def test_a_private_event_takes_time_and_has_no_title(sensitivity: str) -> None:
    found = only(sensitivity=sensitivity, subject="Clinique")
    assert found.private and found.subject is None
    assert blocks(found, OWN)
    assert "Clinique" not in repr(found)


def test_a_cancelled_and_a_declined_event_take_no_time() -> None:
    assert only(isCancelled=True).status is EventStatus.CANCELLED
    assert not blocks(only(isCancelled=True), OWN)
    declined = only(responseStatus={"response": "declined"}, attendees=[{**somebody("Ana@Example.org")}])
    assert answer_of(declined, OWN) is Answer.DECLINED
    assert not blocks(declined, OWN)


def test_the_answer_of_somebody_invited_by_way_of_a_group_counts() -> None:
    found = only(responseStatus={"response": "declined"}, attendees=[somebody("tous@example.org")])
    assert answer_of(found, OWN) is Answer.DECLINED


def test_rooms_are_rooms_and_answers_are_answers() -> None:
    room = {**somebody("salle@example.org", "Salle 4"), "type": "resource", "status": {"response": "accepted"}}
    lea = {**somebody("lea@example.net", "Léa Roy"), "type": "optional", "status": {"response": "tentativelyAccepted"}}
    found = only(attendees=[room, lea])
    assert [(p.kind, p.answer) for p in found.participants[1:]] == [
        (PartyKind.ROOM, Answer.ACCEPTED),
        (PartyKind.INDIVIDUAL, Answer.TENTATIVE),
    ]


def day(text: str, zone: str = "UTC") -> Json:
    return {"dateTime": f"{text}.0000000", "timeZone": zone}


def test_a_day_stays_a_day_in_the_mailboxs_zone() -> None:
    found = only(isAllDay=True, start=day("2026-03-08T00:00:00"), end=day("2026-03-10T00:00:00"))
    assert (found.start, found.duration, found.zone) == (date(2026, 3, 8), timedelta(days=2), "America/Toronto")
    moved = only(
        isAllDay=True, start=day("2026-03-09T04:00:00"), end=day("2026-03-10T04:00:00")
    )  # its midnight, in UTC
    assert (moved.start, moved.duration) == (date(2026, 3, 9), timedelta(days=1))


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("UTC", "UTC"),
        ("Eastern Standard Time", "America/New_York"),
        ("Romance Standard Time", "Europe/Paris"),
        ("Europe/Paris", "Europe/Paris"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("tzone://Microsoft/Custom", "America/Toronto"),
        ("Customized Time Zone", "America/Toronto"),
        ("", "UTC"),
    ],
)
def test_windows_and_custom_zones_are_understood(name: str, zone: str) -> None:
    assert only(start=day("2026-07-01T09:00:00", name), end=day("2026-07-01T10:00:00", name)).zone == zone


def test_an_end_in_another_zone_or_behind_a_clock_change_gives_the_true_length() -> None:
    paris = day("2026-03-02T15:30:00", "Romance Standard Time")
    assert only(start=day("2026-03-02T09:30:00", "Eastern Standard Time"), end=paris).duration == timedelta(0)
    night = [day(f"2026-03-0{n}T0{h}:00:00", "Eastern Standard Time") for n, h in ((8, 1), (8, 4))]
    assert only(start=night[0], end=night[1]).duration == timedelta(hours=2)


def test_categories_left_out_are_left_out_in_any_case() -> None:
    place = Place("main", "Calendrier", left_out=frozenset({"facultatif"}))
    items = [meeting(categories=["Facultatif"]), resource(samples.event(1), categories=["Projet"])]
    assert [one.uid for one in joined(items, place, subjects=True)] == ["event-1@example.net"]


# --- series -----------------------------------------------------------------------------------------------------------


def weekly(weeks: int = 10, uid: str = "weekly@example.net", **exceptions: Json | None) -> list[Json]:
    """A meeting on Mondays at 9:30 in Toronto, over the change to summer time on 8 March 2026."""
    master = meeting(iCalUId=uid)
    start = datetime(2026, 2, 23, 9, 30)  # noqa: DTZ001 (wall time)
    days = {name.removeprefix("on_").replace("_", "-"): told for name, told in exceptions.items()}
    zone = "America/Toronto"
    return list(Series(master, f"FREQ=WEEKLY;COUNT={weeks}", zone, start, timedelta(hours=1), days).occurrences())


def spans(items: list[Json]) -> list[datetime]:
    window = Span(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    found = occurrences(joined(items, PLACE, subjects=True), window, zones={}, timezone="America/Toronto")
    return sorted(one.span.start for one in found)


def test_occurrences_of_a_series_stay_where_they_are_over_a_clock_change() -> None:
    items = weekly()
    assert [start.strftime("%m-%d %H:%M") for start in spans(items)] == [
        "02-23 14:30", "03-02 14:30", "03-09 13:30", "03-16 13:30", "03-23 13:30", "03-30 13:30",
        "04-06 13:30", "04-13 13:30", "04-20 13:30", "04-27 13:30",
    ]  # fmt: skip
    assert len(list(joined(items, PLACE, subjects=True))) == 2  # a value a quarter, not one an occurrence


def test_moved_and_deleted_occurrences_are_moved_and_deleted() -> None:
    moved = {
        "start": written(datetime(2026, 3, 10, 18, tzinfo=UTC)),
        "end": written(datetime(2026, 3, 10, 19, tzinfo=UTC)),
    }
    items = weekly(4, on_2026_03_02=None, on_2026_03_09=moved)
    assert [start.strftime("%m-%d %H:%M") for start in spans(items)] == ["02-23 14:30", "03-10 18:00", "03-16 13:30"]


def test_a_cancelled_or_declined_occurrence_takes_no_time_and_the_others_do() -> None:
    items = weekly(3, on_2026_03_02={"isCancelled": True}, on_2026_03_09={"responseStatus": {"response": "declined"}})
    found = list(joined(items, PLACE, subjects=True))
    window = Span(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    taken = [one for one in occurrences(found, window, zones={}, timezone="UTC") if blocks(one.event, OWN)]
    assert [one.span.start.day for one in taken] == [23]


def test_all_occurrences_have_the_uid_that_the_meeting_has_elsewhere() -> None:
    foreign = {one.uid for one in joined(weekly(uid="abc123@google.com"), PLACE, subjects=True)}
    assert foreign == {"abc123@google.com"}
    own = f"{OUTLOOKS}00000000D3D70B8A6A17D70100000000000000001000000074665914A06C3F49BB4B7D7EEE4304DA"
    assert {one.uid for one in joined(weekly(uid=own), PLACE, subjects=True)} == {own}


@given(st.text(min_size=1, max_size=40), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
@settings(max_examples=100, deadline=None)
def test_a_wrapped_uid_is_unwrapped_whatever_it_is(uid: str, at: date) -> None:
    uid = uid.encode("utf-8", "replace").decode().replace("\0", "")
    told = occurrence_uid(uid, datetime(at.year, at.month, at.day, tzinfo=UTC))
    assert event.uid(told) == uid


@pytest.mark.parametrize("told", ["", "x", "0400", OUTLOOKS, f"{OUTLOOKS}00", "040000008200E641B4C"])
def test_any_other_id_is_left_as_it_is_or_cut_short_without_harm(told: str) -> None:
    assert isinstance(event.uid(told), str)


@pytest.mark.parametrize("year", ["0001", "1601", "4501", "9999"])
def test_an_impossible_year_is_no_time(year: str) -> None:
    when = day(f"{year}-01-01T00:00:00", "Tokyo Standard Time")
    assert event.event(meeting(start=when, end=when), PLACE, subjects=True) is None


# --- whatever comes ---------------------------------------------------------------------------------------------------

_ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.just("2026-03-02T09:30:00Z"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["emailAddress", "address", "name", "dateTime", "timeZone", "response", "value"]
    ), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(sorted(schema.properties("message"))), _ODD, max_size=8))
@settings(max_examples=200, deadline=None)
def test_no_message_however_odd_breaks_the_reading(item: Json) -> None:
    message.message(item, READING, INBOX)


@given(st.dictionaries(st.sampled_from(sorted(schema.properties("event"))), _ODD, max_size=8))
@settings(max_examples=200, deadline=None)
def test_no_event_however_odd_breaks_the_reading(item: Json) -> None:
    list(joined([item, meeting()], PLACE, subjects=True))


# --- Microsoft's own samples ------------------------------------------------------------------------------------------


def _objects(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(one)


@pytest.mark.shared
@pytest.mark.skipif(not SAMPLES.exists(), reason="needs ../shared/corpora/provider-json")
def test_microsofts_own_samples_all_translate_without_loss() -> None:
    wide = Reading(oldest=datetime(2000, 1, 1, tzinfo=UTC), newest=datetime(2030, 1, 1, tzinfo=UTC))
    bodies = [json.loads(line)["body"] for line in SAMPLES.read_text("utf-8").splitlines()]
    messages = events = 0
    for item in (one for body in bodies for one in _objects(body)):
        found, met = message.message(item, wide, INBOX), event.event(item, PLACE, subjects=True)
        if found is not None:
            messages += 1
            assert found.moment.year == int(str(item.get("sentDateTime") or item["receivedDateTime"])[:4])
            told = [one for name in ("toRecipients", "ccRecipients") for one in item.get(name) or ()]
            assert len(found.participants) == 1 + len(told)
        if met is not None:
            events += 1
            assert f"{met.start:%Y-%m-%dT%H:%M}" == item["start"]["dateTime"][:16]
            people = len(item.get("attendees") or ()) + ("organizer" in item)
            assert people <= len(met.participants) <= people + 1
        _whole(item, found is not None, met is not None)
    assert (messages, events) == (7, 19)


def _whole(item: Json, is_message: bool, is_event: bool) -> None:
    """What has all that a message or event needs is one; the rest are parts of samples."""
    writer = item.get("from") or item.get("sender")
    dated = str(item.get("sentDateTime") or item.get("receivedDateTime") or "")[:2] == "20"
    if isinstance(writer, dict) and "emailAddress" in writer and dated and not item.get("isDraft"):
        assert is_message
    times = [item.get("start"), item.get("end")]
    if all(isinstance(one, dict) and str(one.get("dateTime", ""))[:2] == "20" for one in times):
        assert is_event


@pytest.mark.shared
@pytest.mark.skipif(not schema.PUBLISHED.exists(), reason="needs ../shared/reference/graph-v1.0.csdl")
def test_the_fakes_schema_is_microsofts() -> None:
    assert schema.table() == schema.published()


@pytest.mark.peer
def test_the_fakes_schema_is_what_microsoft_publishes_on_npm() -> None:
    if not schema.PACKAGED.exists():
        absent("Microsoft's types are not installed here: npm ci --prefix tests/peers")
    theirs = {name.casefold(): told for name, told in schema.packaged().items()}
    differ = []
    for name, told in schema.table().items():
        published = theirs[name.casefold()]
        if "members" in told:
            differ += [f"{name}.{one}" for one in set(told["members"]) ^ set(published["members"])]
            continue
        assert told["base"].casefold() == published["base"].casefold(), name
        differ += [
            f"{name}.{key}: {edm} is not {published['properties'].get(key)}"
            for key, edm in told["properties"].items()
            if not schema.agrees(edm, published["properties"].get(key, ""))
        ]
    assert differ == []
