"""What is said of a stretch of time in which nothing can be proposed."""

TEXTS: dict[str, tuple[str, str]] = {
    "past": ("already past", "déjà passé"),
    "holiday": ("public holiday: {name_en}", "jour férié : {name_fr}"),
    "quiet_period": ("one of your quiet periods", "une de vos périodes de calme"),
    "day_off": ("not one of your working days", "pas une de vos journées de travail"),
    "outside_hours": ("outside your working hours", "en dehors de vos heures de travail"),
    "notice": (
        "too soon: people get notice, which ends on {until}",
        "trop tôt : les gens ont droit à un préavis, jusqu’au {until}",
    ),
    "full_day.one": (
        "the day already has {n} meeting, your most",
        "cette journée compte déjà {n} rencontre, votre maximum",
    ),
    "full_day.other": (
        "the day already has {n} meetings, your most",
        "cette journée compte déjà {n} rencontres, votre maximum",
    ),
    "protected": ("your protected hours", "vos heures protégées"),
    "busy": ("taken in one of your calendars", "temps déjà pris dans un de vos calendriers"),
    "unknown": (
        "a calendar, or an event in it, could not be read, and unknown is never free",
        "un calendrier, ou un événement, n’a pas pu être lu, et l’inconnu n’est jamais libre",
    ),
    "too_short": (
        "{minutes} min free; a meeting and its buffers take {needed} min",
        "{minutes} min de libres; une rencontre et ses marges en demandent {needed}",
    ),
    "buffer": ("a buffer of {minutes} min, kept free", "marge de {minutes} min, gardée libre"),
    "quarter_hour": ("meetings start on a quarter hour", "les rencontres commencent au quart d’heure"),
}
