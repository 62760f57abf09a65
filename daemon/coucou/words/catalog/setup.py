"""What the beginnings say: init, triage, doctor."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- init -------------------------------------------------------------------------------------------------------
    "init.hello": (
        "Seven questions. Enter accepts what stands in brackets; every answer can be changed later in the file.",
        "Sept questions. Entrée accepte ce qui est entre crochets; chaque réponse peut être changée plus tard dans le fichier.",
    ),
    "init.name": ("1. Your name, as it signs your messages", "1. Votre nom, tel qu’il signe vos messages"),
    "init.addresses": (
        "2. Your e-mail addresses, all of them, separated by spaces",
        "2. Vos adresses courriel, toutes, séparées par des espaces",
    ),
    "init.language": ("3. The language you write most", "3. La langue dans laquelle vous écrivez le plus"),
    "init.timezone": ("4. Your time zone", "4. Votre fuseau horaire"),
    "init.data": ("5. Where is your data?", "5. Où sont vos données?"),
    "init.data.calendar": (
        "a calendar file (.ics): two minutes to export, and enough to begin",
        "un agenda (.ics) : deux minutes à exporter, et c’est assez pour commencer",
    ),
    "init.data.linkedin": ("LinkedIn’s export (Connections.csv)", "l’exportation de LinkedIn (Connections.csv)"),
    "init.data.mailbox": (
        "an exported mailbox: Google Takeout, mbox, Maildir, a folder of .eml",
        "une boîte exportée : Google Takeout, mbox, Maildir, un dossier de .eml",
    ),
    "init.data.gmail": ("in Gmail", "dans Gmail"),
    "init.data.outlook": ("in Outlook or Microsoft 365", "dans Outlook ou Microsoft 365"),
    "init.data.later": ("I will say later", "je le dirai plus tard"),
    "init.number": ("Number", "Numéro"),
    "init.path": ("Its file or folder (Enter to skip)", "Son fichier ou dossier (Entrée pour passer)"),
    "init.hint.calendar": (
        "In Google Calendar: Settings, the calendar, Export. In Outlook: Save calendar. Then unpack it if it is a .zip.",
        "Dans Google Agenda : Paramètres, l’agenda, Exporter. Dans Outlook : Enregistrer le calendrier. "
        "Décompressez-le ensuite si c’est un .zip.",
    ),
    "init.hint.linkedin": (
        "In LinkedIn: Settings, Data privacy, Get a copy of your data, Connections; it comes within minutes. Unpack the .zip first.",
        "Dans LinkedIn : Préférences, Confidentialité des données, Obtenir une copie de vos données, Relations; "
        "elle arrive en quelques minutes. Décompressez d’abord le .zip.",
    ),
    "init.hint.mailbox": (
        "takeout.google.com takes hours to days to make a mailbox; a calendar .ics is there in two minutes. "
        "Unpack a Takeout .zip first. Outlook’s .pst cannot be read.",
        "takeout.google.com met des heures, parfois des jours, à préparer une boîte; un agenda .ics est prêt en deux minutes. "
        "Décompressez d’abord un .zip de Takeout. Les .pst d’Outlook ne peuvent pas être lus.",
    ),
    "init.sign_in.gmail": (
        "Gmail: make your own client once, ten minutes (docs/how-to/connect-google.md), name the account, then: coucou connect. "
        "Or export today: the calendar as .ics (two minutes), and the mailbox by takeout.google.com (hours; unpack the .zip).",
        "Gmail : créez votre propre client une fois, dix minutes (docs/fr/connect-google.md), nommez le compte, puis : coucou connect. "
        "Ou exportez dès aujourd’hui : l’agenda en .ics (deux minutes), et la boîte par takeout.google.com (des heures; "
        "décompressez le .zip).",
    ),
    "init.sign_in.outlook": (
        "Outlook: register your own application once (docs/how-to/connect-outlook.md), name the account, then: coucou connect. "
        "Or save the calendar as .ics today. Outlook’s .pst cannot be read; Thunderbird can make an mbox of the same mailbox.",
        "Outlook : inscrivez votre propre application une fois (docs/fr/connect-outlook.md), nommez le compte, puis : coucou connect. "
        "Ou enregistrez dès aujourd’hui le calendrier en .ics. Les .pst d’Outlook ne peuvent pas être lus; Thunderbird peut faire "
        "un mbox de la même boîte.",
    ),
    "init.pst": (
        "{place}: Outlook’s .pst and .ost files cannot be read. Save the calendar as .ics, or make an mbox with Thunderbird.",
        "{place} : les fichiers .pst et .ost d’Outlook ne peuvent pas être lus. Enregistrez le calendrier en .ics, "
        "ou faites un mbox avec Thunderbird.",
    ),
    "init.zip": (
        "{place}: unpack the .zip first, then name the folder.",
        "{place} : décompressez d’abord le .zip, puis nommez le dossier.",
    ),
    "init.no_such_file": ("{place}: there is nothing there.", "{place} : il n’y a rien à cet endroit."),
    "init.ask": (": ", "\u00a0: "),
    "init.yes": ("y yes", "o oui"),
    "init.no": ("n no", "n non"),
    "init.no_by_default": ("[y/N]", "[o/N]"),
    "init.yes_by_default": ("[Y/n]", "[O/n]"),
    "init.employer": (
        "6. Is any of this an employer’s mailbox or calendar?",
        "6. S’y trouve-t-il une boîte ou un agenda d’employeur?",
    ),
    "init.privacy_officer": (
        "Ask first. A text to copy to your privacy officer:\n\n"
        "  Hello, I would like to use coucou with my work mailbox and calendar. It runs on my own computer, reads only the\n"
        "  headers of messages and the times of meetings (never bodies or attachments), keeps them in one file on that\n"
        "  computer, and sends nothing by itself. It helps me keep in touch with people I already know. Is this allowed,\n"
        "  and under which conditions?\n\n"
        "More: docs/explanation/is-this-allowed.md",
        "Demandez d’abord. Un texte à copier pour la personne responsable de la protection des renseignements personnels :\n\n"
        "  Bonjour, j’aimerais utiliser coucou avec ma boîte et mon agenda professionnels. Le logiciel fonctionne sur mon\n"
        "  ordinateur, ne lit que les en-têtes des messages et les heures des réunions (jamais les contenus ni les pièces\n"
        "  jointes), les garde dans un seul fichier sur cet ordinateur et n’envoie rien de lui-même. Il m’aide à garder le\n"
        "  contact avec des gens que je connais déjà. Est-ce permis, et à quelles conditions?\n\n"
        "Pour en savoir plus : docs/fr/is-this-allowed.md",
    ),
    "init.soliciting": (
        "7. Is this for selling, recruiting or soliciting?",
        "7. Est-ce pour vendre, recruter ou solliciter?",
    ),
    "init.not_for_that": (
        "coucou is not for that: it is for people who know each other, and the laws on solicitation are strict. Nothing was written.",
        "coucou n’est pas fait pour cela : il s’adresse à des gens qui se connaissent, et les lois sur la sollicitation sont strictes. "
        "Rien n’a été écrit.",
    ),
    "init.exists": (
        "{place} exists already and stays as it is. Edit it, or replace it with: coucou init --force",
        "{place} existe déjà et reste tel quel. Modifiez-le, ou remplacez-le avec : coucou init --force",
    ),
    "init.done": (
        "Written: {path}\nNext: coucou doctor, then coucou preview. Nothing is sent in this mode.",
        "Écrit : {path}\nEnsuite : coucou doctor, puis coucou preview. Rien n’est envoyé dans ce mode.",
    ),
    "init.file_head": (
        "Written by coucou init. config.example.toml shows every other key; what is not here keeps its default.",
        "Écrit par coucou init. config.example.toml montre toutes les autres clés; ce qui n’est pas ici garde sa valeur par défaut.",
    ),
    "init.file_country": (
        "add the province, as in CA-QC, for its public holidays",
        "ajoutez la province, comme CA-QC, pour ses jours fériés",
    ),
    "metavar.name": ("NAME", "NOM"),
    "metavar.address": ("ADDRESS", "ADRESSE"),
    "metavar.zone": ("ZONE", "FUSEAU"),
    "option.name": ("Your name.", "Votre nom."),
    "option.address": ("One of your addresses; can be given several times.", "Une de vos adresses; peut être répétée."),
    "option.language": ("en or fr.", "en ou fr."),
    "option.timezone": ("Such as America/Toronto.", "Comme America/Toronto."),
    "option.data": ("A file or folder to read.", "Un fichier ou dossier à lire."),
    "option.employer": ("It is an employer’s mailbox or calendar.", "C’est une boîte ou un agenda d’employeur."),
    # --- triage -----------------------------------------------------------------------------------------------------
    "triage.hello.one": (
        "{n} name, one key. Nobody asks why, and everything can be changed later.",
        "{n} nom, une touche. Personne ne demande pourquoi, et tout peut être changé plus tard.",
    ),
    "triage.hello.other": (
        "{n} names, one key each. Nobody asks why, and everything can be changed later.",
        "{n} noms, une touche chacun. Personne ne demande pourquoi, et tout peut être changé plus tard.",
    ),
    "triage.keys": ("k n p l", "g j p t"),
    "triage.choices": (
        "[k]eep [n]ever [p]rivate [l]ater [q]uit",
        "[g]arder [j]amais [p]rivé plus [t]ard [q]uitter",
    ),
    "triage.tu_or_vous": ("in French: [t]u [v]ous", "[t]u [v]ous"),
    "triage.none": ("Nobody to go through now.", "Personne à passer en revue pour l’instant."),
    "triage.done": (
        "Kept. To change your mind: coucou triage NAME. Next: coucou preview",
        "C’est noté. Pour changer d’avis : coucou triage NOM. Ensuite : coucou preview",
    ),
    # --- doctor -----------------------------------------------------------------------------------------------------
    "doctor.config": ("configuration: {path}", "configuration : {path}"),
    "doctor.no_config": (
        "configuration: see above; mend it, or make one with: coucou init",
        "configuration : voir ci-dessus; corrigez-la, ou faites-en une avec : coucou init",
    ),
    "doctor.zone": ("time zone: {zone}", "fuseau horaire : {zone}"),
    "doctor.no_zone": (
        "time zone: this computer names none; write one under [me], such as timezone = \u201cAmerica/Toronto\u201d",
        "fuseau horaire : cet ordinateur n’en nomme aucun; écrivez-en un sous [me], comme timezone = «\u00a0America/Toronto\u00a0»",
    ),
    "doctor.no_country": (
        "public holidays: no country under [me], so none are known; write one such as CA-QC or FR",
        "jours fériés : pas de pays sous [me], donc aucun n’est connu; écrivez-en un, comme CA-QC ou FR",
    ),
    "doctor.no_accounts": (
        "accounts: none yet; name your files under [[accounts]], or run coucou init",
        "comptes : aucun encore; nommez vos fichiers sous [[accounts]], ou lancez coucou init",
    ),
    "doctor.connector": ("connector: {name}", "connecteur : {name}"),
    "doctor.broken_connector": (
        "connector: {name} (of {distribution}) cannot be used and is skipped: {cause}; update or remove that package",
        "connecteur : {name} (de {distribution}) est inutilisable et ignoré : {cause}; mettez ce paquet à jour ou retirez-le",
    ),
    "doctor.keyring": ("keyring: {name}", "trousseau : {name}"),
    "doctor.no_keyring": (
        "keyring: none on this computer; files need none, but a Google or Microsoft account will",
        "trousseau : aucun sur cet ordinateur; les fichiers n’en ont pas besoin, mais un compte Google ou Microsoft en exigera un",
    ),
    "doctor.lent_key": (
        "key of the vault: lent by the service manager ($CREDENTIALS_DIRECTORY)",
        "clé du coffre : prêtée par le gestionnaire de services ($CREDENTIALS_DIRECTORY)",
    ),
    "doctor.room": ("free space: {free} MB", "espace libre : {free} Mo"),
    "doctor.no_room": (
        "free space: only {free} MB; make room before the next sync",
        "espace libre : seulement {free} Mo; faites de la place avant la prochaine lecture",
    ),
    "doctor.state": (
        "state: {path} ({messages}, {events}, {cards}, {addresses})",
        "état : {path} ({messages}, {events}, {cards}, {addresses})",
    ),
    "doctor.no_state": (
        "state: {path} will be made by the first coucou sync",
        "état : {path} sera créé par le premier coucou sync",
    ),
    "doctor.account": (
        "account {account}, {reader}: {state}; coucou sync says why",
        "compte {account}, {reader} : {state}; coucou sync dit pourquoi",
    ),
    "doctor.locked": (
        "account {account}: the keyring is locked; unlock it (or log in), and the account is read by itself",
        "compte {account} : le trousseau est verrouillé; déverrouillez-le (ou ouvrez votre session), et le compte sera lu de lui-même",
    ),
    "doctor.not_connected": (
        "account {account}: not connected yet, so nothing of it is read; type: coucou connect {account}",
        "compte {account} : pas encore connecté, donc rien n’en est lu; tapez : coucou connect {account}",
    ),
    "doctor.sign_in": (
        "account {account}: its sign-in is dead; type: coucou connect {account}",
        "compte {account} : sa connexion n’est plus valide; tapez : coucou connect {account}",
    ),
    "doctor.dying": (
        "account {account}: not read for {unused}; a sign-in that is not used dies, at Microsoft after 90 days; type: coucou sync {account}",
        "compte {account} : pas lu depuis {unused}; une connexion inutilisée expire, chez Microsoft après 90 jours; "
        "tapez : coucou sync {account}",
    ),
    "doctor.ends": (
        "account {account}: its sign-in ends {end:when}; type: coucou connect {account}. If that happens every week, publish your "
        "Google client: it is still in “Testing”",
        "compte {account} : sa connexion expire {end:when}; tapez : coucou connect {account}. Si cela revient chaque semaine, "
        "publiez votre client Google : il est encore en mode « Test »",
    ),
    "doctor.calendar_empty": (
        "calendar of {account}: it held {held} events and now reports none; look at it at its provider, or at the file, "
        "before you trust its free time",
        "agenda de {account} : il contenait {held} événements et n’en signale plus aucun; regardez-le chez son fournisseur, "
        "ou dans le fichier, avant de vous fier à son temps libre",
    ),
    "doctor.clock": (
        "clock: something was done at {at:when}, which is still to come; set this computer’s clock",
        "horloge : quelque chose a été fait {at:when}, ce qui est encore à venir; réglez l’horloge de cet ordinateur",
    ),
    "doctor.daemon": ("daemon: at work (process {process})", "démon : à l’œuvre (processus {process})"),
    "doctor.daemon_stuck": (
        "daemon: process {process} did nothing for {late}; restart it: systemctl --user restart coucou",
        "démon : le processus {process} n’a rien fait depuis {late}; relancez-le : systemctl --user restart coucou",
    ),
    "doctor.daemon_gone": (
        "daemon: none is at work, and the last did something {late:ago}; type: coucou service install, or coucou service logs",
        "démon : aucun n’est à l’œuvre, et le dernier a travaillé {late:ago}; tapez : coucou service install, ou coucou service logs",
    ),
    "doctor.own.one": ("your addresses: {n}, as configured", "vos adresses : {n}, comme dans la configuration"),
    "doctor.own.other": ("your addresses: {n}, as configured", "vos adresses : {n}, comme dans la configuration"),
    "doctor.own_learned": (
        "your addresses: {addresses} too, as it seems; if they are yours, add them to addresses under [me], "
        "if not, tell so with a [[people]] entry",
        "vos adresses : {addresses} aussi, à ce qu’il semble; si elles sont à vous, ajoutez-les à addresses sous [me], "
        "sinon, dites-le par un [[people]]",
    ),
    "doctor.no_own": (
        "your addresses: none known, so nobody can be told apart from you; add them to addresses under [me]",
        "vos adresses : aucune connue, donc on ne peut vous distinguer de personne; ajoutez-les à addresses sous [me]",
    ),
    "doctor.summary.one": ("{n} thing to look at.", "{n} point à regarder."),
    "doctor.summary.other": ("{n} things to look at.", "{n} points à regarder."),
}
