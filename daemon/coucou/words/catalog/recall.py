"""The conversation card: what to remember of somebody, and what to ask first."""

TEXTS: dict[str, tuple[str, str]] = {
    # the conversation card
    "card.title": ("now: {title}", "maintenant : {title}"),
    "card.organization": ("now at {organization}; before, {before}", "maintenant chez {organization}; avant, {before}"),
    "card.moved": ("now at {organization}", "maintenant chez {organization}"),
    "card.meeting": ("you last met {day}", "dernière rencontre : {day}"),
    "card.sent": ("you last wrote {day}", "votre dernier message : {day}"),
    "card.received": ("they last wrote {day}", "son dernier message : {day}"),
    "card.seen": ("last on a message with you {day}", "dernier courriel commun : {day}"),
    "card.around": ("last in a meeting with you {day}", "dernière réunion commune : {day}"),
    "card.subject": ("{said}: {subject:q}", "{said} : {subject:q}"),
    "card.both_know": ("you both know {names}", "vous connaissez en commun {names}"),
    "ask.change": ("How is the new role going?", "Comment se passe ce nouveau rôle?"),
    "ask.subject": ("What became of {subject:q}?", "Qu’est devenu {subject:q}?"),
    "ask.influence": (
        "Whom do you listen to before a decision?",
        "Qui faut-il écouter avant de prendre une décision?",
    ),
    "ask.similar_role": (
        "What takes most of your week, and what would you drop?",
        "Qu’est-ce qui occupe le plus vos semaines, et que laisseriez-vous tomber?",
    ),
    "ask.project": (
        "What would you look at first in my place?",
        "Que regarderiez-vous en premier à ma place?",
    ),
    "ask.career": (
        "Which turn on the way mattered most?",
        "Quel détour du parcours a compté le plus?",
    ),
    "ask.interest": ("What have you read lately that stayed with you?", "Quelle lecture récente vous est restée?"),
    "ask.both_know": ("Any news of {name}?", "Des nouvelles de {name}?"),
    "ask.title": (
        "What does a good day look like in this work: {title}?",
        "À quoi ressemble une bonne journée dans ce travail : {title}?",
    ),
    "ask.plain": ("What keeps you busy these days?", "Qu’est-ce qui vous occupe ces temps-ci?"),
}
