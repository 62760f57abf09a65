"""Why somebody is proposed a meeting, in this way and then, or passed over."""

TEXTS: dict[str, tuple[str, str]] = {
    # the way
    "route.inside": (
        "a colleague you know: an invitation can go straight to the calendar",
        "une personne de votre organisation que vous connaissez : l’invitation peut aller droit à son calendrier",
    ),
    "route.outside": (
        "outside your organisation: a message first, the invitation after a yes",
        "à l’extérieur de votre organisation : un message d’abord, l’invitation après un oui",
    ),
    "route.long_silence": (
        "quiet for more than six months: a message first, the invitation after a yes",
        "plus de six mois de silence : un message d’abord, l’invitation après un oui",
    ),
    "route.few_touches.one": (
        "in touch only {n} time so far: a message first, the invitation after a yes",
        "seulement {n} échange jusqu’ici : un message d’abord, l’invitation après un oui",
    ),
    "route.few_touches.other": (
        "in touch only {n} times so far: a message first, the invitation after a yes",
        "seulement {n} échanges jusqu’ici : un message d’abord, l’invitation après un oui",
    ),
    "route.chosen": ("in the way you chose for this person", "de la façon que vous avez choisie pour cette personne"),
    # the time
    "gap": ("you are free from {start} to {end}", "vous avez du temps libre de {start} à {end}"),
    "hours.own": (
        "their hours are not known; taken to be yours",
        "ses heures ne sont pas connues; on suppose les mêmes que les vôtres",
    ),
    "hours.offset": ("their hours are taken from their own mail", "ses heures sont tirées de ses propres courriels"),
    "hours.timezone": (
        "their hours follow the time zone you gave",
        "ses heures suivent le fuseau horaire que vous avez indiqué",
    ),
    "hours.theirs": (
        "their hours are those they gave their own calendar",
        "ses heures sont celles que la personne a indiquées dans son calendrier",
    ),
    "freebusy": ("read in their own calendar", "lu dans son propre calendrier"),
    "their_time": ("it is then {time} for them", "il est alors {time} pour cette personne"),
    "free_theirs": ("their calendar shows that time as free", "son calendrier indique que ce moment est libre"),
    "send_on": (
        "your limits let it go out from {day} on",
        "vos limites permettent de l’envoyer à partir du {day}",
    ),
    # passed over: the person
    "not_dormant.one": (
        "not gone quiet: {n} day since you were last in touch",
        "pas de silence à rompre : {n} jour depuis votre dernier échange",
    ),
    "not_dormant.other": (
        "not gone quiet: {n} days since you were last in touch",
        "pas de silence à rompre : {n} jours depuis votre dernier échange",
    ),
    "never": ("you said never", "vous avez dit jamais"),
    "private": ("you keep this tie private", "vous gardez ce lien privé"),
    "excluded": ("your settings keep this person out", "vos réglages écartent cette personne"),
    "moved": (
        "seems to have changed organisations: choose an address first (preferred, under [[people]])",
        "semble avoir changé d’organisation : choisissez d’abord une adresse (preferred, sous [[people]])",
    ),
    "no_address": ("no address to write to is known", "aucune adresse où écrire n’est connue"),
    "dead_address": ("mail to this person came back", "les courriels envoyés à cette personne sont revenus"),
    "role_address": (
        "only a shared address is known, such as info@",
        "on ne connaît qu’une adresse partagée, comme info@",
    ),
    "robot": ("only an address that nobody reads is known", "on ne connaît qu’une adresse que personne ne lit"),
    "meeting_planned": ("you meet on {day} anyway", "une rencontre est déjà prévue le {day}"),
    "open_proposal": ("a proposal to this person is still open", "une proposition à cette personne est déjà en cours"),
    "resting": ("resting until {until}", "en pause jusqu’au {until}"),
    "snoozed": ("you put it off until {until}", "vous l’avez remis au {until}"),
    "later": ("you said later", "vous avez dit plus tard"),
    # passed over: the time
    "no_gap": ("you have no gap in these days", "vous n’avez aucun créneau libre pendant ces journées"),
    "no_common_hours": (
        "none of your gaps falls in their working day",
        "aucun de vos créneaux libres ne tombe dans sa journée de travail",
    ),
    "their_busy": (
        "their calendar is taken in all of your gaps",
        "son calendrier est pris à tous vos créneaux",
    ),
    "gaps_taken": (
        "your gaps go to people further up the list",
        "vos créneaux libres vont à des personnes plus haut dans la liste",
    ),
    "notice_too_long.one": (
        "your gaps come too soon: it takes {n} working day of notice",
        "vos créneaux libres viennent trop tôt : il faut {n} jour ouvrable de préavis",
    ),
    "notice_too_long.other": (
        "your gaps come too soon: it takes {n} working days of notice",
        "vos créneaux libres viennent trop tôt : il faut {n} jours ouvrables de préavis",
    ),
    "no_sending_day": ("these are quiet days: nothing is sent", "ce sont des jours de calme : rien n’est envoyé"),
    # passed over: the budgets
    "budget.week": ("the week’s limit of {limit} is reached", "la limite de {limit} par semaine est atteinte"),
    "budget.day": ("the day’s limit of {limit} is reached", "la limite de {limit} par jour est atteinte"),
    "budget.first_weeks": (
        "gently at first: only {limit} in that week",
        "en douceur au début : seulement {limit} cette semaine-là",
    ),
    "budget.organization.one": (
        "{n} person of the same organisation a week is enough",
        "{n} personne par semaine dans la même organisation, c’est assez",
    ),
    "budget.organization.other": (
        "{n} people of the same organisation a week are enough",
        "{n} personnes par semaine dans la même organisation, c’est assez",
    ),
}
