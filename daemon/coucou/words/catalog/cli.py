"""What the command line says: help, questions, headings, endings."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- help -------------------------------------------------------------------------------------------------------
    "help.coucou": (
        "Keeps in touch, gently: knows who has gone quiet, finds meeting-free gaps, and proposes “just catch up” "
        "invitations. Nothing leaves this computer until you say so.",
        "Garde le contact, en douceur : sait avec qui le silence s’est installé, trouve les trous entre les réunions "
        "et propose de « juste prendre des nouvelles ». Rien ne quitte cet ordinateur sans votre accord.",
    ),
    "help.epilog": ("To try it without any account: coucou demo", "Pour essayer sans aucun compte : coucou demo"),
    "help.demo": (
        "Show a whole preview on an invented person’s mail and calendars. Needs no account and reads nothing of yours.",
        "Montrer un aperçu complet avec le courrier et les agendas d’une personne inventée. N’exige aucun compte et "
        "ne lit rien de ce qui vous appartient.",
    ),
    "help.init": (
        "Write your configuration from seven questions, each with a default that Enter accepts.",
        "Écrire votre configuration à partir de sept questions; Entrée accepte la réponse suggérée.",
    ),
    "help.sync": (
        "Read what is new in every account, or in one.",
        "Lire ce qu’il y a de nouveau dans tous les comptes, ou dans un seul.",
    ),
    "help.preview": (
        "Show who would be proposed what, when, and why. Sends nothing.",
        "Montrer ce qui serait proposé, à qui, quand et pourquoi. N’envoie rien.",
    ),
    "help.people": (
        "List every two-way tie, dormant or not, by score.",
        "Donner la liste de tous les liens réciproques, dormants ou non, par score.",
    ),
    "help.triage": (
        "Go through twenty names, one key each: keep, never, private, later. You are never asked for a reason.",
        "Passer vingt noms en revue, une touche chacun : garder, jamais, privé, plus tard. "
        "Aucune raison n’est jamais demandée.",
    ),
    "help.gaps": (
        "List the meeting-free gaps, and what closes every other stretch.",
        "Donner les trous entre les réunions, et ce qui ferme le reste du temps.",
    ),
    "help.why": (
        "Explain one person: touches, judgement, and why they are proposed or passed over.",
        "Expliquer une personne : échanges, jugement, et pourquoi elle est proposée ou non.",
    ),
    "help.targets": (
        "Ask five questions about whom you would like to know, and keep the answers; --list shows who fits.",
        "Poser cinq questions sur les gens que vous aimeriez connaître et garder les réponses; --list montre qui convient.",
    ),
    "help.doctor": (
        "Check the configuration, the state, the connectors, the time zone and the keyring, and say what to do.",
        "Vérifier la configuration, l’état, les connecteurs, le fuseau horaire et le trousseau, et dire quoi faire.",
    ),
    "help.usage": ("Usage: ", "Emploi : "),
    "help.options": ("Options", "Options"),
    "help.commands": ("Commands", "Commandes"),
    "help.arguments": ("Arguments", "Arguments"),
    "option.help": ("Show this help and stop.", "Afficher cette aide et s’arrêter."),
    "option.install_completion": (
        "Install completion for this shell.",
        "Installer la complétion pour cet interpréteur.",
    ),
    "option.show_completion": (
        "Print the completion for this shell, to copy it.",
        "Afficher la complétion pour cet interpréteur, afin de la copier.",
    ),
    "option.config": (
        "The configuration, instead of ~/.config/coucou/config.toml.",
        "La configuration, au lieu de ~/.config/coucou/config.toml.",
    ),
    "option.state": (
        "The database, instead of ~/.local/state/coucou/coucou.db.",
        "La base de données, au lieu de ~/.local/state/coucou/coucou.db.",
    ),
    "option.list": (
        "Ask nothing; show the targets and who fits.",
        "Ne rien demander; montrer les cibles et qui convient.",
    ),
    "option.json": ("Print JSON, as documented.", "Écrire du JSON, tel que documenté."),
    "option.as_of": (
        "What it would have said at that moment; nothing later is used.",
        "Ce qui aurait été dit à ce moment-là; rien de plus récent n’est utilisé.",
    ),
    "option.from": ("First day of the window.", "Premier jour de la période."),
    "option.days": ("Number of days in the window.", "Nombre de jours de la période."),
    "option.no_sync": ("Use what was read before.", "Utiliser ce qui a déjà été lu."),
    "option.html": ("Also write the preview as a page.", "Écrire aussi l’aperçu en page web."),
    "option.version": ("Print the version and stop.", "Afficher la version et s’arrêter."),
    "option.non_interactive": (
        "Ask nothing: write the defaults and the options given.",
        "Ne rien demander : écrire les réponses suggérées et les options données.",
    ),
    "option.force": ("Replace a configuration that exists.", "Remplacer une configuration qui existe."),
    "option.page": (
        "Where to write the page, instead of a folder of the demo’s own.",
        "Où écrire la page, au lieu d’un dossier propre à la démonstration.",
    ),
    "argument.who": ("A name, part of one, or an address.", "Un nom, une partie de nom, ou une adresse."),
    "argument.whom": (
        "Only this person, also when you decided before: a name, part of one, or an address.",
        "Seulement cette personne, même déjà passée en revue : un nom, une partie de nom, ou une adresse.",
    ),
    "argument.account": ("Only this account.", "Seulement ce compte."),
    "metavar.file": ("FILE", "FICHIER"),
    "metavar.who": ("WHO", "QUI"),
    "metavar.account": ("ACCOUNT", "COMPTE"),
    # --- errors -----------------------------------------------------------------------------------------------------
    "cli.usage": (
        "{message} See: {command} --help",
        "{message} Voir : {command} --help",
    ),
    "cli.no_such_option": ("there is no option {option}", "l’option {option} n’existe pas"),
    "cli.no_such_command": ("there is no command “{command}”", "la commande « {command} » n’existe pas"),
    "cli.did_you_mean": ("; did you mean {names}?", "; vouliez-vous dire {names}?"),
    "cli.missing": ("{what} is missing", "il manque {what}"),
    "cli.bad_number": (
        "{what} takes a whole number from {low} to {high}",
        "{what} attend un nombre entier de {low} à {high}",
    ),
    "cli.bad_value": ("{what} cannot be that", "cette valeur de {what} ne convient pas"),
    "cli.bad_option": ("{option} needs a value, or takes none", "{option} exige une valeur, ou n’en prend pas"),
    "cli.too_many": ("too many words: {words}", "mots en trop : {words}"),
    "cli.bad_moment": (
        "{place}: “{value}” is not a moment; write it like 2026-03-02 or 2026-03-02T09:00-05:00.",
        "{place} : « {value} » n’est pas un moment; écrivez-le comme 2026-03-02 ou 2026-03-02T09:00-05:00.",
    ),
    "cli.bad_date": (
        "{place}: “{value}” is not a date; write it like 2026-03-02.",
        "{place} : « {value} » n’est pas une date; écrivez-la comme 2026-03-02.",
    ),
    "cli.far_date": (
        "{place}: “{value}” is too far; the years from {first:d} to {last:d} can be asked about.",
        "{place}\u00a0: «\u00a0{value}\u00a0» est trop loin; on peut demander les années {first:d} à {last:d}.",
    ),
    "cli.no_such_account": (
        "There is no account “{place}” in your configuration; it has: {known}.",
        "Votre configuration n’a pas de compte « {place} »; elle contient : {known}.",
    ),
    "cli.connector_broken": (
        "The connector “{connector}” of the account “{place}” does not work. coucou doctor says why.",
        "Le connecteur « {connector} » du compte « {place} » ne fonctionne pas. coucou doctor dit pourquoi.",
    ),
    "cli.no_accounts": (
        "Your configuration has no account yet: name your files, or an account to connect, under [[accounts]].",
        "Votre configuration n’a pas encore de compte : nommez vos fichiers, ou un compte à connecter, sous [[accounts]].",
    ),
    "cli.nobody": (
        "Nobody you exchanged with is called “{place}”. coucou people lists everyone.",
        "Personne de ce nom parmi vos échanges : « {place} ». coucou people donne la liste.",
    ),
    "cli.ambiguous": (
        "“{place}” could be: {names}. Write more of the name, or an address.",
        "« {place} » pourrait être : {names}. Écrivez plus du nom, ou une adresse.",
    ),
    "suggest.unknown_country": (
        "{place}: country = “{country}” under [me] is no country or subdivision with known public holidays; "
        "write it like CA-QC, CA or FR.",
        "{place} : country = « {country} » sous [me] n’est ni un pays ni une subdivision dont les jours fériés sont connus; "
        "écrivez-le comme CA-QC, CA ou FR.",
    ),
    "cli.unexpected": (
        "coucou itself failed ({kind}); the mistake is ours, not yours. To report it, run the same command with "
        "{variable}=1 in the environment and give us the lines that follow: they hold no address and no subject.",
        "coucou a échoué ({kind}); l’erreur vient de nous, pas de vous. Pour la signaler, relancez la même commande avec "
        "{variable}=1 dans l’environnement et donnez-nous les lignes qui suivent : elles ne contiennent ni adresse ni "
        "objet.",
    ),
    "cli.cannot_write": (
        "{place} cannot be written: {cause}.",
        "Impossible d’écrire {place} : {cause}.",
    ),
}
