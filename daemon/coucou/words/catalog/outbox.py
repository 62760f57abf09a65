"""What can keep invitations from an outbox, and what to do about it."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "local.outbox_away": (
        "{account}: the folder that holds the outbox is not there. Is a drive unplugged? Check the option outbox; "
        "it is tried again later.",
        "{account} : le dossier qui contient la boîte d’envoi est introuvable. Un disque est-il débranché? Vérifiez "
        "l’option outbox; un nouvel essai aura lieu plus tard.",
    ),
    "local.outbox_refused": (
        "{account}: the outbox cannot be written to. Check that the option outbox names a folder, and that you may "
        "write there.",
        "{account} : impossible d’écrire dans la boîte d’envoi. Vérifiez que l’option outbox désigne un dossier et que "
        "vous avez le droit d’y écrire.",
    ),
    "local.outbox_failing": (
        "{account}: nothing could be written to the outbox. Is the disk full? It is tried again later.",
        "{account} : rien n’a pu être écrit dans la boîte d’envoi. Le disque est-il plein? Un nouvel essai aura lieu "
        "plus tard.",
    ),
    "local.outbox_unclear": (
        "{account}: the disk failed while an invitation was put into the outbox. It is finished as soon as the disk "
        "can be written to again.",
        "{account} : le disque a fait défaut pendant qu’une invitation était déposée dans la boîte d’envoi. Elle sera "
        "terminée dès que le disque le permettra.",
    ),
}
