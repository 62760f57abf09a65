"""Files and folders that could not be used, and what to do about each."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "files.no_match": (
        "{place}: nothing is there (option {option}). Check the spelling; a relative path starts from the folder "
        "of the configuration file.",
        "{place} : rien ne s’y trouve (option {option}). Vérifiez l’orthographe; un chemin relatif part du "
        "dossier du fichier de configuration.",
    ),
    "files.none": (
        "None of the files of the option {option} was found: {pattern}. Is a drive unplugged, or has a folder "
        "been renamed? What is already known is kept.",
        "Aucun des fichiers de l’option {option} n’a été trouvé : {pattern}. Un disque est-il débranché, ou un "
        "dossier renommé? Ce qui est déjà connu est conservé.",
    ),
    "files.unreadable": (
        "{place}: this file cannot be read. Check that you are allowed to open it, and that it is not a broken link.",
        "{place} : ce fichier ne peut pas être lu. Vérifiez que vous avez le droit de l’ouvrir et que ce n’est "
        "pas un lien brisé.",
    ),
    "files.link": (
        "{place}: this link leads out of the folder and was not followed. If you want what it points to, name "
        "its full path.",
        "{place} : ce lien mène hors du dossier et n’a pas été suivi. Si vous voulez lire ce qu’il désigne, "
        "donnez-en le chemin complet.",
    ),
    "files.unknown": (
        "{place}: not a kind of file that can be read here.",
        "{place} : ce genre de fichier ne peut pas être lu ici.",
    ),
    "files.not_mbox": (
        "{place}: named like a mailbox, but not one (an mbox begins with a line “From …”). It was skipped.",
        "{place} : porte le nom d’une boîte aux lettres, mais n’en est pas une (un fichier mbox commence par une "
        "ligne « From … »). Il a été laissé de côté.",
    ),
    "files.zip": (
        "{place}: an archive. Unpack it first, then name the folder that comes out of it.",
        "{place} : une archive. Décompressez-la d’abord, puis indiquez le dossier obtenu.",
    ),
    "files.pst": (
        "{place}: Outlook’s own format cannot be read. In Outlook, export the calendar as .ics, or connect the "
        "account itself; Thunderbird can also turn the mail into mbox files.",
        "{place} : le format propre à Outlook ne peut pas être lu. Dans Outlook, exportez le calendrier en .ics "
        "ou connectez le compte lui-même; Thunderbird peut aussi convertir le courrier en fichiers mbox.",
    ),
    "files.msg": (
        "{place}: Outlook’s .msg cannot be read. Save the message as .eml, or export the folder as mbox.",
        "{place} : le format .msg d’Outlook ne peut pas être lu. Enregistrez le message en .eml ou exportez le "
        "dossier en mbox.",
    ),
    "takeout.missing": (
        "The Takeout folder {path} was not found. Name the folder called Takeout that comes out of Google’s archive.",
        "Le dossier Takeout {path} est introuvable. Indiquez le dossier nommé Takeout que contient l’archive de "
        "Google.",
    ),
    "takeout.zip": (
        "{path} is an archive. Unpack it first, then name the Takeout folder that comes out of it.",
        "{path} est une archive. Décompressez-la d’abord, puis indiquez le dossier Takeout obtenu.",
    ),
    "takeout.empty": (
        "{place}: no mailbox, calendar or contact was found in this Takeout folder. In Google Takeout, choose "
        "Mail, Calendar and Contacts.",
        "{place} : aucune boîte aux lettres, aucun agenda ni contact dans ce dossier Takeout. Dans Google "
        "Takeout, choisissez Gmail, Agenda et Contacts.",
    ),
    "local.nothing_named": (
        "The account {account} names no file: give takeout, mail, calendars or contacts.",
        "Le compte {account} ne désigne aucun fichier : indiquez takeout, mail, calendars ou contacts.",
    ),
}
