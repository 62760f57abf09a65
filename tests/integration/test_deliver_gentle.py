"""Nobody is disturbed who should not be: what is looked at in the moment of sending, and what is never done alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.utils import getaddresses
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou import decide
from coucou.cli.edge import settings_of
from coucou.contract import Answer, MailKind, TryLater, Unclear
from coucou.core.budget import week_of
from coucou.core.event import Event
from coucou.core.proposal import State
from coucou.core.settings import Approach, Budget, Channel, Hours, Mode, PersonSettings, QuietPeriod
from coucou.daemon.jobs import Work
from coucou.daemon.sending import deliveries
from coucou.deliver.checks import pause
from coucou.deliver.parcel import parcel
from coucou.store import effects, ledger, open_store
from coucou.sync import SyncReport
from coucou.words import say
from tests.integration.desks import INES, LEA, NOW, SETTINGS, ZONE, Desk, a_desk, history
from tests.system import desk as files
from tests.unit.ledgers import ANA, mail


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path) as found:
        found.sync()
        found.plan()
        yield found


def pass_by(desk: Desk) -> None:
    desk.sync()
    desk.deliver()


def until_sent(desk: Desk, address: str) -> ledger.Recorded:
    for _ in range(8):
        pass_by(desk)
        if desk.state(address) is not State.APPROVED:
            break
        desk.later(days=1)
    return desk.proposal(address)


# --- to whom --------------------------------------------------------------------------------------------------------


def test_the_one_guest_is_the_only_address_of_what_leaves(desk: Desk) -> None:
    desk.approve(LEA)
    assert until_sent(desk, LEA).state is State.SENT
    (made,) = desk.far.agenda.live()
    assert made.invitation.ics is not None and made.invitation.eml is not None
    assert made.invitation.ics.count(b"ATTENDEE") == 1
    letter = message_from_bytes(made.invitation.eml, policy=policy.default)
    heads = [str(letter[name]) for name in ("To", "Cc", "Bcc") if letter[name]]
    assert [address for _, address in getaddresses(heads)] == [LEA]


@pytest.mark.parametrize(
    "address", ["info@example.org", "no-reply@example.org", "team@lists.example.org", "not an address", ""]
)
def test_what_is_no_persons_address_by_now_is_not_written_to(desk: Desk, address: str) -> None:
    """Whatever brought it there: a table changed by hand, an older version, a person put together anew."""
    identity = desk.approve(LEA)
    with desk.store.transaction():
        desk.store.connection.execute("UPDATE proposal SET address = ? WHERE id = ?", (address, identity))
    pass_by(desk)
    (one,) = [one for one in ledger.recorded(desk.store) if one.id == identity]
    assert (one.state, [why.code for why in one.why]) == (State.EXPIRED, ["address_changed"])
    assert desk.far.agenda.asked == []


def test_an_address_that_bounced_since_the_approval_is_not_written_to(desk: Desk) -> None:
    desk.approve(LEA)
    bounce = mail("mailer-daemon@example.org", [ANA], id="bounce", at=desk.now, kind=MailKind.BOUNCE, failed=(LEA,))
    desk.far.put(bounce)
    pass_by(desk)
    assert (desk.state(LEA), desk.why(LEA)) == (State.EXPIRED, ["dead_address"])


def test_an_invitation_from_another_machine_stands_against_ours_at_the_moment_of_sending(
    desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "second").mkdir()
    with a_desk(tmp_path / "second") as second:
        second.far = desk.far
        second.sync()
        second.plan()
        other = second.proposal(LEA)
        later = timedelta(hours=3)
        decide.edit(second.store, replace(other, start=other.start + later, end=other.end + later), now=second.now)
        second.approve(LEA)
        with second.store.transaction():  # its own moment, and so an id of its own
            second.store.connection.execute("UPDATE proposal SET id = 'another2' WHERE id = ?", (other.id,))
        assert until_sent(second, LEA).state is State.SENT
        desk.approve(LEA)
        desk.now = second.now
        pass_by(desk)
    assert (desk.state(LEA), desk.why(LEA)) == (State.EXPIRED, ["open_elsewhere"])
    assert desk.invited() == [LEA]


# --- when -----------------------------------------------------------------------------------------------------------


def test_in_the_middle_of_their_night_it_waits_for_their_morning(desk: Desk) -> None:
    desk.set(people=(PersonSettings(addresses=(LEA,), timezone="Asia/Tokyo"),))
    desk.approve(LEA)
    pass_by(desk)
    assert (desk.state(LEA), desk.why(LEA)) == (State.APPROVED, ["night_there"]), "10:00 here is midnight there"


def test_on_a_public_holiday_of_theirs_nothing_is_sent(tmp_path: Path) -> None:
    with a_desk(tmp_path) as desk:
        desk.now = datetime(2026, 4, 30, 10, 0, tzinfo=ZONE)
        history(desk.far, "ivo@example.de", "Ivo Brandt", silent_days=90)
        desk.sync()
        desk.plan()
        desk.approve("ivo@example.de")
        desk.now = datetime(2026, 5, 1, 10, 0, tzinfo=ZONE)  # a Friday, a holiday in Germany and none in Québec
        pass_by(desk)
        assert (desk.state("ivo@example.de"), desk.why("ivo@example.de")) == (State.APPROVED, ["holiday_there"])
        assert desk.far.agenda.asked == []


def test_in_a_quiet_period_of_the_users_nothing_is_sent(desk: Desk) -> None:
    desk.approve(LEA)
    desk.set(hours=replace(Hours(), quiet_periods=(QuietPeriod((3, 2), (3, 2)),)))
    pass_by(desk)
    assert (desk.state(LEA), desk.why(LEA)) == (State.APPROVED, ["no_sending_day"])


@pytest.mark.parametrize(
    ("now", "hour"),
    [
        (datetime(2026, 3, 4, 10, tzinfo=ZONE), "spring"),
        (datetime(2026, 10, 28, 10, tzinfo=ZONE), "autumn"),
        (datetime(2026, 12, 29, 10, tzinfo=ZONE), "year end"),
    ],
    ids=["into summer time", "out of it", "over New Year"],
)
def test_over_a_change_of_clocks_or_years_the_moment_that_was_approved_is_what_stands(
    tmp_path: Path, now: datetime, hour: str
) -> None:
    with a_desk(tmp_path) as desk:
        desk.now = now
        desk.set(people=(PersonSettings(addresses=(LEA,), channel=Channel.INVITE),))
        desk.sync()
        desk.plan()
        desk.approve(LEA)
        one = until_sent(desk, LEA)
        assert one.state is State.SENT, (hour, one.why)
        (made,) = desk.far.agenda.live()
        assert made.invitation.start.timestamp() == one.start.timestamp()
        wall = made.invitation.start.astimezone(ZONE)
        assert wall.utcoffset() == one.start.utcoffset() and 9 <= wall.hour < 17
        desk.far.agenda.answer(next(iter(desk.far.agenda.made)), Answer.ACCEPTED)
        desk.now = one.end + timedelta(minutes=1)
        desk.sync()
        assert desk.state(LEA) is State.MET


# --- stopping -------------------------------------------------------------------------------------------------------


def test_a_pause_said_by_another_process_during_a_pass_stops_the_next_one(desk: Desk) -> None:
    desk.set(budget=Budget(a_week=5, a_day=5))
    desk.approve(LEA)
    desk.approve(INES)
    desk.sync()
    agenda, path = desk.far.agenda, desk.store.path

    def switched(event: Event) -> None:
        with open_store(path, now=desk.now, urgent=True) as other:
            pause(other, None)

    agenda.put = switched
    desk.deliver()
    assert len(agenda.made) == 1, "what was asked is asked; nothing after it"
    assert sorted(one.state for one in ledger.recorded(desk.store)) == sorted(
        [State.APPROVED, desk.state(LEA) if desk.state(LEA) is not State.APPROVED else desk.state(INES)]
    )


def test_without_a_reading_in_this_very_pass_nothing_is_sent(desk: Desk) -> None:
    desk.approve(LEA)
    desk.report = SyncReport()
    desk.deliver()
    assert (desk.state(LEA), desk.why(LEA)) == (State.APPROVED, ["account_unread"])


def test_the_daemon_calls_nobody_for_a_text_nor_while_paused(tmp_path: Path) -> None:
    home = files.a_desk(tmp_path / "desk", files.LEA)
    settings, now = settings_of(home.config), NOW
    calls: list[int] = []
    work = Work(settings, home.state, now, alive=lambda: calls.append(1))
    with a_desk(tmp_path) as desk:
        desk.sync()
        desk.plan()
        identity = desk.approve(LEA)
        with desk.store.transaction():
            desk.store.connection.execute("UPDATE proposal SET channel = 'draft' WHERE id = ?", (identity,))
        work = replace(work, state=desk.store.path)
    deliveries(work)
    assert calls == [], "a text is for the user to send"
    with open_store(work.state, now=now) as store:
        with store.transaction():
            store.connection.execute("UPDATE proposal SET channel = 'invite', send_on = NULL WHERE id = ?", (identity,))
        pause(store, None)
    deliveries(work)
    assert calls == []
    with open_store(work.state, now=now) as store:
        pause(store, now - timedelta(days=1))
    deliveries(work)
    assert calls != []


# --- after an answer ------------------------------------------------------------------------------------------------


def an_ask(desk: Desk, address: str) -> ledger.Recorded:
    desk.approve(address)
    assert until_sent(desk, address).state is State.HELD
    desk.later(hours=1)
    desk.far.put(mail(ANA, [address], id="asked", at=desk.now, sent=True))
    desk.later(minutes=10)
    desk.sync()
    assert desk.state(address) is State.ASKED
    return desk.proposal(address)


def test_after_a_reply_nothing_at_all_happens_to_that_person_until_the_user_answers(desk: Desk) -> None:
    ask = an_ask(desk, INES)
    desk.later(hours=1)
    desk.far.put(mail(INES, [ANA], id="reply", at=desk.now))
    desk.set(people=(PersonSettings(addresses=(INES,), auto=True),), mode=Mode.AUTO)
    before = list(desk.far.agenda.asked)
    for _ in range(40):  # its time passes, and months after it
        desk.later(days=7)
        desk.sync()
        desk.plan()
        desk.deliver()
    about = [one for one in ledger.recorded(desk.store) if INES in one.addresses]
    assert [(one.id, one.state) for one in about] == [(ask.id, State.ASKED)]
    assert [call for call in desk.far.agenda.asked if call not in before] == []


def test_whoever_answered_an_ask_after_it_lapsed_gets_nothing_alone_until_the_user_allows_it(desk: Desk) -> None:
    desk.set(people=(PersonSettings(addresses=(LEA,), channel=Channel.ASK),))
    desk.later(minutes=1)
    desk.plan()
    an_ask(desk, LEA)
    desk.now = desk.proposal(LEA).start + timedelta(hours=1)
    desk.sync()
    assert desk.state(LEA) is State.LAPSED
    desk.later(days=2)
    desk.far.put(mail(LEA, [ANA], id="late", at=desk.now))  # it may say "please stop"
    desk.set(people=(PersonSettings(addresses=(LEA,), auto=True),), mode=Mode.AUTO)
    desk.later(days=150)
    desk.sync()
    desk.plan()
    assert desk.state(LEA) is State.PROPOSED, "the user may still approve it"
    for _ in range(3):
        pass_by(desk)
        desk.later(days=1)
    assert desk.invited() == []
    decide.allow(desk.store, [LEA], now=desk.now)
    desk.sync()
    desk.plan()
    until_sent(desk, LEA)
    for _ in range(6):
        pass_by(desk)
        desk.later(days=1)
    assert desk.invited() == [LEA]


@pytest.mark.parametrize("mode", [Mode.PREVIEW, Mode.APPROVE])
def test_a_letter_to_somebody_is_no_ask_where_an_invitation_was_to_be_sent_for_the_user(desk: Desk, mode: Mode) -> None:
    desk.set(mode=mode)
    desk.later(hours=1)
    desk.far.put(mail(ANA, [LEA], id="about work", at=desk.now, sent=True))
    desk.later(hours=1)
    desk.sync()
    assert desk.state(LEA) is (State.ASKED if mode is Mode.PREVIEW else State.PROPOSED)
    desk.plan()
    assert desk.state(LEA) is (State.ASKED if mode is Mode.PREVIEW else State.EXPIRED), "no silence is counted of it"


def test_an_ask_whose_time_was_changed_lapses_with_the_new_time(desk: Desk) -> None:
    ask = an_ask(desk, INES)
    week = timedelta(days=7)
    decide.edit(desk.store, replace(ask, start=ask.start + week, end=ask.end + week), now=desk.now)
    desk.now = ask.start + timedelta(hours=1)
    desk.sync()
    assert desk.state(INES) is State.ASKED, "the time that was held has passed; the one that is proposed has not"
    desk.now = ask.start + week + timedelta(minutes=1)
    desk.sync()
    assert desk.state(INES) is State.LAPSED


def test_what_the_other_declined_stays_in_the_calendar_and_takes_its_time_until_the_user_deletes_it(
    desk: Desk,
) -> None:
    desk.approve(LEA)
    slot = until_sent(desk, LEA).start
    key = next(iter(desk.far.agenda.made))
    desk.far.agenda.answer(key, Answer.DECLINED)
    pass_by(desk)
    assert desk.state(LEA) is State.DECLINED
    assert [verb for verb, _ in desk.far.agenda.asked].count("cancel") == 0, "no second message to who said no"
    assert desk.invited() == [LEA]
    desk.far.agenda.delete(key)
    pass_by(desk)
    assert desk.state(LEA) is State.DECLINED and slot > desk.now


def test_what_is_put_off_is_taken_back_when_an_earlier_request_of_it_arrives_late(desk: Desk) -> None:
    desk.far.agenda.fail("send", Unclear("too late"), acted=False)
    desk.approve(LEA)
    pass_by(desk)
    one = desk.proposal(LEA)
    assert one.state is State.APPROVED
    late = parcel(desk.store, desk.settings, one, now=desk.now)
    decide.snooze(desk.store, one, desk.now + timedelta(days=30), now=desk.now)
    desk.far.agenda.send(late)
    pass_by(desk)
    assert (desk.state(LEA), desk.invited()) == (State.SNOOZED, [])
    assert all(one.seen is not effects.Seen.THERE for one in effects.effects(desk.store))


# --- alone ----------------------------------------------------------------------------------------------------------


WHO = {"p1@example.org": 90, "p2@example.org": 100, "p3@example.org": 300, "p4@example.net": 90, "p5@example.net": 120}


@settings(max_examples=25, deadline=None)
@given(
    mode=st.sampled_from(Mode),
    people=st.lists(
        st.tuples(
            st.booleans(),
            st.sampled_from([None, *Channel]),
            st.sampled_from([None, *Approach]),
            st.sampled_from(["", "never", "private"]),
        ),
        min_size=len(WHO),
        max_size=len(WHO),
    ),
    budget=st.builds(Budget, a_week=st.integers(1, 3), a_day=st.integers(1, 2)),
    inside=st.sampled_from([(), ("example.org",), ("example.net",)]),
    days=st.integers(1, 12),
    fails=st.booleans(),
)
def test_alone_it_invites_only_marked_colleagues_within_the_budgets_and_the_text_says_so(
    mode: Mode,
    people: list[tuple[bool, Channel | None, Approach | None, str]],
    budget: Budget,
    inside: tuple[str, ...],
    days: int,
    fails: bool,
) -> None:
    said = tuple(
        PersonSettings(
            addresses=(address,), auto=auto, channel=channel, approach=approach,
            never=word == "never", private=word == "private",
        )
        for address, (auto, channel, approach, word) in zip(WHO, people, strict=True)
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="coucou-") as folder, a_desk(Path(folder)) as desk:
        for address, silent in WHO.items():
            history(desk.far, address, f"Person {address[1]}", silent_days=silent)
        organization = replace(SETTINGS.organization, domains=inside)
        desk.set(mode=mode, people=said, budget=budget, organization=organization)
        sent_on = []
        for _ in range(days):
            desk.sync()
            desk.plan()
            if fails:
                desk.far.agenda.fail("send", TryLater("down"))
            before = len(desk.far.agenda.made)
            desk.deliver()
            sent_on += [desk.now.astimezone(ZONE).date()] * (len(desk.far.agenda.made) - before)
            desk.later(days=1)
        marked = {one.addresses[0] for one in said if one.auto and not (one.never or one.private)}
        for made in desk.far.agenda.made.values():
            guest = made.invitation.attendee
            assert mode is Mode.AUTO and guest in marked
            assert guest.partition("@")[2] in inside
            assert any(say("auto.line", language) in made.invitation.body for language in ("en", "fr"))
        for one in ledger.recorded(desk.store):
            if one.state not in (State.PROPOSED, State.EXPIRED):
                assert (one.approach, one.channel) == (Approach.CATCH_UP, Channel.INVITE)
        weeks = [week_of(day) for day in sent_on]
        assert all(sent_on.count(day) <= budget.a_day for day in sent_on)
        assert all(weeks.count(week) <= budget.a_week for week in weeks)


def test_alone_it_does_invite_whom_it_may(tmp_path: Path) -> None:
    """So that the property above is not true of nothing."""
    with a_desk(tmp_path) as desk:
        desk.set(mode=Mode.AUTO, people=(PersonSettings(addresses=(LEA,), auto=True),))
        desk.sync()
        desk.plan()
        for _ in range(4):
            pass_by(desk)
            desk.later(days=1)
        assert desk.invited() == [LEA]
