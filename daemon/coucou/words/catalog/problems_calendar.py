"""What could not be used in a calendar file: {place} is the file and line, {what} the thing as it was written."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "calendar.unreadable": (
        "{place}: this calendar could not be opened, so what it said before still holds. "
        "Check that you may read the file.",
        "{place} : ce calendrier n’a pas pu être ouvert; ce qu’il disait avant vaut toujours. "
        "Vérifiez que vous avez le droit de lire le fichier.",
    ),
    "calendar.not_one": (
        "{place}: there is no calendar in this file; nothing was read from it.",
        "{place} : il n’y a pas de calendrier dans ce fichier; rien n’y a été lu.",
    ),
    "calendar.unusable": (
        "{place}: this is not an iCalendar file, so nobody knows when you are busy. Export it again, or take it out.",
        "{place} : ce n’est pas un fichier iCalendar; on ne sait donc pas quand vous êtes libre. "
        "Exportez-le de nouveau ou retirez-le.",
    ),
    "calendar.lacking": (
        "{place}: no calendar could be read here, so nobody knows when you are busy; what was known before still holds. "
        "Put it back, or take it out of calendars.",
        "{place} : aucun agenda n’a pu y être lu; on ne sait donc pas quand vous êtes libre, et ce qui était connu "
        "vaut toujours. Remettez-le en place ou retirez-le de calendars.",
    ),
    "calendar.cut": (
        "{place}: this calendar ends in the middle, so nobody knows all of when you are busy; what it said before still "
        "holds. Export it again.",
        "{place} : ce calendrier s’arrête au milieu; on ne sait donc pas tout de ce qui vous occupe, et ce qu’il disait "
        "avant vaut toujours. Exportez-le de nouveau.",
    ),
    "event.cut": (
        "{place}: this event has no end in the file, so it was left out; the file may be cut off.",
        "{place} : cet événement n’est pas complet dans le fichier et a été laissé de côté; "
        "le fichier est peut-être tronqué.",
    ),
    "event.torn": (
        "{place}: this event’s first or last line is missing; what stands there was read.",
        "{place} : la première ou la dernière ligne de cet événement manque; ce qui en reste a été lu.",
    ),
    "event.no_start": (
        "{place}: this event has no start, so it was left out.",
        "{place} : cet événement n’a pas de début et a été laissé de côté.",
    ),
    "event.start_unreadable": (
        "{place}: the start of this event cannot be read, so it was left out.",
        "{place} : le début de cet événement est illisible; il a été laissé de côté.",
    ),
    "event.hour_unreadable": (
        "{place}: the hour at which this event starts cannot be read, so its whole day is unknown, never free.",
        "{place} : l’heure de début de cet événement est illisible; toute sa journée est donc inconnue, jamais libre.",
    ),
    "event.replaces_unreadable": (
        "{place}: this event changes one meeting of a series, but which one cannot be read; both count.",
        "{place} : cet événement modifie une rencontre d’une série, mais on ne peut pas lire laquelle; "
        "les deux comptent.",
    ),
    "event.end_unreadable": (
        "{place}: the end of this event cannot be read, so the twelve hours from its start are unknown, never free.",
        "{place} : la fin de cet événement est illisible; les douze heures qui suivent son début sont donc inconnues, "
        "jamais libres.",
    ),
    "event.ends_before_start": (
        "{place}: this event ends before it starts; check it in your calendar.",
        "{place} : cet événement finit avant d’avoir commencé; vérifiez-le dans votre calendrier.",
    ),
    "event.rule_unreadable": (
        "{place}: how this event repeats cannot be read; the dates it names are used, and its hours on other days are "
        "unknown, never free.",
        "{place} : la façon dont cet événement se répète est illisible; les dates qu’il nomme sont utilisées, et ses "
        "heures, les autres jours, sont inconnues, jamais libres.",
    ),
    "event.too_often": (
        "{place}: this event repeats every minute or more often, without end; check it in your calendar.",
        "{place} : cet événement se répète chaque minute ou plus souvent, sans fin; vérifiez-le dans votre calendrier.",
    ),
    "event.date_unreadable": (
        "{place}: a date that this event adds or leaves out ({what}) cannot be read; the others are used.",
        "{place} : une date que cet événement ajoute ou retire ({what}) est illisible; les autres sont utilisées.",
    ),
    "zone.unknown": (
        "{place}: the time zone “{what}” is not known; the calendar’s own zone, or yours, is used instead.",
        "{place} : le fuseau horaire « {what} » est inconnu; celui du calendrier, ou le vôtre, est utilisé à la place.",
    ),
}
