"""The invented mail: who wrote to whom when."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from coucou.demo.cast import (
    COLLEAGUES,
    EVERYBODY,
    HOME,
    HOMELY_SUBJECTS,
    ME,
    NEWSLETTERS,
    NOTICES,
    SUBJECTS,
    TEAM,
    WORK,
    Figure,
    Ways,
)
from coucou.demo.mbox import Letter, encoded

YEARS = 3 * 365
_MONTREAL = ZoneInfo("America/Toronto")


def random_for(seed: int, what: str) -> Random:
    """Chance of its own for each part, so that a change in one moves no other."""
    return Random(f"{seed}:{what}")  # noqa: S311 - an invented world needs the same chance each time, not secrecy


def exchanges(figure: Figure, today: datetime, seed: int) -> list[tuple[datetime, bool]]:
    """When the two were in touch, and whether in a meeting; the last one ``figure.quiet`` days before ``today``."""
    chance = random_for(seed, f"exchanges {figure.address}")
    found: list[tuple[datetime, bool]] = []
    days = float(figure.quiet)
    while figure.every and days < figure.begun:
        is_meeting = bool(found) and chance.random() < figure.met
        found.append((_at_work(today - timedelta(days=days), figure, chance), is_meeting))
        days += figure.every * chance.uniform(0.55, 1.45)
    return found[::-1]


def _at_work(moment: datetime, figure: Figure, chance: Random) -> datetime:
    """The same day, or the Friday before a weekend, at an hour when people write."""
    local = moment.astimezone(_MONTREAL)
    day = local.date() - timedelta(days=max(0, local.weekday() - 4) if not figure.home else 0)
    hour = chance.randrange(17, 21) if figure.home else chance.randrange(8, 16)
    return datetime.combine(day, time(hour, chance.randrange(60)), ZoneInfo(figure.zone))


def written(today: datetime, seed: int) -> list[Letter]:
    """Every letter of the last three years, oldest first; none is later than ``today``."""
    streams: list[Iterable[Letter]] = [_of_figure(figure, today, seed) for figure in EVERYBODY]
    streams += [_to_many(today, seed), _newsletters(today, seed), _notices(today, seed), _oddities(today, seed)]
    return sorted(
        (one for one in itertools.chain(*streams) if one.moment <= today), key=lambda one: (one.moment, one.key)
    )


def _of_figure(figure: Figure, today: datetime, seed: int) -> Iterator[Letter]:
    chance = random_for(seed, f"letters {figure.address}")
    moments = [moment for moment, is_meeting in exchanges(figure, today, seed) if not is_meeting]
    for number, moment in enumerate(moments):
        yield from _thread(figure, moment, number, len(moments) - number, chance)


def _thread(figure: Figure, moment: datetime, before: int, left: int, chance: Random) -> Iterator[Letter]:
    """One to four letters back and forth; ``before`` threads came before this one, ``left`` are left with it."""
    mine, length = chance.random() < 0.5, chance.choice((1, 2, 2, 2, 3, 3, 4) if before else (2, 3))
    if figure.ways in (Ways.IN, Ways.OUT):
        mine, length = figure.ways is Ways.OUT, 1
    elif figure.ways is Ways.WAITING and left <= 2:
        mine, length = True, 1
    me = (ME, HOME if figure.home else WORK)
    address = figure.second if figure.second and chance.random() < 0.5 else figure.address
    them = (figure.name, address)
    subjects = (HOMELY_SUBJECTS if figure.home else SUBJECTS)[figure.language]
    subject, above = chance.choice(subjects), ""
    for step in range(length):
        key = f"{chance.getrandbits(60):015x}@{(me if mine else them)[1].partition('@')[2]}"
        yield Letter(
            moment.astimezone(_MONTREAL if mine else ZoneInfo(figure.zone)),
            me if mine else them,
            (them,) if mine else (me,),
            f"Re: {subject}" if step else subject,
            key,
            above,
            home=figure.home,
        )
        above, mine = key, not mine
        moment += timedelta(minutes=chance.randrange(20, 1500))


def _days_back(every: int, chance: Random) -> Iterator[float]:
    days = chance.uniform(0.2, 1) * every
    while days < YEARS:
        yield days
        days += every


def _to_many(today: datetime, seed: int) -> Iterator[Letter]:
    """Letters to the whole team, with others in Cc: they make no tie, and show who is still around."""
    chance = random_for(seed, "to many")
    copied = [figure for figure in EVERYBODY if figure.ways is Ways.COPY]
    quiet = [figure for figure in COLLEAGUES if figure.ways is Ways.BOTH and 60 < figure.quiet < 300]
    for days in _days_back(9, chance):
        writer = chance.choice(TEAM)
        moment = _at_work(today - timedelta(days=days), writer, chance)
        to = [(ME, WORK), *((f.name, f.address) for f in TEAM if f is not writer)]
        cc = [(f.name, f.address) for f in (*copied, *chance.sample(quiet, 2))]
        key = f"{chance.getrandbits(60):015x}@example.org"
        subject = chance.choice(SUBJECTS[writer.language])
        yield Letter(moment, (writer.name, writer.address), tuple(to), subject, key, cc=tuple(cc))


def _newsletters(today: datetime, seed: int) -> Iterator[Letter]:
    for name, address, listed, language, every, home in NEWSLETTERS:
        chance = random_for(seed, f"newsletter {address}")
        to = (ME, HOME if home else WORK)
        more = (
            f"List-Id: {encoded(name)} <{listed}>",
            f"List-Unsubscribe: <https://{listed}/off>",
            "Precedence: bulk",
        )
        for number, days in enumerate(_days_back(every, chance)):
            moment = (today - timedelta(days=days)).astimezone(_MONTREAL).replace(hour=6, minute=number % 60)
            subject = f"{name} · {'no' if language == 'fr' else 'No.'} {YEARS // every - number}"
            key = f"{chance.getrandbits(60):015x}@{listed}"
            yield Letter(moment, (name, address), (to,), subject, key, more=more, home=home)


def _notices(today: datetime, seed: int) -> Iterator[Letter]:
    for name, address, subject, every, home in NOTICES:
        chance = random_for(seed, f"notice {address}")
        for days in _days_back(every, chance):
            moment = (today - timedelta(days=days)).astimezone(_MONTREAL).replace(minute=chance.randrange(60))
            key = f"{chance.getrandbits(60):015x}@{address.partition('@')[2]}"
            to = ((ME, HOME if home else WORK),)
            yield Letter(moment, (name, address), to, subject, key, more=("Auto-Submitted: auto-generated",), home=home)


def _oddities(today: datetime, seed: int) -> Iterator[Letter]:
    """A delivery failure, an absence, answers to invitations, and letters that both mailboxes hold."""
    chance = random_for(seed, "oddities")
    by_name = {figure.name: figure for figure in EVERYBODY}
    yield from _failure(by_name["Étienne Caron"], today, chance)
    for name, days in (("Priya Raman", 47), ("Isabelle Morin", 83)):
        figure = by_name[name]
        absent = "Out of office" if figure.language == "en" else "Absence du bureau"
        yield _from(figure, today, days, absent, chance, ("Auto-Submitted: auto-replied",))
    for name, days in (("Mathieu Gagnon", 33), ("Mei-Ling Chow", 61), ("Marie-Ève Lapointe", 260)):
        figure = by_name[name]
        said = "Accepted: Agenda" if figure.language == "en" else "Accepté : Ordre du jour"
        yield _from(figure, today, days, said, chance, ('Content-Type: text/calendar; method="REPLY"',))
    for number in range(8):
        moment = _at_work(today - timedelta(days=40 + 97 * number), TEAM[0], chance)
        louise = by_name["Louise Tremblay"]
        key, to = f"{chance.getrandbits(60):015x}@courriel.example", ((ME, HOME), (ME, WORK))
        for home in (True, False):
            yield Letter(moment, (louise.name, louise.address), to, "Un petit mot", key, home=home)


def _from(figure: Figure, today: datetime, days: int, subject: str, chance: Random, more: tuple[str, ...]) -> Letter:
    moment = _at_work(today - timedelta(days=days), figure, chance)
    key = f"{chance.getrandbits(60):015x}@{figure.address.partition('@')[2]}"
    return Letter(moment, (figure.name, figure.address), ((ME, WORK),), subject, key, more=more)


_FAILURE = """--failed
Content-Type: text/plain; charset=utf-8

…

--failed
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1

--failed--"""


def _failure(figure: Figure, today: datetime, chance: Random) -> Iterator[Letter]:
    """What Ana wrote once more, and the report that it did not arrive (RFC 3464)."""
    moment = _at_work(today - timedelta(days=figure.quiet - 20), figure, chance)
    key = f"{chance.getrandbits(60):015x}@example.org"
    subject = "Un article qui pourrait t’intéresser"
    yield Letter(moment, (ME, WORK), ((figure.name, figure.address),), subject, key)
    report = (
        "Auto-Submitted: auto-replied",
        f"X-Failed-Recipients: {figure.address}",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="failed"',
    )
    yield Letter(
        moment + timedelta(seconds=40),
        ("Mail Delivery System", "MAILER-DAEMON@mail.example.org"),
        (("", WORK),),
        "Undelivered Mail Returned to Sender",
        f"{chance.getrandbits(60):015x}@mail.example.org",
        key,
        more=report,
        body=_FAILURE.format(address=figure.address),
    )
