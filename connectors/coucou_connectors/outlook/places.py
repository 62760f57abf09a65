"""A mailbox's calendars: which of them count, and in which zone its days stand (https://learn.microsoft.com/graph/api/user-list-calendars)."""

from __future__ import annotations

from collections.abc import Iterable

from coucou.contract import Refused
from coucou_connectors import zones
from coucou_connectors.outlook.errors import Lost, Missing, Unusable
from coucou_connectors.outlook.fields import Json, flag, part, text
from coucou_connectors.outlook.wire import Wire


def listed(wire: Wire) -> list[Json]:
    """All calendars, the main one first. :raises Refused: ``outlook.no_mailbox``."""
    try:
        asked = {"$select": "id,name,owner,isDefaultCalendar,canEdit", "$top": "100"}
        known = wire.pages(wire.own("/calendars"), asked)
    except (Missing, Lost, Unusable) as error:
        raise Refused("outlook.no_mailbox") from error
    return sorted(known, key=lambda one: not flag(one, "isDefaultCalendar"))


def zone_of(wire: Wire) -> tuple[str, str | None]:
    """The mailbox's own zone as it is written there ("" when it says nothing), and its IANA name, if it is known here.

    :raises Lost, Missing, Unusable, Refused: it cannot be asked. :raises SignInNeeded, TryLater: see their names.
    """
    name = text(wire.get(wire.own("/mailboxSettings"), {"$select": "timeZone"}), "timeZone")
    return name, zones.iana(name) or zones.guess(name)


def own_addresses(wire: Wire, calendars: Iterable[Json]) -> tuple[str, ...]:
    """The mailbox's own, the main one first: also that of its main calendar."""
    owner = next((text(part(one, "owner"), "address") for one in calendars if flag(one, "isDefaultCalendar")), "")
    return tuple(dict.fromkeys(one.casefold() for one in (*wire.tokens.addresses(), owner) if one))


def counting(wire: Wire, calendars: list[Json]) -> list[Json]:
    """Those whose events count.

    :raises Refused: ``outlook.no_calendars``: none does, so that nothing is known of the user's time.
    """
    own, wanted = own_addresses(wire, calendars), wire.setting.options.calendars
    found = [one for one in calendars if text(one, "id") and _counts(one, wanted, own)]
    if not found:
        raise Refused("outlook.no_calendars")
    return found


def _counts(calendar: Json, wanted: tuple[str, ...], own: tuple[str, ...]) -> bool:
    """By default those that are the user's own and can be written: not holidays, birthdays and other people's."""
    if wanted:
        return "*" in wanted or text(calendar, "id") in wanted or text(calendar, "name") in wanted
    if flag(calendar, "isDefaultCalendar"):
        return True
    return flag(calendar, "canEdit") and text(part(calendar, "owner"), "address").casefold() in own
