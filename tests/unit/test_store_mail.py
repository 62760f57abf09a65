"""Messages in the ledger: once each, whatever their copies; judged by who the user is; without what is excluded."""

from __future__ import annotations

import dataclasses
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.contract import Batch, Cursor, MailKind, Message, Role
from coucou.core.address import normal
from coucou.core.facts import Offset
from coucou.core.settings import Exclude, Settings
from coucou.core.touch import RECEIVED, SENT, SIGHTING, contact, people_among
from coucou.store import circles, ledger
from tests.unit.ledgers import ANA, INES, LEA, NOW, OMAR, a_ledger, assert_sound, contacts, mail, people_on_mail, take

UNTIL = int(NOW.timestamp())
LIST = "team@lists.example.org"
ADDRESSES = [ANA, "Ana.Tremblay@example.com", LEA, "LEA+news@example.net", OMAR, INES, LIST]
OWN = frozenset({ANA, "ana.tremblay@example.com"})


def test_what_i_send_to_a_few_and_what_is_sent_to_me_are_touches_and_the_rest_are_sightings() -> None:
    with a_ledger() as store:
        take(
            store,
            mail(ANA, [LEA], [OMAR], id="out"),
            mail(LEA, [ANA], [OMAR], id="in"),
            mail(LEA, [OMAR], [ANA], id="only copied"),
            mail(LEA, [ANA], id="newsletter", kind=MailKind.BULK),
        )
        direct = {(message, address): code for message, address, code in contacts(store) if code}
        assert direct == {("out", LEA): SENT, ("in", LEA): RECEIVED}


def test_one_message_in_two_accounts_is_one_message() -> None:
    with a_ledger() as store:
        first = take(store, mail(LEA, [ANA]), account="work")
        second = take(store, mail(LEA, [ANA]), account="home")
        assert (first.messages, second.messages, second.again) == (1, 0, 1)
        assert ledger.counts(store)["messages"] == 1


def test_messages_without_an_id_are_told_apart_by_moment_and_people() -> None:
    with a_ledger() as store:
        later = datetime(2026, 1, 5, 13, tzinfo=UTC)
        take(store, mail(LEA, [ANA], id=""), mail(LEA, [ANA], id=""), mail(LEA, [ANA], id="", at=later))
        take(store, mail(OMAR, [ANA], id=""), account="home")
        assert ledger.counts(store)["messages"] == 3


def test_the_sent_copy_tells_what_a_copy_from_a_list_hides() -> None:
    from_list = mail(ANA, [LIST], kind=MailKind.BULK, subject=None)
    sent_copy = mail(ANA, [LIST, LEA], sent=True, subject="Lunch?")
    for copies in ([from_list, sent_copy], [sent_copy, from_list]):
        with a_ledger() as store:
            for copy in copies:
                take(store, copy)
            (touch,) = ledger.touches_of(store, [LEA], NOW)
            assert (touch.contact, touch.subject, touch.size) == (SENT, "Lunch?", 1)
            (me,) = ledger.senders(store, UNTIL)
            assert (me.address, me.sent_as) == (ANA, 1)


def test_a_servers_utc_tells_nothing_of_where_somebody_is() -> None:
    with a_ledger() as store:
        for day in range(1, 6):
            take(store, mail(LEA, [ANA], id=str(day), at=datetime(2026, 1, day, 14, tzinfo=UTC)))
        (facts,) = (f for f in ledger.addresses(store, UNTIL) if f.address == LEA)
        assert facts.offset is None
        at_home = datetime(2026, 1, 7, 9, tzinfo=timezone(timedelta(hours=-8)))
        take(store, mail(LEA, [ANA], id="home", at=at_home))
        (facts,) = (f for f in ledger.addresses(store, UNTIL) if f.address == LEA)
        assert facts.offset == Offset(-480, int(at_home.timestamp()))


def test_names_are_counted_once_a_message_and_moments_bound_what_is_told() -> None:
    with a_ledger() as store:
        for day in (1, 2, 3):
            at = datetime(2026, 1, day, 9, tzinfo=timezone(timedelta(hours=-5)))
            message = mail(LEA, [ANA], id=str(day), at=at, names={LEA: "Léa Roy"})
            take(store, message, message)
            take(store, message)
        take(store, mail(LEA, [ANA], id="4", at=datetime(2026, 2, 1, tzinfo=UTC), names={LEA: "Léa Roy-Côté"}))
        facts = {f.address: f for f in ledger.addresses(store, UNTIL)}[LEA]
        assert facts.names == {"Léa Roy": 3, "Léa Roy-Côté": 1}
        assert (facts.direct, facts.offset and facts.offset.minutes) == (4, -300)
        january = {f.address: f for f in ledger.addresses(store, int(datetime(2026, 1, 2, 23, tzinfo=UTC).timestamp()))}
        assert january[LEA].names == {"Léa Roy": 3}
        assert january[LEA].direct == 2
        assert list(ledger.addresses(store, int(datetime(2025, 1, 1, tzinfo=UTC).timestamp()))) == []


def test_pairs_that_are_met_again_and_again_are_judged_and_counted_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(circles, "MOST", 1)  # so that each pair is also forgotten and met anew
    pairs = [mail(LEA, [ANA], names={LEA: "Léa Roy"}), mail(OMAR, [ANA], names={OMAR: "Omar"}), mail(ANA, [LEA])]
    kinds = [MailKind.PERSONAL, MailKind.BULK, MailKind.PERSONAL]
    days = [datetime(2026, 1, day, tzinfo=UTC) for day in (2, 3, 1)]
    met = [
        dataclasses.replace(pair, message_id=f"{number}/{day}", moment=day, kind=kind)
        for number, pair in enumerate(pairs)
        for day, kind in zip(days, kinds, strict=True)
    ]
    with a_ledger() as together, a_ledger() as alone:
        take(together, *met)
        for message in met:  # each by itself, with people of its own
            take(
                alone, dataclasses.replace(message, participants=tuple(map(dataclasses.replace, message.participants)))
            )
        assert people_on_mail(together) == people_on_mail(alone)
        assert list(ledger.addresses(together, UNTIL)) == list(ledger.addresses(alone, UNTIL))
        names = {f.address: f.names for f in ledger.addresses(together, UNTIL)}
        assert (names[LEA], names[OMAR]) == ({"Léa Roy": 3}, {"Omar": 3})
        before = {f.address: f.names for f in ledger.addresses(together, int(days[2].timestamp()))}
        assert before[LEA] == {"Léa Roy": 3}
        assert list(ledger.addresses(together, int(days[2].timestamp()) - 1)) == []


def test_people_met_before_another_process_wrote_are_looked_up_anew() -> None:
    first = mail(LEA, [ANA], id="1")
    with a_ledger() as store, closing(sqlite3.connect(store.path)) as other:
        own = frozenset({ANA})
        with ledger.intake(store, "work", "mail", exclude=Exclude(), own=own, now=NOW) as desk:
            desk.take(Batch((first,)))
            desk.commit()
            with other:  # the same numbers, other people
                for table in ("message", "alias", "address"):
                    other.execute(f"DELETE FROM {table}")
                row = "INSERT INTO address (id, address, written) VALUES (?, ?, ?)"
                other.executemany(row, [(1, OMAR, OMAR), (2, INES, INES), (3, ANA, ANA), (4, LEA, LEA)])
            desk.take(Batch((dataclasses.replace(first, message_id="2"),)))
        assert contacts(store) == {("2", LEA, RECEIVED), ("2", ANA, SIGHTING)}


def test_an_address_is_dead_after_a_bounce_until_something_comes_from_it() -> None:
    def dead(day: int) -> bool:
        until = int(datetime(2026, 1, day, 23, tzinfo=UTC).timestamp())
        return {f.address: f.dead for f in ledger.addresses(store, until)}[LEA]

    with a_ledger() as store:
        take(store, mail(ANA, [LEA], id="1", at=datetime(2026, 1, 1, tzinfo=UTC)))
        bounce = mail("mailer-daemon@example.net", [ANA], id="2", kind=MailKind.BOUNCE, failed=("LEA@example.net",))
        take(store, dataclasses.replace(bounce, moment=datetime(2026, 1, 2, tzinfo=UTC)))
        take(store, mail(LEA, [ANA], id="3", at=datetime(2026, 1, 4, tzinfo=UTC)))
        assert [dead(day) for day in (1, 2, 3, 4)] == [False, True, True, False]


def test_what_cannot_be_written_as_text_is_replaced_and_not_fatal() -> None:
    with a_ledger() as store:
        broken = "caf\udce9 \x00 \ud800"
        message = mail(LEA, [ANA], subject=broken, labels=(broken,), names={LEA: broken})
        message = dataclasses.replace(message, message_id=broken, references=(broken,))
        assert take(store, message, mail("\udcff@example.org", [ANA], id="2")).messages == 2
        assert ledger.touches_of(store, [LEA], NOW)[0].subject == "caf? \x00 ?"


def test_without_subjects_none_is_stored() -> None:
    with a_ledger() as store:
        take(store, mail(LEA, [ANA], subject="Secret"), exclude=Exclude(subjects=False))
        assert b"Secret" not in "".join(store.connection.iterdump()).encode()


def test_excluded_people_leave_no_trace_but_the_size_of_the_group() -> None:
    exclude = Exclude(domains=("example.com",), addresses=(LEA,))
    with a_ledger() as store:
        applied = take(
            store,
            mail(LEA, [ANA], id="only her"),
            mail(INES, [ANA, "x@mail.example.com"], id="only them"),
            mail("zoe@example.org", [ANA, LEA, OMAR], id="among others"),
            mail(ANA, [ANA], id="note to self"),
            exclude=exclude,
        )
        assert (applied.messages, applied.excluded) == (2, 2)
        dump = "".join(store.connection.iterdump())
        assert "lea@" not in dump
        assert "example.com" not in dump
        (touch,) = ledger.touches_of(store, ["zoe@example.org"], NOW, sightings=True)
        assert (touch.contact, touch.size) == (SIGHTING, 3)  # four talk, so it is no touch, as it was


def test_excluded_labels_keep_mail_out_and_take_out_what_got_one_later() -> None:
    exclude = Exclude(labels=("Privé",))
    with a_ledger() as store:
        take(store, mail(LEA, [ANA], id="1"), mail(LEA, [ANA], id="2", labels=("PRIVÉ", "b")), exclude=exclude)
        assert {message for message, _, _ in contacts(store)} == {"1"}
        take(store, mail(LEA, [ANA], id="1", labels=("privé",)), exclude=exclude)
        assert contacts(store) == set()


@st.composite
def messages(draw: st.DrawFn) -> Message:
    number = draw(st.integers(0, 5))
    people = st.lists(st.sampled_from(ADDRESSES), max_size=4)
    at = datetime(2026, 1, 1 + number, tzinfo=timezone(timedelta(hours=number - 3)))  # of the message, not of its copy
    return mail(
        draw(st.sampled_from(ADDRESSES)),
        draw(people),
        draw(people),
        id=f"{number}@example.org",
        at=at,
        kind=draw(st.sampled_from(list(MailKind))),
        sent=draw(st.booleans()),
        subject="Hello",
        labels=draw(st.sampled_from([(), ("a",), ("b", "a")])),
    )


def expected(found: list[Message], own: frozenset[str]) -> set[tuple[str, str, int]]:
    """A dumber model: all copies of a message together, judged by the core's own rule."""
    rows: set[tuple[str, str, int]] = set()
    for name in {message.message_id for message in found}:
        copies = [message for message in found if message.message_id == name]
        everybody = {(p.role, normal(p.address)) for message in copies for p in message.participants}
        talkers = {address for role, address in everybody if role is not Role.CC}
        kind = min((message.kind for message in copies), key=["personal", "automatic", "bulk", "bounce"].index)
        for role, address in everybody:
            code = contact(
                role,
                outgoing=any(a in own for r, a in everybody if r is Role.FROM),
                own_in_to=any(a in own for r, a in everybody if r is Role.TO),
                talking=people_among(talkers, own),
                people=people_among([a for _, a in everybody], own),
                kind=kind,
            )
            rows.add((name, address, code))
    return rows


@settings(max_examples=150, deadline=None)
@given(st.lists(messages(), max_size=12), st.data())
def test_the_order_and_the_repetition_of_copies_do_not_matter(found: list[Message], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(found + found[:3]))
    cut = data.draw(st.integers(0, len(shuffled)))
    with a_ledger() as once, a_ledger() as twice:
        take(once, *found, own=OWN)
        take(twice, *shuffled[:cut], own=OWN)
        take(twice, *shuffled[cut:], own=OWN, account="home")
        assert people_on_mail(once) == people_on_mail(twice)
        assert contacts(once) == expected(found, OWN)
        assert_sound(twice)


@settings(max_examples=100, deadline=None)
@given(st.lists(messages(), max_size=12), st.sets(st.sampled_from(sorted(OWN))))
def test_learning_an_address_later_judges_as_if_it_had_been_known(found: list[Message], before: set[str]) -> None:
    with a_ledger() as late, a_ledger() as early:
        take(late, *found, own=before)
        ledger.set_own(late, OWN)
        take(early, *found, own=OWN)
        assert people_on_mail(late) == people_on_mail(early)
        stored = {normal(p.address) for message in found for p in message.participants}
        assert ledger.own(late) == OWN & stored
        ledger.set_own(early, before)
        assert contacts(early) == expected(found, frozenset(before))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(messages(), max_size=12, unique_by=lambda message: message.message_id),
    st.sets(st.sampled_from([LEA, OMAR, INES, LIST])),
    st.booleans(),
    st.sets(st.sampled_from("ab")),
)
def test_excluding_later_leaves_what_excluding_from_the_start_would_have(
    found: list[Message], addresses: set[str], subjects: bool, labels: set[str]
) -> None:
    exclude = Exclude(addresses=tuple(addresses), labels=tuple(labels), subjects=subjects)
    with a_ledger() as late, a_ledger() as early:
        ledger.enforce(late, Settings())
        take(late, *found, own=OWN)
        ledger.enforce(late, Settings(exclude=exclude))
        take(early, *found, own=OWN, exclude=exclude)
        assert people_on_mail(late) == people_on_mail(early)
        assert_sound(late)
        ledger.set_own(late, frozenset())
        ledger.set_own(early, frozenset())
        assert people_on_mail(late) == people_on_mail(early)


def test_a_purge_leaves_nothing_in_the_file_nor_in_its_copies() -> None:
    with a_ledger() as store:
        ledger.enforce(store, Settings())
        take(store, *(mail("secret@example.com", [ANA], id=str(n), subject="Confidential") for n in range(300)))
        ledger.choose(store, ["secret@example.com"], ledger.Verdict.NEVER, now=NOW)
        copy = store.path.with_name("coucou.db.backup-v0-20260101T000000Z")
        copy.write_bytes(store.path.read_bytes())
        ledger.enforce(store, Settings(exclude=Exclude(domains=("example.com",))))
        held = b"".join(entry.read_bytes() for entry in store.path.parent.iterdir())
        assert b"secret@" not in held
        assert b"Confidential" not in held
        assert not copy.exists()


def test_excluding_less_reads_everything_again_and_excluding_more_does_not() -> None:
    with a_ledger() as store:
        ledger.enforce(store, Settings(exclude=Exclude(domains=("example.com",))))
        at = Batch(cursor=Cursor("here"))
        ledger.apply(store, "work", "mail", at, exclude=Exclude(), own=frozenset(), now=NOW)
        ledger.enforce(store, Settings(exclude=Exclude(domains=("example.com", "example.net"))))
        assert ledger.cursor(store, "work", "mail") == Cursor("here")
        ledger.enforce(store, Settings(exclude=Exclude(domains=("example.net",))))
        assert ledger.cursor(store, "work", "mail") is None
