"""Writes the invented world into a folder: configuration, mailboxes, calendars, contacts, LinkedIn's export."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from coucou.demo import agenda, ics, letters, mbox
from coucou.demo.cards import connections, contacts
from coucou.demo.cast import HOME, WORK

SEED = 2014

_CONFIG = """# The demonstration's configuration: everybody in it is invented.
mode = "preview"

[me]
name = "Ana Tremblay"
addresses = ["ana@example.org", "ana.tremblay@example.com"]
timezone = "America/Toronto"
country = "CA-QC"
languages = ["fr", "en"]
about = {{ fr = "Je coordonne des projets de données pour des musées.", en = "I run data projects for museums." }}

[organization]
domains = ["example.org"]

[meeting]
horizon_days = {horizon}

[[accounts]]
name = "work"
connector = "local"
mail = ["work/*.mbox"]
calendars = ["work/*.ics"]

[[accounts]]
name = "personal"
connector = "local"
takeout = "Takeout"

[[accounts]]
name = "linkedin"
connector = "local"
contacts = ["linkedin/*.csv"]

[[targets]]
reason = "career"
why = "Design d’abord, recherche ensuite : c’est le chemin que j’aimerais suivre."
organizations = ["Harbourlight Studio"]
titles = ["designer"]
drawn_by = {{ fr = "Vos cartes des musées m’ont fait réfléchir.", en = "Your maps of museums made me think." }}

[[targets]]
reason = "similar_role"
titles = ["conseillère en politiques"]
drawn_by = {{ fr = "Passer de la recherche aux politiques m’intrigue.", en = "Your road to policy intrigues me." }}

[[people]]
name = "Grace Kim"
language = "en"

[[people]]
name = "Louise Tremblay"
addresses = ["louise.tremblay@courriel.example"]
private = true

[[people]]
name = "Julien Lavoie"
addresses = ["julien.lavoie@partenaires-nord.example"]
never = true

[[people]]
name = "Marie-Ève Lapointe"
addresses = ["marie-eve.lapointe@example.org"]
address_as = "tu"

[[people]]
name = "Naïma Saïdi"
addresses = ["naima.saidi@courriel.example"]
address_as = "tu"

[[people]]
name = "Gabriel Fontaine"
addresses = ["gabriel@atelier-boreal.example"]
address_as = "tu"
"""


def build(folder: Path, today: datetime, seed: int = SEED) -> Path:
    """Write everything into ``folder`` (made if missing) and return the configuration's path.

    The same ``today`` (aware) and ``seed`` give the same bytes; nothing in the mail is later than ``today``. Files are
    readable by their owner only.

    :raises ValueError: ``today`` is naive.
    """
    if today.utcoffset() is None:
        raise ValueError("today must be aware")
    day = today.astimezone(ZoneInfo("America/Toronto")).date()
    for name, text in (*_mail(today, seed), *_calendars(day, seed), *_contacts(day, seed)):
        _write(folder / name, text)
    config = folder / "config.toml"
    _write(config, _CONFIG.format(horizon=_horizon(day)))
    return config


def _horizon(day: date) -> int:
    """Two weeks; three when the holidays take most of them, as anybody would set it before leaving."""
    return 14 if agenda.working_days(day, 7)[-1] <= day + timedelta(days=13) else 21


def _mail(today: datetime, seed: int) -> list[tuple[str, str]]:
    written = letters.written(today, seed)
    at_work = [one for one in written if not one.home]
    return [
        ("work/Inbox.mbox", mbox.mbox(one for one in at_work if not one.is_mine)),
        ("work/Sent.mbox", mbox.mbox(one for one in at_work if one.is_mine)),
        (
            "Takeout/Mail/Tous les messages, y compris ceux du dossier Spam .mbox",
            mbox.takeout(one for one in written if one.home),
        ),
    ]


def _calendars(day: date, seed: int) -> list[tuple[str, str]]:
    work = ics.calendar(agenda.work(day, seed), **agenda.WORK_CALENDAR, me=WORK, today=day)
    home = ics.calendar(agenda.home(day, seed), **agenda.HOME_CALENDAR, me=HOME, today=day)
    return [("work/calendar.ics", work), (f"Takeout/Agenda/{HOME}.ics", home)]


def _contacts(day: date, seed: int) -> list[tuple[str, str]]:
    return [
        ("Takeout/Contacts/Tous les contacts/Tous les contacts.vcf", contacts()),
        ("linkedin/Connections.csv", connections(day - timedelta(days=3), seed)),
    ]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline=""
    ) as file:
        file.write(text)
