"""Who is who: which addresses are one person's, and which are not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import settings as quick
from hypothesis import strategies as st

from coucou.core.people import AddressFacts, CardFacts, Everyone, Person, identify, learned, own_addresses
from coucou.core.settings import Me, Organization, PersonSettings, Settings

YEAR = 365 * 86400
T0 = 1_500_000_000
NOBODY: frozenset[str] = frozenset()


def seen(address: str, *names: str, first: int = T0, last: int = T0 + YEAR, **more: object) -> AddressFacts:
    return AddressFacts(address, MappingProxyType({n: 3 for n in names}), first, last, 3, **more)  # type: ignore[arg-type]


def card(name: str, *addresses: str, organization: str = "", **more: object) -> CardFacts:
    return CardFacts("archive", name, addresses, organization, **more)  # type: ignore[arg-type]


def who(
    facts: Iterable[AddressFacts],
    cards: Iterable[CardFacts] = (),
    people: tuple[PersonSettings, ...] = (),
    own: frozenset[str] = NOBODY,
    **more: object,
) -> Everyone:
    return identify(facts, cards, Settings(people=people, **more), own)  # type: ignore[arg-type]


def groups(everyone: Everyone) -> set[frozenset[str]]:
    return {frozenset(p.addresses) for p in everyone.people}


def the(everyone: Everyone) -> Person:
    (person,) = everyone.people
    return person


# --- equal names ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        "Zoé Lafrenaye",
        "ZOÉ LAFRENAYE",
        "zoe lafrenaye",
        "Lafrenaye, Zoé",
        "LAFRENAYE Zoé",
        "Zoé Lafrenaye (via Google Docs)",
        "Zoé Lafrenaye (Montréal)",
        "Zoé Lafrenaye - Coopérative du Nord",
        "Zoé Lafrenaye | Nord",
        "Dre Zoé Lafrenaye",
        "Mme Zoé Lafrenaye, CPA",
        "'Zoé Lafrenaye'",
        "[EXT] Zoé Lafrenaye",
        "Zoé M. Lafrenaye",
    ],
)
def test_one_full_name_however_it_is_written_is_one_person(other: str) -> None:
    everyone = who([seen("zoe@nord.example", "Zoé Lafrenaye"), seen("zl@gmail.com", other, "Zoé Lafrenaye")])
    assert groups(everyone) == {frozenset({"zoe@nord.example", "zl@gmail.com"})}
    assert the(everyone).name == "Zoé Lafrenaye"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoé", "Zoé"),  # a first name alone
        ("Zoé", "Zoé Lafrenaye"),
        ("Jean A. Lafrenaye", "Jean B. Lafrenaye"),  # two middle initials
        ("Jean Lafrenaye Jr", "Jean Lafrenaye Sr"),
        ("Service client", "Service client"),
        ("", ""),
        ("Zoé Lafrenaye", "Zoé Lafrenière"),
    ],
)
def test_names_that_do_not_tell_one_person_join_nothing(one: str, other: str) -> None:
    assert len(who([seen("a@nord.example", one), seen("b@sud.example", other)]).people) == 2


def test_a_common_name_in_two_organisations_at_the_same_time_is_two_people() -> None:
    facts = [seen("jean.tremblay@nord.example", "Jean Tremblay"), seen("jtremblay@sud.example", "Tremblay, Jean")]
    assert len(who(facts).people) == 2


def test_a_common_name_that_changes_its_job_is_one_person() -> None:
    before = seen("jean.tremblay@nord.example", "Jean Tremblay", last=T0 + YEAR)
    after = seen("jtremblay@sud.example", "Jean Tremblay", first=T0 + YEAR + 86400, last=T0 + 3 * YEAR)
    assert the(who([before, after])).addresses == ("jtremblay@sud.example", "jean.tremblay@nord.example")


def test_a_common_name_at_work_and_at_home_is_one_person() -> None:
    facts = [seen("jean.tremblay@nord.example", "Jean Tremblay"), seen("jeannot77@videotron.ca", "Jean Tremblay")]
    assert len(who(facts).people) == 1


def test_a_home_address_is_nobody_elses_when_two_people_bear_its_name() -> None:
    facts = [
        seen("jean.tremblay@nord.example", "Jean Tremblay"),
        seen("jtremblay@sud.example", "Jean Tremblay"),
        seen("jeannot77@videotron.ca", "Jean Tremblay"),
    ]
    assert len(who(facts).people) == 3


@pytest.mark.parametrize(
    ("one", "other", "people"),
    [
        ("jean.roy", "jean.roy2", 2),
        ("jean.roy1", "jean.roy2", 2),
        ("jean.roy", "jean.roy-02", 2),
        ("jean.roy", "jroy", 1),
        ("jean.roy", "jean.roy1974", 1),  # a year is no number of people
        ("jean.roy.488", "jean.roy.993", 1),
    ],
)
def test_numbered_addresses_of_one_organisation_are_two_people(one: str, other: str, people: int) -> None:
    facts = [seen(f"{one}@nord.example", "Jean Roy"), seen(f"{other}@nord.example", "Jean Roy")]
    assert len(who(facts).people) == people


def test_two_profiles_of_one_name_are_two_people() -> None:
    cards = [card("Jean Tremblay", f"linkedin.com/in/jean-{n}") for n in range(2)]
    assert len(who([seen("jean.tremblay@nord.example", "Jean Tremblay")], cards).people) == 3


def test_addresses_seen_side_by_side_are_two_people() -> None:
    facts = [seen("a@nord.example", "Zoé Lafrenaye"), seen("b@sud.example", "Zoé Lafrenaye")]
    apart = identify(facts, [], Settings(), NOBODY, apart={("a@nord.example", "b@sud.example")})
    assert len(apart.people) == 2


def test_a_mailbox_that_many_names_share_is_joined_with_none_of_them() -> None:
    shared = seen("bureau.nord@nord.example", "Zoé Lafrenaye", "Paul Untel", "Ines Durocher")
    assert len(who([shared, seen("zoe@sud.example", "Zoé Lafrenaye")]).people) == 2


def test_a_list_that_rewrites_its_senders_is_nobody() -> None:
    relayed = seen("choeur@listes.example", "Zoé Lafrenaye via Choeur", "Paul Untel via Choeur")
    everyone = who([relayed, seen("zoe@sud.example", "Zoé Lafrenaye")])
    assert groups(everyone) == {frozenset({"zoe@sud.example"})}


def test_a_name_on_a_crowd_of_addresses_is_no_evidence() -> None:
    crowd = [seen(f"x{n}@org{n}.example", "Prénom Nomdefamille") for n in range(20)]
    assert len(who(crowd).people) == 20


# --- cards and the user's word --------------------------------------------------------------------------------------


def test_a_card_joins_its_addresses_whatever_their_names() -> None:
    facts = [seen("zoe@nord.example", "Zoé"), seen("zl77@sud.example", "z")]
    assert the(who(facts, [card("Zoé Lafrenaye", "zoe@nord.example", "zl77@sud.example")])).name == "Zoé Lafrenaye"


def test_two_cards_that_claim_an_address_give_it_to_the_name_it_is_used_with() -> None:
    facts = [seen("famille@nord.example", "Paul Untel"), seen("zoe@sud.example"), seen("paul@sud.example")]
    cards = [
        card("Zoé Lafrenaye", "famille@nord.example", "zoe@sud.example"),
        card("Paul Untel", "famille@nord.example", "paul@sud.example"),
    ]
    expected = {frozenset({"famille@nord.example", "paul@sud.example"}), frozenset({"zoe@sud.example"})}
    assert groups(who(facts, cards)) == groups(who(facts, cards[::-1])) == expected


def test_the_users_word_joins_and_separates_what_names_and_cards_would_not() -> None:
    facts = [seen("a@nord.example", "Zoé"), seen("b@sud.example", "Z. L."), seen("c@est.example", "Zoé Lafrenaye")]
    facts.append(seen("d@ouest.example", "Zoé Lafrenaye"))
    said = (
        PersonSettings("Zoé", ("A@nord.example", "b@sud.example", "c@est.example"), tier="close"),
        PersonSettings("L'autre Zoé", ("d@ouest.example",)),
    )
    everyone = who(facts, [card("Zoé Lafrenaye", "c@est.example", "d@ouest.example")], said)
    assert groups(everyone) == {
        frozenset({"a@nord.example", "b@sud.example", "c@est.example"}),
        frozenset({"d@ouest.example"}),
    }
    assert {p.settings.tier for p in everyone.people if p.settings} == {"close", None}


def test_a_word_about_a_name_holds_for_everyone_who_bears_it() -> None:
    facts = [seen("jean.roy@nord.example", "Jean Roy"), seen("jean.roy2@nord.example", "Roy, Jean")]
    everyone = who(facts, people=(PersonSettings("Jean Roy", never=True),))
    assert [p.settings and p.settings.never for p in everyone.people] == [True, True]


# --- who is nobody --------------------------------------------------------------------------------------------------


def test_programs_functions_rooms_and_oneself_are_nobody() -> None:
    facts = [
        seen("no-reply@nord.example", "Zoé Lafrenaye"),
        seen("info@nord.example"),
        seen("salle-3@nord.example", "Salle 3", group=True),
        seen("ana@example.org", "Ana Tremblay"),
        seen("ana.perso@gmail.com", "Ana Tremblay"),  # not known as the user's, but in the user's own full name
    ]
    everyone = who(facts, own=frozenset({"ana@example.org"}), me=Me(name="Ana Tremblay"))
    assert everyone.people == ()
    assert everyone.own == {"ana@example.org"}


def test_the_users_own_card_is_nobody_to_catch_up_with() -> None:
    assert who([], [card("Ana Tremblay", "ana@ecole.example")], me=Me(name="Ana Tremblay")).people == ()


def test_an_address_that_the_user_picked_is_that_persons() -> None:
    said = PersonSettings("Zoé Lafrenaye", ("zoe@nord.example",), preferred="Zoe@sud.example")
    person = the(who([seen("zoe@nord.example", "Zoé")], people=(said,)))
    assert set(person.addresses) == {"zoe@nord.example", "zoe@sud.example"}
    assert person.domain == "sud.example"


def test_a_functions_address_is_a_persons_when_the_user_keeps_it_so() -> None:
    facts = [seen("contact@lafrenaye.example", "Zoé Lafrenaye"), seen("info@nord.example", "Nord")]
    everyone = who(facts, [card("Zoé Lafrenaye", "contact@lafrenaye.example"), card("Paul Untel", "info@nord.example")])
    assert groups(everyone) == {frozenset({"contact@lafrenaye.example"})}


# --- what is known of a person --------------------------------------------------------------------------------------


def test_addresses_come_by_last_use_profiles_behind_and_dead_ones_last() -> None:
    facts = [
        seen("old@nord.example", "Zoé Lafrenaye", last=T0 + 1),
        seen("new@nord.example", "Zoé Lafrenaye", last=T0 + 9),
        seen("gone@nord.example", "Zoé Lafrenaye", last=T0 + 99, dead=True),
        seen("linkedin.com/in/zoe-l", "Zoé Lafrenaye", last=T0 + 999),
    ]
    person = the(who(facts))
    assert person.addresses == ("new@nord.example", "old@nord.example", "linkedin.com/in/zoe-l", "gone@nord.example")
    assert person.dead == ("gone@nord.example",)


@pytest.mark.parametrize(
    ("organization", "domain", "moved"),
    [
        ("Coopérative du Sud", "nord.example", True),
        ("Nord inc.", "nord.example", False),
        ("Les Entreprises Nord", "mail.nord.example", False),
        ("Banque Nationale du Canada", "bnc.ca", False),
        ("Hydro-Québec", "hydroquebec.com", False),
        ("Ville de Montréal", "montreal.ca", False),
        ("Coopérative du Sud", "gmail.com", False),  # free mail goes along
        ("", "nord.example", False),
    ],
)
def test_a_profile_with_another_company_than_the_address_has_moved(organization: str, domain: str, moved: bool) -> None:
    facts = [seen(f"zoe.l@{domain}", "Zoé Lafrenaye")]
    profile = card("Zoé Lafrenaye", "linkedin:zoe lafrenaye", organization=organization, connected_on=date(2024, 5, 1))
    person = the(who(facts, [profile]))
    assert person.moved is moved
    assert person.domain == ("" if moved or domain == "gmail.com" else domain.removeprefix("mail."))
    assert not organization or person.organization == organization


def test_an_address_at_the_new_company_settles_a_move() -> None:
    facts = [seen("zoe@nord.example", "Zoé Lafrenaye"), seen("zoe@sud.example", "Zoé Lafrenaye", last=T0 + 2 * YEAR)]
    profile = card("Zoé Lafrenaye", organization="Coopérative du Sud", connected_on=date(2024, 5, 1))
    assert not the(who(facts, [profile])).moved


def test_a_kept_card_that_holds_the_address_beside_the_organisation_vouches_for_it() -> None:
    person = the(who([seen("zoe@ssss.example", "Zoé")], [card("Zoé", "zoe@ssss.example", organization="CHUM")]))
    assert (person.moved, person.organization, person.domain) == (False, "CHUM", "ssss.example")


def test_an_old_export_does_not_move_somebody_who_wrote_long_after_it() -> None:
    others = [card(f"Untel {n}", f"linkedin:untel {n}", connected_on=date(2018, 1, 1)) for n in range(60)]
    profile = card("Zoé Lafrenaye", organization="Coopérative du Sud", connected_on=date(2018, 2, 1))
    wrote = [seen("zoe@nord.example", "Zoé Lafrenaye", last=1_700_000_000)]
    everyone = who(wrote, [profile, *others])
    assert not everyone.of["zoe@nord.example"].moved


def test_companies_of_several_people_teach_which_domain_is_theirs() -> None:
    cards = [
        card(f"Untel Numéro{n}", f"untel{n}@zzq.example", organization="Acme", connected_on=date(2024, 1, n + 1))
        for n in range(3)
    ]
    assert not any(p.moved for p in who([seen(f"untel{n}@zzq.example") for n in range(3)], cards).people)


def test_the_organisation_is_the_cards_else_what_the_domain_tells() -> None:
    assert the(who([seen("zoe@mail.nord-ouest.co.uk", "Zoé")])).organization == "Nord Ouest"
    assert the(who([seen("zoe@gmail.com", "Zoé")])).organization == ""


def test_the_users_own_organisation_is_recognised_under_a_longer_domain() -> None:
    inside = Organization(domains=("dept.nord.example",))
    assert the(who([seen("z@mtl.dept.nord.example")], organization=inside)).domain == "dept.nord.example"


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ({"Zoe Lafrenaye": 9, "Zoé Lafrenaye": 2, "ZOÉ LAFRENAYE": 20}, "Zoé Lafrenaye"),
        ({"LAFRENAYE Zoé": 3}, "Zoé Lafrenaye"),
        ({"zoé lafrenaye": 3}, "Zoé Lafrenaye"),
        ({"Zoé": 40, "Zoé Lafrenaye": 2}, "Zoé Lafrenaye"),
        ({"zoe.l@nord.example": 4}, "Zoe Lafrenaye"),
        ({}, "Zoe Lafrenaye"),
        ({"\x1b[31mZoé\u202e Lafrenaye": 1}, "Zoé Lafrenaye"),
    ],
)
def test_the_name_shown_is_a_full_and_properly_written_one(names: dict[str, int], shown: str) -> None:
    facts = AddressFacts("zoe.lafrenaye@nord.example", names, T0, T0, 1)
    assert the(who([facts])).name == shown


def test_the_key_stays_when_a_newer_address_is_learnt() -> None:
    old = seen("zoe@nord.example", "Zoé Lafrenaye", first=T0)
    new = seen("a@sud.example", "Zoé Lafrenaye", first=T0 + 5)
    assert the(who([old])).key == the(who([new, old])).key
    assert "@" not in the(who([old])).key


# --- the user's own addresses ---------------------------------------------------------------------------------------


def test_own_addresses_are_those_configured_and_those_written_from() -> None:
    facts = [
        seen("ana@example.org", "Ana Tremblay", sent_as=900),
        seen("ana.tremblay@example.com", "Ana Tremblay", sent_as=12),
        seen("ana.old@example.net", sent_as=3),
        seen("once@example.net", "Ana Tremblay", sent_as=1),  # too few
        seen("info@example.org", "Ana Tremblay", sent_as=50),  # shared
        seen("patron@example.org", "Paul Untel", sent_as=50),  # written for somebody else
        seen("linkedin.com/in/ana-t", "Ana Tremblay", sent_as=1),
    ]
    me = Me(name="Ana Tremblay", addresses=("Ana+perso@Example.org",))
    assert learned(facts, me) == ("ana.tremblay@example.com", "ana.old@example.net", "linkedin.com/in/ana-t")
    assert own_addresses(facts, me) == {"ana@example.org", *learned(facts, me)}


def test_own_addresses_are_learnt_without_any_configuration() -> None:
    facts = [seen("ana@example.org", "Ana Tremblay", sent_as=90), seen("patron@example.org", "Paul Untel", sent_as=9)]
    assert own_addresses(facts, Me()) == {"ana@example.org"}


def test_an_address_that_the_user_gave_to_somebody_is_never_learnt() -> None:
    facts = [seen("ana@example.org", "Ana Tremblay", sent_as=90), seen("bureau9@example.org", sent_as=9)]
    said = (PersonSettings("Paul Untel", ("Bureau9@example.org",)),)
    assert own_addresses(facts, Me(), people=said) == {"ana@example.org"}


def test_the_users_own_card_brings_its_other_addresses() -> None:
    me = Me(name="Ana Tremblay", addresses=("ana@example.org",))
    assert own_addresses([], me, [card("Ana Tremblay", "ana@example.org", "ana@ecole.example")]) == {
        "ana@example.org",
        "ana@ecole.example",
    }


# --- properties -----------------------------------------------------------------------------------------------------

_names = st.sampled_from(
    ["Zoé Lafrenaye", "LAFRENAYE Zoé", "Jean Roy", "Jean A. Roy", "Roy, Jean", "Jean", "", "Paul Untel"]
)
_addresses = st.builds(
    "{}@{}".format,
    st.sampled_from(["jean.roy", "jean.roy2", "zoe", "zl", "info", "p"]),
    st.sampled_from(["nord.example", "sud.example", "gmail.com", "orange.fr"]),
)
_facts = st.lists(
    st.builds(
        AddressFacts,
        _addresses,
        st.dictionaries(_names, st.integers(1, 9), max_size=2),
        st.integers(0, 10),
        st.integers(10, 10**8),
        st.just(1),
        st.booleans(),
    ),
    max_size=12,
    unique_by=lambda f: f.address,
)
_cards = st.lists(
    st.builds(
        CardFacts,
        st.just("archive"),
        _names,
        st.lists(_addresses, max_size=3, unique=True).map(tuple),
        st.sampled_from(["", "Nord", "Sud"]),
    ),
    max_size=5,
)


@given(_facts, _cards, st.randoms())
@quick(max_examples=150, deadline=None)
def test_the_order_of_the_input_does_not_matter(
    facts: list[AddressFacts], cards: list[CardFacts], any_: object
) -> None:
    shuffled, mixed = facts[:], cards[:]
    any_.shuffle(shuffled)  # type: ignore[attr-defined]
    any_.shuffle(mixed)  # type: ignore[attr-defined]
    assert who(facts, cards).people == who(shuffled, mixed).people


@given(_facts, _cards)
@quick(max_examples=150, deadline=None)
def test_each_address_is_of_one_person_at_most_and_keys_are_unique(
    facts: list[AddressFacts], cards: list[CardFacts]
) -> None:
    everyone = who(facts, cards)
    addresses = [a for p in everyone.people for a in p.addresses]
    assert len(addresses) == len(set(addresses)) == len(everyone.of)
    assert len({p.key for p in everyone.people}) == len(everyone.people)
    assert all(p.name for p in everyone.people)


def test_fifty_thousand_addresses_are_told_apart() -> None:
    facts = [
        seen(f"person{n}@org{n % 800}.example", f"Prénom{n % 9000} Nom{n % 7001}", first=T0 + n) for n in range(50_000)
    ]
    assert len(who(facts).people) == 50_000
