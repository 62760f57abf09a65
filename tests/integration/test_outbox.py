"""The outbox: one pair of files for one approval, whatever is killed, full or deleted in between."""

from __future__ import annotations

import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coucou.contract import Event, EventStatus, Ports, Receipt, Refused, TryLater
from coucou.testing import samples
from coucou_connectors.local import Options, plugin
from coucou_connectors.local.outbox import Outbox

ONE = samples.invitation()
PAIR = {f"{ONE.key}.ics": ONE.ics, f"{ONE.key}.eml": ONE.eml}
BACK = samples.taken_back(ONE)
TAKEN_BACK = {f"{ONE.key}.cancel.ics": BACK.ics, f"{ONE.key}.cancel.eml": BACK.eml}


def seen(folder: Path) -> dict[str, bytes]:
    """What the user sees in the folder."""
    return {p.name: p.read_bytes() for p in folder.iterdir() if not p.name.startswith(".")}


def hidden(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir() if p.name.startswith(".")}


def settle(outbox: Outbox) -> Receipt:
    """What the engine does after any doubt."""
    return outbox.find(ONE.key) or outbox.send(ONE)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One outbox for each step at which the program died."""
    root = tmp_path_factory.mktemp("killed")
    program = Path(__file__).with_name("outbox_killed.py")
    run = subprocess.run([sys.executable, str(program), str(root)], capture_output=True, text=True, check=True)
    print(f"outbox: {run.stdout.strip()} kills")
    assert int(run.stdout) > 50
    return root


def outboxes(root: Path, verb: str, copies: Path) -> Iterator[Path]:
    """A copy of each, to go on from."""
    for place in sorted(root.glob(f"{verb}-*")):
        shutil.copytree(place, copies / place.name)
        yield copies / place.name / "outbox"


def test_after_a_kill_at_any_step_both_files_are_there_once(killed: Path, tmp_path: Path) -> None:
    for folder in outboxes(killed, "send", tmp_path):
        outbox = Outbox("archive", folder)
        assert settle(outbox) == Receipt(ONE.key), folder
        assert seen(folder) == PAIR, folder
        assert hidden(folder) == {".coucou"}, folder
        assert outbox.send(ONE) == Receipt(ONE.key) and seen(folder) == PAIR


def test_what_the_user_took_between_a_kill_and_the_next_start_is_not_written_again(
    killed: Path, tmp_path: Path
) -> None:
    for folder in outboxes(killed, "send", tmp_path):
        taken = set(seen(folder)) if folder.exists() else set()
        for name in taken:
            (folder / name).unlink()
        settle(Outbox("archive", folder))
        assert seen(folder).keys() == PAIR.keys() - taken, folder


def test_an_approval_that_lapsed_after_a_kill_leaves_nothing_behind_unless_it_was_made(
    killed: Path, tmp_path: Path
) -> None:
    for folder in outboxes(killed, "send", tmp_path):
        if Outbox("archive", folder).find(ONE.key) is None:
            assert not folder.exists() or (seen(folder) == {} and hidden(folder) <= {".coucou"}), folder
        else:
            assert seen(folder) == PAIR, folder


def test_a_cancellation_killed_at_any_step_is_finished(killed: Path, tmp_path: Path) -> None:
    for folder in outboxes(killed, "cancel", tmp_path):
        outbox = Outbox("archive", folder)
        outbox.cancel(BACK)
        assert seen(folder) == TAKEN_BACK, folder
        assert hidden(folder) == {".coucou"}
        assert outbox.find(ONE.key) == outbox.send(ONE) == Receipt(ONE.key, live=False)


def test_files_and_folder_are_the_users_alone(tmp_path: Path) -> None:
    Outbox("archive", tmp_path / "outbox").send(ONE)
    modes = {stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "outbox").iterdir()}
    assert (stat.S_IMODE((tmp_path / "outbox").stat().st_mode), modes) == (0o700, {0o600})


def test_a_hold_has_no_letter(tmp_path: Path) -> None:
    Outbox("archive", tmp_path / "outbox").send(samples.hold())
    assert list(seen(tmp_path / "outbox")) == [f"{samples.hold().key}.ics"]


def test_what_lies_there_is_known_without_its_journal(tmp_path: Path) -> None:
    outbox = Outbox("archive", tmp_path / "outbox")
    outbox.send(ONE)
    (tmp_path / "outbox/.coucou").unlink()
    assert outbox.find(ONE.key) == Receipt(ONE.key)
    outbox.cancel(BACK)
    assert outbox.send(ONE) == Receipt(ONE.key, live=False)


def test_a_line_that_a_power_cut_cut_off_counts_for_nothing(tmp_path: Path) -> None:
    outbox = Outbox("archive", tmp_path / "outbox")
    outbox.send(ONE)
    with (tmp_path / "outbox/.coucou").open("ab") as journal:
        journal.write(f"made {samples.invitation(1).key}"[:-5].encode())
    assert outbox.find(samples.invitation(1).key) is None
    assert outbox.send(samples.invitation(2)) == Receipt(samples.invitation(2).key)
    assert outbox.find(ONE.key) == Receipt(ONE.key) and outbox.find(samples.invitation(1).key) is None


@contextmanager
def full(size: int) -> Iterator[None]:
    """No file can grow beyond ``size`` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [0, 100, len(ONE.ics)])
def test_a_full_disk_is_tried_again_later_and_leaves_no_half(tmp_path: Path, size: int) -> None:
    outbox = Outbox("archive", tmp_path / "outbox")
    with full(size), pytest.raises(TryLater) as caught:
        outbox.send(ONE)
    assert caught.value.code == "local.outbox_failing"
    assert seen(tmp_path / "outbox") == {} and outbox.find(ONE.key) is None
    assert outbox.send(ONE) == Receipt(ONE.key) and seen(tmp_path / "outbox") == PAIR


def test_a_folder_that_is_away_is_never_taken_for_an_empty_one(tmp_path: Path) -> None:
    outbox = Outbox("archive", tmp_path / "drive/outbox")
    asks: list[Callable[[], object]] = [
        lambda: outbox.find(ONE.key),
        lambda: outbox.send(ONE),
        lambda: outbox.cancel(BACK),
    ]
    for ask in asks:
        with pytest.raises(TryLater) as caught:
            ask()
        assert caught.value.code == "local.outbox_away"
    assert not (tmp_path / "drive").exists()


def test_an_outbox_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a list of my own")
    with pytest.raises(Refused) as caught:
        Outbox("archive", tmp_path / "outbox").send(ONE)
    assert caught.value.code == "local.outbox_refused"
    assert (tmp_path / "outbox").read_text() == "a list of my own"


@pytest.mark.parametrize("key", ["", "../../etc/passwd", ONE.key.upper() + "X", ONE.key + "\n", ONE.key[:-1] + "/"])
def test_no_key_can_name_another_file(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        Outbox("archive", tmp_path / "outbox").find(key)


def test_what_the_user_puts_into_a_calendar_is_known_by_its_mark_and_its_cancellation(tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    options = Options(calendars=("calendar",), outbox=tmp_path / "outbox", base=tmp_path)
    connection = plugin.open("archive", options, Ports(sends=True))
    assert connection.sends is not None and connection.calendar is not None
    hold = samples.hold(1)
    for one in (ONE, hold):
        connection.sends.send(one)
        shutil.move(tmp_path / f"outbox/{one.key}.ics", tmp_path / "calendar")

    def read() -> dict[str, EventStatus]:
        batches = connection.calendar.changes(None, samples.READING) if connection.calendar else ()
        found = [i for batch in batches for i in batch.appeared if isinstance(i, Event)]
        return {f"{i.uid} {i.mark}": i.status for i in found}

    assert read().keys() == {f"{ONE.uid} {ONE.mark}", f"{hold.uid} {hold.mark}"}
    for one in (ONE, hold):
        connection.sends.cancel(samples.taken_back(one))
        shutil.move(tmp_path / f"outbox/{one.key}.cancel.ics", tmp_path / f"calendar/{one.key}.ics")
    assert set(read().values()) == {EventStatus.CANCELLED}
