"""What a tie is judged by: reasons said of a person, and the names of the judgement's parts."""

TEXTS: dict[str, tuple[str, str]] = {
    "tie.silence": ("last in touch {silence:ago}", "dernier échange {silence:ago}"),
    "tie.seasons.one": (
        "in touch during {n} quarter of the last eight years",
        "des échanges pendant {n} trimestre des huit dernières années",
    ),
    "tie.seasons.other": (
        "in touch during {n} quarters of the last eight years",
        "des échanges pendant {n} trimestres des huit dernières années",
    ),
    "tie.around": (
        "still around: on a message or in a meeting with you {seen:ago}",
        "toujours dans les parages : dans un courriel ou une réunion avec vous {seen:ago}",
    ),
    "tie.met.one": ("you met {n} time in a small group", "{n} rencontre en petit groupe"),
    "tie.met.other": ("you met {n} times in small groups", "{n} rencontres en petit groupe"),
    "tie.their_word": ("the last message came from them", "le dernier message vient de cette personne"),
    "tie.your_word": ("the last message came from you", "le dernier message vient de vous"),
    # the parts that `why` lists, each from 0 to 1
    "part.presence": ("around over the years", "présence au fil des ans"),
    "part.recency": ("how recent the last touch is", "fraîcheur du dernier échange"),
    "part.their_word": ("the last word was theirs", "le dernier mot lui revient"),
    "part.trust": ("how strong the tie was", "solidité du lien"),
    "part.novelty": ("how much must be new since", "ce qu’il doit y avoir de nouveau"),
    "part.engaged": ("both sides wrote or came", "réciprocité"),
    "part.weakness": ("neither stranger nor everyday company", "ni inconnu ni quotidien"),
    "part.status": ("weight of their title", "poids de son titre"),
    "part.aims": ("what you said you are after", "vos propres visées"),
    "part.likelihood": ("likely to be in touch again", "chances de reprendre contact"),
    "part.worth": ("worth being in touch again", "intérêt de reprendre contact"),
    "part.score": ("score", "note"),
}
