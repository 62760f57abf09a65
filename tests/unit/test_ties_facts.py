"""The facts that the database aggregates are those that a dumber count of the same mail finds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.contract import MailKind, Message
from coucou.core.seasons import steps_of
from coucou.core.tie_facts import TieFacts
from coucou.store.facts import tie_facts
from tests.unit.ledgers import ANA, INES, LEA, NOW, OMAR, a_ledger, mail, take

OTHERS = (LEA, OMAR, INES)


@st.composite
def messages(draw: st.DrawFn) -> Message:
    sender = draw(st.sampled_from((ANA, *OTHERS)))
    return mail(
        sender,
        draw(st.lists(st.sampled_from((ANA, *OTHERS)), max_size=4, unique=True)),
        tuple(draw(st.lists(st.sampled_from((ANA, *OTHERS)), max_size=2, unique=True))),
        id=f"{draw(st.integers(0, 10**9))}@example.org",
        at=NOW - timedelta(days=draw(st.integers(0, 6_500)), seconds=draw(st.integers(1, 86_000))),
        kind=draw(st.sampled_from((MailKind.PERSONAL, MailKind.PERSONAL, MailKind.BULK))),
    )


def by_hand(held: list[Message], address: str, until: int) -> TieFacts:
    """The same facts, from the messages themselves."""
    sent, received, heard, seen, company = [], [], [], [], []
    for message in held:
        moment = int(message.moment.timestamp())
        roles = {p.role.value for p in message.participants if p.address == address}
        if not roles or moment > until:
            continue
        sender = next(p.address for p in message.participants if p.role.value == "from")
        to = {p.address for p in message.participants if p.role.value == "to"}
        everybody = {p.address for p in message.participants}
        direct = message.kind is MailKind.PERSONAL and len(to | {sender}) <= 3
        if direct and sender == ANA and address in to:
            sent.append(moment)
            company.append(len(everybody - {ANA}))
        elif direct and sender == address and ANA in to:
            received.append(moment)
            company.append(len(everybody - {ANA}))
        if sender == address and moment not in received:
            heard.append(moment)
        if roles - {"from"} and not (moment in sent and "cc" not in roles):
            seen.append(moment)
    touched = sent + received
    return TieFacts(
        len(sent),
        len(received),
        min(touched, default=0),
        max(sent, default=0),
        max(received, default=0),
        max(touched + heard + seen),
        sum(company),
        steps_of(touched, until),
        steps_of(heard, until),
        steps_of(seen, until),
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(messages(), max_size=12, unique_by=(lambda m: m.message_id, lambda m: m.moment)),
    st.integers(0, 6_000),
)
def test_the_database_counts_what_a_reader_of_the_mail_would_count(held: list[Message], days_ago: int) -> None:
    until = int((NOW - timedelta(days=days_ago)).timestamp())
    with a_ledger() as store:
        take(store, *held)
        found = tie_facts(store.connection, until)
    expected = {}
    for address in OTHERS:
        if any(p.address == address and m.moment.timestamp() <= until for m in held for p in m.participants):
            expected[address] = by_hand(held, address, until)
    assert found == expected


@settings(max_examples=30, deadline=None)
@given(st.lists(messages(), max_size=8, unique_by=lambda m: m.message_id), st.integers(1, 6_000))
def test_nothing_after_the_moment_changes_anything(held: list[Message], days_ago: int) -> None:
    until = int((NOW - timedelta(days=days_ago)).timestamp())
    with a_ledger() as store:
        take(store, *(m for m in held if m.moment.timestamp() <= until))
        before = tie_facts(store.connection, until)
        take(store, *held)
        assert tie_facts(store.connection, until) == before


def test_mail_of_longer_ago_than_eight_years_is_counted_and_its_seasons_forgotten() -> None:
    long_ago = datetime(1999, 5, 1, tzinfo=UTC)
    with a_ledger() as store:
        take(store, mail(ANA, [LEA], id="1@example.org", at=long_ago), mail(LEA, [ANA], id="2@example.org", at=NOW))
        facts = tie_facts(store.connection, int(NOW.timestamp()))[LEA]
    assert (facts.sent, facts.received, facts.first_touch) == (1, 1, int(long_ago.timestamp()))
    assert facts.touched == 1


def test_the_users_own_addresses_have_no_facts() -> None:
    with a_ledger() as store:
        take(store, mail(ANA, [LEA]))
        assert set(tie_facts(store.connection, int(NOW.timestamp()))) == {LEA}
