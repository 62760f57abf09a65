"""What is said of sending, and of what became of it."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # why a proposal ended before it left
    "replanned": ("a newer planning took its place", "une planification plus récente l’a remplacée"),
    "slot_passed": ("its time has passed", "son heure est passée"),
    "slot_taken": ("its time is taken by now", "son heure est prise depuis"),
    "notice_over": ("too little notice was left", "il restait trop peu de préavis"),
    "in_touch_since": ("you have been in touch since", "vous avez été en contact depuis"),
    "person_gone": ("this person is no longer in the ledger", "cette personne n’est plus dans le registre"),
    "address_changed": (
        "another address is the right one by now",
        "une autre adresse est la bonne désormais",
    ),
    "quiet_list": (
        "this person is on your organisation’s quiet list",
        "cette personne figure sur la liste de silence de votre organisation",
    ),
    "open_elsewhere": (
        "an invitation to this person is open already, made on another machine",
        "une invitation à cette personne est déjà en cours, faite depuis un autre appareil",
    ),
    "never_asked": (
        "its message was not seen to go out before the day",
        "son message n’a pas été vu parmi les envoyés avant le jour dit",
    ),
    # what a proposal waits for
    "slot_unknown": (
        "a calendar does not tell whether its time is free",
        "un calendrier ne dit pas si son heure est libre",
    ),
    "paused": ("coucou is paused", "coucou est en pause"),
    "paused_until": ("coucou is paused until {until}", "coucou est en pause jusqu’au {until}"),
    "mode_preview": ("the mode is preview: nothing is sent", "le mode est « preview » : rien n’est envoyé"),
    "account_unread": ("{account} could not be read just now", "{account} n’a pas pu être lu à l’instant"),
    "no_sender": (
        "no account may send yet: connect one again, or give a local one an outbox",
        "aucun compte ne peut encore envoyer : reconnectez-en un, ou donnez une boîte d’envoi (outbox) à un compte local",
    ),
    "sender_gone": (
        "{account}, through which it went, is not there to be asked",
        "{account}, par où elle est partie, n’est pas là pour répondre",
    ),
    "night_there": ("it is too early or too late in the day there", "il est trop tôt ou trop tard là-bas"),
    "holiday_there": ("it is a public holiday there", "c’est un jour férié là-bas"),
    "quiet_list_unread": (
        "the quiet list cannot be read: {place}",
        "la liste de silence ne peut pas être lue : {place}",
    ),
    # how long somebody is left in peace
    "rest.declined": ("said no: nothing before {until}", "a dit non : plus rien avant le {until}"),
    "rest.silent": ("did not answer: nothing before {until}", "n’a pas répondu : plus rien avant le {until}"),
    "rest.silent_twice.one": (
        "{n} silence: nothing more, unless you say allow",
        "{n} silence : plus rien, sauf si vous dites « allow »",
    ),
    "rest.silent_twice.other": (
        "{n} silences in a row: nothing more, unless you say allow",
        "{n} silences de suite : plus rien, sauf si vous dites « allow »",
    ),
    # kinds, for lists that count
    "kind.rest.declined": ("said no", "a dit non"),
    "kind.rest.silent": ("did not answer", "n’a pas répondu"),
    "kind.rest.silent_twice": ("did not answer twice", "n’a pas répondu deux fois"),
    "auto": ("approved by your settings (auto)", "approuvée par vos réglages (auto)"),
    # holds
    "hold.title": ("Busy", "Occupé"),
    # what a cancellation says, where coucou writes the letter itself
    "cancel.subject": ("Cancelled: {subject}", "Annulé : {subject}"),
    "cancel.body": (
        "I have to take this invitation back: {subject}. There is nothing that you need to do.",
        "Je dois retirer cette invitation : {subject}. Il n’y a rien à faire de votre côté.",
    ),
    "auto.line": (
        "(My assistant coucou sent this invitation on my behalf, as I asked it to.)",
        "(Mon assistant coucou a envoyé cette invitation en mon nom, comme je le lui ai demandé.)",
    ),
    # errors at providers
    "deliver.broken": ("the connector failed: {cause}", "le connecteur a échoué : {cause}"),
    "deliver.unclear": (
        "nobody can tell whether it arrived; look into your calendar, then approve or dismiss it",
        "personne ne peut dire si c’est arrivé; regardez dans votre calendrier, puis approuvez-la ou écartez-la",
    ),
}
