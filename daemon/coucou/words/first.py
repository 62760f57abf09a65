"""The first words to somebody: a colleague little known, a stranger, or who could introduce the two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from coucou.core.proposal import Proposal
from coucou.core.route import Stranger
from coucou.core.settings import Approach, Me, Said, said_in
from coucou.words.clean import clean
from coucou.words.detect import detect
from coucou.words.message import Facts, Wording, written_as
from coucou.words.texts import Text, for_chat, for_linkedin

BLANK = "[…]"
"""Stands in a text where the user has not said yet what only they can say."""


def first_words(
    proposal: Proposal, stranger: Stranger, facts: Facts, me: Me, overrides: Path | None, statement: str = ""
) -> tuple[Wording, tuple[Text, ...]]:
    """The message of an approach to ``stranger``, and the texts that go with it.

    ``facts`` are of whom it goes to; ``statement`` closes what they read, above the lines that go on to somebody else.
    """
    lang, drawn_by = proposal.language, stranger.drawn_by
    if proposal.approach is Approach.MESSAGE:
        facts = replace(facts, shared=stranger.shared, drawn_by=said_in(drawn_by, lang))
        words = _closed(written_as("message", lang, facts, overrides), statement)
        return words, for_chat(words.body, proposal.address)
    facts = replace(facts, hope=str(stranger.aim or ""), whom=stranger.person.name)
    if proposal.approach is Approach.INTRODUCTION:
        facts = _introduced(facts, me, drawn_by, lang)
        words = _closed(written_as("introduction", lang, facts, overrides), statement)
        if "@" in proposal.address:
            return words, ()
        return words, for_linkedin(words.body, lang, facts, proposal.address, overrides)
    words = _closed(written_as("referral", lang, facts, overrides), statement)
    theirs = language_of((me.about, drawn_by)) or lang  # the lines below go on to somebody else
    below = written_as("forward", theirs, _introduced(facts, me, drawn_by, theirs), overrides)
    return Wording(words.subject, f"{words.body}\n\n—\n\n{below.body}"), (Text("forward", below.body),)


def _introduced(facts: Facts, me: Me, drawn_by: Said, lang: str) -> Facts:
    return replace(facts, about=said_in(me.about, lang) or BLANK, drawn_by=said_in(drawn_by, lang) or BLANK)


def _closed(words: Wording, statement: str) -> Wording:
    return Wording(words.subject, closed(words.body, statement))


def language_of(sentences: Iterable[Said]) -> str | None:
    """The language in which the user wrote for somebody; None when the sentences do not tell, or exist in several."""
    return detect([sentence for sentence in sentences if isinstance(sentence, str)])


def closed(body: str, statement: str) -> str:
    """``body`` with the organisation's statement below it, unless it says so already (a template of the user's)."""
    said = clean(statement).strip()
    return f"{body}\n\n{said}" if said and said not in body else body
