"""Text from strangers, made safe to show."""

from __future__ import annotations

import re
import unicodedata

# Controls (C0, DEL, C1: ESC and CSI among them), bidi marks, embeddings, overrides and isolates, invisible operators,
# line and paragraph separators, byte-order marks, and the tag characters that hide text in plain sight (UTS 39).
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]+"
)
_BREAKS = re.compile("\r\n|[\v\f\r\x1c-\x1e\x85\u2028\u2029]")
# A terminal's sequences whole (ECMA-48 CSI, then OSC and other strings), or "[31m" would stay behind as text.
_SEQUENCES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\\\|\x9c)?"
    "|\x1b[ -/]*[0-~]?"
)
_MARKS = 4  # combining marks kept in a row: enough for every living language, too few to climb over other lines


def clean(text: str) -> str:
    """``text`` without control, terminal and bidi characters. Line breaks stay, as line feeds; a tab is a space."""
    if text.isascii() and text.isprintable():
        return text
    lines = _BREAKS.sub("\n", _SEQUENCES.sub("", text.replace("\t", " "))).split("\n")
    return "\n".join(_few_marks(_UNSAFE.sub("", line)) for line in lines)


def one_line(text: str, limit: int | None = None) -> str:
    """``text`` cleaned, on one line, without space around; cut to ``limit`` characters, "…" included."""
    shown = " ".join(clean(text).split("\n")).strip()
    return shown if limit is None or len(shown) <= limit else f"{shown[: limit - 1].rstrip()}…"


def _few_marks(text: str) -> str:
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if run <= _MARKS:
            kept.append(char)
    return "".join(kept)
