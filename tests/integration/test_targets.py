"""Targets through the whole pipeline, on the demonstration's ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coucou import decide
from coucou.cli import as_json
from coucou.cli.edge import Edge, bring_up_to_date, settings_of
from coucou.core.proposal import State, Step, missing
from coucou.core.settings import Aim, Approach, Organization, PersonSettings, Settings, Target
from coucou.core.span import Span
from coucou.demo import world
from coucou.errors import UserError
from coucou.follow import follow
from coucou.store import Store, ledger, open_store
from coucou.store.choices import Verdict
from coucou.suggest.round import Preview, record, suggest
from coucou.suggest.worded import Worded
from coucou.words import problem, reason
from tests.unit.ledgers import mail, take

NOW = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("America/Toronto"))
HARBOURLIGHT = ("tom@harbourlight.example", "rachel.goldberg@harbourlight.example", "kwame.mensah@harbourlight.example")
ZOE = Target(Aim.CAREER, people=("Zoé Kowalski",), drawn_by="Your maps of museums made me think.")
PAUL = Target(Aim.PROJECT, people=("paul.bouchard@example.org",))


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Settings]:
    folder = tmp_path_factory.mktemp("world")
    settings = settings_of(world.build(folder, NOW))
    with open_store(folder / "coucou.db", now=NOW) as store:
        bring_up_to_date(Edge(settings, store, NOW))
    return folder / "coucou.db", settings


@pytest.fixture
def store(read: tuple[Path, Settings], tmp_path: Path) -> Iterator[Store]:
    """A copy, for each test to decide in."""
    database = tmp_path / "coucou.db"
    database.write_bytes(read[0].read_bytes())
    with open_store(database, now=NOW) as opened:
        yield opened


@pytest.fixture
def settings(read: tuple[Path, Settings]) -> Settings:
    return replace(read[1], targets=(ZOE,))


def previewed(store: Store, settings: Settings, now: datetime = NOW) -> Preview:
    return suggest(store, settings, now=now, as_of=now, window=Span(now, now + timedelta(days=14)))


def to(view: Preview, name: str) -> Worded:
    return next(one for one in view.proposals if one.proposal.person.name == name)


def why_not(view: Preview, name: str) -> str:
    return next(one.reason.code for one in view.passed_over if one.person.name == name)


def codes(one: Worded) -> list[str]:
    return [each.code for each in one.proposal.reasons]


def test_a_stranger_at_an_acquaintance_s_organisation_is_met_through_the_acquaintance(
    store: Store, settings: Settings
) -> None:
    found = to(previewed(store, settings), "Zoé Kowalski")
    proposal = found.proposal
    assert (proposal.approach, proposal.channel) == (Approach.REFERRAL, "draft")
    assert proposal.via is not None and found.address in HARBOURLIGHT
    assert found.address == proposal.via.addresses[0] and found.mailto.startswith(f"mailto:{found.address}?")
    assert "Zoé Kowalski" in found.body and "Your maps of museums made me think." in found.body
    assert found.texts[0].kind == "forward" and found.texts[0].text in found.body
    assert not missing(proposal.reasons)
    assert proposal.language == "en", "of whom it goes to"


def test_a_tie_that_is_private_is_never_asked_named_or_shown(store: Store, settings: Settings) -> None:
    first = to(previewed(store, settings), "Zoé Kowalski").proposal.via
    assert first is not None
    ledger.choose(store, first.addresses, Verdict.PRIVATE, now=NOW)
    other = to(previewed(store, settings), "Zoé Kowalski").proposal.via
    assert other is None or other.key != first.key
    people = tuple(PersonSettings(addresses=(address,), private=True) for address in HARBOURLIGHT)
    view = previewed(store, replace(settings, people=(*settings.people, *people)))
    assert to(view, "Zoé Kowalski").proposal.approach is Approach.INTRODUCTION
    printed = str(as_json.preview(view)["proposals"])
    for name in ("Tom Whitfield", "Rachel Goldberg", "Kwame Mensah", *HARBOURLIGHT):
        assert name not in printed


def test_who_was_asked_for_a_referral_is_left_in_peace_for_a_month(store: Store, settings: Settings) -> None:
    view = previewed(store, settings)
    record(store, view)
    asked = to(view, "Zoé Kowalski").proposal
    assert asked.via is not None
    ledger.mark(store, asked.id, Step.ASK, now=NOW)
    another = replace(settings, targets=(Target(Aim.CAREER, people=("Zoé Kowalski", "Maya Cohen")), replace(ZOE)))
    later = previewed(store, another, NOW + timedelta(days=1))
    assert why_not(later, "Zoé Kowalski") == "open_proposal"
    assert all(one.proposal.via is None or one.proposal.via.key != asked.via.key for one in later.proposals)
    assert asked.via.key not in {one.proposal.person.key for one in later.proposals}


def test_only_a_message_to_who_is_asked_counts_as_asked(store: Store, settings: Settings) -> None:
    record(store, previewed(store, settings))
    [kept] = [one for one in ledger.recorded(store) if one.approach == Approach.REFERRAL]
    later = NOW + timedelta(hours=2)
    mine = settings.me.addresses[0]
    take(store, mail(mine, ["zoe@harbourlight.example"], id="a@x", at=later, sent=True), own=[mine])
    assert kept.id not in ledger.mark_asked(store, now=later)
    take(store, mail(mine, [kept.address], id="b@x", at=later, sent=True), own=[mine])
    assert kept.id in ledger.mark_asked(store, now=later)


def test_a_yes_to_a_text_that_named_no_time_is_kept_and_invites_nobody(store: Store, settings: Settings) -> None:
    """Of a referral it would invite the acquaintance in the stranger's name, to a time that nobody ever read."""
    record(store, previewed(store, settings))
    [kept] = [one for one in ledger.recorded(store) if one.approach == Approach.REFERRAL]
    mine, later = settings.me.addresses[0], NOW + timedelta(hours=2)
    take(store, mail(mine, [kept.address], id="a@x", at=later, sent=True), own=[mine])
    ledger.mark_asked(store, now=later)
    [asked] = ledger.recorded(store, [State.ASKED])
    assert not ledger.replied_since_asked(store, asked, later)
    take(store, mail(kept.address, [mine], id="b@x", at=later + timedelta(hours=1)), own=[mine])
    later += timedelta(days=1)
    assert ledger.replied_since_asked(store, asked, later), "it is who was asked that answers, not whom it is about"
    assert decide.confirm(store, settings, asked, now=later) is None
    assert ledger.state_of(store, kept.id) is State.CONFIRMED
    assert [one for one in ledger.recorded(store) if one.parent == kept.id] == []


def test_an_introduction_waits_for_what_only_the_user_can_say(store: Store, settings: Settings) -> None:
    grace = Target(Aim.SIMILAR_ROLE, people=("Ada Example",))
    silent = replace(settings, targets=(grace,), me=replace(settings.me, about=""))
    found = to(previewed(store, silent), "Ada Example")
    assert found.proposal.approach is Approach.INTRODUCTION
    assert [one.code for one in missing(found.proposal.reasons)] == ["missing.about", "missing.drawn_by"]
    assert "[…]" in found.body and found.mailto == ""
    record(store, previewed(store, silent))
    with pytest.raises(UserError) as caught:
        ledger.mark(store, found.proposal.id, Step.APPROVE, now=NOW)
    assert "drawn_by" in problem(caught.value, "en") and "about" in problem(caught.value, "fr")
    assert ledger.state_of(store, found.proposal.id) is State.PROPOSED
    ready = replace(silent, me=settings.me, targets=(replace(grace, drawn_by="Your talk stayed with me."),))
    found = to(previewed(store, ready), "Ada Example")
    assert not missing(found.proposal.reasons) and "[…]" not in found.body
    record(store, previewed(store, ready))
    assert ledger.mark(store, found.proposal.id, Step.APPROVE, now=NOW) is State.APPROVED
    assert {one.kind for one in found.texts} == {"linkedin_note", "linkedin_message"}
    assert all("Your talk stayed with me." in one.text for one in found.texts)


def test_the_language_of_an_introduction_is_that_of_the_user_s_own_sentences(store: Store, settings: Settings) -> None:
    english = replace(settings.me, about="I run the data projects of a museum.")
    wanted = Target(Aim.INTEREST, people=("Ada Example",), drawn_by="Your maps made me think about this.")
    found = to(previewed(store, replace(settings, me=english, targets=(wanted,))), "Ada Example")
    assert found.proposal.language == "en" and settings.me.languages[0] == "fr"


def test_a_colleague_of_whom_only_copies_are_known_gets_a_short_message(store: Store, settings: Settings) -> None:
    statement = {"fr": "Notre organisation encourage ces conversations.", "en": "We encourage such talks."}
    inside = Organization(settings.organization.domains, statement)
    found = to(previewed(store, replace(settings, targets=(PAUL,), organization=inside)), "Paul Bouchard")
    assert found.proposal.approach is Approach.MESSAGE and "route.message.threads" in codes(found)
    assert found.body.endswith("Notre organisation encourage ces conversations.")
    assert [one.kind for one in found.texts] == ["teams", "slack"]
    assert found.texts[0].text == found.body
    assert found.card is not None and found.card.last_met is not None
    assert found.card.last_met.subject is None or found.card.last_met.subject not in found.body


def test_the_lines_to_forward_are_in_one_language_and_the_statement_stands_above_them(
    store: Store, settings: Settings
) -> None:
    inside = Organization(settings.organization.domains, "We encourage such talks.")
    denis = Target(Aim.PROJECT, people=("Denis Ouellet",), drawn_by="Vos notes sur le projet m’ont fait réfléchir.")
    about = {"fr": "Je coordonne des projets.", "en": "I run projects."}
    ready = replace(settings, organization=inside, me=replace(settings.me, about=about), targets=(denis,))
    found = to(previewed(store, ready), "Denis Ouellet")
    assert "route.referral.together" in codes(found) and found.address.endswith("@example.org")
    asked, below = found.body.split("\n\n—\n\n")
    assert asked.endswith("We encourage such talks.") and "encourage" not in below
    assert "Je coordonne des projets." in below and "I run" not in below and "I’d like" not in below


def test_the_statement_stays_inside_the_organisation(store: Store, settings: Settings) -> None:
    inside = Organization(settings.organization.domains, "We encourage such talks.")
    view = previewed(store, replace(settings, organization=inside))
    for one in view.proposals:
        assert one.body.endswith("We encourage such talks.") == one.address.endswith("@example.org")
    assert {one.address.endswith("@example.org") for one in view.proposals} == {True, False}


def test_a_target_raises_a_known_tie_and_says_so(store: Store, settings: Settings) -> None:
    name, wanted = "Kwame Mensah", Target(Aim.CAREER, why="maps", organizations=("Harbourlight",), weight=0.8)
    before = {tie.person.name: tie for tie in previewed(store, replace(settings, targets=())).ties}
    after = {tie.person.name: tie for tie in previewed(store, replace(settings, targets=(wanted,))).ties}
    assert after[name].score - before[name].score == pytest.approx(0.3 * 0.2 * 0.8)
    assert "target.career" in [one.code for one in after[name].reasons]
    assert "“maps”" in [reason(one, "en") for one in after[name].reasons][-1]
    assert after["Emily Chen"].score == before["Emily Chen"].score


def test_a_target_past_its_horizon_does_nothing_and_is_counted(store: Store, settings: Settings) -> None:
    view = previewed(store, replace(settings, targets=(replace(ZOE, until=NOW.date() - timedelta(days=1)),)))
    assert view.past_targets == 1
    assert "Zoé Kowalski" not in {one.proposal.person.name for one in view.proposals}


def test_nobody_without_a_target_or_the_user_s_word_is_approached(store: Store, settings: Settings) -> None:
    view = previewed(store, replace(settings, targets=()))
    assert {one.proposal.approach for one in view.proposals} == {Approach.CATCH_UP}
    said = PersonSettings(name="Paul Bouchard", addresses=("paul.bouchard@example.org",), approach=Approach.MESSAGE)
    found = to(previewed(store, replace(settings, targets=(), people=(*settings.people, said))), "Paul Bouchard")
    assert "target.named" in codes(found) and "route.chosen" in codes(found)


def test_every_proposal_has_its_card_and_a_slot_in_a_gap(store: Store, settings: Settings) -> None:
    view = previewed(store, replace(settings, targets=(ZOE, PAUL)))
    assert len({one.proposal.approach for one in view.proposals}) == 3
    for one in view.proposals:
        assert one.card is not None and 1 <= len(one.card.questions) <= 2
        assert any(gap.start <= one.proposal.start and one.proposal.end <= gap.end for gap in view.gaps.gaps)
        for name in one.card.both_know:
            assert name not in one.body


@pytest.mark.parametrize("who", ["Zoé Kowalski", "Somebody Unheard-of"])
def test_a_stranger_whose_proposal_ended_is_left_in_peace_like_anybody(
    store: Store, settings: Settings, who: str
) -> None:
    """Also one whom nothing but the target names. Of each outcome the day after, and when it is over."""
    named = replace(settings, targets=(replace(ZOE, people=(who,)),))
    record(store, previewed(store, named))
    [kept] = [one for one in ledger.recorded(store) if one.name == who]
    told = kept.approach == Approach.INTRODUCTION  # of a referral, somebody else was asked
    silence = ("rest.silent", 181) if told else ("resting", 91)
    for steps, why, over in (
        ((Step.DISMISS,), "resting", 91),
        ((Step.ASK, Step.LAPSE), *silence),
        ((Step.ASK, Step.DECLINE), "rest.declined", 181),
        ((Step.ASK, Step.CONFIRM), "resting", 91),
    ):
        with store.transaction():
            store.connection.execute("UPDATE proposal SET state = 'proposed' WHERE id = ?", (kept.id,))
        for number, step in enumerate(steps):
            ledger.mark(store, kept.id, step, now=NOW)
            if number + 1 < len(steps):
                assert why_not(previewed(store, named, NOW + timedelta(days=1)), who) == "open_proposal"
        assert why_not(previewed(store, named, NOW + timedelta(days=1)), who) == why
        later = previewed(store, named, NOW + timedelta(days=over))
        assert who not in {one.person.name for one in later.passed_over if one.reason.code == why}


def test_a_text_that_names_no_day_waits_a_month_for_its_answer(store: Store, settings: Settings) -> None:
    record(store, previewed(store, settings))
    [kept] = [one for one in ledger.recorded(store) if one.approach == Approach.REFERRAL]
    sent = kept.start + timedelta(days=3)
    ledger.mark(store, kept.id, Step.ASK, now=sent)
    follow(store, settings, {}, now=sent + timedelta(days=29))
    assert ledger.state_of(store, kept.id) is State.ASKED
    follow(store, settings, {}, now=sent + timedelta(days=30))
    assert ledger.state_of(store, kept.id) is State.LAPSED
