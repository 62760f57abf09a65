"""The invented calendars: what stands in the work one and in the personal one, relative to today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coucou.demo.cast import COLLEAGUES, EVERYBODY, HOME, OUTSIDE, TEAM, Figure
from coucou.demo.ics import Entry
from coucou.demo.letters import exchanges, random_for

_MONTREAL = ZoneInfo("America/Toronto")
_PAST_WEEKS = 126

# --- dates ----------------------------------------------------------------------------------------------------------


def working_days(today: date, number: int) -> list[date]:
    """The next days after ``today`` on which people have meetings: no weekend, none between Christmas and New Year."""
    found: list[date] = []
    day = today
    while len(found) < number:
        day += timedelta(days=1)
        if day.weekday() < 5 and not ((day.month == 12 and day.day >= 24) or (day.month == 1 and day.day <= 2)):
            found.append(day)
    return found


def _on(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute))


def _party(figure: Figure) -> tuple[str, str]:
    return figure.name, figure.address


def _named(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple(_party(figure) for name in names for figure in EVERYBODY if figure.name == name)


# --- what stands in the work calendar -------------------------------------------------------------------------------


def work(today: date, seed: int) -> list[Entry]:
    """Three years of meetings and the next weeks."""
    return [*_team(today, seed), *_series(today), *_one_to_one(today, seed), *_ahead(today), *_absences(today)]


def _team(today: date, seed: int) -> Iterator[Entry]:
    """Every Monday at 10:00, in its third year: instances moved and deleted, the next one among the moved."""
    chance = random_for(seed, "team meeting")
    monday = today - timedelta(days=today.weekday())
    first = _on(monday - timedelta(weeks=_PAST_WEEKS), 10)
    deleted, moved = [], []
    for week in range(1, _PAST_WEEKS + 8):
        start = first + timedelta(weeks=week)
        fate = chance.random()
        if (start.month, start.day) in ((12, 25), (1, 1), (6, 24), (7, 1)) or fate < 0.05:
            deleted.append(start)
        elif fate < 0.13 or week == _PAST_WEEKS + 1:
            moved.append(start)
    uid, people = "reunion-equipe@example.org", tuple(_party(figure) for figure in TEAM)
    yield Entry(
        uid,
        "Réunion d’équipe",
        first,
        first + timedelta(minutes=45),
        "FREQ=WEEKLY;BYDAY=MO",
        tuple(deleted),
        people=people,
    )
    for start in moved:
        new = start + timedelta(days=1, hours=chance.choice((-1, 1, 4)))
        yield Entry(
            uid,
            "Réunion d’équipe",
            new,
            new + timedelta(minutes=45),
            replaces=start,
            people=people,
            more=("SEQUENCE:1",),
        )


def _series(today: date) -> Iterator[Entry]:
    """Other things that come back: daily, every second week, monthly, one that ended when its people went quiet."""
    monday = today - timedelta(days=today.weekday())
    begun = monday - timedelta(weeks=60)
    yield _weekly("mise-au-point", "Mise au point", begun + timedelta(days=1), (9, 15), 15, "TU,WE,TH", TEAM[:4])
    boreal = _named("Tom Whitfield", "Carlos Mendes", "Priya Raman", "Mei-Ling Chow")
    start = _on(begun + timedelta(days=3), 14)
    yield Entry(
        "boreal@harbourlight.example",
        "Boreal project",
        start,
        start + timedelta(hours=1),
        "FREQ=WEEKLY;BYDAY=TH",
        people=boreal,
    )
    later = start + timedelta(weeks=44)  # from then on a quarter of an hour later
    yield Entry(
        "boreal@harbourlight.example",
        "Boreal project",
        later + timedelta(minutes=15),
        later + timedelta(minutes=75),
        replaces=later,
        following=True,
        people=boreal,
    )
    yield from _every_second_week(monday)
    yield _town_hall(begun)
    ended = _named("Rachel Goldberg", "Kwame Mensah")
    start = _on(monday - timedelta(weeks=120) + timedelta(days=3), 11)
    until = datetime.combine(today - timedelta(days=690), time(), UTC)
    rule = f"FREQ=MONTHLY;BYDAY=2TH;UNTIL={until:%Y%m%dT%H%M%SZ}"
    yield Entry("harbour@example.org", "Harbourlight call", start, start + timedelta(minutes=30), rule, people=ended)


def _every_second_week(monday: date) -> Iterator[Entry]:
    """With Mathieu on Wednesdays; one of three weeks ahead was brought forward into these two, one was called off."""
    start = _on(monday - timedelta(weeks=52) + timedelta(days=2), 11)
    people = _named("Mathieu Gagnon")
    yield Entry(
        "mathieu@example.org",
        "Mathieu et Ana",
        start,
        start + timedelta(minutes=30),
        "FREQ=WEEKLY;INTERVAL=2",
        people=people,
    )
    ahead = start + timedelta(weeks=56)
    brought = ahead - timedelta(days=20, hours=-3)
    yield Entry(
        "mathieu@example.org", "Mathieu et Ana", brought, brought + timedelta(minutes=30), replaces=ahead, people=people
    )
    off = start + timedelta(weeks=52)
    yield Entry(
        "mathieu@example.org",
        "Mathieu et Ana",
        off,
        off + timedelta(minutes=30),
        replaces=off,
        people=people,
        more=("STATUS:CANCELLED",),
    )


def _town_hall(begun: date) -> Entry:
    """The whole house, once a month: nobody's tie."""
    crowd = tuple(map(_party, COLLEAGUES))
    start = _on(begun + timedelta(days=2), 15)
    return Entry(
        "assemblee@example.org",
        "Assemblée générale",
        start,
        start + timedelta(hours=1),
        "FREQ=MONTHLY;BYDAY=1WE",
        people=crowd,
    )


def _weekly(
    uid: str, title: str, day: date, at: tuple[int, int], minutes: int, days: str, figures: Sequence[Figure]
) -> Entry:
    start, people = _on(day, *at), tuple(map(_party, figures))
    end = start + timedelta(minutes=minutes)
    return Entry(f"{uid}@example.org", title, start, end, f"FREQ=WEEKLY;BYDAY={days}", people=people)


def _one_to_one(today: date, seed: int) -> Iterator[Entry]:
    """The meetings among the exchanges with each person."""
    noon = datetime.combine(today, time(12), _MONTREAL)
    for figure in (*COLLEAGUES, *OUTSIDE):
        for moment, is_meeting in exchanges(figure, noon, seed):
            if is_meeting:
                start = moment.astimezone(_MONTREAL).replace(tzinfo=None, minute=0)
                title = f"Café avec {figure.name}" if figure.language == "fr" else f"Coffee with {figure.name}"
                uid = f"{start:%Y%m%d}-{figure.address}"
                yield Entry(uid, title, start, start + timedelta(minutes=40), people=(_party(figure),))


def _ahead(today: date) -> Iterator[Entry]:
    """The coming working days: some lighter, one full, with maybes, refusals and reminders that block nothing."""
    days = working_days(today, 16)

    def at(
        day: int,
        hour: int,
        minute: int,
        minutes: int,
        title: str,
        people: tuple[tuple[str, str], ...] = (),
        mine: str = "ACCEPTED",
        more: tuple[str, ...] = (),
    ) -> Entry:
        start = _on(days[day - 1], hour, minute)
        end = start + timedelta(minutes=minutes)
        return Entry(f"a{day}-{hour}{minute:02}@example.org", title, start, end, people=people, mine=mine, more=more)

    team = tuple(_party(figure) for figure in TEAM[:3])
    yield at(1, 14, 0, 90, "Atelier de priorisation", people=team)
    yield at(2, 10, 30, 60, "Interview guide review", people=_named("Priya Raman", "Tom Whitfield"))
    for hour, minute in ((9, 30), (10, 15), (11, 0), (13, 30), (14, 15), (15, 15)):
        yield at(4, hour, minute, 30, "Entrevues", people=team[:1])
    yield at(5, 14, 30, 30, "Catching up with Anika", people=_named("Anika Sharma"))
    yield at(10, 10, 0, 60, "Vendor demo", mine="TENTATIVE", more=("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",))
    yield at(6, 13, 30, 180, "Formation facultative", people=team, mine="DECLINED")
    yield at(7, 9, 30, 60, "Comité de pilotage", people=_named("Isabelle Morin", "Aïcha Traoré", "Mathieu Gagnon"))
    yield at(10, 13, 30, 60, "Rapport d’étape", people=team)
    yield at(9, 10, 0, 45, "Partner call", people=_named("Carlos Mendes"))
    yield at(12, 10, 0, 90, "Bilan du trimestre", people=team)
    for day in (1, 3, 6, 9):
        yield at(day, 9, 0, 450, "Rappel : feuilles de temps", more=("TRANSP:TRANSPARENT",))


def _absences(today: date) -> Iterator[Entry]:
    """Whole days: leave last summer and soon, where Ana works on Thursdays, a conference."""
    away = ("TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:OOF")
    for weeks in (18, 70, 122):
        leave = today - timedelta(weeks=weeks, days=today.weekday())
        yield Entry(f"conge-{weeks}@example.org", "Vacances", leave, leave + timedelta(days=12), more=away)
    day = working_days(today, 8)[-1]
    yield Entry("conge@example.org", "Congé", day, day + timedelta(days=1), more=away)
    thursday = today - timedelta(weeks=30, days=today.weekday() - 3)
    yield Entry(
        "teletravail@example.org",
        "Télétravail",
        thursday,
        thursday + timedelta(days=1),
        "FREQ=WEEKLY;BYDAY=TH",
        more=("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",),
    )
    conference = today - timedelta(weeks=40, days=today.weekday() - 1)
    yield Entry("colloque@example.org", "Colloque", conference, conference + timedelta(days=3))


# --- what stands in the personal one --------------------------------------------------------------------------------


def home(today: date, seed: int) -> list[Entry]:
    """School, dentist, sport, a flight, birthdays."""
    return [*_every_week_at_home(today), *_soon_at_home(today), *_met_at_home(today, seed)]


def _every_week_at_home(today: date) -> Iterator[Entry]:
    monday = today - timedelta(days=today.weekday())
    start = _on(monday - timedelta(weeks=90) + timedelta(days=2), 15, 45)
    deleted = tuple(start + timedelta(weeks=week) for week in (10, 11, 40, 91))
    yield Entry(
        "ecole@example.com", "Sortie de l’école", start, start + timedelta(minutes=45), "FREQ=WEEKLY;BYDAY=WE", deleted
    )
    start = _on(monday - timedelta(weeks=100) + timedelta(days=1), 17, 30)
    yield Entry("natation@example.com", "Natation", start, start + timedelta(hours=1), "FREQ=WEEKLY;BYDAY=TU")
    birthday = today - timedelta(days=730)
    birthday = date(birthday.year, 5, 17)
    yield Entry(
        "maman@example.com",
        "Anniversaire de maman",
        birthday,
        birthday + timedelta(days=1),
        "FREQ=YEARLY",
        more=("TRANSP:TRANSPARENT",),
    )


def _soon_at_home(today: date) -> Iterator[Entry]:
    days = working_days(today, 10)
    for uid, title, day, hour, minute, minutes in (
        ("dentiste", "Dentiste", days[1], 8, 30, 75),
        ("rencontre", "Rencontre avec l’école", days[8], 15, 30, 45),
        ("velo", "Vélo au garage", days[5], 16, 0, 30),
        ("dentiste-2", "Dentiste", days[1] - timedelta(weeks=26), 8, 30, 75),
    ):
        start = _on(day, hour, minute)
        yield Entry(f"{uid}@example.com", title, start, start + timedelta(minutes=minutes))
    leaves = datetime.combine(days[6], time(22, 15), UTC)  # Google writes what does not come back in UTC
    yield Entry("vol@example.com", "YUL–YQB", leaves, leaves + timedelta(minutes=55))
    break_ = today + timedelta(days=9)
    yield Entry(
        "pedagogique@example.com",
        "Journée pédagogique",
        break_,
        break_ + timedelta(days=1),
        more=("TRANSP:TRANSPARENT",),
    )


def _met_at_home(today: date, seed: int) -> Iterator[Entry]:
    noon = datetime.combine(today, time(12), _MONTREAL)
    for figure in EVERYBODY:
        if figure.home:
            for moment, is_meeting in exchanges(figure, noon, seed):
                if is_meeting:
                    start = moment.astimezone(UTC)
                    uid = f"{start:%Y%m%d}-{figure.address}"
                    yield Entry(
                        uid, f"Souper, {figure.name}", start, start + timedelta(hours=2), people=(_party(figure),)
                    )


HOME_CALENDAR = {"name": HOME, "zone": "America/Toronto", "product": "-//Google Inc//Google Calendar 70.9054//EN"}
WORK_CALENDAR = {
    "name": "Calendrier",
    "zone": "Eastern Standard Time",
    "product": "-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN",
}
