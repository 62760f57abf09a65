"""What a first message hopes for, and the texts to paste elsewhere than in mail."""

TEXTS: dict[str, tuple[str, str]] = {
    # what a message hopes to understand: after "I’d like to understand" / « J’aimerais comprendre »
    "hope.influence": (
        "how a decision takes shape where you are",
        "comment une décision prend forme dans un tel milieu",
    ),
    "hope.similar_role": (
        "what works, and what doesn’t, in a role like ours",
        "ce qui fonctionne, ou pas, dans un rôle comme le nôtre",
    ),
    "hope.project": (
        "what to watch out for in a project like mine",
        "à quoi faire attention dans un projet comme le mien",
    ),
    "hope.career": ("the road that leads to work like yours", "le chemin qui mène à un travail comme celui-là"),
    "hope.interest": (
        "what is moving in your field these days",
        "ce qui bouge dans ce domaine ces temps-ci",
    ),
    "hope.plain": ("your work, and the road that led to it", "ce travail, et le chemin qui y mène"),
    # the texts to paste elsewhere
    "text.linkedin_note": (
        "beside an invitation on LinkedIn ({n} of {limit} characters)",
        "avec une invitation sur LinkedIn ({n} caractères sur {limit})",
    ),
    "text.linkedin_message": ("as a LinkedIn message", "en message LinkedIn"),
    "text.teams": ("as a message in Teams", "en message dans Teams"),
    "text.slack": ("as a message in Slack", "en message dans Slack"),
    "text.forward": ("to be forwarded", "à transmettre"),
    "text.open.linkedin": ("Open LinkedIn", "Ouvrir LinkedIn"),
    "text.open.teams": ("Open in Teams", "Ouvrir dans Teams"),
    "text.open.slack": ("Open Slack", "Ouvrir Slack"),
}
