"""What is said of a configuration that cannot be used."""

TEXTS: dict[str, tuple[str, str]] = {
    "config.missing": (
        "There is no configuration at {place}. Make one with: coucou init (or try: coucou demo)",
        "Il n’y a pas de configuration à {place}. Pour en créer une : coucou init (ou, pour essayer : coucou demo)",
    ),
    "config.unreadable": (
        "{place} cannot be read: {cause}.",
        "Impossible de lire {place} : {cause}.",
    ),
    "config.mistakes": (
        "{place} has mistakes; nothing was changed. Mend these lines, then run the command again.",
        "{place} contient des erreurs; rien n’a été modifié. Corrigez ces lignes, puis relancez la commande.",
    ),
    "config.line": ("{place}, line {line}: {key}: {text}", "{place}, ligne {line} : {key} : {text}"),
    "config.line_only": ("{place}, line {line}: {text}", "{place}, ligne {line} : {text}"),
    "config.key_only": ("{place}: {key}: {text}", "{place} : {key} : {text}"),
    "config.not_utf8": (
        "this is not UTF-8 text; save the file as UTF-8",
        "ce n’est pas du texte UTF-8; enregistrez le fichier en UTF-8",
    ),
    "config.not_toml": (
        "this is not TOML; check the quotes, the brackets and the = sign of this line",
        "ce n’est pas du TOML; vérifiez les guillemets, les crochets et le signe = de cette ligne",
    ),
    "config.twice": (
        "this is in the file already; keep one of the two",
        "ceci se trouve déjà dans le fichier; gardez l’un des deux",
    ),
    "config.not_a_number": ("this should be a whole number", "ce devrait être un nombre entier"),
    "config.unknown_key_near": (
        "there is no such key; did you mean “{nearest}”?",
        "cette clé n’existe pas; vouliez-vous dire « {nearest} »?",
    ),
    "config.unknown_key": (
        "there is no such key; those that can stand here are: {known}",
        "cette clé n’existe pas; celles qui peuvent se trouver ici : {known}",
    ),
    "config.not_a_table": (
        "this should be a table, with its keys below",
        "ce devrait être une table, avec ses clés dessous",
    ),
    "config.not_an_array": (
        "write each one under its own [[{name}]]",
        "écrivez chaque élément sous son propre [[{name}]]",
    ),
    "config.not_text": ("this should be text in quotes", "ce devrait être du texte entre guillemets"),
    "config.not_list_of_texts": (
        "this should be a list of texts between square brackets",
        "ce devrait être une liste de textes entre crochets",
    ),
    "config.not_a_time": (
        "“{value}” is not a time of day; write it like 09:00",
        "« {value} » n’est pas une heure; écrivez-la comme 09:00",
    ),
    "config.not_a_day": (
        "“{value}” is not a day of the week; they are: {known}",
        "« {value} » n’est pas un jour de la semaine; les jours s’écrivent : {known}",
    ),
    "config.not_protected_hours": (
        "“{value}” is not a stretch of hours; write it like 12:00-13:30 or fri 12:00-16:30",
        "« {value} » n’est pas une plage d’heures; écrivez-la comme 12:00-13:30 ou fri 12:00-16:30",
    ),
    "config.not_a_period": (
        "“{value}” is not a period; write it like 12-24..01-02 or 2026-12-24..2027-01-02",
        "« {value} » n’est pas une période; écrivez-la comme 12-24..01-02 ou 2026-12-24..2027-01-02",
    ),
    "config.ends_before_start": ("“{value}” ends before it starts", "« {value} » finit avant de commencer"),
    "config.no_days": ("name at least one day of work", "nommez au moins un jour de travail"),
    "config.not_a_zone": (
        "“{value}” is not a time zone; did you mean “{nearest}”?",
        "« {value} » n’est pas un fuseau horaire; vouliez-vous dire « {nearest} »?",
    ),
    "config.not_a_country": (
        "“{value}” is not a country; write it like CA-QC, CA or FR",
        "« {value} » n’est pas un pays; écrivez-le comme CA-QC, CA ou FR",
    ),
    "config.no_language": ("name at least one of: {known}", "nommez-en au moins une : {known}"),
    "config.not_a_language": (
        "“{value}” is not a language that coucou writes; they are: {known}",
        "coucou n’écrit pas dans la langue « {value} »; ses langues : {known}",
    ),
    "config.not_an_address": ("“{value}” is not an e-mail address", "« {value} » n’est pas une adresse courriel"),
    "config.not_tiers": (
        "tiers are names, each with a number of days from 1 to 3650, such as close = 30",
        "les cercles sont des noms, chacun avec un nombre de jours de 1 à 3650, comme close = 30",
    ),
    "config.not_zero_or": (
        "this should be 0, or a whole number from {low} to {high}",
        "ce devrait être 0, ou un nombre entier de {low} à {high}",
    ),
    "config.not_within": (
        "this should be a whole number from {low} to {high}",
        "ce devrait être un nombre entier de {low} à {high}",
    ),
    "config.not_true_or_false": (
        "this should be true or false, without quotes",
        "ce devrait être true ou false, sans guillemets",
    ),
    "config.not_one_of": (
        "“{value}” is none of: {known}; did you mean “{nearest}”?",
        "« {value} » n’en fait pas partie : {known}; vouliez-vous dire « {nearest} »?",
    ),
    "config.account_name": (
        "“{value}” cannot name an account: use letters, digits, - and _",
        "« {value} » ne peut pas nommer un compte : employez des lettres, des chiffres, - et _",
    ),
    "config.account_twice": ("two accounts are named “{value}”", "deux comptes se nomment « {value} »"),
    "config.connector_missing": (
        "say which connector reads this account, for example “local”",
        "indiquez le connecteur qui lit ce compte, par exemple « local »",
    ),
    "config.no_connector": (
        "no connector named “{value}” works here; coucou doctor lists those that do",
        "aucun connecteur nommé « {value} » ne fonctionne ici; coucou doctor donne la liste",
    ),
    "config.option_missing": ("the connector needs the key “{name}”", "le connecteur exige la clé « {name} »"),
    "config.option_wrong": ("this cannot be used: {cause}", "cette valeur ne convient pas : {cause}"),
    "config.person_without_name": (
        "a person needs a name or an address",
        "il faut un nom ou une adresse pour désigner une personne",
    ),
    "config.not_loopback": (
        "{value:q} is not an address and port of this computer alone; write one such as 127.0.0.1:9464",
        "{value:q} n’est pas une adresse et un port de cet ordinateur seul; écrivez par exemple 127.0.0.1:9464",
    ),
    "config.not_a_line": (
        "this should be one line of at most {n} characters",
        "ce devrait être une seule ligne d’au plus {n} caractères",
    ),
    "config.not_a_share": ("this should be a number from 0 to 1", "ce devrait être un nombre de 0 à 1"),
    "config.nothing_ranks": (
        "likelihood and worth cannot both be 0: nothing would rank anybody",
        "likelihood et worth ne peuvent pas valoir 0 en même temps : rien ne classerait plus personne",
    ),
    "config.target_without_reason": (
        "say why: {known}",
        "dites pourquoi : {known}",
    ),
    "config.target_of_nobody": (
        "name at least one of: organizations, titles, tags, people",
        "nommez au moins un élément parmi : organizations, titles, tags, people",
    ),
    "config.not_a_pattern": (
        "“{value}” would fit every title; write at least two letters beside the *",
        "« {value} » conviendrait à tous les titres; écrivez au moins deux lettres à côté du *",
    ),
    "config.not_a_horizon": (
        "“{value}” is no horizon; write a date such as 2027-06-30, or a duration such as “6 months”",
        "« {value} » n’est pas un horizon; écrivez une date comme 2027-06-30, ou une durée comme « 6 mois »",
    ),
    "config.horizon_from_when": (
        "a duration counts from a day: add since = 2026-11-23 (the day you begin)",
        "une durée se compte à partir d’un jour : ajoutez since = 2026-11-23 (le jour où vous commencez)",
    ),
    "config.not_a_date": (
        "“{value}” is not a date; write it like 2026-11-23",
        "« {value} » n’est pas une date; écrivez-la comme 2026-11-23",
    ),
}
