"""The conversation card as sentences, for the terminal and the page alike."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from coucou.core.card import ConversationCard
from coucou.words.say import listed, reason, say


def recalled(card: ConversationCard, lang: str, zone: ZoneInfo) -> Iterator[str]:
    """What to remember: the last time, what changed, who is known to both. The questions stand apart."""
    last = card.last_met
    if last is not None:
        said = say(f"card.{last.kind}", lang, day=last.moment.astimezone(zone).date())
        yield say("card.subject", lang, said=said, subject=last.subject) if last.subject else said
    yield from (reason(change, lang) for change in card.changed)
    if card.both_know:
        yield say("card.both_know", lang, names=listed(card.both_know, lang))
