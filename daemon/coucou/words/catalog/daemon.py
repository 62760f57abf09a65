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
    "job.deliver": ("what is to be sent", "envois"),
    "job.follow": ("what became of what was sent", "suites des envois"),
    "job.digest": ("the week’s page", "page de la semaine"),
    "digest.title.one": ("coucou: {n} proposal this week", "coucou : {n} proposition cette semaine"),
    "digest.title.other": ("coucou: {n} proposals this week", "coucou : {n} propositions cette semaine"),
    "job.housekeeping": ("housekeeping", "rangement"),
    "job.of": ("{job} ({account})", "{job} ({account})"),
    # --- systemd's line ----------------------------------------------------------------------------------------------
    "daemon.working": ("At work: {what}.", "Au travail : {what}."),
    "daemon.waiting": ("Waiting. Next: {what} ({at:when}).", "En attente. Prochaine tâche : {what} ({at:when})."),
    "daemon.nothing": ("Waiting. No account is configured.", "En attente. Aucun compte n’est configuré."),
    "daemon.in_use": (
        "Waiting until another coucou has finished writing.",
        "En attente : un autre coucou est en train d’écrire.",
    ),
    "daemon.stopping": ("Ending.", "Fin en cours."),
    "daemon.upgraded": (
        "coucou was upgraded: about to start anew.",
        "coucou a été mis à jour : sur le point de redémarrer.",
    ),
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
    "daemon.no_metrics": (
        "metrics under [daemon] needs one more package. Type: uv tool install “coucou-daemon[metrics]”, or leave the key out.",
        "metrics sous [daemon] exige un paquet de plus. Tapez : uv tool install « coucou-daemon[metrics] », ou retirez cette clé.",
    ),
    "daemon.port_taken": (
        "metrics under [daemon]: another program uses {place} already. Choose another port.",
        "metrics sous [daemon] : un autre programme utilise déjà {place}. Choisissez un autre port.",
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
    # --- coucou status -----------------------------------------------------------------------------------------------
    "help.status": (
        "Tell what ran when, what runs next, what waits for you, and which account is ill and what to do.",
        "Dire ce qui a été fait et quand, ce qui vient, ce qui vous attend, et quel compte va mal et quoi faire.",
    ),
    "status.running": ("The daemon is at work (process {process}).", "Le démon est à l’œuvre (processus {process})."),
    "status.not_running": (
        "No daemon is at work. To have one: coucou service install (or, here and now: coucou run)",
        "Aucun démon n’est à l’œuvre. Pour en avoir un : coucou service install (ou, ici et maintenant : coucou run)",
    ),
    "status.proposed.one": ("{n} proposal waits: coucou preview", "{n} proposition attend : coucou preview"),
    "status.proposed.other": ("{n} proposals wait: coucou preview", "{n} propositions attendent : coucou preview"),
    "status.approved.one": ("{n} approved proposal is to be sent.", "{n} proposition approuvée reste à envoyer."),
    "status.approved.other": (
        "{n} approved proposals are to be sent.",
        "{n} propositions approuvées restent à envoyer.",
    ),
    "status.unsettled.one": (
        "{n} proposal may or may not have been sent: look into your calendar.",
        "{n} proposition est peut-être partie : vérifiez votre agenda.",
    ),
    "status.unsettled.other": (
        "{n} proposals may or may not have been sent: look into your calendar.",
        "{n} propositions sont peut-être parties : vérifiez votre agenda.",
    ),
    "status.question.one": (
        "{n} question waits for your answer: coucou proposals",
        "{n} question attend votre réponse : coucou proposals",
    ),
    "status.question.other": (
        "{n} questions wait for your answer: coucou proposals",
        "{n} questions attendent votre réponse : coucou proposals",
    ),
    "status.read": ("{account}: read {at:when}", "{account} : lu {at:when}"),
    "status.unread": ("{account}: not read yet", "{account} : pas encore lu"),
    "status.ill": (
        "  ✗ {account}, since {since:when}: {advice}",
        "  ✗ {account}, depuis {since:when} : {advice}",
    ),
    "status.job": ("{job}: {last}; {next}", "{job} : {last}; {next}"),
    "status.last": ("last {at:when}", "la dernière fois {at:when}"),
    "status.never": ("never yet", "jamais encore"),
    "status.due": ("next {at:when}", "la prochaine {at:when}"),
    "status.trouble": ("  ✗ {text}", "  ✗ {text}"),
    "advice.sign_in": (
        "it needs you to sign in again. Type: coucou connect {account}",
        "il faut vous y reconnecter. Tapez : coucou connect {account}",
    ),
    "advice.later": (
        "it does not answer now. Nothing to do: it is tried again by itself ({account}).",
        "il ne répond pas pour l’instant. Rien à faire : il sera réessayé de lui-même ({account}).",
    ),
    "advice.refused": (
        "it cannot be read as it is configured. To see why, type: coucou sync {account}",
        "il ne peut pas être lu tel qu’il est configuré. Pour savoir pourquoi, tapez : coucou sync {account}",
    ),
    "advice.broken": (
        "its connector fails unexpectedly. To see more, type: coucou doctor ({account})",
        "son connecteur échoue de façon imprévue. Pour en savoir plus, tapez : coucou doctor ({account})",
    ),
    # --- coucou service ----------------------------------------------------------------------------------------------
    "help.service": (
        "Let systemd start the daemon now and at each login; take it away; see how it is; read its log.",
        "Laisser systemd lancer le démon maintenant et à chaque session; le retirer; voir comment il va; lire son journal.",
    ),
    "argument.action": ("What to do.", "Ce qu’il faut faire."),
    "option.timer": (
        "No resident process: a timer starts it each half hour.",
        "Pas de processus résident : une minuterie le lance chaque demi-heure.",
    ),
    "option.no_start": ("Write the files, start nothing.", "Écrire les fichiers, ne rien lancer."),
    "service.written": ("Written: {path}", "Écrit : {path}"),
    "service.removed": ("Removed: {path}", "Retiré : {path}"),
    "service.started": (
        "{unit} is started, now and at each login. To see how it is: coucou status",
        "{unit} est lancé, maintenant et à chaque session. Pour savoir comment il va : coucou status",
    ),
    "service.none": (
        "There is no coucou service in {place}.",
        "Il n’y a pas de service coucou dans {place}.",
    ),
    "service.refused": (
        "systemd refused: systemctl --user {place}. What it said stands above; coucou service logs may say more.",
        "systemd a refusé : systemctl --user {place}. Sa réponse est ci-dessus; coucou service logs en dit peut-être davantage.",
    ),
    "service.no_systemd": (
        "This computer has no {place}, so no systemd. docs/how-to/run-in-the-background.md tells of other ways.",
        "Cet ordinateur n’a pas {place}, donc pas de systemd. docs/fr/run-in-the-background.md indique d’autres façons.",
    ),
    # --- on the desktop: figures, never names ------------------------------------------------------------------------
    "notice.title": ("coucou", "coucou"),
    "notice.proposals.one": ("{n} proposal waits for you.", "{n} proposition vous attend."),
    "notice.proposals.other": ("{n} proposals wait for you.", "{n} propositions vous attendent."),
    "notice.sign_in.one": (
        "{n} account needs you to sign in again: coucou status",
        "{n} compte vous demande de vous reconnecter : coucou status",
    ),
    "notice.sign_in.other": (
        "{n} accounts need you to sign in again: coucou status",
        "{n} comptes vous demandent de vous reconnecter : coucou status",
    ),
}
