"""Dates, hours, lengths and zones, in Québec, in France, in North America and in Britain."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.words import dates

NB = "\u00a0"


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_names_of_days_and_months_are_those_of_cldr(when: date) -> None:
    french = dates.day(when, "fr").replace(NB, " ").replace("1er ", "1 ")
    assert french == format_date(when, "EEEE d MMMM", locale="fr_CA")
    assert dates.day(when, "en").replace(NB, " ") == format_date(when, "EEEE, MMMM d", locale="en_CA")
    assert dates.day(when, "en", "GB").replace(NB, " ") == format_date(when, "EEEE d MMMM", locale="en_GB")


@pytest.mark.parametrize(
    ("at", "quebec", "france", "canada", "britain"),
    [
        (time(10, 30), "10 h 30", "10h30", "10:30 a.m.", "10:30am"),
        (time(14), "14 h", "14h", "2 p.m.", "2pm"),
        (time(9, 5), "9 h 05", "9h05", "9:05 a.m.", "9:05am"),
        (time(12), "12 h", "12h", "noon", "noon"),
        (time(12, 15), "12 h 15", "12h15", "12:15 p.m.", "12:15pm"),
        (time(0), "0 h", "0h", "12 a.m.", "12am"),
    ],
)
def test_hours_are_written_as_the_place_writes_them(
    at: time, quebec: str, france: str, canada: str, britain: str
) -> None:
    for region, lang, wanted in (("CA-QC", "fr", quebec), ("FR", "fr", france), ("CA-ON", "en", canada)):
        assert dates.clock(at, lang, region) == wanted.replace(" ", NB)
    assert dates.clock(at, "en", "GB-SCT") == britain
    assert dates.clock(at, "fr") == quebec.replace(" ", NB)


@pytest.mark.parametrize(
    ("days", "french", "english"),
    [
        (0, "quelques jours", "a few days"),
        (13, "quelques jours", "a few days"),
        (14, "2 semaines", "2 weeks"),
        (45, "6 semaines", "6 weeks"),
        (60, "2 mois", "2 months"),
        (90, "3 mois", "3 months"),
        (180, "6 mois", "6 months"),
        (340, "près d’un an", "almost a year"),
        (365, "un an", "a year"),
        (425, "plus d’un an", "more than a year"),
        (547, "plus d’un an", "more than a year"),
        (700, "près de deux ans", "almost two years"),
        (731, "deux ans", "two years"),
        (900, "plus de deux ans", "more than two years"),
        (4000, "près de onze ans", "almost eleven years"),
        (5000, "plus de 13 ans", "more than 13 years"),
    ],
)
def test_a_silence_is_said_in_round_words(days: int, french: str, english: str) -> None:
    assert dates.silence(days, "fr").replace(NB, " ") == french
    assert dates.silence(days, "en").replace(NB, " ") == english


def test_in_a_letter_small_numbers_are_words() -> None:
    assert dates.silence(95, "fr", in_words=True) == f"trois{NB}mois"
    assert dates.silence(30, "en", in_words=True) == f"four{NB}weeks"


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 20_000))
def test_more_than_a_year_is_never_said_of_less_nor_almost_of_more(days: int) -> None:
    said = dates.silence(days, "en").replace(NB, " ")
    years = days / 365.25
    count = next((n for n, word in enumerate(SPELLED) if said.endswith((f" {word} years", f" {word} year"))), None)
    if said.startswith("more than") and count:
        assert count < years < count + 1
    elif said.startswith("almost") and count:
        assert count - 1 < years < count


SPELLED = ["zero", "a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
SPELLED += map(str, range(13, 60))


@pytest.mark.parametrize(
    ("name", "french", "english"),
    [
        ("America/Toronto", "heure de l’Est", "Eastern Time"),
        ("America/Montreal", "heure de l’Est", "Eastern Time"),
        ("America/Halifax", "heure de l’Atlantique", "Atlantic Time"),
        ("America/St_Johns", "heure de Terre-Neuve", "Newfoundland Time"),
        ("America/Vancouver", "heure du Pacifique", "Pacific Time"),
        ("America/Regina", "heure de Regina", "Regina time"),
        ("America/Phoenix", "heure de Phoenix", "Phoenix time"),
        ("Europe/Paris", "heure de Paris", "Paris time"),
        ("Europe/London", "heure de Londres", "London time"),
        ("Europe/Athens", "heure d’Athènes", "Athens time"),
        ("Africa/Cairo", "heure du Caire", "Cairo time"),
        ("UTC", "temps universel", "UTC"),
        ("Etc/GMT+5", "UTC−5", "UTC−5"),
    ],
)
def test_zones_have_the_names_that_people_use(name: str, french: str, english: str) -> None:
    assert dates.zone(name, "fr") == french
    assert dates.zone(name, "en") == english


def test_every_zone_there_is_has_a_name_in_both_languages() -> None:
    for name in sorted(available_timezones() - {"localtime"}):
        for lang in ("fr", "en"):
            said = dates.zone(name, lang)
            assert said and "'" not in said and "(" not in said and "_" not in said, (name, said)


def test_a_zone_that_leaves_its_neighbours_clock_is_not_called_by_their_name() -> None:
    winter, summer = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)
    assert dates.zone("America/Panama", "en", at=winter) == "Eastern Time"
    assert dates.zone("America/Panama", "en", at=summer) == "Panama time"
    for name in ("America/Regina", "America/Panama", "America/Phoenix", "America/Toronto"):
        if dates.zone(name, "en", at=summer) == "Eastern Time":
            assert summer.astimezone(ZoneInfo(name)).hour == summer.astimezone(ZoneInfo("America/New_York")).hour
