"""The file of people to be kept in peace."""

from __future__ import annotations

from pathlib import Path

import pytest

from coucou import quiet_list
from coucou.core.reason import Reason
from coucou.core.settings import Organization, Settings


def settings(folder: Path, name: str) -> Settings:
    return Settings(organization=Organization(quiet_list=name), source=folder / "config.toml")


def test_addresses_are_known_in_whatever_spelling_and_comments_are_not(tmp_path: Path) -> None:
    (tmp_path / "quiet.txt").write_bytes(
        b"\xef\xbb\xbf# on leave\r\n Lea.Roy@Example.org  # until May\r\n\r\nb@example.net"
    )
    assert quiet_list.load(settings(tmp_path, "quiet.txt")) == frozenset({"lea.roy@example.org", "b@example.net"})


def test_without_a_list_nobody_is_on_it(tmp_path: Path) -> None:
    assert quiet_list.load(settings(tmp_path, "")) == frozenset()
    (tmp_path / "empty").write_text("# nobody\n")
    assert quiet_list.load(settings(tmp_path, "empty")) == frozenset()


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"lea@example.org\nLea Roy\n", b"a@b c@d\n"])
def test_a_list_that_cannot_be_read_whole_is_not_known_at_all(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "quiet.txt").write_bytes(content)
    found = quiet_list.load(settings(tmp_path, "quiet.txt"))
    assert isinstance(found, Reason) and found.code == "quiet_list_unread"
    assert str(tmp_path) in str(found.values["place"])
    assert "Lea" not in str(found.values), "no line of it is repeated"
