"""Subjects of messages."""

from __future__ import annotations

import re

_REPLY = re.compile(r"^(?:\s*(?:re|rép|fwd?|tr)\s*:)+\s*", re.IGNORECASE)


def without_reply_marks(subject: str) -> str:
    """``Re: RE : Plan`` is "Plan": what mail programs put before a subject is not part of it."""
    return _REPLY.sub("", subject)
