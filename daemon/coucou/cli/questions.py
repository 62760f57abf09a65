"""The seven questions of ``init``, asked one at a time; Enter accepts what is suggested, and each can be skipped."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import typer

from coucou.cli.lang import t
from coucou.config.values import LANGUAGES, BadValue, address_text, zone
from coucou.words import say


class Data(StrEnum):
    """Where the user's data is: the fifth question."""

    CALENDAR = "calendar"
    LINKEDIN = "linkedin"
    MAILBOX = "mailbox"
    GMAIL = "gmail"
    OUTLOOK = "outlook"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Answers:
    name: str = ""
    addresses: tuple[str, ...] = ()
    language: str = "en"
    timezone: str = "UTC"
    data: Data = Data.LATER
    path: Path | None = None
    employer: bool = False
    soliciting: bool = False


def ask(suggested: Answers) -> Answers:
    """Ask on the terminal; ``suggested`` holds the defaults. Data that was named already is not asked for again."""
    say_line("init.hello")
    name = _prompt(t("init.name"), suggested.name)
    addresses = _addresses(suggested.addresses)
    language = _one_of(t("init.language"), LANGUAGES, suggested.language)
    timezone = _zone(suggested.timezone)
    data = suggested.data if suggested.path else _data()
    path = suggested.path or _path(data)
    answers = Answers(name, addresses, language, timezone, data, path)
    answers = replace(answers, employer=yes_or_no(t("init.employer"), suggested.employer))
    if answers.employer:
        say_line("init.privacy_officer")
    return replace(answers, soliciting=yes_or_no(t("init.soliciting"), suggested.soliciting))


def _prompt(question: str, suggested: str = "") -> str:
    """What was typed, or what is suggested when it was Enter alone."""
    ending = t("init.ask")
    return str(typer.prompt(question, default=suggested, show_default=bool(suggested), prompt_suffix=ending)).strip()


def yes_or_no(question: str, suggested: bool) -> bool:
    """Yes or no in either language, whichever this run speaks; Enter takes what is suggested."""
    yes, no = (" ".join(say(code, language) for language in LANGUAGES).split() for code in ("init.yes", "init.no"))
    letters = t("init.yes_by_default" if suggested else "init.no_by_default")
    while True:
        answer = _prompt(f"{question} {letters}").casefold()
        if not answer:
            return suggested
        if answer in (*yes, *no):
            return answer in yes


def say_line(code: str, **values: object) -> None:
    typer.echo(t(code, **values))


def _addresses(suggested: tuple[str, ...]) -> tuple[str, ...]:
    while True:
        written = _prompt(t("init.addresses"), " ".join(suggested))
        try:
            return tuple(address_text(word) for word in re.split(r"[\s,;]+", written) if word)
        except BadValue as bad:
            say_line(bad.code, **bad.values)


def _zone(suggested: str) -> str:
    while True:
        try:
            return zone(_prompt(t("init.timezone"), suggested))
        except BadValue as bad:
            say_line(bad.code, **bad.values)


def _one_of(question: str, known: tuple[str, ...], suggested: str) -> str:
    while True:
        answer = _prompt(f"{question} ({' · '.join(known)})", suggested).lower()
        if answer in known:
            return answer


def _data() -> Data:
    say_line("init.data")
    kinds = tuple(Data)
    for number, kind in enumerate(kinds, 1):
        typer.echo(f"  {number}  {t(f'init.data.{kind}')}")
    while True:
        answer = _prompt(t("init.number"), str(len(kinds)))
        if answer.isdigit() and 1 <= int(answer) <= len(kinds):
            return kinds[int(answer) - 1]


def _path(data: Data) -> Path | None:
    """The file or folder of a kind that is read from files; what cannot be read is said at once."""
    if data in (Data.GMAIL, Data.OUTLOOK):
        say_line(f"init.sign_in.{data}")
        return None
    if data is Data.LATER:
        return None
    say_line(f"init.hint.{data}")
    while True:
        written = _prompt(t("init.path"))
        if not written:
            return None
        path = Path(written).expanduser()
        trouble = unreadable(path)
        if trouble is None:
            return path.resolve()
        say_line(trouble, place=str(path))


def unreadable(path: Path) -> str | None:
    """The code of what is wrong with a path that was given as data; None when nothing is."""
    if path.suffix.lower() in (".pst", ".ost"):
        return "init.pst"
    if path.suffix.lower() == ".zip":
        return "init.zip"
    return None if path.exists() else "init.no_such_file"


def spoken(language: str, code: str) -> str:
    """A text in another language than this run's."""
    return say(code, language)
