"""The options of an Outlook account, as the how-to tells them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from coucou_connectors.outlook import Options

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "docs/how-to/connect-outlook.md", ROOT / "docs/fr/connect-outlook.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_every_option_stands_in_the_how_to_with_its_default(page: Path) -> None:
    table = page.read_text("utf-8").partition("## Options")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.+?`) \| (?:`(.+?)`|—) \|", table, re.MULTILINE)
    told = {name: default for names, default in rows for name in re.findall(r"`(\w+)`", names)}
    assert set(told) == {field.name for field in fields(Options)} - {"base"}
    made = Options()
    for name, default in told.items():
        if default and name != "endpoint":  # whose default is no address at all
            value = tomllib.loads(f"x = {default}")["x"]
            assert getattr(made, name) == (tuple(value) if isinstance(value, list) else value), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_the_examples_are_options_that_the_connector_knows(page: Path) -> None:
    known = {field.name for field in fields(Options)} | {"name", "connector"}
    for block in re.findall(r"^```toml\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE):
        for account in tomllib.loads(block)["accounts"]:
            if account["connector"] == "outlook":
                assert set(account) <= known
