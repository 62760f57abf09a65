"""The service under a real ``systemd --user``, with its whole sandbox; only times are shortened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import absent
from tests.system.conftest import ROOT

pytestmark = [pytest.mark.peer, pytest.mark.xdist_group("systemd")]
HERE = Path(__file__).parent


def driven(program: Callable[[str], str], driver: str, *runtime: str) -> Any:
    """What ``driver`` tells from inside of a manager of its own."""
    unshare = program("unshare")
    if not Path("/lib/systemd/systemd").exists():
        absent("systemd is not installed here")
    if os.geteuid() != 0:
        absent("a manager of its own needs root for its namespaces")
    alone = [unshare, "--pid", "--mount", "--fork", "--cgroup", "--uts", "--ipc", "--kill-child", "bash"]
    ran = subprocess.run(
        [*alone, str(HERE / "manager.sh"), str(ROOT), sys.executable, str(HERE / driver), *runtime],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        timeout=900,
        check=False,
    )
    if "Operation not permitted" in ran.stderr and not ran.stdout:
        absent("this machine allows no namespaces")
    assert ran.stdout, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def told(program: Callable[[str], str]) -> Any:
    """Everything that happened, from installing the service to taking it away."""
    return driven(program, "under_systemd.py")


def test_it_starts_in_its_sandbox_and_says_when_it_is_ready(told: Any) -> None:
    assert told["installed"][0] == 0
    assert told["started"]


def test_it_reads_the_accounts_with_the_key_that_systemd_lends(told: Any) -> None:
    assert told["read"], told["jobs"]
    assert told["jobs"]["mail opens"] == "ok"


def test_systemd_shows_in_plain_words_what_it_does(told: Any) -> None:
    assert told["status"].startswith(("At work: ", "Waiting. Next: "))


def test_a_connector_that_hangs_does_not_starve_the_watchdog_nor_the_other_accounts(told: Any) -> None:
    assert told["fed"]
    assert told["after a hung connector"]["ActiveState"] == "active"
    assert told["after a hung connector"]["NRestarts"] == "0"
    assert told["jobs"]["mail work"] == "ok"


def test_a_bad_configuration_is_refused_and_the_service_goes_on(told: Any) -> None:
    assert told["refused"]
    assert (told["after a bad reload"]["ActiveState"], told["after a bad reload"]["SubState"]) == ("active", "running")


def test_after_a_kill_it_is_started_again(told: Any) -> None:
    came_back, after = told["after a kill"]
    assert came_back
    assert int(after["NRestarts"]) == 1


def test_what_only_the_user_can_mend_leaves_it_down_and_failed(told: Any) -> None:
    """Killed while its configuration is broken, it is started again once, and then says status 1."""
    after = told["after a kill with a bad configuration"]
    assert (after["ActiveState"], after["Result"], after["NRestarts"]) == ("failed", "exit-code", "2")


def test_a_loop_that_hangs_is_killed_by_the_watchdog_and_started_again(told: Any) -> None:
    assert told["mended"]
    came_back, after = told["watchdog"]
    assert came_back
    assert after["ActiveState"] == "active"


def test_it_ends_within_two_seconds_and_leaves_nothing_behind(told: Any) -> None:
    assert told["stopped in"] < 2.0
    assert (told["after the stop"]["ActiveState"], told["after the stop"]["Result"]) == ("inactive", "success")
    assert told["left"] == []


def test_its_log_holds_priorities_and_nothing_private(told: Any) -> None:
    lines = told["log"].splitlines()
    assert lines
    assert all(line.startswith("<") for line in lines if "config.toml" not in line and "Mend" not in line), told["log"]
    assert "planted" not in told["log"]
    assert "@" not in told["log"]


def test_uninstalling_takes_the_units_away(told: Any) -> None:
    assert (told["uninstalled"], told["units"]) == (0, [])


# --- coucou@.service, for a user without a session ------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(program: Callable[[str], str]) -> Any:
    """What happened to the instance of another user."""
    found = driven(program, "at_server.py", "/run/manager")
    if "impossible" in found:
        pytest.skip(f"no server can be laid out here: {found['impossible']}")
    return found


def test_for_another_user_it_runs_and_opens_the_vault_with_the_key_that_systemd_decrypted(server: Any) -> None:
    assert server["read"], (server["started"], server["log"])
    assert (server["running"]["ActiveState"], server["running"]["SubState"]) == ("active", "running")
    assert server["jobs"]["mail opens"] == server["jobs"]["mail work"] == "ok", server["log"]
    assert "planted" not in server["log"] and "@" not in server["log"]


def test_for_another_user_it_has_no_rights_and_sees_no_home(server: Any) -> None:
    rights = server["rights"]
    assert "0" not in rights["Uid"] + rights["Gid"]
    assert {rights[f"Cap{one}"][0] for one in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {"0" * 16}
    assert (rights["NoNewPrivs"], rights["Seccomp"]) == (["1"], ["2"])
    mounts = {place: options.split(",") for place, options in server["mounts"]}
    assert {"/home", "/root"} <= set(mounts), "hidden behind something empty"
    assert "ro" in mounts["/"] and "ro" in mounts["/etc"]
    assert "rw" in mounts["/var/lib/coucou/nobody"]


def test_for_another_user_it_ends_as_it_is_told_to(server: Any) -> None:
    assert (server["stopped"]["ActiveState"], server["stopped"]["Result"]) == ("inactive", "success")
