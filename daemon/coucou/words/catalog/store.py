"""What the ledger's file can suffer, and what to do about it."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "store.in_use": (
        "Another coucou is writing to {place} (process {process}). Let it finish, or stop it, then try again.",
        "Un autre coucou écrit dans {place} (processus {process}). Laissez-le finir ou arrêtez-le, puis réessayez.",
    ),
    "store.locked": (
        "Another program keeps {place} locked. Close it, then try again; nothing was lost.",
        "Un autre programme verrouille {place}. Fermez-le, puis réessayez; rien n’est perdu.",
    ),
    "store.incomplete": (
        "{place} cannot be approved yet: {missing}. Write it in your configuration, then run coucou preview again.",
        "Impossible d’approuver {place} pour l’instant : {missing}. "
        "Écrivez-le dans votre configuration, puis relancez coucou preview.",
    ),
    "store.newer": (
        "{place} was written by a newer coucou (version {found} of the file, this one knows {known}). "
        "Update coucou, or use another file with --state. Nothing was changed.",
        "{place} vient d’un coucou plus récent (version {found} du fichier, celui-ci connaît la {known}). "
        "Mettez coucou à jour ou choisissez un autre fichier avec --state. Rien n’a été modifié.",
    ),
    "store.not_ours": (
        "{place} is another program’s file. Choose another one with --state; nothing was changed.",
        "{place} est le fichier d’un autre programme. Choisissez-en un autre avec --state; rien n’a été modifié.",
    ),
    "store.none": (
        "Nothing was read yet: there is no {place}. Type: coucou sync",
        "Rien n’a encore été lu : {place} n’existe pas. Tapez : coucou sync",
    ),
    "store.read_only": (
        "{place} cannot be written: the file or its folder is read-only. "
        "Change its rights, or use another with --state.",
        "Impossible d’écrire dans {place} : le fichier ou son dossier est en lecture seule. "
        "Changez-en les droits ou choisissez un autre fichier avec --state.",
    ),
    "store.full": (
        "The disk that holds {place} is full. Make room, then try again: what was stored before is safe.",
        "Le disque où se trouve {place} est plein. Faites de la place, puis réessayez : "
        "ce qui était enregistré est intact.",
    ),
    "store.cannot_open": (
        "{place} cannot be opened. Check that its folder exists and is yours, or use another file with --state.",
        "Impossible d’ouvrir {place}. Vérifiez que son dossier existe et vous appartient, "
        "ou choisissez un autre fichier avec --state.",
    ),
    "store.disk": (
        "The disk that holds {place} reports errors. Copy your files elsewhere, check the disk, then try again.",
        "Le disque où se trouve {place} signale des erreurs. Copiez vos fichiers ailleurs, vérifiez le disque, "
        "puis réessayez.",
    ),
    "store.damaged": (
        "{place} is damaged. Type: coucou sync. The file will be kept aside, and everything read again.",
        "{place} est endommagé. Tapez : coucou sync. Le fichier sera mis de côté et tout sera relu.",
    ),
    "store.rebuilt": (
        "{place} was damaged. It is kept aside as {aside}, and everything is read again. "
        "Once all is well, you can delete that file.",
        "{place} était endommagé. Il est mis de côté sous {aside}, et tout est relu. "
        "Quand tout va bien, vous pouvez supprimer ce fichier.",
    ),
    "store.salvaged.one": (
        "{n} decision or proposal could be copied out of it.",
        "{n} décision ou proposition a pu y être récupérée.",
    ),
    "store.salvaged.other": (
        "{n} decisions and proposals could be copied out of it.",
        "{n} décisions et propositions ont pu y être récupérées.",
    ),
    "store.decisions_lost": (
        "Some of your decisions (never, private, later) or proposals may be lost with it. Before you approve anything, "
        "look through them with coucou triage, and write who must never be written to under [[people]].",
        "Certaines de vos décisions (jamais, privé, plus tard) ou des propositions sont peut-être perdues. Avant "
        "d’approuver quoi que ce soit, revoyez-les avec coucou triage, et inscrivez sous [[people]] les personnes à qui "
        "il ne faut jamais écrire.",
    ),
    "sync.resting": (
        "left alone until {until:when}, as its provider asked.",
        "laissé en paix jusqu’au {until:when}, comme son fournisseur l’a demandé.",
    ),
    "sync.colleagues": (
        "when colleagues are free could not be read: {text}",
        "le temps libre des collègues n’a pas pu être lu : {text}",
    ),
    "store.gone": (
        "{place} was taken away or replaced while it was in use. Nothing more is written to it; the next run begins anew.",
        "{place} a été retiré ou remplacé pendant son utilisation. Plus rien n’y est écrit; la prochaine lecture recommence à neuf.",
    ),
    "sync.elsewhere": (
        "Another coucou is reading this account now.",
        "Un autre coucou lit ce compte en ce moment.",
    ),
    "sync.connector_broken": (
        "The connector failed unexpectedly ({cause}). The other accounts were read. To see more, type: coucou doctor",
        "Le connecteur a échoué de façon imprévue ({cause}). Les autres comptes ont été lus. "
        "Pour en savoir plus, tapez : coucou doctor",
    ),
}
