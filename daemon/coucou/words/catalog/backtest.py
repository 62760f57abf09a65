"""What ``coucou backtest`` says: the table, the picture, and how little small numbers mean."""

TEXTS: dict[str, tuple[str, str]] = {
    "help.backtest": (
        "Test the ranking on your own past: who was quiet then, in which order, and who was in touch again within a year.",
        "Mettre le classement à l’épreuve de votre propre passé : qui était silencieux, dans quel ordre, et avec qui le contact "
        "a repris dans l’année.",
    ),
    "option.plot": ("Also draw the figures into this SVG file.", "Dessiner aussi les résultats dans ce fichier SVG."),
    "metavar.svg": ("FILE.svg", "FICHIER.svg"),
    "backtest.title": ("Would coucou have been right?", "coucou aurait-il vu juste?"),
    "backtest.dates.one": (
        "At {n} date in the past ({first:month}), {ties} ties had been quiet for six months to two years; {back} of "
        "them were in touch again within the year after.",
        "À {n} date passée ({first:month}), {ties} liens étaient silencieux depuis six mois à deux ans; le contact a "
        "repris dans l’année pour {back} d’entre eux.",
    ),
    "backtest.dates.other": (
        "At {n} dates in the past ({first:month} to {last:month}), {ties} ties had been quiet for six months to two "
        "years; {back} of them were in touch again within the year after.",
        "À {n} dates passées ({first:month} – {last:month}), {ties} liens étaient silencieux depuis six mois à deux "
        "ans; le contact a repris dans l’année pour {back} d’entre eux.",
    ),
    "backtest.order": ("Order by", "Ordre selon"),
    "backtest.auc": ("AUC", "AUC"),
    "backtest.error": ("±", "±"),
    "backtest.precision": ("Precision@10", "Précision@10"),
    "backtest.order.likelihood": ("likelihood (coucou)", "les chances (coucou)"),
    "backtest.order.score": ("score (coucou)", "le score (coucou)"),
    "backtest.order.touches_by_silence": ("touches ÷ silence", "échanges ÷ silence"),
    "backtest.order.frequency": ("frequency: most touches", "la fréquence : le plus d’échanges"),
    "backtest.order.recency": ("recency: shortest silence", "la récence : le silence le plus court"),
    "backtest.order.cadence_90": ("a fixed 90-day cadence", "une cadence fixe de 90 jours"),
    "backtest.chance": ("by chance", "au hasard"),
    "backtest.best": ("the best there can be", "le mieux possible"),
    "backtest.legend": (
        "AUC: how often somebody who was in touch again stood before somebody who was not. Precision@10: how many of "
        "the first ten were in touch again. ±: one standard error. Means over the dates.",
        "AUC : combien de fois une personne avec qui le contact a repris venait avant une autre avec qui il n’a pas "
        "repris. Précision@10 : la part des dix premières avec qui il a repris. ± : une erreur type. Moyennes des dates.",
    ),
    "backtest.few": (
        "Behind these figures are {people} different people, {came} of whom were ever in touch again: a difference "
        "in AUC below {error} may well be chance.",
        "Derrière ces résultats, il y a {people} personnes différentes; le contact a repris au moins une fois avec {came} "
        "d’entre elles. Un écart d’AUC de moins de {error} peut très bien être dû au hasard.",
    ),
    "backtest.too_little": (
        "Too little history to test the ranking. It takes a date, a year or more before your last mail, at which "
        "{least} ties had been quiet for six months to two years; the most there were is {most}. "
        "A longer past helps: history_years in your configuration, then coucou sync.",
        "Trop peu de passé pour mettre le classement à l’épreuve. Il faut une date, au moins un an avant votre dernier "
        "courriel, où {least} liens étaient silencieux depuis six mois à deux ans; le plus qu’on ait trouvé est {most}. "
        "Un passé plus long aide : history_years dans vos réglages, puis coucou sync.",
    ),
    "backtest.one_outcome": (
        "Nothing to compare: after each date with enough quiet ties, either all were in touch again within a year, or "
        "none. A longer past helps: history_years in your configuration, then coucou sync.",
        "Rien à comparer : après chaque date où il y avait assez de liens silencieux, le contact a repris dans l’année "
        "avec tout le monde, ou avec personne. Un passé plus long aide : history_years dans vos réglages, puis coucou sync.",
    ),
    "backtest.plot": ("The same as a picture: {path}", "La même chose en image : {path}"),
    "backtest.no_plot": (
        "There is nothing to draw: {path} was not written.",
        "Rien à dessiner : {path} n’a pas été écrit.",
    ),
    "backtest.by_date": ("AUC at each date", "AUC à chaque date"),
}
