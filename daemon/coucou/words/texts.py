"""Texts to paste elsewhere than in mail: LinkedIn's note and message, Teams, Slack; each with the link to the place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from coucou.words.clean import clean
from coucou.words.message import Facts, written_as

NOTE_FREE, NOTE_PAID = 200, 300  # characters of a connection note, with a free LinkedIn account and with a paid one


@dataclass(frozen=True, slots=True)
class Text:
    """``kind``: linkedin_note, linkedin_message, teams, slack or forward. ``link`` opens the place, or is "".

    ``limit``: how many characters fit there; None where it does not matter.
    """

    kind: str
    text: str
    link: str = ""
    limit: int | None = None


def for_chat(body: str, address: str) -> tuple[Text, ...]:
    """A message for Teams, whose link opens the chat with the text in it, and for Slack, which has no link to a person
    by address: its own opens the program (learn.microsoft.com: deep links to a chat; docs.slack.dev: deep linking)."""
    text = clean(body)
    users, message = quote(address, safe="@"), quote(text, safe="")
    return (
        Text("teams", text, f"https://teams.microsoft.com/l/chat/0/0?users={users}&message={message}"),
        Text("slack", text, "slack://open"),
    )


def for_linkedin(body: str, lang: str, facts: Facts, profile: str, overrides: Path | None) -> tuple[Text, ...]:
    """Notes that fit beside an invitation to connect, and the message for those already connected.

    A note is left out when even the short one (without the line about the sender) does not fit.
    """
    link = f"https://www.{quote(profile, safe='/')}" if profile else _search(facts.name)
    notes: dict[str, Text] = {}
    for limit in (NOTE_FREE, NOTE_PAID):
        for brief in (False, True):
            text = written_as("note", lang, replace(facts, brief=brief), overrides).body
            if len(text) <= limit:
                notes.setdefault(text, Text("linkedin_note", text, link, limit))
                break
    return (*notes.values(), Text("linkedin_message", clean(body), link))


def _search(name: str) -> str:
    return f"https://www.linkedin.com/search/results/people/?keywords={quote(name)}"
