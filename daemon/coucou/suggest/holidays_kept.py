"""Public holidays, computed once and kept in the ledger: the library that knows them takes half of a command's time."""

from __future__ import annotations

import json
from datetime import date, datetime

from coucou import __version__
from coucou.core.days import HolidayName, PublicDays, UnknownCountry
from coucou.core.gaps import holidays_around
from coucou.core.settings import Settings
from coucou.core.span import Span
from coucou.errors import UserError
from coucou.store import Store, accounts


def public_days(store: Store, settings: Settings, now: datetime, window: Span) -> PublicDays:
    """The user's public holidays around ``now`` and ``window``.

    :raises UserError: nobody has listed the holidays of the user's country.
    """
    country = settings.me.country
    if not country:
        return PublicDays()
    years = sorted({now.year, window.start.year, window.end.year})
    key = f"holidays {__version__} {country} {years[0]}-{years[-1]}"
    kept = accounts.meta(store, key)
    if kept is not None:
        return _read(kept)
    try:
        found = holidays_around(country, now, window)
    except UnknownCountry as error:
        raise UserError("suggest.unknown_country", str(settings.source), country=country) from error
    if not store.readonly:
        accounts.set_meta(store, key, _write(found))
    return found


def _write(days: PublicDays) -> str:
    return json.dumps(
        {
            "weekend": sorted(days.weekend),
            "holidays": {f"{day}": [name.en, name.fr] for day, name in days.holidays.items()},
        }
    )


def _read(kept: str) -> PublicDays:
    value = json.loads(kept)
    holidays = {date.fromisoformat(day): HolidayName(*names) for day, names in value["holidays"].items()}
    return PublicDays(holidays, frozenset(value["weekend"]))
