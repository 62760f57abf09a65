"""The configuration: what is accepted, and how each mistake is named."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, time
from pathlib import Path

import pytest

from coucou.config import ConfigError, load
from coucou.config.append import Value, appended
from coucou.config.lines import key_lines
from coucou.config.load import PERSON, TABLES, TOP, parse
from coucou.config.targets import TARGET
from coucou.core import settings as s
from coucou.errors import UserError
from coucou.plugins import options_of
from coucou.words import say

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Options:
    base: Path
    folder: Path
    mail: tuple[str, ...] = ()


def read(text: str, path: Path = Path("/home/ana/config.toml")) -> s.Settings:
    return parse(text, path, {"files": Options}.get)


def mistakes(text: str) -> list[tuple[int | None, str, str]]:
    with pytest.raises(ConfigError) as caught:
        read(text)
    for mistake in caught.value.mistakes:
        for language in ("en", "fr"):
            assert "{" not in say(mistake.code, language, **mistake.values)
    return [(m.line, m.key, m.code) for m in caught.value.mistakes]


def test_an_empty_file_gives_the_documented_defaults() -> None:
    assert replace(read(""), source=None) == s.Settings()


def test_the_example_equals_the_defaults_but_for_identities_accounts_and_people() -> None:
    example = load(ROOT / "config.example.toml", options_of)
    defaults = s.Settings()
    kept = replace(example, me=defaults.me, organization=defaults.organization, accounts=(), people=(), source=None)
    assert kept == defaults


def test_the_example_names_every_key_there_is() -> None:
    example = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    for keys in (TOP, PERSON, TARGET, *(keys for _, keys in TABLES.values())):
        for key in keys:
            assert f"{key} =" in example, key


def test_the_tables_of_readers_name_exactly_the_settings_that_exist() -> None:
    for kind, keys in TABLES.values():
        assert set(keys) == {field.name for field in fields(kind)}
    assert set(PERSON) == {field.name for field in fields(s.PersonSettings)}


def test_hours_and_quiet_periods_are_read_as_people_write_them() -> None:
    found = read(
        '[hours]\ndays = ["Monday", "tue"]\nstart = "8:30"\nprotected = ["mon-wed 8:00-9:00", "fri,sat 10:00-11:00"]\n'
        'quiet_periods = ["2026-07-20..2026-08-02", "07-01"]\n'
    ).hours
    assert found.days == {0, 1}
    assert found.start == time(8, 30)
    assert found.protected[0] == s.DailyHours(frozenset({0, 1, 2}), time(8), time(9))
    assert found.protected[1].days == {4, 5}
    assert found.quiet_periods == (
        s.QuietPeriod(date(2026, 7, 20), date(2026, 8, 2)),
        s.QuietPeriod((7, 1), (7, 1)),
    )


def test_a_misspelt_key_is_named_with_its_line_and_the_nearest_right_one() -> None:
    text = '[me]\nname = "Ana"\ntimezon = "America/Toronto"\n'
    assert mistakes(text) == [(3, "me.timezon", "config.unknown_key_near")]
    with pytest.raises(ConfigError) as caught:
        read(text)
    assert caught.value.mistakes[0].values["nearest"] == "timezone"


def test_every_mistake_is_reported_at_once_in_the_order_of_the_lines() -> None:
    text = (
        'mode = "previw"\n'
        "history_years = 0\n"
        "[me]\n"
        'timezone = "America/Toront"\n'
        'addresses = ["ana"]\n'
        "[hours]\n"
        'start = "25:00"\n'
        "[budgets]\n"
        "a_week = 3\n"
    )
    assert [(line, key) for line, key, _ in mistakes(text)] == [
        (1, "mode"),
        (2, "history_years"),
        (4, "me.timezone"),
        (5, "me.addresses"),
        (7, "hours.start"),
        (8, "budgets"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mode = ", (1, "", "config.not_toml")),
        ("[meeting]\nminutes = true", (2, "meeting.minutes", "config.not_within")),
        ('[meeting]\nminutes = "25"', (2, "meeting.minutes", "config.not_within")),
        ("me = 3", (1, "me", "config.not_a_table")),
        ("accounts = 3", (1, "accounts", "config.not_an_array")),
        ('[hours]\nprotected = ["lunch"]', (2, "hours.protected", "config.not_protected_hours")),
        ('[hours]\nprotected = ["13:00-12:00"]', (2, "hours.protected", "config.ends_before_start")),
        ('[hours]\nquiet_periods = ["02-30"]', (2, "hours.quiet_periods", "config.not_a_period")),
        ('[hours]\nstart = "17:00"', (1, "hours.end", "config.ends_before_start")),
        ("[hours]\ndays = []", (2, "hours.days", "config.no_days")),
        ('[me]\nlanguages = ["de"]', (2, "me.languages", "config.not_a_language")),
        ('[me]\ncountry = "Canada"', (2, "me.country", "config.not_a_country")),
        ("[dormancy]\ntiers = { close = 0 }", (2, "dormancy.tiers", "config.not_tiers")),
        ("[[people]]\nnever = true", (1, "people[1].name", "config.person_without_name")),
        ('[[people]]\nname = "Léa"\ntier = "near"', (3, "people[1].tier", "config.not_one_of")),
        ('[[people]]\nname = "Léa"\nnever = "yes"', (3, "people[1].never", "config.not_true_or_false")),
        (
            '[[accounts]]\nname = "a b"\nconnector = "files"\nfolder = "x"',
            (2, "accounts[1].name", "config.account_name"),
        ),
        ('[[accounts]]\nname = "a"', (1, "accounts[1].connector", "config.connector_missing")),
        ('[[accounts]]\nname = "a"\nconnector = "fax"', (3, "accounts[1].connector", "config.no_connector")),
        ('[[accounts]]\nname = "a"\nconnector = "files"', (1, "accounts[1].folder", "config.option_missing")),
        (
            '[[accounts]]\nname = "a"\nconnector = "files"\nfolder = 3',
            (4, "accounts[1].folder", "config.not_text"),
        ),
        (
            '[[accounts]]\nname = "a"\nconnector = "files"\nfolder = "x"\nmail = "all.mbox"',
            (5, "accounts[1].mail", "config.not_list_of_texts"),
        ),
        ('[me]\nname = "Ana"\nname = "Ana T."', (3, "", "config.twice")),
        (
            '[[accounts]]\nname = "a"\nconnector = "files"\nfolder = "x"\nmial = []',
            (5, "accounts[1].mial", "config.unknown_key_near"),
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_line_and_key(text: str, expected: tuple[int, str, str]) -> None:
    assert mistakes(text) == [expected]


def test_two_accounts_of_one_name_are_refused() -> None:
    account = '[[accounts]]\nname = "a"\nconnector = "files"\nfolder = "x"\n'
    assert mistakes(account * 2) == [(6, "accounts[2].name", "config.account_twice")]


def test_a_relative_path_is_relative_to_the_file() -> None:
    found = read('[[accounts]]\nname = "a"\nconnector = "files"\nfolder = "Takeout"\nmail = ["*.mbox"]')
    assert found.accounts[0].options == Options(Path("/home/ana"), Path("/home/ana/Takeout"), ("*.mbox",))


def test_a_missing_file_says_what_to_type_next(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        load(tmp_path / "config.toml", options_of)
    assert "coucou init" in say(caught.value.code, "en", place=caught.value.place)
    assert "coucou init" in say(caught.value.code, "fr", place=caught.value.place)


def test_a_file_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes('mode = "preview"\n[me]\nname = "Léa"\n'.encode("cp1252"))
    with pytest.raises(ConfigError) as caught:
        load(path, options_of)
    assert [(m.line, m.code) for m in caught.value.mistakes] == [(3, "config.not_utf8")]


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'\xef\xbb\xbf[me]\r\nname = "Ana"\r\n')
    assert load(path, options_of).me.name == "Ana"


def test_lines_are_found_after_multi_line_values_comments_and_quoted_keys() -> None:
    text = '''# [not] = a key
a = [
  "x = 1", # [no]
  """
b = 2
""",
]
"quoted key" = 1
[t.u]
c.d = { e = 1 }
[[list]]
k = 1
[[list]]
k = 2
'''
    assert key_lines(text) == {
        ("a",): 2,
        ("quoted key",): 8,
        ("t", "u"): 9,
        ("t", "u", "c", "d"): 10,
        ("list", 0): 11,
        ("list", 0, "k"): 12,
        ("list", 1): 13,
        ("list", 1, "k"): 14,
    }


# --- targets, and sentences that stand in messages --------------------------------------------------------------------


def test_a_target_is_read_whole() -> None:
    [found] = read(
        '[[targets]]\nreason = "career"\nwhy = "x"\norganizations = ["Nordlys"]\ntitles = ["directeur*"]\n'
        'tags = ["conf"]\npeople = ["Grace Kim"]\nweight = 0.5\nsince = 2026-11-23\nhorizon = "6 months"\n'
        'approach = "referral"\ndrawn_by = { fr = "Vos cartes.", en = "Your maps." }\n'
    ).targets
    assert (found.reason, found.approach, found.weight) == (s.Aim.CAREER, s.Approach.REFERRAL, 0.5)
    assert found.until == date(2027, 5, 25)  # 6 × 30.4375 days
    assert (s.said_in(found.drawn_by, "fr"), s.said_in(found.drawn_by, "en")) == ("Vos cartes.", "Your maps.")


@pytest.mark.parametrize(
    ("written", "until"),
    [
        ("2027-06-30", date(2027, 6, 30)),
        ('"2027-06-30"', date(2027, 6, 30)),
        ('"90 days"', date(2027, 2, 21)),
        ('"90 jours"', date(2027, 2, 21)),
        ('"2 weeks"', date(2026, 12, 7)),
        ('"6 mois"', date(2027, 5, 25)),
        ('"1 an"', date(2027, 11, 23)),
    ],
)
def test_a_horizon_is_a_date_or_a_duration_in_either_language(written: str, until: date) -> None:
    head = '[[targets]]\nreason = "interest"\npeople = ["A B"]\nsince = "2026-11-23"\n'
    assert read(f"{head}horizon = {written}\n").targets[0].until == until


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (['reason = "carreer"', 'people = ["A"]'], (2, "targets[1].reason", "config.not_one_of")),
        (['people = ["A"]'], (1, "targets[1].reason", "config.target_without_reason")),
        (['reason = "career"'], (1, "targets[1]", "config.target_of_nobody")),
        (['reason = "career"', 'titles = ["*"]'], (3, "targets[1].titles", "config.not_a_pattern")),
        (['reason = "career"', 'titles = "boss"'], (3, "targets[1].titles", "config.not_list_of_texts")),
        (['reason = "career"', 'people = ["A"]', "weight = 2"], (4, "targets[1].weight", "config.not_a_share")),
        (['reason = "career"', 'people = ["A"]', "weight = true"], (4, "targets[1].weight", "config.not_a_share")),
        (
            ['reason = "career"', 'people = ["A"]', 'horizon = "soon"'],
            (4, "targets[1].horizon", "config.not_a_horizon"),
        ),
        (
            ['reason = "career"', 'people = ["A"]', 'horizon = "6 months"'],
            (4, "targets[1].horizon", "config.horizon_from_when"),
        ),
        (['reason = "career"', 'people = ["A"]', "since = 3"], (4, "targets[1].since", "config.not_a_date")),
        (['reason = "career"', 'peple = ["A"]', 'tags = ["x"]'], (3, "targets[1].peple", "config.unknown_key_near")),
        (
            ['reason = "career"', 'people = ["A"]', 'drawn_by = { de = "x" }'],
            (4, "targets[1].drawn_by", "config.not_a_language"),
        ),
        (
            ['reason = "career"', 'people = ["A"]', f'drawn_by = "{"x" * 201}"'],
            (4, "targets[1].drawn_by", "config.not_a_line"),
        ),
    ],
)
def test_a_mistake_in_a_target_is_named_with_its_line_and_key(lines: list[str], expected: tuple[int, str, str]) -> None:
    assert mistakes("\n".join(["[[targets]]", *lines])) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("targets = 3", (1, "targets", "config.not_an_array")),
        ("[ranking]\nlikelihood = 0\nworth = 0", (3, "ranking.worth", "config.nothing_ranks")),
        ("[ranking]\nlikelihood = 70", (2, "ranking.likelihood", "config.not_a_share")),
        ('[me]\nabout = "a\\nb"', (2, "me.about", "config.not_a_line")),
        ('[organization]\nstatement = ["x"]', (2, "organization.statement", "config.not_text")),
    ],
)
def test_other_wrong_values_of_this_part_are_named_too(text: str, expected: tuple[int, str, str]) -> None:
    assert mistakes(text) == [expected]


@pytest.mark.parametrize(
    "before", [b"", b'mode = "preview"', b'mode = "preview"\r\n# own words\r\n', b"\xef\xbb\xbf[me]\n"]
)
def test_tables_are_added_below_a_file_that_stays_byte_for_byte(before: bytes) -> None:
    tables: list[dict[str, Value]] = [
        {"reason": "career", "people": ('Léa "L." Roy',), "since": date(2026, 11, 23), "weight": 0.5}
    ]
    after = appended(before, "targets", tables)
    assert after.startswith(before)
    assert (b"\r\n" in after) == (b"\r\n" in before) and after.count(b"\r\n") in (0, after.count(b"\n"))
    [found] = read(after.decode("utf-8-sig")).targets
    assert (found.people, found.weight) == (('Léa "L." Roy',), 0.5)
