"""What ``coucou circle`` says: to its organiser, and to the groups."""

TEXTS: dict[str, tuple[str, str]] = {
    "help.circle": (
        "Pair the volunteers of a team or an organisation for virtual coffees, and preview what each pair would be written.",
        "Former des duos parmi les volontaires d’une équipe ou d’une organisation pour des cafés virtuels, et voir d’avance ce "
        "que chaque duo recevrait.",
    ),
    "argument.circle": (
        "The table of people: name, address, unit, opted_in, paused, never, languages, timezone, calendar.",
        "Le tableau des personnes : nom, adresse, équipe, consentement, pause, jamais, langues, fuseau, agenda.",
    ),
    "option.rounds": (
        "Put nobody twice with the same person within this many rounds.",
        "Ne réunir personne deux fois avec la même personne en ce nombre de tours.",
    ),
    "option.history": (
        "The rounds on record; by default beside FILE, ending in .rounds.csv.",
        "Les tours consignés; par défaut à côté de FICHIER, avec la fin .rounds.csv.",
    ),
    "option.number": (
        "The number of this round; by default the one after the last on record.",
        "Le numéro de ce tour; par défaut, celui qui suit le dernier tour consigné.",
    ),
    "option.record": (
        "This round takes place: put it on record.",
        "Ce tour a lieu : le consigner.",
    ),
    "option.drafts": (
        "Also write a draft to each group into this folder, for you to send.",
        "Écrire aussi dans ce dossier un brouillon pour chaque groupe, que vous enverrez.",
    ),
    "metavar.folder": ("FOLDER", "DOSSIER"),
    # What stands wrong in the files.
    "circle.unreadable": ("{place} cannot be read: {cause}.", "Impossible de lire {place} : {cause}."),
    "circle.no_addresses": (
        "{place}: the first line must hold the headings, one of them “address” (or email, courriel, adresse).",
        "{place} : la première ligne doit porter les titres des colonnes, dont « adresse » (ou courriel, email, address).",
    ),
    "circle.address": (
        "{place}: there is no mail address on this line.",
        "{place} : cette ligne n’a pas d’adresse courriel.",
    ),
    "circle.twice": (
        "{place}: the same address as on line {first:d}. Keep one of the two, so that consent is clear.",
        "{place} : la même adresse qu’à la ligne {first:d}. Gardez une des deux, pour que le consentement soit clair.",
    ),
    "circle.yes_or_no": (
        "{place}: consent is yes or no, not {value:q}.",
        "{place} : le consentement est oui ou non, pas {value:q}.",
    ),
    "circle.pause": (
        "{place}: a pause is yes, no, or the day until which it lasts, as in 2026-12-01.",
        "{place} : une pause est oui, non, ou le jour jusqu’auquel elle dure, comme 2026-12-01.",
    ),
    "circle.never": (
        "{place}: this list of people must hold mail addresses only.",
        "{place} : cette liste de personnes ne doit contenir que des adresses courriel.",
    ),
    "circle.zone": (
        "{place}: {value:q} is no time zone; write it as in America/Toronto.",
        "{place} : {value:q} n’est pas un fuseau horaire; écrivez-le comme America/Toronto.",
    ),
    "circle.calendar": (
        "{place}: this calendar cannot be read whole; its time is taken as unknown.",
        "{place} : cet agenda ne peut pas être lu en entier; son temps est considéré comme inconnu.",
    ),
    "circle.problems.one": (
        "{place}: {n} line must be mended first; no round was made.",
        "{place} : {n} ligne est à corriger d’abord; aucun tour n’a été préparé.",
    ),
    "circle.problems.other": (
        "{place}: {n} lines must be mended first; no round was made.",
        "{place} : {n} lignes sont à corriger d’abord; aucun tour n’a été préparé.",
    ),
    "circle.bad_round": (
        "{place}: a line of the rounds on record is a number, a day (2026-12-01) and two or three mail addresses.",
        "{place} : une ligne des tours consignés compte un numéro, un jour (2026-12-01) et deux ou trois adresses courriel.",
    ),
    "circle.already": (
        "{place}: round {last:d} was put on record today already. Type --number {last:d} to replace it, --number {next:d} "
        "for another.",
        "{place} : le tour {last:d} a déjà été consigné aujourd’hui. Tapez --number {last:d} pour le remplacer, "
        "--number {next:d} pour en faire un autre.",
    ),
    # Notices.
    "circle.no_consent": (
        "No column says who consents (opted_in, consent): without it nobody takes part.",
        "Aucune colonne ne dit qui consent (consentement, opted_in) : sans elle, personne ne participe.",
    ),
    "circle.nobody": (
        "It takes two people who opted in and are there this time.",
        "Il faut deux personnes qui ont consenti et qui sont là cette fois-ci.",
    ),
    "circle.few": (
        "With fewer than {few} people, who is not put together can be guessed. Wait for more volunteers if you can.",
        "À moins de {few} personnes, on peut deviner qui n’est pas mis ensemble. Attendez d’autres volontaires si possible.",
    ),
    "circle.left_over.one": (
        "{n} person has no partner this time. More volunteers help, and so does a smaller --rounds.",
        "{n} personne n’a pas de partenaire cette fois-ci. Plus de volontaires aident; un plus petit --rounds aussi.",
    ),
    "circle.left_over.other": (
        "{n} people have no partner this time. More volunteers help, and so does a smaller --rounds.",
        "{n} personnes n’ont pas de partenaire cette fois-ci. Plus de volontaires aident; un plus petit --rounds aussi.",
    ),
    # Why these.
    "circle.across": ("across teams: {units}", "d’une équipe à l’autre : {units}"),
    "circle.new": ("not together yet in the rounds on record", "pas encore ensemble dans les tours consignés"),
    "circle.again.one": ("last together {n} round ago", "ensemble pour la dernière fois il y a {n} tour"),
    "circle.again.other": ("last together {n} rounds ago", "ensemble pour la dernière fois il y a {n} tours"),
    "circle.language": ("in common: {languages}", "en commun : {languages}"),
    "circle.in.en": ("English", "l’anglais"),
    "circle.in.fr": ("French", "le français"),
    "circle.three": ("three, so that nobody is left out", "à trois, pour ne laisser personne de côté"),
    "circle.free": ("open in every calendar", "libre dans tous les agendas"),
    "circle.unknown": (
        "inside working hours; not every calendar is known",
        "dans les heures de travail; tous les agendas ne sont pas connus",
    ),
    # The preview.
    "circle.title": ("Circle, round {number:d}", "Cercle, tour {number:d}"),
    "circle.count.one": ("{people} people take part; {n} group.", "{people} personnes participent; {n} groupe."),
    "circle.count.other": ("{people} people take part; {n} groups.", "{people} personnes participent; {n} groupes."),
    "circle.none": ("No group this time.", "Aucun groupe cette fois-ci."),
    "circle.groups": ("Who meets whom", "Qui rencontre qui"),
    "circle.people": ("People", "Personnes"),
    "circle.when": ("When", "Quand"),
    "circle.why": ("Why", "Pourquoi"),
    "circle.message": ("Message", "Message"),
    "circle.more.one": (
        "… and {n} more group: --html or --json shows all.",
        "… et {n} autre groupe : --html ou --json montre tout.",
    ),
    "circle.more.other": (
        "… and {n} more groups: --html or --json shows all.",
        "… et {n} autres groupes : --html ou --json montre tout.",
    ),
    "circle.left": ("No partner this time: {names}", "Sans partenaire cette fois-ci : {names}"),
    "circle.agree": ("to agree among themselves", "à convenir entre elles"),
    "circle.sample": ("What the first group would be written", "Ce que recevrait le premier groupe"),
    "circle.nothing_sent": (
        "A preview: nothing was sent. You send what you choose.",
        "Un aperçu : rien n’a été envoyé. Vous envoyez ce que vous choisissez.",
    ),
    "circle.recorded": ("Round {number:d} is on record: {path}", "Le tour {number:d} est consigné : {path}"),
    "circle.not_recorded": (
        "Add --record when this round takes place, so that the next one knows.",
        "Ajoutez --record quand ce tour a lieu, pour que le prochain en tienne compte.",
    ),
    "circle.drafts.one": ("{n} draft: {path}", "{n} brouillon : {path}"),
    "circle.drafts.other": ("{n} drafts: {path}", "{n} brouillons : {path}"),
    "circle.window": ("Window", "Période"),
    "circle.lead": (
        "Everybody here opted in. Each message is a draft: read it, and send it yourself.",
        "Toutes les personnes nommées ici ont consenti. Chaque message est un brouillon : relisez-le et envoyez-le de votre main.",
    ),
    "circle.foot": (
        "Made on {moment}. This page names people: keep it to yourself.",
        "Préparé le {moment}. Cette page nomme des personnes : gardez-la pour vous.",
    ),
    # The message to a group.
    "circle.letter.subject": ("A virtual coffee: {names}", "Un café virtuel : {names}"),
    "circle.letter.hello": ("Hello {names},", "Bonjour {names},"),
    "circle.letter.why": (
        "You signed up for the virtual coffees, and this round brings together {who}.",
        "Vous participez aux cafés virtuels, et ce tour réunit {who}.",
    ),
    "circle.letter.free": ("Your calendars leave {length} open on:", "Vos agendas vous laissent {length} :"),
    "circle.letter.unknown": (
        "I do not know all of your calendars, so these are only ideas within your working hours, for {length}:",
        "Je ne connais pas tous vos agendas; voici donc seulement des idées dans vos heures de travail, pour {length} :",
    ),
    "circle.letter.other": (
        "Take one of them, or agree on any other time.",
        "Retenez l’un de ces moments, ou convenez de tout autre.",
    ),
    "circle.letter.agree": (
        "Whichever of you writes first picks a time that suits you.",
        "À vous de convenir d’un moment; n’importe qui peut écrire en premier.",
    ),
    "circle.letter.close": (
        "There is nothing to prepare and nothing to report. If now is not a good time, let it pass. To skip rounds, or to stop, "
        "write to me: nobody else will know.",
        "Rien à préparer, aucun compte à rendre. Si ce n’est pas le bon moment, laissez passer. Pour sauter des tours ou "
        "arrêter, écrivez-moi : personne d’autre ne le saura.",
    ),
}
