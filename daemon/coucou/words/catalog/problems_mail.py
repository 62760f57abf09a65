"""Mail that could not be read, and what became of it."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "mail.not_mbox": (
        "{place}: not a mailbox (an mbox begins with a line “From …” and headers). It was skipped.",
        "{place} : ce n’est pas une boîte aux lettres (un fichier mbox commence par une ligne « From … » et des "
        "en-têtes). Le fichier a été laissé de côté.",
    ),
    "mail.unreadable": (
        "{place}: this mail cannot be read. Check that you are allowed to open it; the next sync tries again.",
        "{place} : ce courrier ne peut pas être lu. Vérifiez que vous avez le droit de l’ouvrir; la "
        "prochaine synchronisation réessaiera.",
    ),
    "mail.truncated": (
        "{place}: the file ends in the middle of its last message’s headers. Everything before was read; if the "
        "export was interrupted, export again.",
        "{place} : le fichier s’arrête au milieu des en-têtes de son dernier message. Tout ce qui précède a été lu; "
        "si l’exportation a été interrompue, recommencez-la.",
    ),
    "mail.undated.one": (
        "{place}: {n} message has no date that can be true, and was left out.",
        "{place} : {n} message n’a aucune date plausible et a été laissé de côté.",
    ),
    "mail.undated.other": (
        "{place}: {n} messages have no date that can be true, and were left out.",
        "{place} : {n} messages n’ont aucune date plausible et ont été laissés de côté.",
    ),
    "mail.no_sender.one": (
        "{place}: {n} message does not say who wrote it, and was left out.",
        "{place} : {n} message n’indique pas qui l’a écrit et a été laissé de côté.",
    ),
    "mail.no_sender.other": (
        "{place}: {n} messages do not say who wrote them, and were left out.",
        "{place} : {n} messages n’indiquent pas qui les a écrits et ont été laissés de côté.",
    ),
    "mail.read_again": (
        "The mail will be read again from the beginning, because other years or subjects are asked for than last time.",
        "Le courrier sera relu depuis le début, parce que les années ou les objets demandés ne sont plus les mêmes.",
    ),
}
