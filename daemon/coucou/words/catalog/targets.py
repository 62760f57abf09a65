"""The command targets: its questions, and its list."""

TEXTS: dict[str, tuple[str, str]] = {
    "aim.influence": ("influence", "influence"),
    "aim.similar_role": ("a role like yours", "un rôle semblable au vôtre"),
    "aim.project": ("help on a project", "de l’aide pour un projet"),
    "aim.career": ("career", "carrière"),
    "aim.interest": ("interest", "intérêt"),
    "targets.hello": (
        "Five questions about whom you would like to know. Titles, names or addresses, separated by commas; Enter skips.",
        "Cinq questions sur les gens que vous aimeriez connaître. Des titres, des noms ou des adresses, séparés par des "
        "virgules; Entrée passe à la suivante.",
    ),
    "targets.ask.influence": (
        "Influence: who takes part in decisions that matter to you?",
        "Influence : qui prend part à des décisions qui comptent pour vous?",
    ),
    "targets.ask.similar_role": (
        "A similar role: what are people called who do work like yours?",
        "Rôle semblable : comment s’appelle le travail de gens qui font le vôtre ailleurs?",
    ),
    "targets.ask.project": (
        "A project: who could help you with what you are working on?",
        "Projet : qui pourrait vous aider dans ce qui vous occupe?",
    ),
    "targets.ask.career": (
        "Career: what work would you like to do one day, or who does it?",
        "Carrière : quel travail aimeriez-vous faire un jour, ou qui le fait?",
    ),
    "targets.ask.interest": (
        "Organisations: which ones interest you? Names or domains.",
        "Organisations : lesquelles vous intéressent? Des noms ou des domaines.",
    ),
    "targets.ask.drawn_by": (
        "What draws you to them? One sentence, which they will read in an introduction (Enter: later).",
        "Qu’est-ce qui vous attire chez ces personnes? Une phrase, qu’elles liront dans une présentation (Entrée : plus tard).",
    ),
    "targets.heard.titles": ("titles: {values}", "titres : {values}"),
    "targets.heard.people": ("people: {values}", "personnes : {values}"),
    "targets.heard.organizations": ("organisations: {values}", "organisations : {values}"),
    "targets.nothing_written": (
        "Nothing was answered, and nothing was written. coucou targets --list shows those you have.",
        "Aucune réponse, et rien n’a été écrit. coucou targets --list montre ceux que vous avez.",
    ),
    "targets.written.one": (
        "{n} target was added to {path}; the rest of the file is as it was. See who fits: coucou targets --list",
        "{n} cible a été ajoutée à {path}; le reste du fichier est tel quel. Pour voir qui convient : coucou targets --list",
    ),
    "targets.written.other": (
        "{n} targets were added to {path}; the rest of the file is as it was. See who fits: coucou targets --list",
        "{n} cibles ont été ajoutées à {path}; le reste du fichier est tel quel. "
        "Pour voir qui convient : coucou targets --list",
    ),
    "targets.about": (
        "Before you can introduce yourself to anybody, write one line about you: about = \N{LEFT DOUBLE QUOTATION MARK}…"
        "\N{RIGHT DOUBLE QUOTATION MARK}, under [me].",
        "Avant de pouvoir vous présenter à quelqu’un, écrivez une ligne sur vous : about = « … », sous [me].",
    ),
    "targets.none": (
        "No target yet. coucou targets asks five questions, each of which you can skip.",
        "Aucune cible encore. coucou targets pose cinq questions, toutes facultatives.",
    ),
    "targets.line": ("{number}. {reason}: {wanted}", "{number}. {reason} : {wanted}"),
    "targets.past": (
        "its horizon was {day}: it is ignored. Change horizon, or take it out",
        "son horizon était le {day} : elle est ignorée. Changez horizon, ou retirez-la",
    ),
    "targets.until": ("until {day}", "jusqu’au {day}"),
    "targets.no_drawn_by": (
        "nothing says yet what drew you to them (drawn_by): an introduction needs it",
        "rien ne dit encore ce qui a attiré votre attention (drawn_by) : une présentation l’exige",
    ),
    "targets.fit.one": ("{n} person fits", "{n} personne convient"),
    "targets.fit.other": ("{n} people fit", "{n} personnes conviennent"),
    "targets.match": ("{name} ({known}): {why}", "{name} ({known}) : {why}"),
    "targets.known": ("you know each other", "vous vous connaissez"),
    "targets.not_yet": ("not yet known", "pas encore de lien"),
    "targets.ignored.one": (
        "{n} target is past its horizon and was ignored: coucou targets --list",
        "{n} cible a dépassé son horizon et a été ignorée : coucou targets --list",
    ),
    "targets.ignored.other": (
        "{n} targets are past their horizon and were ignored: coucou targets --list",
        "{n} cibles ont dépassé leur horizon et ont été ignorées : coucou targets --list",
    ),
}
