"""Contact files and LinkedIn's export: what could not be used."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "contacts.not_linkedin": (
        "{place}: the column headings of a LinkedIn export were not found in this table. Export your data again "
        "from LinkedIn and name Connections.csv as it comes.",
        "{place} : les en-têtes d’une exportation LinkedIn n’ont pas été trouvés dans ce tableau. Exportez de "
        "nouveau vos données depuis LinkedIn et indiquez Connections.csv tel quel.",
    ),
    "contacts.cursor": (
        "What was noted about the contact files is of another version; they are read again.",
        "Ce qui avait été noté sur les fichiers de contacts est d’une autre version; ils sont relus.",
    ),
    "local.cursor": (
        "What was noted about the files is of another version; they are read again.",
        "Ce qui avait été noté sur les fichiers est d’une autre version; ils sont relus.",
    ),
}
