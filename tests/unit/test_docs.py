"""The documentation says what is so: its links lead somewhere, its examples hold, and both languages say the same."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import MISSING, fields
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from click import Context
from jsonschema import Draft202012Validator, FormatChecker
from typer.main import get_command

from coucou.cli.app import COMMANDS, app
from coucou.config.load import PERSON, TABLES, TOP
from coucou.config.targets import TARGET
from coucou.core.settings import PersonSettings, Settings, Target
from coucou_connectors.local import Options

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SKIPPED = {".venv", ".git", ".pytest_cache", "node_modules", "newsfragments", "build", "dist"}
PAGES = sorted(page for page in ROOT.rglob("*.md") if not SKIPPED.intersection(page.relative_to(ROOT).parts))
ONE_LANGUAGE = {  # both languages on one page, or for those who build coucou
    "reasons.md", "proposal-life.md", "architecture.md", "performance.md", "ranking.md",
    "delivery.md", "circle-rules.md",
}  # fmt: skip
RENAMED = {"accompany.md": "accompagner.md"}  # pages whose French file has a French name
TWINS = [
    (page, DOCS / "fr" / RENAMED.get(page.name, page.name))
    for page in PAGES
    if page.is_relative_to(DOCS)
    and not page.is_relative_to(DOCS / "fr")
    and not page.is_relative_to(DOCS / "decisions")
    and page.name not in ONE_LANGUAGE
] + [(ROOT / "README.md", ROOT / "README.fr.md"), (ROOT / "SECURITY.md", DOCS / "fr/SECURITY.md")]
FRENCH = [twin for _, twin in TWINS]
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|(?:src|srcset|href)=\"([^\"]+)\"")


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def headings(page: Path) -> list[str]:
    return re.findall(r"^#+ .+$", prose(page), re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives a page's headings."""
    texts = (re.sub(r"[^\w\s-]", "", heading.lstrip("# ").lower()) for heading in headings(page))
    return {re.sub(r"\s", "-", text.strip()) for text in texts}


# --- links and languages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = chain.from_iterable(_LINK.findall(prose(page)))
    broken = [target for target in targets if target and not _leads_somewhere(page, target)]
    assert not broken


def _leads_somewhere(page: Path, target: str) -> bool:
    if re.match(r"https?://|mailto:", target):
        return True
    path, _, anchor = target.partition("#")
    there = (page.parent / path) if path else page
    return there.exists() and (not anchor or anchor in anchors(there))


@pytest.mark.parametrize(("english", "french"), TWINS, ids=lambda page: named(page))
def test_every_page_for_users_exists_in_both_languages_with_the_same_parts(english: Path, french: Path) -> None:
    assert french.exists()
    levels = [[len(heading.split()[0]) for heading in headings(page)] for page in (english, french)]
    assert levels[0] == levels[1]
    blocks = [page.read_text(encoding="utf-8").count("\n```") for page in (english, french)]
    rows = [len(re.findall(r"^\|", prose(page), re.MULTILINE)) for page in (english, french)]
    assert (blocks[0], rows[0]) == (blocks[1], rows[1])


def test_no_french_page_lacks_its_english_one() -> None:
    assert set((DOCS / "fr").glob("*.md")) <= set(FRENCH)


@pytest.mark.parametrize("page", FRENCH, ids=named)
def test_french_is_typeset_as_in_quebec(page: Path) -> None:
    text = re.sub(r"`[^`]*`|\]\([^)]*\)|https?://\S+", "`", prose(page))
    assert not re.findall(r".{0,20}(?: :(?!\w)|« | »|\w'\w| [;?!]).{0,20}", text)


# --- JSON -------------------------------------------------------------------------------------------------------------


def _examples() -> list[Any]:
    found = []
    for page in (DOCS / "reference/json.md", DOCS / "fr/json.md"):
        parts = re.split(r"^## (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
        for name, part in zip(parts[::2], parts[1::2], strict=True):
            examples = re.findall(r"^```json\n(.*?)^```$", part, re.DOTALL | re.MULTILINE)
            found += [pytest.param(name, example, id=f"{named(page)}:{name}") for example in examples]
    return found


@pytest.mark.parametrize(("name", "example"), _examples())
def test_every_example_follows_its_schema(name: str, example: str) -> None:
    schema = json.loads((DOCS / f"reference/schema/{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(json.loads(example))


def test_every_schema_has_an_example_in_both_languages() -> None:
    names = sorted(path.name.removesuffix(".schema.json") for path in (DOCS / "reference/schema").iterdir())
    assert sorted(param.values[0] for param in _examples()) == sorted(names * 2)


# --- the configuration ------------------------------------------------------------------------------------------------

PAGES_OF_KEYS = (DOCS / "reference/configuration.md", DOCS / "fr/configuration.md")
_ROW = re.compile(r"^\| `(\w+)` \| (?:`(.+?)`|—) \| (.+) \|$", re.MULTILINE)


def _documented(page: Path) -> dict[str, dict[str, str]]:
    """Of each table of the configuration, the keys with their defaults; the top of the file is the table ""."""
    parts = re.split(r"^## (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {
        name.strip("[]") if name.startswith("[") else "": {key: default for key, default, _ in _ROW.findall(part)}
        for name, part in zip(parts[::2], parts[1::2], strict=True)
    }


@pytest.mark.parametrize("page", PAGES_OF_KEYS, ids=named)
def test_every_key_of_the_configuration_is_documented(page: Path) -> None:
    options = {field.name for field in fields(Options)} - {"base"}
    expected = {
        "": set(TOP),
        **{name: set(keys) for name, (_, keys) in TABLES.items()},
        "accounts": {"name", "connector"} | options,
        "people": set(PERSON),
        "targets": set(TARGET),
    }
    assert {name: set(keys) for name, keys in _documented(page).items()} == expected


@pytest.mark.parametrize("page", PAGES_OF_KEYS, ids=named)
def test_every_default_is_the_one_of_the_code(page: Path) -> None:
    documented = _documented(page)
    for name, (kind, keys) in TABLES.items():
        for key, read in keys.items():
            _same_default(kind, key, read, documented[name][key])
    for key, read in TOP.items():
        _same_default(Settings, key, read, documented[""][key])
    for key, read in PERSON.items():
        _same_default(PersonSettings, key, read, documented["people"][key])
    for key in TARGET.keys() - {"reason", "since", "horizon"}:  # the first is needed, the others become ``until``
        _same_default(Target, key, TARGET[key], documented["targets"][key])
    for field in fields(Options):
        if field.name != "base":
            _same_default(Options, field.name, tuple, documented["accounts"][field.name])


def _same_default(kind: type, key: str, read: Any, written: str) -> None:
    field = next(field for field in fields(kind) if field.name == key)
    default = field.default if field.default_factory is MISSING else field.default_factory()
    if not written:
        assert default is None or key == "timezone", key
    else:
        assert read(tomllib.loads(f"value = {written}")["value"]) == default, key


# --- commands ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [DOCS / "reference/commands.md", DOCS / "fr/commands.md"], ids=named)
def test_every_command_is_documented_with_its_options(page: Path) -> None:
    parts = re.split(r"^## (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    documented = {
        name: set(re.findall(r"--[a-z][a-z-]+", part)) for name, part in zip(parts[::2], parts[1::2], strict=True)
    }
    group: Any = get_command(app)
    expected = {"coucou": _options(group)}
    expected |= {f"coucou {name}": _options(group.get_command(Context(group), name)) for name in COMMANDS}
    assert documented == expected


def _options(command: Any) -> set[str]:
    written = chain.from_iterable(parameter.opts for parameter in command.params)
    return {option for option in written if option.startswith("--")}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_page_names_a_command_that_does_not_exist(page: Path) -> None:
    if page.name == "CHANGELOG.md" or page.is_relative_to(DOCS / "decisions"):
        return  # they speak of other versions too
    text = page.read_text(encoding="utf-8")
    blocks = "".join(re.findall(r"^```\n.*?^```$", text, re.DOTALL | re.MULTILINE))
    typed = re.findall(r"^coucou ([a-z]+)", blocks, re.MULTILINE) + re.findall(r"`coucou ([a-z]+)", prose(page))
    assert set(typed) <= set(COMMANDS)
