"""Words of a mail header as a person reads them: encoded words (RFC 2047), raw bytes, control characters.

Nothing here raises: whatever stands in a header becomes its best reading, without control characters or lone
surrogates.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

LONGEST = 8192  # characters of one value that are looked at; the rest of a longer one is left out

# A word cut off at the end of the value is read as far as it goes.
_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*)*)(?:\?=|$)", re.ASCII)
_CONTROLS = {code: " " for code in (*range(32), *range(127, 160))} | {0: None}
_SURROGATES = {code: "\ufffd" for code in range(0xD800, 0xE000)}
_SPACES = re.compile(r"[ \t]{2,}")

# Python's charsets that are not charsets of mail, and codecs slow or noisy on hostile input.
_NOT_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
# What mailers write when they mean the larger set (WHATWG Encoding, "names and labels").
_MEANT = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
}


def readable(raw: bytes) -> str:
    """Raw bytes of a header as text: UTF-8 where it is (RFC 6532), else Windows-1252. Not cleaned."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:  # five bytes mean nothing in Windows-1252
        return raw.decode("latin-1")


def cleaned(text: str) -> str:
    """``text`` on one line: no control characters (NUL goes, the others are spaces), no lone surrogates, stripped."""
    if text.isprintable():
        return text.strip()
    return text.translate(_CONTROLS).translate(_SURROGATES).strip()


def decoded(text: str) -> str:
    """``text`` with its encoded words read, cleaned, runs of blanks made one.

    Blanks between two encoded words are left out, and a character cut by the end of a word is joined with the next
    word's bytes (RFC 2047, 6.2, and what mailers do against section 5 (3)).
    """
    if "=?" in text:
        alone = _WORD.fullmatch(text)
        text = _in(alone[1].lower(), _bytes_of(alone[2], alone[3])) if alone else "".join(_pieces(text[:LONGEST]))
    text = cleaned(text)
    return _SPACES.sub(" ", text) if "  " in text else text


def _pieces(text: str) -> Iterator[str]:
    at, held, held_in = 0, b"", ""
    for word in _WORD.finditer(text):
        between = text[at : word.start()]
        charset = word[1].lower()
        if held and (between.strip() or charset != held_in):
            yield _in(held_in, held)
            held = b""
        if between.strip() or (between and at == 0):
            yield between
        held, held_in, at = held + _bytes_of(word[2], word[3]), charset, word.end()
    if held:
        yield _in(held_in, held)
    yield text[at:]


def _bytes_of(encoding: str, payload: str) -> bytes:
    raw = payload.encode("utf-8", "replace")  # a word should be ASCII; where it is not, nothing better is known
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    # Cut or badly padded base64 is read as far as whole groups go.
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    whole = letters[:-1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _in(charset: str, raw: bytes) -> str:
    name = _MEANT.get(charset, charset)
    if name.replace("-", "_") not in _NOT_CHARSETS:
        try:
            return raw.decode(name, "replace" if name.startswith("utf") else "strict")
        except (LookupError, ValueError):
            pass  # an unknown charset, or bytes that are not in it: read them as raw bytes are read
    return readable(raw)
