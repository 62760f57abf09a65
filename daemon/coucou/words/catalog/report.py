"""What ``coucou report`` says: counts, and never a name."""

TEXTS: dict[str, tuple[str, str]] = {
    "help.report": (
        "Count how far proposals came, month by month, without names; with --aggregate, several people’s reports together.",
        "Compter jusqu’où les propositions sont allées, mois par mois, sans noms; avec --aggregate, les rapports de plusieurs personnes "
        "réunis.",
    ),
    "argument.reports": (
        "With --aggregate: what members wrote with coucou report --json.",
        "Avec --aggregate : ce que des membres ont écrit avec coucou report --json.",
    ),
    "metavar.reports": ("FILE…", "FICHIER…"),
    "option.aggregate": (
        "Put the reports in FILE… together, by month and unit; groups under five people are not shown.",
        "Réunir les rapports de FICHIER…, par mois et par équipe; les groupes de moins de cinq personnes ne sont pas montrés.",
    ),
    "option.unit": (
        "Your team or unit, to be written into the report.",
        "Votre équipe ou unité, à inscrire dans le rapport.",
    ),
    "metavar.unit": ("UNIT", "ÉQUIPE"),
    "report.files": (
        "Name the reports to put together: coucou report --aggregate FILE…",
        "Nommez les rapports à réunir : coucou report --aggregate FICHIER…",
    ),
    "report.aggregate": (
        "Files are for --aggregate: coucou report --aggregate FILE…",
        "Les fichiers vont avec --aggregate : coucou report --aggregate FICHIER…",
    ),
    "report.unreadable": ("{place} cannot be read: {cause}.", "Impossible de lire {place} : {cause}."),
    "report.not_one": (
        "{place} is not a report. A member makes one with coucou report --json --unit UNIT > FILE.",
        "{place} n’est pas un rapport. Chaque membre fait le sien avec coucou report --json --unit ÉQUIPE > FICHIER.",
    ),
    "report.nothing": (
        "Nothing was proposed yet. Type coucou preview.",
        "Rien n’a encore été proposé. Tapez coucou preview.",
    ),
    "report.too_few": (
        "Nothing can be shown: no group has {least} people or more.",
        "Rien ne peut être montré : aucun groupe ne compte {least} personnes ou plus.",
    ),
    "report.month": ("Month", "Mois"),
    "report.approach": ("Approach", "Approche"),
    "report.unit": ("Unit", "Équipe"),
    "report.people": ("Members", "Membres"),
    "report.total": ("Total", "Total"),
    "report.others": ("small units together", "petites équipes réunies"),
    "report.no_unit": ("(no unit named)", "(équipe non précisée)"),
    "report.proposed": ("Proposed", "Proposé"),
    "report.approved": ("Approved", "Approuvé"),
    "report.sent": ("Sent", "Envoyé"),
    "report.accepted": ("Accepted", "Accepté"),
    "report.met": ("Met", "Tenu"),
    "report.legend": (
        "People counted once a month and approach; who went further counts on every earlier step. Below: share of those proposed. "
        "One yes in two is a good season.",
        "Chaque personne compte une fois par mois et par approche; qui va plus loin compte à chaque étape précédente. Dessous : "
        "la part des personnes proposées. Un oui sur deux, c’est une bonne saison.",
    ),
    "report.hidden": (
        "– and units left out: fewer than {least}. Totals add up only what can be told without pointing at anybody.",
        "– et équipes absentes : moins de {least}. Les totaux n’additionnent que ce qui se dit sans désigner personne.",
    ),
}
