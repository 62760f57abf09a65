"""Ties as a user sees them: who is one, since when it is quiet, and when it counts as dormant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.core.people import Everyone, Person
from coucou.core.seasons import DAY, steps_of
from coucou.core.settings import Dormancy, PersonSettings, Settings
from coucou.core.tie_facts import TieFacts, combined
from coucou.core.ties import Tie, sleeps_after_days, ties
from coucou.words import known as has_words
from coucou.words import reason as said

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
LEA, LEA_TOO, OMAR = "lea@example.net", "lea.roy@example.com", "omar@example.com"

Touches = Sequence[tuple[float, str]]
"""(days ago, "sent" | "received" | "heard" | "seen")."""


def facts_of(touches: Touches) -> TieFacts:
    moments = {kind: [AT - int(days * DAY) for days, k in touches if k == kind] for _, kind in touches}
    sent, received = moments.get("sent", []), moments.get("received", [])
    direct = sent + received
    return TieFacts(
        sent=len(sent),
        received=len(received),
        first_touch=min(direct, default=0),
        last_sent=max(sent, default=0),
        last_received=max(received, default=0),
        last_seen=max((moment for kind in moments.values() for moment in kind), default=0),
        company=len(direct),
        touched=steps_of(direct, AT),
        heard=steps_of(moments.get("heard", []), AT),
        seen=steps_of(moments.get("seen", []), AT),
    )


def person(*addresses: str, tier: str | None = None, name: str = "Léa Roy") -> Person:
    return Person(addresses[0], name, addresses, "", settings=PersonSettings(tier=tier) if tier else None)


def judged(
    touches: Touches = (),
    meetings: Sequence[tuple[float, int]] = (),
    *,
    tier: str | None = None,
    bonuses: dict[str, float] | None = None,
) -> Tie | None:
    """The tie with Léa at NOW, if there is one; meetings as (days ago, people)."""
    who = person(LEA, tier=tier)
    held = {LEA: [(AT - int(days * DAY), people) for days, people in meetings]}
    facts = {LEA: facts_of(touches)} if touches else {}
    return next(iter(ties(Everyone((who,), {LEA: who}), facts, held, Settings(), NOW, bonuses)), None)


def tie(touches: Touches = (), meetings: Sequence[tuple[float, int]] = (), tier: str | None = None) -> Tie:
    found = judged(touches, meetings, tier=tier)
    assert found is not None
    return found


def codes(found: Tie) -> list[str]:
    return [reason.code for reason in found.reasons]


@pytest.mark.parametrize(
    ("touches", "meetings"),
    [
        ([(10, "sent")], []),
        ([(10, "received"), (20, "received")], []),
        ([(10, "seen"), (20, "heard")], []),
        ([(10, "sent")], [(5, 12)]),
        ([(10, "sent")], [(-5, 2)]),
        ([], []),
    ],
    ids=["only sent", "only received", "only seen", "a large meeting", "a meeting to come", "nothing"],
)
def test_what_goes_one_way_is_no_tie(touches: Touches, meetings: Sequence[tuple[float, int]]) -> None:
    assert judged(touches, meetings) is None


def test_a_mail_each_way_is_a_tie_and_counts_direct_touches_only() -> None:
    found = tie([(40, "sent"), (30, "received"), (5, "seen")])
    assert (found.sent, found.received, found.meetings, found.silence_days) == (1, 1, 0, 30)
    assert found.last_touch == NOW - timedelta(days=30)
    assert found.first_touch == NOW - timedelta(days=40)


def test_a_small_meeting_is_a_touch_from_both_sides() -> None:
    found = tie([], [(50, 2), (8, 8), (3, 9)])
    assert (found.meetings, found.silence_days) == (2, 8)
    assert "tie.met" in codes(found)


def test_one_meeting_with_both_addresses_of_a_person_counts_once() -> None:
    who = person(LEA, LEA_TOO)
    held = {LEA: [(AT - 9 * DAY, 3)], LEA_TOO: [(AT - 9 * DAY, 3)]}
    (found,) = ties(Everyone((who,), {}), {}, held, Settings(), NOW)
    assert found.meetings == 1


def test_a_meeting_after_now_changes_nothing() -> None:
    touches = [(400, "sent"), (300, "received")]
    assert tie(touches, [(-1, 2)]) == tie(touches)


def test_one_two_way_tie_may_stand_on_two_addresses() -> None:
    who = person(LEA, LEA_TOO)
    facts = {LEA: facts_of([(400, "sent")]), LEA_TOO: facts_of([(100, "received")])}
    (found,) = ties(Everyone((who,), {}), facts, {}, Settings(), NOW)
    assert (found.sent, found.received, found.silence_days) == (1, 1, 100)


def test_a_steady_tie_has_the_rhythm_of_its_conversations() -> None:
    monthly = [(days, kind) for days in range(200, 900, 30) for kind in ("sent", "received")]
    found = tie(monthly)
    assert found.rhythm_days is not None
    assert 20 < found.rhythm_days < 60


def test_a_tie_of_one_season_has_no_rhythm() -> None:
    assert tie([(12, "sent"), (10, "received")]).rhythm_days is None


@pytest.mark.parametrize(
    ("rhythm", "tier", "expected"),
    [
        (10, None, 60),
        (45, None, 90),
        (400, None, 365),
        (None, None, 90),
        (10, "close", 30),
        (400, "wide", 180),
        (45, "unknown", 90),
    ],
)
def test_a_tie_sleeps_after_twice_its_rhythm_unless_a_tier_says_otherwise(
    rhythm: float | None, tier: str | None, expected: float
) -> None:
    assert sleeps_after_days(rhythm, tier, Dormancy()) == expected


def test_a_tier_replaces_the_minimum_too() -> None:
    touches = [(300, "sent"), (40, "received")]
    assert tie(touches).dormant is False
    assert tie(touches, tier="close").dormant is True


def test_the_strongest_tie_that_is_still_around_comes_first() -> None:
    lea, omar = person(LEA), person(OMAR, name="Omar Said")
    years = [(days, kind) for days in range(250, 1400, 60) for kind in ("sent", "received")]
    facts = {LEA: facts_of([*years, (20, "heard"), (110, "seen")]), OMAR: facts_of([(260, "sent"), (250, "received")])}
    found = ties(Everyone((omar, lea), {}), facts, {}, Settings(), NOW)
    assert [one.person.key for one in found] == [LEA, OMAR]
    assert "tie.around" in codes(found[0])
    assert "tie.around" not in codes(found[1])


def test_a_target_raises_worth_and_score_but_not_likelihood() -> None:
    touches = [(400, "sent"), (300, "received")]
    plain, wanted = judged(touches), judged(touches, bonuses={LEA: 1.0})
    assert plain is not None
    assert wanted is not None
    assert wanted.likelihood == plain.likelihood
    assert (wanted.worth, wanted.score) > (plain.worth, plain.score)


def test_who_spoke_last_is_said() -> None:
    assert "tie.their_word" in codes(tie([(40, "sent"), (30, "received")]))
    assert "tie.your_word" in codes(tie([(40, "received"), (30, "sent")]))
    after_a_meeting = codes(tie([(40, "received"), (30, "sent")], [(10, 2)]))
    assert not {"tie.their_word", "tie.your_word"} & set(after_a_meeting)


def test_a_tie_of_twenty_years_ago_is_judged_without_a_word_on_its_seasons() -> None:
    found = tie([(7_000, "sent"), (6_900, "received")])
    assert codes(found) == ["tie.silence", "tie.their_word"]
    assert (found.dormant, found.likelihood < 0.01) == (True, True)


def test_every_part_and_every_reason_has_its_words() -> None:
    found = tie([(400, "sent"), (300, "received"), (9, "seen")], [(350, 2)])
    assert all(has_words(f"part.{name}") for name in (*found.parts, "likelihood", "worth", "score"))
    assert said(found.reasons[0], "fr").startswith("dernier échange il y a")
    assert all(
        has_words(code) and "…" not in said(one, "en") for code, one in zip(codes(found), found.reasons, strict=True)
    )


KINDS = st.sampled_from(["sent", "received", "heard", "seen"])
MANY = st.lists(st.tuples(st.floats(0, 5_000), KINDS), max_size=30)


@settings(max_examples=100, deadline=None)
@given(MANY, st.lists(st.tuples(st.floats(0, 3_000), st.integers(2, 30)), max_size=5))
def test_whatever_happened_every_judgement_is_bounded(
    touches: list[tuple[float, str]], meetings: list[tuple[float, int]]
) -> None:
    found = tie([*touches, (30, "sent"), (30, "received")], meetings)
    values = (found.strength, found.likelihood, found.worth, found.score, *found.parts.values())
    assert all(0 <= value <= 1.000001 for value in values)
    assert found.silence_days >= 0
    assert found.rhythm_days is None or found.rhythm_days > 0


@settings(max_examples=100, deadline=None)
@given(MANY, st.floats(0, 5_000), st.sampled_from(["sent", "received"]))
def test_one_more_touch_never_lengthens_the_silence(touches: list[tuple[float, str]], days: float, kind: str) -> None:
    before = [*touches, (4_000, "sent"), (3_900, "received")]
    assert tie([*before, (days, kind)]).silence_days <= tie(before).silence_days


@settings(max_examples=100, deadline=None)
@given(MANY, st.floats(0, 5_000), st.sampled_from(["received", "heard", "seen"]))
def test_one_more_sign_of_the_other_never_lowers_the_likelihood(
    touches: list[tuple[float, str]], days: float, kind: str
) -> None:
    before = [*touches, (4_000, "sent"), (3_900, "received")]
    assert tie([*before, (days, kind)]).likelihood >= tie(before).likelihood - 1e-12


@settings(max_examples=100, deadline=None)
@given(MANY, MANY)
def test_the_facts_of_two_addresses_are_those_of_all_their_touches(
    one: list[tuple[float, str]], other: list[tuple[float, str]]
) -> None:
    assert combined([facts_of(one), facts_of(other)]) == facts_of([*one, *other])
