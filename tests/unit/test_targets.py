"""Who fits a target, for how long, and what it adds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from coucou.core.domains import organization_domain, organization_name
from coucou.core.facts import Everyone, Person
from coucou.core.settings import Aim, Settings, Target
from coucou.core.targets import bonuses, hits, is_at, why_fits
from coucou.core.tie_facts import TieFacts
from coucou.core.ties import ties
from coucou.core.wishes import Wish, understood

TODAY = date(2026, 11, 23)
GRACE = Person(
    "grace", "Grace Kim", ("linkedin.com/in/grace-kim",), "Cedar Point Inc.", title="Policy Advisor", labels=("ohana",)
)
LEA = Person("lea", "Léa Roy", ("lea@mail.nordlys.example",), "Nordlys", "nordlys.example", title="Directrice")
EVERYONE = Everyone((GRACE, LEA), {address: one for one in (GRACE, LEA) for address in one.addresses})


def target(**wanted: object) -> Target:
    return Target(Aim.CAREER, **wanted)  # type: ignore[arg-type]  # the fields of a Target, checked where it is written


def fitting(**wanted: object) -> list[str]:
    return [one.key for one in EVERYONE.people if why_fits(one, target(**wanted))]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"organizations": ("nordlys.example",)}, ["lea"]),
        ({"organizations": ("@Nordlys.example",)}, ["lea"]),
        ({"organizations": ("nordlys",)}, ["lea"]),
        ({"organizations": ("cedar point",)}, ["grace"]),
        ({"organizations": ("cedarpoint.example",)}, ["grace"]),  # no mail address: the name's letters fit
        ({"organizations": ("lys.example",)}, []),
        ({"organizations": ("point of view",)}, []),
        ({"titles": ("director",)}, ["lea"]),
        ({"tags": ("Ohana",)}, ["grace"]),
        ({"people": ("KIM, Grace",)}, ["grace"]),
        ({"people": ("lea+work@mail.nordlys.example",)}, ["lea"]),
        ({"people": ("https://www.linkedin.com/in/grace-kim/",)}, ["grace"]),
        ({"people": ("Grace",)}, []),
        ({"organizations": ("nordlys",), "titles": ("policy advisor",)}, []),
        ({"organizations": ("nordlys",), "titles": ("policy advisor",), "people": ("Grace Kim",)}, ["grace"]),
        ({"organizations": ("nordlys", "cedar point"), "titles": ("director", "advisor")}, ["grace", "lea"]),
    ],
)
def test_every_kind_that_is_given_must_fit_and_a_name_always_does(
    wanted: dict[str, object], expected: list[str]
) -> None:
    assert fitting(**wanted) == expected


@pytest.mark.parametrize(
    ("wanted", "organization", "address"),
    [
        ("Acme Inc.", "Acme", ""),
        ("Acme", "Le Groupe Acme ltée", ""),
        ("Ville de Montréal", "Ville Montreal", ""),
        ("Ernst et Young", "Ernst & Young", ""),
        ("Hydro-Québec", "HydroQuébec", ""),
        ("Hydro-Québec", "", "lea@hydroquebec.example"),
        ("Université du Nord à Rimouski", "", "lea@mail.unr.example"),
        ("UNR", "Université du Nord à Rimouski", ""),
        ("https://www.nordlys.example/fr/equipe", "", "lea@nordlys.example"),
        ("nordlys.example", "", "lea@cs.nordlys.example"),
        ("nordlys.example", "Nordlys", "lea@gmail.com"),
    ],
)
def test_an_organisation_is_found_however_it_is_written(wanted: str, organization: str, address: str) -> None:
    domain = organization_domain(address.partition("@")[2])
    one = Person("lea", "Léa Roy", (address,) if address else (), organization or organization_name(domain), domain)
    assert is_at(one, wanted)


@pytest.mark.parametrize(
    ("wanted", "organization", "address"),
    [
        ("gmail.com", "", "lea@gmail.com"),  # free mail is no organisation
        ("cs.nordlys.example", "Nordlys", "lea@nordlys.example"),
        ("Ville de Montréal", "", "lea@montreal.example"),
        ("Point", "Pointage", ""),
        ("Inc.", "Acme", ""),
    ],
)
def test_another_organisation_is_not_taken_for_it(wanted: str, organization: str, address: str) -> None:
    domain = organization_domain(address.partition("@")[2])
    one = Person("lea", "Léa Roy", (address,) if address else (), organization or organization_name(domain), domain)
    assert not is_at(one, wanted)


def test_who_has_another_organisation_now_is_said_to_fit_by_the_address_they_have_there() -> None:
    one = Person("lea", "Léa Roy", ("lea@cedar.example", "lea@nordlys.example"), "Cedar", "cedar.example")
    [reason] = why_fits(one, target(organizations=("nordlys.example",)))
    assert reason.values["organization"] == "nordlys.example"
    [reason] = why_fits(one, target(organizations=("cedar.example",)))
    assert reason.values["organization"] == "Cedar"


def test_a_target_past_its_horizon_is_ignored_from_the_day_after() -> None:
    settings = Settings(targets=(target(titles=("director",), until=TODAY),))
    assert hits(EVERYONE, settings, TODAY).keys() == {"lea"}
    assert hits(EVERYONE, settings, date(2026, 11, 24)) == {}


def test_of_several_targets_the_one_of_most_weight_counts() -> None:
    light, heavy = target(titles=("director",), weight=0.2), target(organizations=("nordlys",), weight=0.7)
    found = hits(EVERYONE, Settings(targets=(light, heavy)), TODAY)
    assert found["lea"].target is heavy
    assert bonuses(found) == {"lea": 0.7}


def test_somebody_named_whom_nothing_knows_can_be_a_target_all_the_same() -> None:
    settings = Settings(targets=(target(people=("Ada Example", "ada@example.com")),))
    found = [hit.person for hit in hits(EVERYONE, settings, TODAY).values()]
    assert [(one.name, one.addresses) for one in found] == [
        ("Ada Example", ()),
        ("ada@example.com", ("ada@example.com",)),
    ]


def test_a_target_raises_the_worth_of_a_known_tie_by_a_named_and_bounded_part() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    at = int(now.timestamp()) - 200 * 86_400
    facts = {"lea@mail.nordlys.example": TieFacts(3, 3, at - 86_400, at, at, at, 6, 4, 4, 4)}
    [plain] = ties(EVERYONE, facts, {}, Settings(), now)
    for weight in (0.3, 1.0):
        [raised] = ties(EVERYONE, facts, {}, Settings(), now, {"lea": weight})
        assert raised.parts["aims"] == weight and plain.parts["aims"] == 0
        assert raised.worth - plain.worth == pytest.approx(0.2 * weight)
        assert raised.likelihood == plain.likelihood


def test_the_mix_of_the_score_is_the_user_s() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    at = int(now.timestamp()) - 200 * 86_400
    facts = {"lea@mail.nordlys.example": TieFacts(3, 3, at - 86_400, at, at, at, 6, 4, 4, 4)}
    for likelihood, worth in ((0.7, 0.3), (1.0, 0.0), (0.0, 0.5), (0.2, 0.2)):
        settings = replace(Settings(), ranking=replace(Settings().ranking, likelihood=likelihood, worth=worth))
        [tie] = ties(EVERYONE, facts, {}, settings, now)
        share = likelihood / (likelihood + worth)
        assert tie.score == pytest.approx(share * tie.likelihood + (1 - share) * tie.worth)


@pytest.mark.parametrize(
    ("answer", "organizations", "expected"),
    [
        ("", False, Wish()),
        ("directeur, data scientist", False, Wish(titles=("directeur", "data scientist"))),
        ("Grace Kim; Policy Advisor", False, Wish(titles=("Policy Advisor",), people=("Grace Kim",))),
        ("lea roy", False, Wish(people=("lea roy",))),
        ("ada@example.com, nordlys.example", False, Wish(("nordlys.example",), (), ("ada@example.com",))),
        ("https://www.nordlys.example/fr", False, Wish(("https://www.nordlys.example/fr",))),
        (
            "Ville de Montréal, University of Laval, Acme Inc.",
            False,
            Wish(("Ville de Montréal", "University of Laval", "Acme Inc.")),
        ),
        ("Museum curator, Office manager", False, Wish(titles=("Museum curator", "Office manager"))),
        ("Mina de Vries, directrice de musée, RH", False, Wish((), ("directrice de musée", "RH"), ("Mina de Vries",))),
        (
            "Chief Technology Officer, Human Resources",
            False,
            Wish(titles=("Chief Technology Officer", "Human Resources")),
        ),
        ("Nordlys, Ville de Montréal", True, Wish(("Nordlys", "Ville de Montréal"))),
        (" , * ;", False, Wish()),
    ],
)
def test_an_answer_is_understood_as_people_organisations_and_titles(
    answer: str, organizations: bool, expected: Wish
) -> None:
    assert understood(answer, {("lea", "roy")}, organizations=organizations) == expected
