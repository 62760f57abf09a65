"""The invented contacts: a vCard file as Google exports it, and LinkedIn's list of connections."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from coucou.demo.cast import EVERYBODY, OUTSIDE, STRANGERS, Figure
from coucou.demo.letters import random_for

_NOTE = (
    "When exporting your connection data, you may notice that some of the email addresses are missing. You will only "
    "see email addresses for connections who have allowed their connections to see or download their email address."
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def contacts() -> str:
    """vCard 3.0 (RFC 2426), one card for each figure that Ana keeps."""
    return "".join(_card(figure) for figure in EVERYBODY if figure.card)


def _card(figure: Figure) -> str:
    given, _, family = figure.name.rpartition(" ")
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{figure.name}", f"N:{family};{given};;;"]
    lines += [f"EMAIL;TYPE=INTERNET:{address}" for address in (figure.address, figure.second) if address]
    lines += [f"ORG:{figure.company}"] if figure.company else []
    return "\r\n".join((*lines, "CATEGORIES:myContacts", "END:VCARD", ""))


def connections(newest: date, seed: int) -> str:
    """LinkedIn's ``Connections.csv`` of today: three lines before the header, addresses on a few rows only."""
    chance = random_for(seed, "linkedin")
    rows = [(f.name, f.company, f.title, f.address if f.card else "") for f in OUTSIDE if f.company]
    rows += [(name, company, title, "") for name, company, title in STRANGERS]
    days = sorted(chance.randrange(30, 2400) for _ in rows)
    # Who changed places connected anew lately: the newest row.
    rows.sort(key=lambda row: (row[0] != "Sofia Marchetti", row[0]))
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(["Notes:"])
    writer.writerow([_NOTE])
    writer.writerow([])
    writer.writerow(["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"])
    for (name, company, title, address), back in zip(rows, days, strict=True):
        given, _, family = name.partition(" ")
        day = newest - timedelta(days=back)
        url = f"https://www.linkedin.com/in/{family.lower().replace(' ', '-')}-{chance.getrandbits(24):06x}"
        said = f"{day.day:02} {_MONTHS[day.month - 1]} {day.year}"
        writer.writerow([given, family, url, address, company, title, said])
    return held.getvalue()
