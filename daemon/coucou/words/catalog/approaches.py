"""Targets, routes to those not yet known, what stands against them, and the conversation card."""

TEXTS: dict[str, tuple[str, str]] = {
    # what a message hopes to understand: after "I’d like to understand" / « J’aimerais comprendre »
    "hope.influence": ("how a decision takes shape where you are", "comment une décision y prend forme"),
    "hope.similar_role": (
        "what works, and what doesn’t, in a role like ours",
        "ce qui fonctionne, ou pas, dans un rôle comme le nôtre",
    ),
    "hope.project": (
        "what to watch out for in a project like mine",
        "à quoi faire attention dans un projet comme le mien",
    ),
    "hope.career": ("the road that leads to work like yours", "le chemin qui mène à un travail comme celui-là"),
    "hope.interest": (
        "what is moving in your field these days",
        "ce qui bouge dans ce domaine ces temps-ci",
    ),
    "hope.plain": ("your work, and the road that led to it", "ce travail, et le chemin qui y mène"),
    # why somebody is a target
    "target.influence": ("you would like more influence", "vous souhaitez plus d’influence"),
    "target.similar_role": ("does work like yours", "fait un travail semblable au vôtre"),
    "target.project": ("could help with your project", "pourrait aider votre projet"),
    "target.career": ("is where you would like to go", "se trouve là où vous aimeriez aller"),
    "target.interest": ("shares an interest of yours", "partage un de vos intérêts"),
    "target.named": ("you chose to approach them", "vous avez choisi d’aborder cette personne"),
    "target.why": ("in your words: {why:q}", "dans vos mots : {why:q}"),
    "target.fits.person": ("you named them", "vous avez nommé cette personne"),
    "target.fits.organization": (
        "one of your organisations: {organization}",
        "une de vos organisations : {organization}",
    ),
    "target.fits.title": ("one of your titles: {title}", "un de vos titres : {title}"),
    "target.fits.tag": ("one of your tags: {tag}", "une de vos étiquettes : {tag}"),
    # the way to them
    "route.easy_first": (
        "an easy one first: the likeliest to answer of the best",
        "pour commencer en douceur : la réponse la plus probable parmi les meilleures possibilités",
    ),
    "route.message.meetings": (
        "a colleague from your meetings whom you hardly know: a short message",
        "une personne de vos réunions que vous connaissez peu : un court message",
    ),
    "route.message.threads": (
        "a colleague from shared messages whom you hardly know: a short message",
        "une personne de vos courriels communs que vous connaissez peu : un court message",
    ),
    "route.message.organization": (
        "a colleague whom you do not know yet: a short message",
        "une personne de votre organisation que vous ne connaissez pas encore : un court message",
    ),
    "route.referral": (
        "not known to you yet: through somebody you both know, who writes, or not",
        "vous ne vous connaissez pas encore : par une connaissance commune, qui écrira, ou non",
    ),
    "route.referral.together.one": (
        "{name} shares {n} thread or meeting with them",
        "{name} a un échange ou une réunion en commun avec cette personne",
    ),
    "route.referral.together.other": (
        "{name} shares {n} threads and meetings with them",
        "{name} a {n} échanges et réunions en commun avec cette personne",
    ),
    "route.referral.organization": (
        "{name} is at {organization} too",
        "{name} est aussi chez {organization}",
    ),
    "route.nobody_between": (
        "nobody you are in touch with seems to know them",
        "personne de vos contacts actuels ne semble connaître cette personne",
    ),
    "route.introduction": (
        "a text for LinkedIn, where you can find each other",
        "un texte pour LinkedIn, où vous pouvez vous trouver",
    ),
    "route.introduction.name": (
        "a text for LinkedIn; search for the profile by name",
        "un texte pour LinkedIn; cherchez le profil par le nom",
    ),
    "route.introduction.mail": (
        "by mail, to the address published at {source}",
        "par courriel, à l’adresse publiée ici : {source}",
    ),
    # what must be said first
    "missing.about": (
        "before it can be approved: one line about you (about, under [me])",
        "avant de l’approuver : une ligne sur vous (about, sous [me])",
    ),
    "missing.drawn_by": (
        "before it can be approved: a sentence on what drew you to them (drawn_by, under [[people]] or [[targets]])",
        "avant de l’approuver : une phrase sur ce qui vous a attiré l’attention (drawn_by, sous [[people]] ou [[targets]])",
    ),
    # against them
    "no_mutual": (
        "nobody you are in touch with could introduce you",
        "personne de vos contacts actuels ne pourrait vous présenter",
    ),
    "not_a_colleague": (
        "a message is for colleagues, and no address of your organisation is known",
        "un message est pour les collègues, et on ne connaît aucune adresse de votre organisation",
    ),
    "mutual_taken": (
        "{name}, who could introduce you, hears from you in this plan already",
        "{name}, qui pourrait vous présenter, reçoit déjà de vos nouvelles dans ce plan",
    ),
    "budget.messages": (
        "the week’s limit of {limit} for colleagues you hardly know is reached",
        "la limite de {limit} par semaine pour les collègues que vous connaissez peu est atteinte",
    ),
    "budget.introductions": (
        "the week’s limit of {limit} for introductions is reached",
        "la limite de {limit} par semaine pour se présenter est atteinte",
    ),
    "budget.referrals": (
        "the month’s limit of {limit} for referrals is reached",
        "la limite de {limit} par mois pour passer par quelqu’un est atteinte",
    ),
    # the texts to paste elsewhere
    "text.linkedin_note": (
        "beside an invitation on LinkedIn ({n} of {limit} characters)",
        "avec une invitation sur LinkedIn ({n} caractères sur {limit})",
    ),
    "text.linkedin_message": ("as a LinkedIn message", "en message LinkedIn"),
    "text.teams": ("as a message in Teams", "en message dans Teams"),
    "text.slack": ("as a message in Slack", "en message dans Slack"),
    "text.forward": ("to be forwarded", "à transmettre"),
    "text.open.linkedin": ("Open LinkedIn", "Ouvrir LinkedIn"),
    "text.open.teams": ("Open in Teams", "Ouvrir dans Teams"),
    "text.open.slack": ("Open Slack", "Ouvrir Slack"),
    # the conversation card
    "card.title": ("now: {title}", "maintenant : {title}"),
    "card.organization": ("now at {organization}; before, {before}", "maintenant chez {organization}; avant, {before}"),
    "card.moved": ("now at {organization}", "maintenant chez {organization}"),
    "card.meeting": ("you last met {day}", "dernière rencontre : {day}"),
    "card.sent": ("you last wrote {day}", "votre dernier message : {day}"),
    "card.received": ("they last wrote {day}", "son dernier message : {day}"),
    "card.seen": ("last on a message with you {day}", "dernier courriel commun : {day}"),
    "card.around": ("last in a meeting with you {day}", "dernière réunion commune : {day}"),
    "card.subject": ("{said}: {subject:q}", "{said} : {subject:q}"),
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
        "À quoi ressemble une bonne journée dans ce travail : {title}?",
    ),
    "ask.plain": ("What keeps you busy these days?", "Qu’est-ce qui vous occupe ces temps-ci?"),
}
