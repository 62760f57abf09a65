"""Why somebody without a tie is approached, in which way, and what stands against it."""

TEXTS: dict[str, tuple[str, str]] = {
    # why somebody is a target
    "target.influence": ("a target of yours, for influence", "parmi vos cibles : pour plus d’influence"),
    "target.similar_role": ("a target of yours: work like your own", "parmi vos cibles : un rôle semblable au vôtre"),
    "target.project": ("a target of yours, for help on a project", "parmi vos cibles : de l’aide pour un projet"),
    "target.career": ("a target of yours, for your career", "parmi vos cibles : pour votre carrière"),
    "target.interest": ("a target of yours, out of interest", "parmi vos cibles : par intérêt"),
    "target.named": ("you chose to approach them", "vous avez choisi d’aborder cette personne"),
    "target.why": ("in your words: {why:q}", "dans vos mots : {why:q}"),
    "target.fits.person": ("you named them", "vous avez nommé cette personne"),
    "target.fits.organization": (
        "one of your organisations: {organization}",
        "une de vos organisations : {organization}",
    ),
    "target.fits.title": ("one of your titles: {title}", "un de vos titres : {title}"),
    "target.fits.tag": ("one of your tags: {tag}", "une de vos étiquettes : {tag}"),
    # the way to them
    "route.easy_first": (
        "an easy one first: the likeliest to answer of the best",
        "pour commencer en douceur : la réponse la plus probable parmi les meilleures possibilités",
    ),
    "route.message.meetings": (
        "a colleague from your meetings whom you hardly know: a short message",
        "une personne de vos réunions que vous connaissez peu : un court message",
    ),
    "route.message.threads": (
        "a colleague from shared messages whom you hardly know: a short message",
        "une personne de vos courriels communs que vous connaissez peu : un court message",
    ),
    "route.message.organization": (
        "a colleague whom you do not know yet: a short message",
        "une personne de votre organisation que vous ne connaissez pas encore : un court message",
    ),
    "route.referral": (
        "not known to you yet: through somebody you both know, who writes, or not",
        "vous ne vous connaissez pas encore : par une connaissance commune, qui écrira, ou non",
    ),
    "route.referral.together.one": (
        "{name} shares {n} thread or meeting with them",
        "{name} a {n} échange ou réunion en commun avec cette personne",
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
        "par courriel, à l’adresse publiée ici : {source}",
    ),
    # what must be said first
    "missing.about": (
        "one line about you is missing (about, under [me])",
        "il manque une ligne sur vous (about, sous [me])",
    ),
    "missing.drawn_by": (
        "a sentence on what drew you to them is missing (drawn_by, under [[people]] or [[targets]])",
        "il manque une phrase sur ce qui a attiré votre attention (drawn_by, sous [[people]] ou [[targets]])",
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
    "unanswered": (
        "you wrote on {day}, and silence is an answer too",
        "vous avez écrit le {day}, et le silence est aussi une réponse",
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
}
