"""What the daemon says of itself: one line in systemd's status, and coucou status."""

TEXTS: dict[str, tuple[str, str]] = {
    "help.run": (
        "Stay in the background: read what is new, plan proposals, keep things tidy. systemd runs this; so can you.",
        "Rester en arrière-plan : lire les nouveautés, préparer les propositions, garder tout en ordre. "
        "systemd s’en charge; vous le pouvez aussi.",
    ),
    "option.once": ("Do what is due now, then end.", "Faire ce qui est dû maintenant, puis terminer."),
    "option.verbose": ("Tell more in the log.", "En dire davantage dans le journal."),
    "option.log_json": (
        "Write the log as JSON, one event a line.",
        "Écrire le journal en JSON, un événement par ligne.",
    ),
    # --- jobs, as sentences name them --------------------------------------------------------------------------------
    "job.calendars": ("calendars", "agendas"),
    "job.mail": ("mail and contacts", "courrier et contacts"),
    "job.suggest": ("proposals", "propositions"),
    "job.digest": ("the week’s page", "page de la semaine"),
    "job.housekeeping": ("housekeeping", "rangement"),
    "job.of": ("{job} ({account})", "{job} ({account})"),
    # --- systemd's line ----------------------------------------------------------------------------------------------
    "daemon.working": ("At work: {what}.", "Au travail : {what}."),
    "daemon.waiting": ("Waiting. Next: {what}, {at:when}.", "En attente. Prochaine tâche : {what}, {at:when}."),
    "daemon.nothing": ("Waiting. No account is configured.", "En attente. Aucun compte n’est configuré."),
    "daemon.in_use": (
        "Waiting until another coucou has finished writing.",
        "En attente : un autre coucou est en train d’écrire.",
    ),
    "daemon.stopping": ("Ending.", "Fin en cours."),
    "daemon.refused": (
        "The configuration has mistakes; the one before stays in use (coucou doctor).",
        "La configuration contient des erreurs; la précédente reste en vigueur (coucou doctor).",
    ),
    "daemon.not_saved": (
        "What was done cannot be written down now (coucou doctor).",
        "Impossible pour l’instant de noter ce qui a été fait (coucou doctor).",
    ),
    "daemon.ill": ("Needs you: {accounts} (coucou status).", "À voir par vous : {accounts} (coucou status)."),
    # --- what can go wrong -------------------------------------------------------------------------------------------
    "daemon.unsupported": (
        "coucou run does not work on this system ({place}). Let its scheduler type coucou sync and coucou preview instead.",
        "coucou run ne fonctionne pas sur ce système ({place}). Faites plutôt lancer coucou sync et coucou preview "
        "par son planificateur.",
    ),
    "daemon.running": (
        "A daemon is at work on {place} already (process {process}). To see how it is: coucou status",
        "Un démon s’occupe déjà de {place} (processus {process}). Pour savoir comment il va : coucou status",
    ),
    "daemon.hung": (
        "It hung, was ended, and is tried again later.",
        "Le travail s’est bloqué; il a été arrêté et sera repris plus tard.",
    ),
    "daemon.child_died": (
        "It ended by itself (not enough memory, perhaps), and is tried again later.",
        "Le travail s’est terminé de lui-même (mémoire insuffisante, peut-être) et sera repris plus tard.",
    ),
    "daemon.job_broken": (
        "It failed in a way that nobody foresaw; coucou service logs says where.",
        "Le travail a échoué de façon imprévue; coucou service logs dit où.",
    ),
}
