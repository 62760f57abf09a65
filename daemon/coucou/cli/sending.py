"""What is about to leave, said before it does; and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from coucou import uses
from coucou.cli.edge import Connections, Edge, status, tell_trouble
from coucou.cli.lang import LANGUAGE, t
from coucou.contract import Connection
from coucou.core.address import is_mailable
from coucou.core.proposal import State
from coucou.core.settings import Channel, Mode, Settings
from coucou.deliver.calls import Desk
from coucou.deliver.parcel import key_of
from coucou.deliver.run import sender_for
from coucou.drafts import letter_of
from coucou.errors import UserError
from coucou.files import write_private
from coucou.store import Store, effects, ledger
from coucou.store.effects import Seen, Wanted
from coucou.sync import SyncReport
from coucou.vault import beside
from coucou.words import clean
from coucou.words import reason as said
from coucou.words.draft import mailto

YOURS_TO_SEND = frozenset({State.HELD, State.ASKED})
NOT_SENT = frozenset({State.EXPIRED, State.FAILED, State.UNSETTLED})
_PLAIN = frozenset({State.SENT, State.SENDING, State.UNSETTLED, State.WITHDRAWN})


def must_send(settings: Settings, command: str) -> None:
    """:raises UserError: the mode is ``preview``, in which nothing can leave."""
    if settings.mode is Mode.PREVIEW:
        raise UserError("send.preview_mode", str(settings.source or "config.toml"), command=command)


def what_leaves(edge: Edge, one: ledger.Recorded, open_now: Connections) -> str:
    """What approving ``one`` lets leave this computer, to whom, through which account."""
    values: dict[str, object] = {
        "id": one.id,
        "name": one.name,
        "address": ledger.written(edge.store, one.address),
        "when": one.start.astimezone(ZoneInfo(edge.settings.me.timezone)),
    }
    if one.channel == Channel.DRAFT:
        return t("send.leaves.draft", **values)
    account, _ = sender_for(Desk(edge.store, edge.settings, open_now, edge.now), one)
    if not account:
        return t("send.leaves.nobody", **values)
    if one.state in (State.SENDING, State.UNSETTLED):
        return t("send.leaves.again", account=account, **values)
    kind = one.channel if _follows(open_now, account) else f"{one.channel}.outbox"
    return t(f"send.leaves.{kind}", account=account, **values)


def what_goes(store: Store, one: ledger.Recorded, open_now: Connections) -> Iterator[str]:
    """What taking back ``one`` lets leave this computer, to whom, through which account."""
    for effect in (e for identity in (one.id, one.parent) if identity for e in effects.effects(store, identity)):
        if effect.wanted is Wanted.GONE and effect.seen is Seen.THERE:
            outbox = "" if _follows(open_now, effect.account) else ".outbox"
            yield clean(t(f"withdraw.{effect.kind}{outbox}", id=one.id, name=one.name, account=effect.account))


def what_confirming_frees(store: Store, ask: ledger.Recorded, open_now: Connections) -> Iterator[str]:
    """What the invitation that takes the place of ``ask`` makes go, once it is there: its hold."""
    for effect in effects.effects(store, ask.id):
        if effect.seen is Seen.THERE:
            outbox = "" if _follows(open_now, effect.account) else ".outbox"
            yield t(f"confirm.hold{outbox}", id=ask.id, account=effect.account)


def _follows(open_now: Connections, account: str) -> bool:
    """Whether what the account sends comes back through it; else it is a folder, whose files are handled by hand."""
    connection = open_now.get(account)
    return isinstance(connection, Connection) and connection.sends is not None and connection.sends.follows


def carry_out(edge: Edge, open_now: Connections, ids: Collection[str]) -> SyncReport:
    """Read every account anew, then deliver what was approved of ``ids``."""
    vault = beside(edge.store.path)
    report, _ = uses.read_and_send(edge.store, edge.settings, open_now, vault, now=edge.now, only=ids)
    tell_trouble(report)
    return report


def tell(edge: Edge, open_now: Connections, ids: Sequence[str]) -> list[ledger.Recorded]:
    """Print what became of each of ``ids``, and the text of those that the user sends; as they are now."""
    now = {one.id: one for one in ledger.recorded(edge.store)}
    for identity in ids:
        one = now[identity]
        print(clean(outcome(one, open_now)))
        if is_yours_to_send(one):
            for line in letter(edge, one):
                print(line)
    return [now[identity] for identity in ids]


def is_yours_to_send(one: ledger.Recorded) -> bool:
    return one.state in YOURS_TO_SEND or (one.state is State.APPROVED and one.channel == Channel.DRAFT)


def outcome(one: ledger.Recorded, open_now: Connections) -> str:
    """One line: sent, waits because, not sent because."""
    values: dict[str, object] = {"id": one.id, "name": one.name, "account": one.account, "key": key_of(one)}
    why = said(one.why[0], LANGUAGE) if one.why else ""
    if one.channel == Channel.DRAFT and is_yours_to_send(one):
        return t("send.done.draft", **values)
    if one.state is State.SENT and not _follows(open_now, one.account):
        return t("send.done.outbox", **values)
    if one.state is State.HELD and not _follows(open_now, one.account):
        return t("send.done.held.outbox", **values)
    if one.state is State.APPROVED:
        hint = t("send.hint.resume" if one.why and one.why[0].code == "paused" else "send.hint.again", **values)
        return " ".join(filter(None, [t("send.waits", why=why or t("send.not_tried"), **values), hint]))
    if one.state in (State.EXPIRED, State.FAILED):
        return t("send.not_sent", why=why or t(f"life.{one.state}"), **values)
    if one.state in _PLAIN or one.state is State.HELD:
        return t(f"send.done.{one.state}", **values)
    return t("send.state", state=t(f"life.{one.state}"), **values)


def letter(edge: Edge, one: ledger.Recorded) -> Iterator[str]:
    """The message that the user sends: its text, a link, and where the file is that mail programs open."""
    to = ledger.written(edge.store, one.address)
    yield ""
    if to:
        yield f"    {t('send.to', to=clean(to))}"
    yield f"    {t('edit.line.subject', value=clean(one.subject))}"
    yield ""
    yield from (f"    {clean(line)}".rstrip() for line in one.body.splitlines())
    yield ""
    if not is_mailable(to):
        return
    yield t("send.mailto", link=mailto(to, one.subject, one.body))
    path = _draft(edge, one, to)
    if path:
        yield t("send.eml", path=str(path))


def drafts_of(state: Path) -> Path:
    """Where the letters are that the user sends: beside the database."""
    return state.parent / "drafts"


def _draft(edge: Edge, one: ledger.Recorded, to: str) -> Path | None:
    """Written beside the database; None for what is no address."""
    folder = drafts_of(edge.store.path)
    try:
        content = letter_of(one, to, edge.settings, edge.now)
    except ValueError:
        return None
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{one.id}.eml"
    write_private(path, content)
    return path


def exit_status(report: SyncReport, ended: Sequence[ledger.Recorded]) -> int:
    """3 or 1 when an account could not be read, 1 when something was not sent after all, else 0."""
    return status(report) or int(any(one.state in NOT_SENT for one in ended))
