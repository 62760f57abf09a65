"""What the page says beside the reasons, which have their own tables."""

TEXTS: dict[str, tuple[str, str]] = {
    "page.title": ("coucou · preview of {day}", "coucou · aperçu du {day}"),
    "page.skip": ("Skip to the proposals", "Aller aux propositions"),
    "page.mark": ("A small bird at its door", "Un petit oiseau à sa porte"),
    "page.tagline": ("a small hello, at the right hour", "un petit bonjour, à la bonne heure"),
    # --- heading ----------------------------------------------------------------------------------------------------
    "page.heading.one": ("Someone who might enjoy hearing from you", "Une personne à qui un mot de vous ferait plaisir"),
    "page.heading.other": (
        "{count} people who might enjoy hearing from you",
        "{count} personnes à qui un mot de vous ferait plaisir",
    ),
    "page.heading.none": ("Nothing to propose this time", "Rien à proposer cette fois"),
    "page.lead": (
        "Pick one, or none: one a season is already good. Nothing has been sent, and nothing on this page sends anything "
        "by itself.",
        "Choisissez-en une, ou aucune : une par saison, c’est déjà bien. Rien n’a été envoyé, et rien sur cette page "
        "n’envoie quoi que ce soit tout seul.",
    ),
    "page.lead.none": (
        "That is fine too. The reasons are below, and another day will bring other gaps.",
        "C’est très bien aussi. Les raisons suivent, et un autre jour apportera d’autres créneaux.",
    ),
    "page.demo": (
        "This is a demonstration: everyone on this page is invented.",
        "Ceci est une démonstration : toutes les personnes sur cette page sont inventées.",
    ),
    "page.as_of": ("As of", "En date du"),
    "page.window": ("Looking at", "Période"),
    "page.window.days": ("{first:day} to {last:day}", "du {first:day} au {last:day}"),
    "page.accounts": ("Read from", "À partir de"),
    "page.account": ("{name} ({state}, {moment})", "{name} ({state}, {moment})"),
    "page.account.never": ("{name} ({state})", "{name} ({state})"),
    "page.questions": ("Yours to answer", "À vous de répondre"),
    # --- the weeks --------------------------------------------------------------------------------------------------
    "page.weeks": ("The days ahead", "Les jours qui viennent"),
    "page.weeks.lead": (
        "What your calendars say together, and where a talk would fit.",
        "Ce que disent vos calendriers réunis, et où une conversation trouverait sa place.",
    ),
    "page.week": ("Week of {day}", "Semaine du {day}"),
    "page.week.described": (
        "{gaps} gaps, {busy} stretches taken, {proposals} proposals. The same is written out below the calendar.",
        "{gaps} créneaux libres, {busy} plages prises, {proposals} propositions. Le tout est écrit sous le calendrier.",
    ),
    "page.legend": ("Legend", "Légende"),
    "page.legend.gap": ("free", "libre"),
    "page.legend.busy": ("taken", "pris"),
    "page.legend.closed": ("kept free, or too soon", "gardé libre, ou trop tôt"),
    "page.legend.unknown": ("unknown", "inconnu"),
    "page.legend.proposal": ("proposal", "proposition"),
    "page.mark.proposal": ("Proposal {number}: {name}, {moment:when}", "Proposition {number} : {name}, {moment:when}"),
    "page.words": ("The same, in words", "La même chose, en mots"),
    "page.words.free": ("Free: {spans}", "Libre : {spans}"),
    "page.words.busy": ("Taken: {spans}", "Pris : {spans}"),
    "page.words.proposed": ("Proposed: {spans}", "Proposé : {spans}"),
    "page.words.nothing": ("Nothing open", "Rien d’ouvert"),
    "page.span.day": ("all day", "toute la journée"),
    "page.span": ("{start:time} to {end:time}", "{start:time} à {end:time}"),
    # --- a proposal -------------------------------------------------------------------------------------------------
    "page.proposals": ("Proposals", "Propositions"),
    "page.approach": ("{approach} · {channel}", "{approach} · {channel}"),
    "page.when.ask": ("A moment to suggest", "Un moment à suggérer"),
    "page.when.invite": ("The moment", "Le moment"),
    "page.when.kept": ("A moment to keep in mind", "Un moment à garder en tête"),
    "page.until": ("until {end:time}, {zone}", "jusqu’à {end:time}, {zone}"),
    "page.to": ("To", "À"),
    "page.no_address": ("no address yet", "pas encore d’adresse"),
    "page.subject": ("Subject", "Objet"),
    "page.message": ("The message", "Le message"),
    "page.message.how": ("Select it to copy it, or open it where you write.", "Sélectionnez-le pour le copier, ou ouvrez-le là où vous écrivez."),
    "page.mailto": ("Open in your mail", "Ouvrir dans votre courriel"),
    "page.eml": ("Draft (.eml)", "Brouillon (.eml)"),
    "page.ics": ("Invitation (.ics)", "Invitation (.ics)"),
    "page.for": ("{action}: {name}", "{action} : {name}"),
    "page.why": ("Why this person, and why then", "Pourquoi cette personne, et pourquoi à ce moment"),
    "page.recall": ("To remember, for your eyes only", "À se rappeler, pour vos yeux seulement"),
    "page.availability": ("Their availability", "Sa disponibilité"),
    "page.note": ("Note", "Note"),
    "page.id": ("On the command line: coucou why {id}", "En ligne de commande : coucou why {id}"),
    "page.approve": ("To let it go out: coucou approve {id}", "Pour la laisser partir\u00a0: coucou approve {id}"),
    # --- touches ----------------------------------------------------------------------------------------------------
    "page.touches": ("Between the two of you", "Entre vous"),
    "page.touches.described": (
        "{sent} written by you, {received} received, {met} meetings, {first:month} to {last:month}; quiet since.",
        "{sent} écrits par vous, {received} reçus, {met} rencontres, de {first:month} à {last:month}; le silence depuis.",
    ),
    "page.touches.sent.one": ("{n} from you", "{n} de vous"),
    "page.touches.sent.other": ("{n} from you", "{n} de vous"),
    "page.touches.received.one": ("{n} to you", "{n} vers vous"),
    "page.touches.received.other": ("{n} to you", "{n} vers vous"),
    "page.touches.met.one": ("{n} meeting", "{n} rencontre"),
    "page.touches.met.other": ("{n} meetings", "{n} rencontres"),
    "page.quiet": ("quiet", "silence"),
    # --- passed over ------------------------------------------------------------------------------------------------
    "page.passed": ("Not this time", "Pas cette fois"),
    "page.passed.lead": (
        "Nobody is forgotten: each of these people has a reason, and most reasons pass.",
        "Personne n’est oublié : chacune de ces personnes a sa raison, et la plupart des raisons passent.",
    ),
    "page.passed.count.one": ("{n} person", "{n} personne"),
    "page.passed.count.other": ("{n} people", "{n} personnes"),
    "page.group.not_dormant": ("You are in touch, or meet soon", "Vous êtes en contact, ou vous voyez bientôt"),
    "page.group.budget": ("Later: a few at a time is enough", "Plus tard : quelques personnes à la fois, c’est assez"),
    "page.group.time": ("No moment that suits both", "Aucun moment qui convienne aux deux"),
    "page.group.yours": ("As you asked", "Comme vous l’avez demandé"),
    "page.group.address": ("An address to settle first", "Une adresse à régler d’abord"),
    "page.group.pending": ("Something is already under way", "Quelque chose est déjà en cours"),
    "page.group.other": ("For another reason", "Pour une autre raison"),
    # --- time -------------------------------------------------------------------------------------------------------
    "page.time": ("Where your working hours go", "Où vont vos heures de travail"),
    "page.time.lead": (
        "Of the working hours in these days, this much stays open for a talk, and this closes the rest.",
        "Des heures de travail de ces journées, voici ce qui reste ouvert à une conversation, et ce qui ferme le reste.",
    ),
    "page.time.open": ("open", "ouvert"),
    "page.time.busy": ("taken in your calendars", "pris dans vos calendriers"),
    "page.time.protected": ("your protected hours", "vos heures protégées"),
    "page.time.notice": ("too soon to give notice", "trop tôt pour prévenir"),
    "page.time.full_day": ("days that are full already", "journées déjà bien remplies"),
    "page.time.quiet": ("holidays and quiet periods", "jours fériés et périodes de calme"),
    "page.time.unknown": ("not known", "inconnu"),
    "page.time.margins": ("margins and scraps", "marges et petits bouts"),
    "page.hours": ("{hours} h {minutes} min", "{hours} h {minutes}"),
    # --- how far proposals came -------------------------------------------------------------------------------------
    "page.ladder": ("How far your proposals came", "Jusqu’où vos propositions sont allées"),
    "page.ladder.month": ("{month:month}", "{month:month}"),
    # --- foot -------------------------------------------------------------------------------------------------------
    "page.foot": (
        "Made on this computer on {moment}, from headers only: no message was opened, and nothing left. "
        "This page is one file, without scripts; it holds names and addresses, so keep it as you would your address book.",
        "Faite sur cet ordinateur le {moment}, à partir des seuls en-têtes : aucun message n’a été ouvert, et rien n’est "
        "sorti. Cette page tient en un fichier, sans script; elle contient des noms et des adresses : gardez-la comme "
        "votre carnet d’adresses.",
    ),
}  # fmt: skip
