"""What a folder's or label's name tells: sent by the user, or not to be read (drafts, spam, trash).

Gmail writes labels in the language of the account, mail programs their folders in that of the computer.
"""

from __future__ import annotations

import base64
import csv
import re
import unicodedata
from functools import lru_cache

from coucou_connectors.encoded import decoded

# In English, French, German, Spanish, Italian, Portuguese and Dutch.
_SENT_NAMES = (
    "sent", "sent items", "sent mail", "sent messages", "sent-mail", "envoyé", "envoyés", "éléments envoyés",
    "messages envoyés", "courrier envoyé", "courriers envoyés", "mails envoyés", "objets envoyés", "gesendet",
    "gesendete elemente", "gesendete objekte", "enviado", "enviados", "elementos enviados", "mensajes enviados",
    "inviata", "inviati", "posta inviata", "itens enviados", "verzonden", "verzonden items",
)  # fmt: skip
_LEFT_OUT_NAMES = (
    "draft", "drafts", "brouillon", "brouillons", "templates", "modèles", "outbox", "unsent messages",
    "boîte d'envoi", "messages en attente", "spam", "junk", "junk e-mail", "junk email", "junk mail", "bulk mail",
    "courrier indésirable", "indésirables", "pourriel", "pourriels", "trash", "bin", "deleted", "deleted items",
    "deleted messages", "corbeille", "éléments supprimés", "messages supprimés", "courrier supprimé", "entwürfe",
    "papierkorb", "gelöschte elemente", "borradores", "papelera", "correo no deseado", "bozze", "cestino",
    "posta indesiderata", "rascunhos", "lixeira", "concepten", "prullenbak",
)  # fmt: skip
_UTF7 = re.compile(r"&([^-]*)-")


@lru_cache(maxsize=4096)
def _plain(label: str) -> str:
    """Without accents (file names on a Mac are decomposed), case, prefix or the kind of apostrophe."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", label) if not unicodedata.combining(c))
    bare = " ".join(bare.casefold().replace("’", "'").replace("_", " ").split())
    return bare.removeprefix("[gmail]/").removeprefix("[gmail] ").removesuffix(".mbox")


_SENT = frozenset(map(_plain, _SENT_NAMES))
_LEFT_OUT = frozenset(map(_plain, _LEFT_OUT_NAMES))


def is_sent(labels: tuple[str, ...]) -> bool:
    """Whether one of the labels is the one of what the user sent."""
    return any(_plain(label) in _SENT for label in labels)


def is_left_out(labels: tuple[str, ...]) -> bool:
    """Whether one of the labels is of drafts, of unsent mail, of spam or of the trash: such mail is not read."""
    return any(_plain(label) in _LEFT_OUT for label in labels)


def of_gmail(value: str) -> tuple[str, ...]:
    """The labels in an ``X-Gmail-Labels`` header of Takeout: encoded words, commas between, quotes round a comma."""
    row = next(csv.reader([decoded(value)], skipinitialspace=True, strict=False), [])
    return tuple(label.strip() for label in row if label.strip())


def of_folder(name: str) -> tuple[str, ...]:
    """A folder's path as labels: each of its parts (``/``, Maildir++'s ``.``, IMAP's UTF-7 read), INBOX alone last.

    ``Archives.2019.&AMk-l&AOk-ments envoy&AOk-s`` gives ("Archives", "2019", "Éléments envoyés").
    """
    parts = [_from_utf7(part) for part in re.split(r"[./]", name) if part]
    return tuple(parts[1:] if len(parts) > 1 and parts[0].upper() == "INBOX" else parts)


def _from_utf7(name: str) -> str:
    """IMAP's own UTF-7 (RFC 3501, 5.1.3); a name that is not in it is left as it is."""
    if "&" not in name:
        return name
    try:
        return _UTF7.sub(_letters, name)
    except ValueError:
        return name


def _letters(shifted: re.Match[str]) -> str:
    if not shifted[1]:
        return "&"
    letters = shifted[1].replace(",", "/")
    return base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True).decode("utf-16-be")
