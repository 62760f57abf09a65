"""Words that every face uses: approaches, channels, states, what templates can get wrong."""

TEXTS: dict[str, tuple[str, str]] = {
    "approach.catch_up": ("catch up", "prendre des nouvelles"),
    "approach.message": ("a short message", "un court message"),
    "approach.referral": ("through someone you both know", "par une connaissance commune"),
    "approach.introduction": ("introduce yourself", "vous présenter"),
    "channel.invite": ("calendar invitation", "invitation au calendrier"),
    "channel.ask": ("ask first, by message", "demander d’abord, par message"),
    "channel.draft": ("a text to copy", "un texte à copier"),
    "state.ok": ("read", "lu"),
    "state.never": ("not read yet", "pas encore lu"),
    "state.sign_in": ("sign-in needed", "connexion requise"),
    "state.later": ("to be tried again", "à réessayer"),
    "state.refused": ("cannot be read", "lecture impossible"),
    "state.broken": ("its connector failed", "son connecteur a échoué"),
    "availability.free": ("free", "libre"),
    "availability.busy": ("busy", "non disponible"),
    "availability.unknown": ("not known", "inconnue"),
    "system.nothing_there": ("there is nothing there, or no such folder", "rien à cet endroit, ou dossier inexistant"),
    "system.folder": ("it is a folder", "c’est un dossier"),
    "system.denied": ("you have no right to", "vous n’en avez pas le droit"),
    "system.read_only": ("that disk is read-only", "ce disque est en lecture seule"),
    "system.full": ("the disk is full", "le disque est plein"),
    "system.other": ("{text}", "{text}"),
    "hint.vous": (
        "written with “vous”; for “tu”, say address_as = tu under [[people]], or answer once in coucou triage",
        "écrit au « vous »; pour le « tu », indiquez address_as = tu sous [[people]], ou répondez une fois dans coucou triage",
    ),
    "template.unreadable": (
        "{place} cannot be read as UTF-8 text; mend it, or remove it to use the original.",
        "Impossible de lire {place} comme texte UTF-8; corrigez-le, ou retirez-le pour revenir à l’original.",
    ),
    "template.wrong": (
        "{place}, line {line}: {cause}. Mend the template, or remove it to use the original.",
        "{place}, ligne {line} : {cause}. Corrigez le gabarit, ou retirez-le pour revenir à l’original.",
    ),
    "template.undefined": (
        "{place}, line {line}: there is no “{name}”. A template can use: {known}.",
        "{place}, ligne {line}\u00a0: «\u00a0{name}\u00a0» n’existe pas. Un gabarit peut employer\u00a0: {known}.",
    ),
    "template.unknown": (
        "{place}: no message uses this template. Those that are used: {known}.",
        "{place}\u00a0: aucun message n’emploie ce gabarit. Ceux qui servent\u00a0: {known}.",
    ),
}
