"""Files on this machine: mail, calendars and contacts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from coucou.contract import Connection, Ports, Reads, Refused, SendsInvitations


@dataclass(frozen=True, slots=True)
class Options:
    """What an ``[[accounts]]`` table with ``connector = "local"`` may hold. Globs start from ``base``."""

    takeout: Path | None = None
    mail: tuple[str, ...] = ()
    calendars: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    outbox: Path | None = None  # a folder for invitations; without it, the account sends none
    base: Path = field(default_factory=Path)


class Local:
    """The connector of files: reads what is there, writes only to its outbox, and signs in nowhere."""

    name = "local"
    options: type = Options

    def open(self, account: str, options: object, ports: Ports) -> Connection:
        """The readers of an account's files; those of which it names none are None.

        :raises Refused: ``local.nothing_named`` when it names no file at all.
        """
        # Here, because this module is imported by every command for its options alone.
        from coucou_connectors.local import search
        from coucou_connectors.local.contacts import Contacts, Messages
        from coucou_connectors.local.ics import LocalCalendars
        from coucou_connectors.local.mail import LocalMail
        from coucou_connectors.local.together import Together, Told

        if not isinstance(options, Options):
            raise TypeError(f"{type(options).__name__} are not the options of the local connector")
        if not (options.takeout or options.mail or options.calendars or options.contacts):
            raise Refused("local.nothing_named", account=account)
        mail, calendars, contacts = (partial(f, options) for f in (search.mail, search.calendars, search.contacts))
        letters: dict[str, Reads] = {}
        if options.takeout or options.mail:
            letters["mail"] = LocalMail(mail, ports.progress)
        if options.contacts:
            letters["linkedin"] = Messages(contacts, ports.progress)
        return Connection(
            mail=Together(letters) if letters else None,
            calendar=Told(calendars, lambda found: LocalCalendars([s.path for s in found.sources], ports.progress))
            if search.has_calendars(options)
            else None,
            contacts=Contacts(contacts, ports.progress) if options.takeout or options.contacts else None,
            sends=_outbox(account, options.outbox) if options.outbox and ports.sends else None,
        )


def _outbox(account: str, folder: Path) -> SendsInvitations:
    # Where nothing is sent, which is nearly always, nothing that can send is even loaded.
    from coucou_connectors.local.outbox import Outbox

    return Outbox(account, folder)


plugin = Local()
