"""The command that opens a proposal in the user's editor: edit."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from coucou import decide
from coucou.cli import edited, options
from coucou.cli.edge import Edge, clock, opened
from coucou.cli.edited import Edited, Wrong
from coucou.cli.lang import t
from coucou.cli.sending import YOURS_TO_SEND, is_yours_to_send, letter
from coucou.cli.which import PATIENCE, possible, proposal_of
from coucou.core.proposal import IllegalMove, State, Step
from coucou.core.route import NAMES_NO_TIME
from coucou.core.settings import Channel
from coucou.core.span import Span
from coucou.errors import UserError, cause
from coucou.files import write_private
from coucou.store import ledger
from coucou.suggest.when import free_time

_EDITORS = ("editor", "nano", "vim", "vi")  # where neither $VISUAL nor $EDITOR says


def edit(identity: options.Id, config: options.Config = None, state: options.State = None) -> None:
    with opened(config, state, readonly=True) as edge:  # nobody waits while the user writes
        one = proposal_of(edge.store, identity)
        _can_be_edited(one)
        path = edge.store.path.parent / f"edit-{one.id}.txt"
    before = _as_edited(one)
    if path.exists():
        print(t("edit.again", path=str(path)))
    else:
        write_private(path, edited.written(before).encode())
    _open_editor(path)
    after = _read(path, one, clock())
    if after == before:
        path.unlink(missing_ok=True)
        print(t("edit.nothing", id=one.id))
        return
    with opened(config, state, patience=PATIENCE) as edge:
        kept = _keep(edge, one, after, path)
        path.unlink(missing_ok=True)
        print(t("edit.done", id=one.id))
        if _may_name_the_old_time(kept, before, after):
            print(t("edit.same_words", id=one.id))
        if kept.state in YOURS_TO_SEND and kept.channel == Channel.ASK and after.start != before.start:
            print(t("edit.held", id=one.id, when=before.start))
        if is_yours_to_send(kept) and kept.state is not State.ASKED:  # its draft is the old one
            for line in letter(edge, kept):
                print(line)


def _can_be_edited(one: ledger.Recorded) -> None:
    if one.state not in decide.EDITABLE:
        with possible(one, "edit"):
            raise IllegalMove(one.state, Step.APPROVE)


def _as_edited(one: ledger.Recorded) -> Edited:
    start = one.start.astimezone(ZoneInfo(one.timezone))
    return Edited(one.subject, start, int((one.end - one.start).total_seconds() // 60), one.body.strip())


def _open_editor(path: Path) -> None:
    """:raises UserError: there is no editor, or it did not end well."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    command = shlex.split(named) if named else [next(filter(shutil.which, _EDITORS), "")]
    if not command or not command[0]:
        raise UserError("edit.no_editor", str(path))
    try:
        # The user's own program, chosen by the user, without a shell.
        done = subprocess.run([*command, str(path)], check=False)  # noqa: S603
    except OSError as error:
        raise UserError("edit.editor_failed", str(path), editor=command[0], cause=cause(error)) from error
    if done.returncode:
        raise UserError("edit.editor_ended", str(path), editor=command[0], status=done.returncode)


def _may_name_the_old_time(one: ledger.Recorded, before: Edited, after: Edited) -> bool:
    """Of a message that is still to be sent. An invitation says its time itself."""
    names_it = one.channel != Channel.INVITE and one.approach not in NAMES_NO_TIME and one.state is not State.ASKED
    return names_it and after.start != before.start and after.body == before.body


def _read(path: Path, one: ledger.Recorded, now: datetime) -> Edited:
    """:raises UserError: what was written cannot be meant; the text stays in its file."""
    try:
        return edited.read(path.read_text(encoding="utf-8-sig"), ZoneInfo(one.timezone), now)
    except Wrong as wrong:
        code = "edit.wrong" if wrong.line else "edit.wrong_whole"
        text = t(wrong.code, **wrong.values)
        raise UserError(code, str(path), line=wrong.line, text=text, id=one.id) from wrong
    except UnicodeDecodeError as error:
        raise UserError("edit.wrong_whole", str(path), text=t("edit.not_utf8"), id=one.id) from error
    except OSError as error:
        raise UserError("edit.gone", str(path), cause=cause(error)) from error


def _keep(edge: Edge, one: ledger.Recorded, after: Edited, path: Path) -> ledger.Recorded:
    """The proposal as it is now.

    :raises UserError: it moved on meanwhile, or the time is taken; the text stays in its file.
    """
    wanted = replace(
        one,
        subject=after.subject,
        body=after.body,
        start=after.start,
        end=after.start + timedelta(minutes=after.minutes),
    )
    if (wanted.start, wanted.end) != (one.start, one.end) and _is_taken(edge, wanted):
        raise UserError("edit.taken", str(path), id=one.id)
    with possible(proposal_of(edge.store, one.id), "edit"):
        decide.edit(edge.store, wanted, now=edge.now)
    return proposal_of(edge.store, one.id)


def _is_taken(edge: Edge, one: ledger.Recorded) -> bool:
    """Whether the user is not free then: it would expire at the moment of sending."""
    slot = Span(one.start, one.end)
    day = timedelta(days=1)
    window = Span(slot.start - day, slot.end + day)
    ours = {one.id, one.parent or one.id}
    free = free_time(edge.store, edge.settings, edge.now, window, ignoring=ours)
    return any(slot.overlaps(other) for other in free.gaps.busy)
