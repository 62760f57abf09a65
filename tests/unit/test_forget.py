"""Who is forgotten leaves nothing but keyed hashes, and the keys of what was sent."""

from __future__ import annotations

from dataclasses import replace

from coucou.contract import Card, SourceId
from coucou.core.people import Person
from coucou.core.proposal import State, Step
from coucou.core.settings import Exclude
from coucou.store import audit, effects, ledger
from coucou.store.effects import Kind
from coucou.store.forget import forget
from tests.unit.ledgers import ANA, INES, LEA, NOW, OMAR, a_ledger, mail, take
from tests.unit.test_store_proposals import proposal


def test_what_was_sent_keeps_its_key_and_tells_of_nobody() -> None:
    with a_ledger() as store:
        sent, offered = proposal(LEA), proposal(LEA, day=10)
        ledger.record(store, [(sent, "Un café?", "Bonjour Léa"), (offered, "Un café?", "Bonjour Léa")], now=NOW)
        ledger.mark(store, sent.id, Step.APPROVE, now=NOW)
        effects.add(store, "key-1", sent.id, Kind.INVITE, "work", now=NOW)
        forget(store, [LEA], Exclude(), now=NOW)
        (kept,) = ledger.recorded(store)
        assert (kept.id, kept.uid) == (sent.id, sent.uid)
        assert (kept.name, kept.addresses, kept.address, kept.subject, kept.body, kept.reasons) == (
            "",
            (),
            "",
            "",
            "",
            (),
        )
        assert [one.key for one in effects.effects(store)] == ["key-1"]


def test_a_never_does_not_write_a_forgotten_address_down_again() -> None:
    with a_ledger() as store:
        take(store, mail(LEA, [ANA]))
        forget(store, [LEA], Exclude(), now=NOW)
        ledger.choose(store, [LEA, OMAR], ledger.Verdict.NEVER, now=NOW)
        assert set(ledger.choices(store)) == {OMAR}


def test_groups_stay_as_large_as_they_were_and_others_stay_known() -> None:
    with a_ledger() as store:
        take(store, mail(LEA, [ANA, INES], id="both"), mail(LEA, [ANA], id="alone"))
        forget(store, [LEA], Exclude(), now=NOW)
        assert ledger.counts(store)["messages"] == 1, "what only the two shared is gone"
        assert store.connection.execute("SELECT left_out FROM message").fetchall() == [(1,)]
        take(store, mail(LEA, [ANA, INES], id="later"), mail(LEA, [ANA], id="alone"))
        assert store.connection.execute("SELECT address FROM address ORDER BY address").fetchall() == [(ANA,), (INES,)]


def test_identifiers_made_of_an_address_keep_a_keyed_hash_in_its_place() -> None:
    with a_ledger() as store:
        take(store, mail(INES, [ANA, LEA], id=f"20260101-{LEA}"))
        forget(store, [LEA], Exclude(), now=NOW)
        take(store, mail(INES, [ANA, LEA], id=f"20260102-{LEA}"))
        ids = [text for (text,) in store.connection.execute("SELECT message_id FROM message ORDER BY id")]
        assert ids == [f"20260101-{audit.who(store, LEA)}", f"20260102-{audit.who(store, LEA)}"]


def test_a_card_of_somebody_forgotten_is_not_taken_again() -> None:
    with a_ledger() as store:
        card = Card(SourceId("c1"), "Léa Roy", (LEA,))
        take(store, card, reader="contacts")  # type: ignore[arg-type]  # the helper's readers are those of mail and events
        forget(store, [LEA], Exclude(), now=NOW)
        assert ledger.cards(store) == []
        take(store, card, reader="contacts")  # type: ignore[arg-type]
        assert ledger.cards(store) == []


def test_somebody_known_by_name_alone_is_not_taken_again_from_any_place_in_an_export() -> None:
    with a_ledger() as store:
        cards = Card(SourceId("row-7"), "Zoé D’Amours", organization="Nordlys"), Card(SourceId("row-8"), "Omar Diallo")
        take(store, *cards, reader="contacts")  # type: ignore[arg-type]
        forget(store, [], Exclude(), now=NOW, names=["Zoe D'Amours"])
        assert [one.name for one in ledger.cards(store)] == ["Omar Diallo"]
        moved = Card(SourceId("row-9"), "ZOÉ D’AMOURS", organization="Nordlys")
        found = take(store, moved, reader="contacts")  # type: ignore[arg-type]
        assert (found.cards, found.excluded) == (0, 1)
        namesake = Card(SourceId("row-10"), "Zoé D’Amours", ("zoe@example.com",))
        take(store, namesake, reader="contacts")  # type: ignore[arg-type]
        assert [one.addresses for one in ledger.cards(store)] == [(), ("zoe@example.com",)]
        kept = repr(store.connection.execute("SELECT * FROM forgotten").fetchall()).casefold()
        assert "zoé" not in kept
        assert "zoe" not in kept


def test_a_card_without_an_address_goes_with_the_person_of_its_name() -> None:
    with a_ledger() as store:
        take(store, Card(SourceId("c1"), "Léa Roy", organization="Nordlys"), reader="contacts")  # type: ignore[arg-type]
        forget(store, [LEA], Exclude(), now=NOW, names=["Léa Roy"])
        assert ledger.cards(store) == []


def test_what_was_to_be_asked_of_somebody_about_another_goes_with_either() -> None:
    stranger = Person("stranger", "Noor Haddad", (), "Nordlys")
    about_her = replace(proposal(INES), person=stranger)
    for addresses, names in (([INES], ["Inès Haddad"]), ([], ["Noor Haddad"])):
        with a_ledger() as store:
            ledger.record(store, [(about_her, "Une question", "Bonjour Inès, connaissez-vous Noor?")], now=NOW)
            forget(store, [LEA], Exclude(), now=NOW, names=["Léa Roy"])
            assert len(ledger.recorded(store)) == 1
            forget(store, addresses, Exclude(), now=NOW, names=names)
            assert ledger.recorded(store) == []


def test_forgetting_is_on_record_by_keyed_hash() -> None:
    with a_ledger() as store:
        take(store, mail(LEA, [ANA]))
        forget(store, [LEA], Exclude(), now=NOW)
        assert [(one.what, one.who) for one in audit.entries(store)] == [("forget", audit.who(store, LEA))]
        assert State.PROPOSED not in {one.state for one in ledger.recorded(store)}
