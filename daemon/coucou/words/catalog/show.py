"""Headings and lines of what the terminal shows."""

TEXTS: dict[str, tuple[str, str]] = {
    "show.preview.one": (
        "{n} proposal {window}. This is a preview: nothing is sent.",
        "{n} proposition {window}. Ceci est un aperçu : rien n’est envoyé.",
    ),
    "show.preview.other": (
        "{n} proposals {window}. This is a preview: nothing is sent.",
        "{n} propositions {window}. Ceci est un aperçu : rien n’est envoyé.",
    ),
    "show.window.one": ("for the next day", "pour le prochain jour"),
    "show.window.other": ("for the next {n} days", "pour les {n} prochains jours"),
    "show.window_from.one": ("for {first:full}", "pour le {first:full}"),
    "show.window_from.other": ("for the {n} days from {first:full}", "pour les {n} jours à partir du {first:full}"),
    "show.nothing": (
        "No proposal this time. The reasons are below; coucou why NAME tells more about somebody.",
        "Aucune proposition cette fois. Les raisons suivent; coucou why NOM en dit plus sur quelqu’un.",
    ),
    "show.no_calendar": (
        "No calendar has been read, so no time is known to be free. Add one under [[accounts]]: a single .ics file is enough.",
        "Aucun agenda n’a été lu : on ne sait donc pas quand vous êtes libre. Ajoutez-en un sous [[accounts]] : "
        "un seul fichier .ics suffit.",
    ),
    "show.not_connected": (
        "No calendar has been read, so no time is known to be free: the account {account} is not connected yet. Type: coucou connect {account}",
        "Aucun agenda n’a été lu : on ne sait donc pas quand vous êtes libre. Le compte {account} n’est pas encore connecté; "
        "tapez : coucou connect {account}",
    ),
    "show.nothing_left": (
        "Nothing has left this computer.",
        "Rien n’a quitté cet ordinateur.",
    ),
    "show.approve": (
        "To let one go out: coucou approve {id}. What waits: coucou proposals.",
        "Pour en laisser partir une : coucou approve {id}. Ce qui attend : coucou proposals.",
    ),
    "show.page": ("The same as a page: {path}", "La même chose en page web : {path}"),
    "show.when": ("When", "Quand"),
    "show.how": ("How", "Comment"),
    "show.to": ("To", "À"),
    "show.why": ("Why", "Pourquoi"),
    "show.subject": ("Subject", "Objet"),
    "show.message": ("Message", "Message"),
    "show.hint": ("Note", "Note"),
    "show.no_tie": (
        "No tie yet: no messages or meetings went both ways between you.",
        "Pas encore de lien : ni message ni rencontre n’est allé dans les deux sens entre vous.",
    ),
    "show.note": ("Short", "Court"),
    "show.card": ("Recall", "Rappel"),
    "show.passed_over": ("Passed over", "Laissés de côté"),
    "show.reason": ("Reason", "Raison"),
    "show.people": ("People", "Personnes"),
    "show.name": ("Name", "Nom"),
    "show.organization": ("Organisation", "Organisme"),
    "show.last_touch": ("Last touch", "Dernier lien"),
    "show.touches": ("Touches", "Échanges"),
    "show.quiet": ("Quiet", "Silence"),
    "show.score": ("Score", "Score"),
    "show.more_people.one": (
        "… and {n} more: coucou people --json lists everyone.",
        "… et {n} autre : coucou people --json donne la liste complète.",
    ),
    "show.more_people.other": (
        "… and {n} more: coucou people --json lists everyone.",
        "… et {n} autres : coucou people --json donne la liste complète.",
    ),
    "show.no_people": (
        "Nobody yet with whom messages or meetings went both ways. Is the mail of what you sent among your files?",
        "Personne encore avec qui des messages ou des rencontres sont allés dans les deux sens. "
        "Le courrier que vous avez envoyé est-il parmi vos fichiers?",
    ),
    "show.people_legend": (
        "→ written by you, ← written to you, ◦ met; • has gone quiet",
        "→ écrits par vous, ← reçus, ◦ rencontres; • silence installé",
    ),
    "kind.unanswered": (
        "you wrote, and silence is an answer too",
        "vous avez écrit, et le silence est aussi une réponse",
    ),
    "kind.mutual_taken": (
        "who could introduce you hears from you in this plan already",
        "la personne qui pourrait vous présenter reçoit déjà de vos nouvelles dans ce plan",
    ),
    "kind.not_dormant": ("not gone quiet", "pas de silence installé"),
    "kind.meeting_planned": ("you meet anyway", "une rencontre est déjà prévue"),
    "kind.resting": ("resting", "en pause"),
    "kind.snoozed": ("you put it off", "vous l’avez remis à plus tard"),
    "kind.budget.first_weeks": ("gently at first", "en douceur au début"),
    "kind.budget.week": ("the week’s limit is reached", "la limite de la semaine est atteinte"),
    "kind.budget.day": ("the day’s limit is reached", "la limite de la journée est atteinte"),
    "kind.budget.organization": (
        "enough for that organisation this week",
        "assez pour cette organisation cette semaine",
    ),
    "kind.notice_too_long": ("the notice goes beyond these days", "le préavis dépasse ces journées"),
    "kind.full_day": ("the days are full", "les journées sont pleines"),
    "show.gaps": ("Meeting-free gaps", "Trous entre les réunions"),
    "show.no_gaps": (
        "No gap long enough in these days.",
        "Aucun trou assez long pendant ces journées.",
    ),
    "show.closed": ("What closes the rest of your working hours", "Ce qui ferme le reste de vos heures de travail"),
    "show.day": ("Day", "Jour"),
    "show.hours": ("Hours", "Heures"),
    "show.part": ("Part of the judgement", "Élément du jugement"),
    "show.proposed": ("Would be proposed:", "Serait proposé :"),
    "show.not_proposed": ("Not proposed now:", "Pas proposé maintenant :"),
    "show.last_touches": ("Latest touches", "Derniers échanges"),
    "show.synced": ("{account}: {messages}, {events}, {cards}", "{account} : {messages}, {events}, {cards}"),
    "show.failure": ("{account}: {text}", "{account} : {text}"),
    "show.more_problems.one": ("… and {n} more like it.", "… et {n} autre du même genre."),
    "show.more_problems.other": ("… and {n} more like it.", "… et {n} autres du même genre."),
    "touch.sent": ("→ you wrote", "→ vous avez écrit"),
    "touch.received": ("← they wrote", "← message reçu"),
    "touch.meeting": ("◦ you met", "◦ rencontre"),
    "demo.hello": (
        "Ana Tremblay of Montréal is invented, and so are her mail, her calendars and everyone in them. "
        "Everything below is computed now, as it would be from your own files.",
        "Ana Tremblay, de Montréal, est inventée, tout comme son courrier, ses agendas et tous ceux qui s’y trouvent. "
        "Tout ce qui suit est calculé à l’instant, comme ce le serait à partir de vos propres fichiers.",
    ),
    "demo.next": (
        "Next: coucou init, for your own files. To look around in the demo first: coucou people --config {config} --state {state}",
        "Ensuite : coucou init, pour vos propres fichiers. Pour explorer d’abord la démonstration : "
        "coucou people --config {config} --state {state}",
    ),
}
