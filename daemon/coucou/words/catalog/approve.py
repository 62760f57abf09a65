"""What the commands say of proposals: listing, approving, taking back, deciding, editing, the record."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # --- help -------------------------------------------------------------------------------------------------------
    "help.proposals": (
        "List the proposals that wait: for you, for a better day, for an answer.",
        "Donner la liste des propositions en attente : de vous, d’un meilleur jour, d’une réponse.",
    ),
    "help.approve": (
        "Approve proposals, and let them leave at once if everything still holds. Says first what leaves, and to whom.",
        "Approuver des propositions et les laisser partir aussitôt, si tout tient encore. Dit d’abord ce qui part, et à qui.",
    ),
    "help.edit": (
        "Open a proposal’s subject, time and message in your editor.",
        "Ouvrir l’objet, l’heure et le message d’une proposition dans votre éditeur.",
    ),
    "help.confirm": (
        "Say that an ask got its yes: the invitation leaves, and the held time is given back.",
        "Dire qu’une demande a reçu son oui : l’invitation part, et le temps gardé est rendu.",
    ),
    "help.dismiss": ("Let proposals go.", "Écarter des propositions."),
    "help.snooze": (
        "Put a proposal off; for an ask, say that the answer was “not now”.",
        "Remettre une proposition à plus tard; pour une demande, dire que la réponse était « pas maintenant ».",
    ),
    "help.withdraw": (
        "Take back what was sent, or the time that is held. The provider tells the other person; of an outbox, you do.",
        "Reprendre ce qui a été envoyé, ou le temps gardé. Le fournisseur prévient l’autre personne; d’une boîte d’envoi, c’est vous.",
    ),
    "help.never": (
        "Never propose somebody again, and end what is open with them.",
        "Ne plus jamais proposer quelqu’un, et mettre fin à ce qui est en cours.",
    ),
    "help.allow": (
        "Let somebody be proposed again, after a never or after silences.",
        "Permettre de nouveau de proposer quelqu’un, après un « jamais » ou des silences.",
    ),
    "help.pause": (
        "Stop everything at once, until a day or until coucou resume.",
        "Tout arrêter immédiatement, jusqu’à un jour donné ou jusqu’à coucou resume.",
    ),
    "help.resume": ("Go on after a pause.", "Reprendre après une pause."),
    "help.log": (
        "Show the record: every decision, and every call that changed something outside.",
        "Montrer le registre : chaque décision, et chaque appel qui a changé quelque chose à l’extérieur.",
    ),
    "argument.id": (
        "The id of a proposal; coucou proposals lists them.",
        "Le code d’une proposition; coucou proposals en donne la liste.",
    ),
    "argument.ids": (
        "Ids of proposals; coucou proposals lists them.",
        "Des codes de propositions; coucou proposals en donne la liste.",
    ),
    "option.approve_all": (
        "Everything that is proposed, after one question.",
        "Tout ce qui est proposé, après une question.",
    ),
    "option.yes": ("Ask nothing.", "Ne rien demander."),
    "option.proposals_all": ("Those that are over too.", "Aussi celles qui sont terminées."),
    "option.for": ("For so long: 10d, 6w, 3m, 1y.", "Pour autant de temps : 10j, 6s, 3m, 1a."),
    "option.until": ("Until that day.", "Jusqu’à ce jour-là."),
    "option.names": ("Names instead of keyed hashes.", "Des noms au lieu d’empreintes."),
    # --- states -----------------------------------------------------------------------------------------------------
    "life.proposed": ("proposed", "proposée"),
    "life.snoozed": ("put off", "remise à plus tard"),
    "life.approved": ("approved, not sent yet", "approuvée, pas encore envoyée"),
    "life.sending": ("being sent, no answer yet", "en cours d’envoi, sans réponse encore"),
    "life.unsettled": ("not known whether it arrived", "arrivée incertaine"),
    "life.sent": ("sent", "envoyée"),
    "life.accepted": ("accepted", "acceptée"),
    "life.tentative": ("answered “maybe”", "réponse « peut-être »"),
    "life.silent": ("no answer until its day", "sans réponse jusqu’à sa date"),
    "life.met": ("met", "rencontre tenue"),
    "life.held": ("time held, message not sent yet", "temps gardé, message pas encore envoyé"),
    "life.asked": ("asked", "demandée"),
    "life.confirmed": ("got a yes", "a reçu un oui"),
    "life.lapsed": ("lapsed without an answer", "restée sans réponse"),
    "life.declined": ("declined", "déclinée"),
    "life.cancelled": ("cancelled", "annulée"),
    "life.withdrawn": ("withdrawn", "retirée"),
    "life.dismissed": ("dismissed", "écartée"),
    "life.expired": ("expired", "échue"),
    "life.failed": ("refused by the provider, or given up", "refusée par le fournisseur, ou abandonnée"),
    # --- proposals --------------------------------------------------------------------------------------------------
    "proposals.none": (
        "Nothing waits. coucou preview looks for proposals.",
        "Rien n’attend. coucou preview cherche des propositions.",
    ),
    "proposals.yours": ("Yours to decide", "À vous de décider"),
    "proposals.under_way": ("Under way", "En cours"),
    "proposals.over": ("Over", "Terminées"),
    "proposals.entry": ("{id} · {name} · {state}", "{id} · {name} · {state}"),
    "proposals.when": ("{when:when} · {approach} · {channel}", "{when:when} · {approach} · {channel}"),
    "proposals.how": ("{approach} · {channel}", "{approach} · {channel}"),
    "proposals.paused": ("{why}. coucou resume goes on.", "{why}. coucou resume reprend."),
    "question.replied": (
        "{name} wrote since you asked. Was it yes: coucou confirm {id} · not now: coucou snooze {id} --for 6w · never: "
        "coucou never {who}",
        "{name} a écrit depuis votre demande. C’était oui : coucou confirm {id} · pas maintenant : coucou snooze {id} "
        "--for 6w · jamais : coucou never {who}",
    ),
    "question.silent": (
        "{name} did not answer, twice in a row; nothing more is proposed. Once more, one day: coucou allow {who} · "
        "never: coucou never {who}",
        "{name} n’a pas répondu, deux fois de suite; plus rien n’est proposé. De nouveau, un jour : coucou allow {who} "
        "· jamais : coucou never {who}",
    ),
    "proposals.unsettled": (
        "Ask the provider once more: coucou approve {id} · give it up, and take it back if it is there: coucou dismiss {id}",
        "Interroger encore le fournisseur : coucou approve {id} · abandonner, et reprendre ce qui serait arrivé : coucou dismiss {id}",
    ),
    "proposals.send_it": (
        "The message is yours to send; coucou approve {id} shows it.",
        "À vous d’envoyer le message; coucou approve {id} le montre.",
    ),
    "proposals.said_no": (
        "It stays in your calendar until you delete it there; coucou sends nothing more about it.",
        "Elle reste dans votre calendrier tant que vous ne l’y supprimez pas; coucou n’envoie plus rien à ce sujet.",
    ),
    "proposals.until": ("until {until}", "jusqu’au {until}"),
    "proposals.preview_mode": (
        "The mode is preview: nothing can be sent. To approve, write mode = \u201capprove\u201d in {place}.",
        "Le mode est « preview » : rien ne peut être envoyé. Pour approuver, écrivez mode = « approve » dans {place}.",
    ),
    # --- which ------------------------------------------------------------------------------------------------------
    "which.unknown": (
        "There is no proposal {place}. coucou proposals --all lists them all.",
        "Il n’y a pas de proposition {place}. coucou proposals --all les donne toutes.",
    ),
    "which.unknown_near": (
        "There is no proposal {place}; did you mean {nearest}? coucou proposals --all lists them all.",
        "Il n’y a pas de proposition {place}; vouliez-vous dire {nearest}? coucou proposals --all les donne toutes.",
    ),
    "which.name_only": (
        "Of {place} only the name is known. Take it out of people under [[targets]] in {path}, then coucou dismiss {id}.",
        "De {place}, seul le nom est connu. Enlevez-le de people sous [[targets]] dans {path}, puis coucou dismiss {id}.",
    ),
    "which.state": (
        "coucou {command} cannot be said of {place} ({name}): {state}. What can: {possible:or}.",
        "coucou {command} ne se dit pas de {place} ({name}) : {state}. Ce qui se peut : {possible:or}.",
    ),
    "which.over": (
        "coucou {command} cannot be said of {place} ({name}): {state}. Nothing can be done about it any more.",
        "coucou {command} ne se dit pas de {place} ({name}) : {state}. Il n’y a plus rien à y faire.",
    ),
    # --- sending ----------------------------------------------------------------------------------------------------
    "send.preview_mode": (
        "The mode is preview, in which nothing can be sent or taken back. Write mode = \u201capprove\u201d (in straight quotes) at the "
        "top of {place}, then coucou connect for each account that you signed in to, then coucou {command} again.",
        "Le mode est « preview » : rien ne peut être envoyé ni repris. Écrivez mode = « approve » (entre guillemets "
        "droits) en haut de {place}, puis coucou connect pour chaque compte auquel vous vous êtes connecté, puis de nouveau "
        "coucou {command}.",
    ),
    "send.leaves.invite": (
        "{id}: leaves this computer: an invitation to {name} <{address}>, {when:when}, through {account}",
        "{id} : quitte cet ordinateur : une invitation à {name} <{address}>, {when:when}, par {account}",
    ),
    "send.leaves.invite.outbox": (
        "{id}: an invitation to {name} <{address}>, {when:when}, goes into the outbox of {account}; you send it",
        "{id} : une invitation à {name} <{address}>, {when:when}, va dans la boîte d’envoi de {account}; vous l’enverrez",
    ),
    "send.leaves.ask": (
        "{id}: {when:when} is held in your own calendar, through {account}, as “Busy” and without a guest; nothing goes "
        "to {name} <{address}>, whom you write to yourself",
        "{id} : {when:when} est gardé dans votre propre calendrier, par {account}, sous « Occupé » et sans personne "
        "d’autre; rien ne va à {name} <{address}> : c’est vous qui écrivez",
    ),
    "send.leaves.ask.outbox": (
        "{id}: a hold for {when:when} goes into the outbox of {account}; nothing goes to {name} <{address}>, whom you "
        "write to yourself",
        "{id} : de quoi garder {when:when} va dans la boîte d’envoi de {account}; rien ne va à {name} <{address}> : "
        "c’est vous qui écrivez",
    ),
    "send.leaves.draft": (
        "{id}: nothing leaves; a text about {name} for you to send",
        "{id} : rien ne part; un texte au sujet de {name}, à envoyer vous-même",
    ),
    "send.leaves.again": (
        "{id}: {account} is asked first whether what went out for {name} <{address}>, {when:when}, is there; it is never sent twice",
        "{id} : {account} dira d’abord si ce qui est parti pour {name} <{address}>, {when:when}, est arrivé; rien n’est envoyé deux fois",
    ),
    "send.leaves.nobody": (
        "{id}: nothing leaves yet: no account can send. Give one an outbox, or sign in again with coucou connect ({name}, {when:when})",
        "{id} : rien ne part encore : aucun compte ne peut envoyer. Donnez une boîte d’envoi (outbox) à l’un d’eux, ou "
        "reconnectez-vous avec coucou connect ({name}, {when:when})",
    ),
    "send.to": ("To: {to}", "À : {to}"),
    "send.done.sent": ("{id} {name}: sent, through {account}", "{id} {name} : envoyée, par {account}"),
    "send.done.outbox": (
        "{id} {name}: in the outbox of {account}, as {key}; put the .ics into your calendar, and send the .eml",
        "{id} {name} : dans la boîte d’envoi de {account}, sous {key}; mettez le .ics dans votre calendrier, et envoyez le .eml",
    ),
    "send.done.held": (
        "{id} {name}: the time is held. The message is yours to send:",
        "{id} {name} : le temps est gardé. À vous d’envoyer le message :",
    ),
    "send.done.held.outbox": (
        "{id} {name}: a hold lies in the outbox of {account}, as {key}; put the .ics into your calendar. The message is yours to send:",
        "{id} {name} : de quoi garder le temps est dans la boîte d’envoi de {account}, sous {key}; mettez le .ics dans votre "
        "calendrier. À vous d’envoyer le message :",
    ),
    "send.done.draft": ("{id} {name}: a text for you to send:", "{id} {name} : un texte à envoyer vous-même :"),
    "send.done.sending": (
        "{id} {name}: asked of the provider, without an answer yet; it is asked again before anything else",
        "{id} {name} : demandée au fournisseur, sans réponse encore; il sera interrogé avant toute autre chose",
    ),
    "send.done.unsettled": (
        "{id} {name}: nobody can tell whether it arrived; look into your calendar, then see coucou proposals",
        "{id} {name} : personne ne peut dire si c’est arrivé; regardez dans votre calendrier, puis voyez coucou proposals",
    ),
    "send.done.withdrawn": ("{id} {name}: withdrawn", "{id} {name} : retirée"),
    "send.waits": ("{id} {name}: approved, and waits: {why}.", "{id} {name} : approuvée, et attend : {why}."),
    "send.not_tried": ("it was not tried yet", "elle n’a pas encore été essayée"),
    "send.hint.again": (
        "Tried again by the daemon, or by coucou approve {id}.",
        "Le démon réessaiera, ou bien coucou approve {id}.",
    ),
    "send.hint.resume": ("coucou resume goes on.", "coucou resume reprend."),
    "send.not_sent": (
        "{id} {name}: not sent: {why}. coucou preview plans anew.",
        "{id} {name} : pas envoyée : {why}. coucou preview planifie de nouveau.",
    ),
    "send.state": ("{id} {name}: {state}", "{id} {name} : {state}"),
    "send.mailto": ("In your mail program: {link}", "Dans votre courriel : {link}"),
    "send.eml": ("As a draft to open: {path}", "En brouillon à ouvrir : {path}"),
    "approve.which": (
        "Name proposals by their ids, or say --all. coucou proposals lists them.",
        "Nommez des propositions par leurs codes, ou dites --all. coucou proposals en donne la liste.",
    ),
    "approve.left_out": (
        "{id} {name}: left out: {missing}",
        "{id} {name} : laissée de côté : {missing}",
    ),
    "approve.nothing": (
        "Nothing is proposed. coucou preview looks for proposals.",
        "Rien n’est proposé. coucou preview cherche des propositions.",
    ),
    "approve.question.one": ("Approve this {n} proposal?", "Approuver cette proposition ({n})?"),
    "approve.question.other": ("Approve these {n} proposals?", "Approuver ces {n} propositions?"),
    "approve.nothing_done": ("Nothing was approved.", "Rien n’a été approuvé."),
    "confirm.passed": (
        "The time of {place} ({name}) has passed. coucou edit {place} gives it another; then coucou confirm {place}.",
        "L’heure de {place} ({name}) est passée. coucou edit {place} lui en donne une autre; puis coucou confirm {place}.",
    ),
    "confirm.no_address": (
        "No address of {name} is known, so no invitation can go out ({place}). Make the appointment yourself.",
        "Aucune adresse de {name} n’est connue : aucune invitation ne peut partir ({place}). Prenez le rendez-vous vous-même.",
    ),
    "confirm.no_time": (
        "{id} {name}: a yes, on record. Nothing leaves: the message named no time, so the appointment is yours to make.",
        "{id} {name} : un oui, c’est noté. Rien ne part : le message ne proposait pas d’heure, à vous de prendre rendez-vous.",
    ),
    "withdraw.invite": (
        "{id}: a cancellation leaves this computer, through {account}; the provider tells {name}",
        "{id} : une annulation quitte cet ordinateur, par {account}; le fournisseur prévient {name}",
    ),
    "withdraw.invite.outbox": (
        "{id}: a cancellation goes into the outbox of {account}; you send it to {name}, who hears of it in no other way",
        "{id} : une annulation va dans la boîte d’envoi de {account}; c’est vous qui l’envoyez à {name}, qui ne le saura pas autrement",
    ),
    "withdraw.hold.outbox": (
        "{id}: what gives the held time back goes into the outbox of {account}; nothing goes to {name}",
        "{id} : de quoi rendre le temps gardé va dans la boîte d’envoi de {account}; rien ne va à {name}",
    ),
    "withdraw.hold": (
        "{id}: the time held in your calendar is given back, through {account}; nothing goes to {name}",
        "{id} : le temps gardé dans votre calendrier est rendu, par {account}; rien ne va à {name}",
    ),
    "confirm.hold": (
        "{id}: once it is there, the time held in your calendar is given back, through {account}",
        "{id} : dès qu’elle y est, le temps gardé dans votre calendrier est rendu, par {account}",
    ),
    "confirm.hold.outbox": (
        "{id}: once it is there, what gives the held time back goes into the outbox of {account}; put it into your calendar",
        "{id} : dès qu’elle y est, de quoi rendre le temps gardé va dans la boîte d’envoi de {account}; mettez-le dans votre calendrier",
    ),
    "withdraw.done": ("{id} {name}: withdrawn", "{id} {name} : retirée"),
    "withdraw.later": (
        "{id} {name}: could not be taken back just now. It is on record, and tried again by the daemon, or by coucou withdraw {id}.",
        "{id} {name} : impossible à reprendre à l’instant. C’est noté; le démon réessaiera, ou bien coucou withdraw {id}.",
    ),
    # --- deciding ---------------------------------------------------------------------------------------------------
    "dismiss.done": ("{id} {name}: dismissed", "{id} {name} : écartée"),
    "dismiss.was": ("{id} {name}: was dismissed before", "{id} {name} : déjà écartée"),
    "decide.later": (
        "{id} {name}: what stands in a calendar is taken back as soon as the account can be reached",
        "{id} {name} : ce qui se trouve dans un calendrier sera repris dès que le compte pourra être joint",
    ),
    "snooze.done": ("{id} {name}: put off until {until}", "{id} {name} : remise au {until}"),
    "snooze.rests": (
        "{id} {name}: not now. Nothing is proposed with {name} before {until}.",
        "{id} {name} : pas maintenant. Rien ne sera proposé avec {name} avant le {until}.",
    ),
    "snooze.which": (
        "Say how long: --for 6w, or --until 2026-05-01.",
        "Dites combien de temps : --for 6s, ou --until 2026-05-01.",
    ),
    "snooze.bad_duration": (
        "{place}: “{value}” is no duration; write it like 10d, 6w, 3m or 1y.",
        "{place} : « {value} » n’est pas une durée; écrivez-la comme 10j, 6s, 3m ou 1a.",
    ),
    "snooze.past": ("{place}: {value} is not in the future.", "{place} : {value} n’est pas dans l’avenir."),
    "never.done": ("{name} will never be proposed.", "{name} ne fera plus l’objet d’aucune proposition."),
    "never.ended": ("{id} {name}: ended", "{id} {name} : terminée"),
    "never.stands": (
        "An invitation to {name} stands, {when:when}. coucou withdraw {id} takes it back.",
        "Une invitation à {name} est en place, {when:when}. coucou withdraw {id} la reprend.",
    ),
    "allow.done": ("{name} may be proposed again.", "{name} peut de nouveau faire l’objet de propositions."),
    "allow.file": (
        "{name} stands under [[people]] in {path} with never or private, which holds until you change it there.",
        "{name} figure sous [[people]] dans {path} avec never ou private, ce qui vaut tant que vous ne l’y changez pas.",
    ),
    "pause.done": (
        "Paused: nothing is sent until coucou resume. What is on its way already is not called back.",
        "En pause : rien ne sera envoyé avant coucou resume. Ce qui est déjà parti n’est pas rappelé.",
    ),
    "pause.until": (
        "Paused until {until}: nothing is sent before. coucou resume goes on sooner.",
        "En pause jusqu’au {until} : rien ne sera envoyé avant. coucou resume reprend plus tôt.",
    ),
    "resume.done": ("The pause is over.", "La pause est terminée."),
    "resume.was": ("There was no pause.", "Il n’y avait pas de pause."),
    # --- editing ----------------------------------------------------------------------------------------------------
    "edit.how": (
        "Change what you like, save, and close. Lines that begin with # are left out.\n"
        "The start is by your own clock. An empty line comes before the message.",
        "Changez ce que vous voulez, enregistrez, fermez. Les lignes qui commencent par # sont ignorées.\n"
        "Le début est à votre heure. Une ligne vide précède le message.",
    ),
    "edit.line.subject": ("Subject: {value}", "Objet : {value}"),
    "edit.line.start": ("Start: {value}", "Début : {value}"),
    "edit.line.minutes": ("Minutes: {value}", "Minutes : {value}"),
    "edit.again": (
        "Your text of last time, as you left it: {path}",
        "Votre texte de la dernière fois, tel quel : {path}",
    ),
    "edit.nothing": ("{id}: nothing changed", "{id} : rien n’a changé"),
    "edit.held": (
        "{id}: {when:when} stays held in your calendar until coucou confirm {id}, which invites at the new time",
        "{id} : {when:when} reste gardé dans votre calendrier jusqu’à coucou confirm {id}, qui invite à la nouvelle heure",
    ),
    "edit.same_words": (
        "{id}: the time changed, and the message did not: see whether it still names the old one",
        "{id} : l’heure a changé, pas le message : voyez s’il dit encore l’ancienne",
    ),
    "edit.done": ("{id}: kept as you wrote it", "{id} : gardée telle que vous l’avez écrite"),
    "edit.wrong": (
        "Line {line} of {place}: {text}. Nothing changed, and your text is kept there; coucou edit {id} opens it again.",
        "Ligne {line} de {place} : {text}. Rien n’a changé, et votre texte y est gardé; coucou edit {id} le rouvre.",
    ),
    "edit.wrong_whole": (
        "{place}: {text}. Nothing changed, and your text is kept there; coucou edit {id} opens it again.",
        "{place} : {text}. Rien n’a changé, et votre texte y est gardé; coucou edit {id} le rouvre.",
    ),
    "edit.not_a_line": (
        "only Subject, Start and Minutes stand above the empty line",
        "seuls Objet, Début et Minutes figurent avant la ligne vide",
    ),
    "edit.twice": ("it stands there twice", "elle y figure deux fois"),
    "edit.missing": ("the line “{line_name}” is missing", "il manque la ligne « {line_name} »"),
    "edit.no_message": ("there is no message", "il n’y a pas de message"),
    "edit.no_subject": ("the subject is empty", "l’objet est vide"),
    "edit.bad_start": (
        "“{value}” is no start; write it like 2026-03-05 10:30",
        "« {value} » n’est pas un début; écrivez-le comme 2026-03-05 10:30",
    ),
    "edit.no_such_hour": (
        "the clocks go forward then, and {value} does not exist",
        "les horloges avancent à ce moment-là : {value} n’existe pas",
    ),
    "edit.past": ("{value} is not in the future", "{value} n’est pas dans l’avenir"),
    "edit.far": ("{value} is more than a year away", "{value} est à plus d’un an"),
    "edit.bad_minutes": (
        "minutes are a number from {low} to {high}",
        "les minutes sont un nombre de {low} à {high}",
    ),
    "edit.not_utf8": ("it is not UTF-8 text", "ce n’est pas du texte UTF-8"),
    "edit.gone": (
        "{place} cannot be read: {cause}. Nothing changed.",
        "Impossible de lire {place} : {cause}. Rien n’a changé.",
    ),
    "edit.taken": (
        "You are not free then, so {id} would not be sent. Your text is kept in {place}; coucou edit {id} opens it again.",
        "Vous n’êtes pas libre à ce moment-là : {id} ne partirait pas. Votre texte est gardé dans {place}; coucou edit {id} "
        "le rouvre.",
    ),
    "edit.no_editor": (
        "No editor was found. Name yours in $EDITOR; the text is in {place}.",
        "Aucun éditeur n’a été trouvé. Nommez le vôtre dans $EDITOR; le texte est dans {place}.",
    ),
    "edit.editor_failed": (
        "{editor} cannot be started: {cause}. The text is in {place}.",
        "Impossible de lancer {editor} : {cause}. Le texte est dans {place}.",
    ),
    "edit.editor_ended": (
        "{editor} ended with status {status:d}. Nothing changed; the text is in {place}.",
        "{editor} s’est terminé avec le code {status:d}. Rien n’a changé; le texte est dans {place}.",
    ),
    # --- the record -------------------------------------------------------------------------------------------------
    "log.nothing": ("Nothing is on record yet.", "Rien n’est encore au registre."),
    "log.earlier.one": ("… {n} earlier line: coucou log --json", "… {n} ligne plus ancienne : coucou log --json"),
    "log.earlier.other": ("… {n} earlier lines: coucou log --json", "… {n} lignes plus anciennes : coucou log --json"),
    "log.what.propose": ("proposed", "proposer"),
    "log.what.approve": ("approved", "approuver"),
    "log.what.snooze": ("put off", "remettre"),
    "log.what.wake": ("came back", "revenir"),
    "log.what.dismiss": ("dismissed", "écarter"),
    "log.what.expire": ("expired", "échoir"),
    "log.what.edit": ("edited", "modifier"),
    "log.what.send": ("to be sent", "envoyer"),
    "log.what.delivered": ("delivered", "livrer"),
    "log.what.proved_absent": ("proved absent", "absence prouvée"),
    "log.what.unclear": ("unclear", "doute"),
    "log.what.fail": ("failed", "échouer"),
    "log.what.hold": ("held", "garder le temps"),
    "log.what.ask": ("asked", "demander"),
    "log.what.confirm": ("confirmed", "confirmer"),
    "log.what.accept": ("accepted", "accepter"),
    "log.what.decline": ("declined", "décliner"),
    "log.what.hesitate": ("maybe", "peut-être"),
    "log.what.silence": ("silence", "silence"),
    "log.what.lapse": ("lapsed", "sans réponse"),
    "log.what.cancel": ("cancelled", "annuler"),
    "log.what.withdraw": ("withdrawn", "retirer"),
    "log.what.take_back": ("to be taken back", "à reprendre"),
    "log.what.meet": ("met", "rencontre"),
    "log.what.never": ("never", "jamais"),
    "log.what.allow": ("allowed", "permettre"),
    "log.what.invite_there": ("invitation", "invitation"),
    "log.what.invite_gone": ("cancellation", "annulation"),
    "log.what.hold_there": ("hold", "temps gardé"),
    "log.what.hold_gone": ("hold given back", "temps rendu"),
    "log.what.week_there": ("the week’s entry", "entrée de la semaine"),
    "log.seen.nothing": ("nothing there", "rien là-bas"),
    "log.seen.asked": ("asked the provider", "demandé au fournisseur"),
    "log.seen.there": ("it is there", "en place"),
    "log.seen.gone": ("it is gone", "disparu"),
    "log.seen.unsettled": ("no word from the provider", "sans nouvelles du fournisseur"),
}
