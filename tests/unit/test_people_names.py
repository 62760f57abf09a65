"""What an address, a name and a domain tell by their spelling alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as quick
from hypothesis import strategies as st

from coucou.core.address import domain_of, is_mailable, is_robot, is_role, normal
from coucou.core.domains import family, fits, is_free_mail, organization_domain, organization_name
from coucou.core.names import clean, fold, from_address, key

_PROGRAMS = """
    no-reply@x.example noreply-42@x.example do_not_reply@x.example ne-pas-repondre@x.example
    nepasrepondre2@x.example mailer-daemon@x.example postmaster@x.example notifications@x.example
    bounces+1234-ab@x.example srs0=hash=tt=x.example=lea@y.example liste-lea=x.example@y.example
    0f3a9c1d2e4b5a6978c0ffee@x.example choeur-bounces@x.example infolettre@x.example lea@bounce.x.example
    jira@x.example alertes@x.example marketing-noreply@x.example
"""
_FUNCTIONS = """
    info@x.example contact@x.example nous-contacter@x.example soutien@x.example ventes@x.example
    ventes.quebec@x.example jobs@x.example emplois@x.example rh@x.example rh-montreal@x.example
    ressources.humaines@x.example admin@x.example facturation@x.example comptabilité@x.example
    service-client@x.example support-ti@x.example
"""
_UNLUCKY = """
    steve.jobs@x.example b.smith2@x.example marie.info@x.example abot@x.example hr.smith@x.example
    paul.admin@x.example lea@reply.com jean.bounce@x.example cron.marie@x.example salesse@x.example
    infante@x.example christine@x.example a1b2@x.example jean-francois.de-la-durantaye@x.example rhea@x.example
    contacto.reyes@x.example
"""
_FREE_MAIL = """
    gmail.com outlook.com hotmail.fr live.ca yahoo.ca yahoo.co.uk icloud.com proton.me gmx.de orange.fr free.fr
    laposte.net wanadoo.fr sfr.fr videotron.ca bell.net sympatico.ca rogers.com shaw.ca telus.net
"""


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Lea@Example.NET", "lea@example.net"),
        (" lea+listes@example.net ", "lea@example.net"),
        ("l.e.a+x@googlemail.com", "lea@gmail.com"),
        ("l.e.a@example.net", "l.e.a@example.net"),
        ("lea@example.net.", "lea@example.net"),
        ("linkedin.com/in/lea", "linkedin.com/in/lea"),
    ],
)
def test_spellings_of_one_mailbox_are_equal(written: str, folded: str) -> None:
    assert normal(written) == folded


@given(st.emails())
@quick(max_examples=100, deadline=None)
def test_a_normal_form_is_its_own(address: str) -> None:
    assert normal(normal(address)) == normal(address)


@pytest.mark.parametrize(
    "address",
    _PROGRAMS.split(),
)
def test_programs_are_recognised_in_both_languages(address: str) -> None:
    assert is_robot(address)


@pytest.mark.parametrize(
    "address",
    _FUNCTIONS.split(),
)
def test_functions_are_recognised_in_both_languages(address: str) -> None:
    assert is_role(address)
    assert not is_robot(address)


@pytest.mark.parametrize(
    "address",
    _UNLUCKY.split(),
)
def test_people_with_unlucky_names_survive(address: str) -> None:
    assert not is_robot(address)
    assert not is_role(address)


def test_a_delivery_daemon_is_known_by_its_name_too() -> None:
    assert is_robot("md@x.example", ["Mail Delivery Subsystem"])
    assert not is_robot("md@x.example", ["Marie Daemon"])


@pytest.mark.parametrize(
    ("address", "possible"),
    [
        ("lea@example.net", True),
        ("léa@exämple.net", True),
        ("o'brien+x@mail.example.co.uk", True),
        ("linkedin.com/in/lea-roy", False),
        ("linkedin:lea roy", False),
        ("/o=Exchange/ou=x/cn=lea", False),
        ("lea@localhost", False),
        ("lea@serveur.local", False),
        ("08d4@linkedin.invalid", False),
        ("c_188@resource.calendar.google.com", False),
        ("lea@example.net\nBcc: x@y.example", False),
        ("lea roy@example.net", False),
        ("lea@10.0.0.1", False),
        ("", False),
    ],
)
def test_only_what_mail_can_reach_is_mailable(address: str, possible: bool) -> None:
    assert is_mailable(address) is possible


@pytest.mark.parametrize(
    "domain",
    _FREE_MAIL.split(),
)
def test_free_mail_is_no_organisation(domain: str) -> None:
    assert is_free_mail(domain)
    assert organization_domain(domain) == ""


@pytest.mark.parametrize(
    ("domain", "owner", "name"),
    [
        ("example.org", "example.org", "Example"),
        ("mail.cs.nord.co.uk", "nord.co.uk", "Nord"),
        ("msss.gouv.qc.ca", "msss.gouv.qc.ca", "Msss"),
        ("a.b.nord-ouest.ca", "nord-ouest.ca", "Nord Ouest"),
        ("live.example", "live.example", "Live"),
    ],
)
def test_a_domain_is_of_who_registered_it(domain: str, owner: str, name: str) -> None:
    assert family(domain) == owner == organization_domain(domain)
    assert organization_name(domain) == name


@pytest.mark.parametrize(
    ("organization", "domain", "same"),
    [
        ("Ville de Montréal", "montreal.ca", True),
        ("Hydro-Québec", "hydroquebec.com", True),
        ("Banque Nationale du Canada", "bnc.ca", True),
        ("Université de Montréal", "umontreal.ca", True),
        ("Caisse de dépôt et placement du Québec", "cdpq.com", True),
        ("Acme Labs Inc.", "acmelabs.io", True),
        ("The Economist", "economist.com", True),
        ("Globex", "initech.example", False),
        ("Coopérative du Sud", "nord.example", False),
        ("Freelance", "nord.example", False),
    ],
)
def test_a_company_is_recognised_in_its_domain(organization: str, domain: str, same: bool) -> None:
    assert fits(organization, domain) is same


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("ROY, Léa (via Google Docs)", "Léa Roy"),
        ("Dr. Lea Roy - Acme | Sales", "Lea Roy"),
        ("TREMBLAY Ana", "Ana Tremblay"),
        ("JEAN-FRANÇOIS DE LA RUE", "Jean-François de la Rue"),
        ("o'brien, pat", "Pat O'Brien"),
        ("Roy, Jean, ing.", "Jean Roy"),
        ("Jean Roy, CPA, MBA", "Jean Roy"),
        ("M. Jean Roy", "Jean Roy"),
        ("JP Roy", "JP Roy"),
        ("李 小龙", "李 小龙"),
        ("Léa (Montréal", "Léa"),
        ("lea@example.net", ""),
        ("=", ""),
        ("\x1b[31mLéa\u202e Roy\r\nBcc: x", "Léa Roy Bcc: x"),
    ],
)
def test_a_name_is_shown_without_what_is_not_the_name(written: str, shown: str) -> None:
    assert clean(written) == shown


@pytest.mark.parametrize(
    "written", ["Léa", "L. R.", "Service client", "Équipe Nord", "lea@example.net", "", "1 2 3 4 5 6 7"]
)
def test_what_is_no_full_name_has_no_key(written: str) -> None:
    assert key(written) is None


@given(st.text(max_size=60))
@quick(max_examples=200, deadline=None)
def test_any_text_at_all_is_a_name_to_read(text: str) -> None:
    shown = clean(text)
    assert shown == "" or (shown.isprintable() and shown == shown.strip())
    assert all(word == word.casefold() for word in fold(text))
    key(text)


def test_an_address_gives_a_name_where_nothing_better_is_known() -> None:
    assert from_address("lea.roy42@example.net") == "Lea"
    assert from_address("lea.roy@example.net") == "Lea Roy"
    assert from_address("linkedin.com/in/lea-roy-1a2b3c") == "Lea Roy"
    assert from_address("4417@example.net")


def test_domains_are_what_stands_behind_the_last_at() -> None:
    assert domain_of('"a@b"@Example.NET') == "example.net"
    assert domain_of("nobody") == ""
