"""Pages to try: an ordinary one, and one whose names come from strangers who mean harm."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coucou.core.card import ConversationCard, Encounter
from coucou.core.gaps import Closed, Gaps
from coucou.core.ladder import Row
from coucou.core.people import Person
from coucou.core.proposal import Availability, Free, PassedOver, Proposal
from coucou.core.reason import because
from coucou.core.settings import Approach, Channel, Hours
from coucou.core.span import Span
from coucou.web.view import AccountView, PageView, ProposalView, TouchKind, TouchMark
from coucou.words.texts import Text

ZONE = ZoneInfo("America/Toronto")
NOW = datetime(2026, 11, 23, 9, tzinfo=ZONE)
EML = b"X-Unsent: 1\r\nSubject: Bonjour\r\n\r\nBonjour\r\n"
HOSTILE = (
    "<script>document.title='broken'</script>",
    '"><img src=x onerror="document.title=\'broken\'">',
    "</pre></article><iframe src='https://evil.example'></iframe>",
    "Anne\u202egnimrahc\u2066 \x1b[31mred\x1b[0m\r\nBcc: all@example.org",
    "{{ 7 * 7 }} {% raw %} ${x}",
    "javascript:alert(1)",
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """That hour on a day of the window: 0 is Monday, November 23."""
    return datetime.combine(NOW.date() + timedelta(days=day), time(hour, minute), ZONE)


def span(day: int, start: tuple[int, int], end: tuple[int, int]) -> Span:
    return Span(at(day, *start), at(day, *end))


def person(name: str, organization: str = "Atelier Boréal") -> Person:
    return Person(name, name, ("gabriel@atelier-boreal.example",), organization)


def touches(last: int = 210) -> tuple[TouchMark, ...]:
    """Three years of them, the last so many days ago."""
    kinds = (TouchKind.SENT, TouchKind.RECEIVED, TouchKind.RECEIVED, TouchKind.MEETING)
    return tuple(
        TouchMark(NOW - timedelta(days=days), kinds[number % 4]) for number, days in enumerate(range(last, 1000, 23))
    )


def proposal(
    name: str = "Gabriel Fontaine", identity: str = "abcd2345", day: int = 3, channel: Channel = Channel.ASK
) -> ProposalView:
    start = at(day, 10, 30)
    made = Proposal(
        id=identity,
        person=person(name),
        address="gabriel@atelier-boreal.example",
        start=start,
        end=start + timedelta(minutes=25),
        timezone="America/Toronto",
        approach=Approach.CATCH_UP,
        channel=channel,
        language="fr",
        uid="u",
        last_touch=NOW - timedelta(days=210),
        silence_days=210,
        score=0.5,
        reasons=(because("tie.their_word"), because("route.outside"), because("hours.own")),
        availability=Availability(Free.UNKNOWN, "hours.own"),
    )
    return ProposalView(
        made,
        address=made.address,
        subject="Prendre des nouvelles",
        body="Bonjour Gabriel,\n\nÇa te dirait, 25 minutes le jeudi 26 novembre?\n\nAna",
        mailto="mailto:gabriel@atelier-boreal.example?subject=Prendre%20des%20nouvelles&body=Bonjour",
        eml=EML,
        touches=touches(),
        hints=(because("hint.vous"),),
    )


def ordinary(lang: str = "fr", **other: object) -> PageView:
    """Two weeks with gaps, meetings and two proposals."""
    closed = (
        Closed(span(0, (9, 0), (16, 30)), because("notice", until=at(2, 9))),
        Closed(span(2, (12, 0), (13, 30)), because("protected")),
        Closed(span(2, (9, 0), (10, 0)), because("busy")),
        Closed(Span(at(2, 16, 30), at(3, 9)), because("outside_hours")),
        Closed(span(4, (9, 0), (16, 30)), because("holiday", name_en="A day", name_fr="Un jour")),
    )
    gaps = Gaps(
        Span(NOW, at(14, 0)),
        gaps=(span(2, (13, 45), (15, 35)), span(3, (9, 45), (11, 50)), span(9, (10, 0), (11, 50))),
        busy=(span(2, (9, 0), (10, 0)), Span(at(10, 0), at(11, 0))),
        closed=closed,
    )
    said: dict[str, object] = {
        "lang": lang,
        "timezone": "America/Toronto",
        "as_of": NOW,
        "generated_at": NOW.astimezone(UTC),
        "accounts": (AccountView("work", "ok", NOW), AccountView("archive", "refused"), AccountView("new", "never")),
        "gaps": gaps,
        "hours": Hours(),
        "ladder": (
            Row("2026-09", "catch_up", (9, 6, 6, 3, 2)),
            Row("2026-10", "catch_up", (7, 4, 4, 2, 0)),
            Row("2026-10", "message", (2, 1, 0, 0, 0)),
        ),
        "proposals": (
            proposal(),
            proposal("Chloé Desjardins", "wxyz6789", day=9, channel=Channel.INVITE),
        ),
        "passed_over": (
            PassedOver(person("Nadia Benali"), because("budget.week", limit=3)),
            PassedOver(person("Tom Whitfield", ""), because("not_dormant", n=3)),
            PassedOver(person("Étienne Caron"), because("dead_address")),
            PassedOver(person("Julien Lavoie"), because("never")),
        ),
        "questions": (because("question.silent", name="Samir Haddad", who="samir.haddad@atelier-boreal.example"),),
        "owner": "Ana Tremblay",
    }
    return PageView(**{**said, **other})  # type: ignore[arg-type]  # one place for every field a test may set


def hostile(lang: str = "en") -> PageView:
    """The same with names, subjects, texts and links that try to be more than text."""
    proposals = []
    for number, bad in enumerate(HOSTILE):
        good = proposal(bad, f"hostile{number}", day=2 + number % 3)
        proposals.append(
            ProposalView(
                good.proposal,
                bad,
                bad,
                f"{bad}\n{bad}",
                mailto="javascript:document.title='broken'",
                eml=bad.encode(),
                texts=(Text("linkedin_note", bad, "javascript:document.title='broken'", 200),),
                recall=ConversationCard(
                    Encounter(NOW, "meeting", bad),
                    (bad,),
                    (because("card.title", title=bad),),
                    (because("ask.subject", subject=bad),),
                ),
            )
        )
    passed = tuple(PassedOver(person(bad, bad), because("never")) for bad in HOSTILE)
    accounts = tuple(AccountView(bad, "ok", NOW) for bad in HOSTILE)
    asked = tuple(because("question.silent", name=bad, who=bad) for bad in HOSTILE)
    return ordinary(lang, proposals=tuple(proposals), passed_over=passed, accounts=accounts, questions=asked)
