"""What export and forget say."""

TEXTS: dict[str, tuple[str, str]] = {
    "help.export": (
        "Write everything that coucou keeps about you as JSON.",
        "Écrire en JSON tout ce que coucou garde à votre sujet.",
    ),
    "help.forget": (
        "Erase everything about one person, old copies of the database too, and never keep anything of them again.",
        "Effacer tout ce qui touche une personne, anciennes copies de la base comprises, et ne plus jamais rien garder d’elle.",
    ),
    "option.out": ("Write to this file, for your eyes only.", "Écrire dans ce fichier, pour vos yeux seulement."),
    "export.done": ("Written: {path}", "Écrit : {path}"),
    "forget.ask": (
        "Erase everything about {name} ({addresses}) for good?",
        "Effacer pour de bon tout ce qui touche {name} ({addresses})?",
    ),
    "forget.ask_name": (
        "Erase everything about {name}, of whom no address is known, for good?",
        "Effacer pour de bon tout ce qui touche {name}, dont aucune adresse n’est connue?",
    ),
    "forget.done_name": (
        "Erased, old copies too. Of the name a keyed hash stays, so that a card with this name and no address is not kept "
        "again; files that you exported and messages in your mailbox are yours to erase.",
        "Effacé, anciennes copies comprises. Du nom il reste une empreinte à clé, pour qu’une fiche à ce nom sans adresse ne soit "
        "plus gardée; les fichiers que vous avez exportés et les messages de votre boîte sont à effacer par vous.",
    ),
    "forget.done.one": (
        "Erased, old copies too. Of {n} address a keyed hash stays, so that nothing of it is kept again; files that you exported "
        "and messages in your mailbox are yours to erase.",
        "Effacé, anciennes copies comprises. D’{n} adresse il reste une empreinte à clé, pour que plus rien n’en soit gardé; "
        "les fichiers que vous avez exportés et les messages de votre boîte sont à effacer par vous.",
    ),
    "forget.done.other": (
        "Erased, old copies too. Of {n} addresses a keyed hash stays, so that nothing of them is kept again; files that you "
        "exported and messages in your mailbox are yours to erase.",
        "Effacé, anciennes copies comprises. De {n} adresses il reste une empreinte à clé, pour que plus rien n’en soit gardé; "
        "les fichiers que vous avez exportés et les messages de votre boîte sont à effacer par vous.",
    ),
    "forget.configured": (
        "{path} still names this person under [[people]]: erase that entry yourself.",
        "{path} nomme encore cette personne sous [[people]] : effacez vous-même cette entrée.",
    ),
}
