"""A circle's round: moments that were read to be free and those that were not, and what a group is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

from coucou.circle.people import listed
from coucou.circle.round import Round, drafts_of, plan
from coucou.circle.times import Calendar
from coucou.core.event import Event, SourceId
from coucou.core.proposal import Free
from coucou.core.settings import Me, Organization, Settings
from coucou.core.span import Span

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
WINDOW = Span(NOW, NOW + timedelta(days=10))
SETTINGS = Settings(me=Me("Rita Houle", ("rita@example.org",), "America/Toronto", "CA-QC", ("fr", "en")))
TABLE = """name,address,team,consent,languages,timezone,paused,never
Léa Roy,lea@example.org,Finance,yes,fr,America/Toronto,,
Noah Martin,noah@example.org,Sales,yes,"en,fr",Europe/Paris,,
"""


def busy(day: int, start: int, hours: int) -> Event:
    begin = datetime.combine(date(2026, 11, day), datetime.min.time()) + timedelta(hours=start)
    return Event(SourceId(f"{day}-{start}"), "c", f"{day}-{start}", begin, timedelta(hours=hours), "America/Toronto")


def round_of(text: str = TABLE, *, settings: Settings = SETTINGS, **calendars: Calendar) -> Round:
    who = listed(text.encode(), "team.csv", NOW.date())
    by_key = {f"{name}@example.org": calendar for name, calendar in calendars.items()}
    return plan(who, (), by_key, settings, now=NOW, window=WINDOW, number=1, apart=5)


def test_a_moment_is_free_only_when_both_calendars_were_read() -> None:
    full = Calendar((busy(25, 8, 4), busy(26, 8, 2)), {})
    for found in (round_of(), round_of(lea=full)):
        (group,) = found.groups
        assert group.offers
        assert {offer.availability.state for offer in group.offers} == {Free.UNKNOWN}
    (group,) = round_of(lea=full, noah=Calendar((), {})).groups
    assert {offer.availability.state for offer in group.offers} == {Free.FREE}
    assert not any(offer.span.overlaps(Span(*taken)) for offer in group.offers for taken in TAKEN)


TAKEN = [
    (datetime(2026, 11, 25, 13, tzinfo=UTC), datetime(2026, 11, 25, 17, tzinfo=UTC)),
    (datetime(2026, 11, 26, 13, tzinfo=UTC), datetime(2026, 11, 26, 15, tzinfo=UTC)),
]


def test_moments_are_within_the_working_hours_of_both_clocks() -> None:
    (group,) = round_of().groups
    for offer in group.offers:
        assert offer.span.start.hour in (14, 15)  # 9 to 10:30 in Toronto, 15 to 16:30 in Paris, in UTC


def test_the_message_gives_both_clocks_and_closes_with_the_statement_and_the_name() -> None:
    settings = replace(SETTINGS, organization=Organization((), "Notre équipe encourage ces rencontres."))
    (group,) = round_of(settings=settings).groups
    body = group.letter.body.replace("\N{NO-BREAK SPACE}", " ")
    assert group.letter.languages == ("fr",)
    assert "heure de l’Est" in body and "heure de Paris" in body
    assert body.endswith("Notre équipe encourage ces rencontres.\n\nRita Houle")
    assert "Léa (Finance) et Noah (Sales)" in body


def test_an_unknown_moment_is_asked_about_and_a_free_one_is_an_invitation_to_all() -> None:
    open_to_all = Calendar((), {})
    message, calendar = drafts_of(round_of().groups[0], SETTINGS, NOW)
    assert calendar is None and b"text/calendar" not in message
    message, calendar = drafts_of(round_of(lea=open_to_all, noah=open_to_all).groups[0], SETTINGS, NOW)
    assert calendar is not None and calendar.count(b"ATTENDEE") == 2
    parsed = message_from_bytes(message, policy=policy.default)
    assert [one.addr_spec for one in parsed["To"].addresses] == ["lea@example.org", "noah@example.org"]
    assert parsed["X-Unsent"] == "1"


def test_those_who_pause_or_are_not_to_meet_leave_no_trace() -> None:
    names = ["Ana", "Bea", "Cleo", "Dan", "Eli", "Fay", "Gus", "Hal"]
    lines = [f"{name} Roy,{name.lower()}@example.org,,yes,,,," for name in names]
    lines[0] = "Ana Roy,ana@example.org,,yes,,,,hal@example.org"
    lines.append("Zed Zorn,zed@example.org,,yes,,,yes,")
    text = "\n".join((TABLE.splitlines()[0], *lines))
    found = repr(round_of(text))
    assert "zed" not in found.casefold() and "Zorn" not in found and "never=" not in found
    assert round_of(text).taking_part == 8
    assert round_of(text).notices == ()


def test_a_file_without_consent_says_so_and_a_small_circle_warns() -> None:
    without = TABLE.replace("consent", "remark")
    found = round_of(without)
    assert found.groups == () and [one.code for one in found.notices] == ["circle.no_consent"]
    assert [one.code for one in round_of().notices] == ["circle.few"]
    alone = "\n".join(TABLE.splitlines()[:2])
    assert [one.code for one in round_of(alone).notices] == ["circle.nobody"]
