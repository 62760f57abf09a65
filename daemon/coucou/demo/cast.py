"""Who there is in the invented world: Ana Tremblay in Montréal, and the people she writes with. Nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

ME = "Ana Tremblay"
WORK = "ana@example.org"
HOME = "ana.tremblay@example.com"


class Ways(StrEnum):
    """Who writes to whom."""

    BOTH = "both"
    IN = "in"  # they write, Ana never answers
    OUT = "out"  # Ana writes, they never answer
    COPY = "copy"  # only ever in Cc
    CROWD = "crowd"  # only at large meetings
    WAITING = "waiting"  # both, and Ana's last messages went unanswered


@dataclass(frozen=True, slots=True)
class Figure:
    """One invented person. Days are counted back from today; ``every`` is between two exchanges, on average."""

    name: str
    address: str
    language: str = "fr"
    every: int = 0
    begun: int = 1060
    quiet: int = 4
    met: float = 0.0  # the share of exchanges that are meetings of two
    ways: Ways = Ways.BOTH
    home: bool = False  # writes to Ana's personal address
    zone: str = "America/Toronto"
    company: str = ""  # as LinkedIn has it; "" keeps them off LinkedIn
    title: str = ""
    second: str = ""  # a second address, used in half of the exchanges
    card: bool = False  # in Ana's contacts


COLLEAGUES = (
    # In touch now.
    Figure("Mathieu Gagnon", "mathieu.gagnon@example.org", every=9, met=0.3, title="Directeur de programme"),
    Figure("Priya Raman", "priya.raman@example.org", "en", every=11, met=0.1),
    Figure("Jean-François Bélanger", "jf.belanger@example.org", every=16),
    Figure("Mei-Ling Chow", "mei-ling.chow@example.org", "en", every=14, met=0.1),
    Figure("Yasmine Haddad", "yasmine.haddad@example.org", every=19, begun=700),
    Figure("Fatoumata Diallo", "fatoumata.diallo@example.org", every=20, second="fatou.diallo@example.net", card=True),
    # Gone quiet.
    Figure("Marie-Ève Lapointe", "marie-eve.lapointe@example.org", every=16, quiet=118, met=0.25, title="Conseillère"),
    Figure("Andrei Popescu", "andrei.popescu@example.org", "en", every=21, quiet=151, met=0.2),
    Figure("Nadia Benali", "nadia.benali@example.org", every=18, begun=900, quiet=96, met=0.15),
    Figure("Kevin O'Sullivan", "kevin.osullivan@example.org", "en", every=30, quiet=425, met=0.2),
    Figure("Tuyết Nguyễn", "tuyet.nguyen@example.org", every=34, quiet=240),
    Figure("Anika Sharma", "anika.sharma@example.org", "en", every=25, quiet=132, met=0.2),  # a meeting is planned
    Figure("Noémie Girard", "noemie.girard@example.org", every=40, begun=190, quiet=165),  # hardly known
    # Seen, never spoken to.
    Figure("Paul Bouchard", "paul.bouchard@example.org", ways=Ways.COPY),
    Figure("Linh Tran", "linh.tran@example.org", "en", ways=Ways.COPY),
    Figure("Geneviève Paquette", "genevieve.paquette@example.org", ways=Ways.CROWD),
    Figure("Omar Farouk", "omar.farouk@example.org", ways=Ways.CROWD),
    Figure("Sunita Patel", "sunita.patel@example.org", "en", ways=Ways.CROWD),
    Figure("Pierre-Luc Dubé", "pierre-luc.dube@example.org", ways=Ways.CROWD),
    Figure("Hannah Weiss", "hannah.weiss@example.org", "en", ways=Ways.CROWD),
    Figure("Rosa Jiménez", "rosa.jimenez@example.org", ways=Ways.CROWD),
)

OUTSIDE = (
    # In touch now.
    Figure("Isabelle Morin", "i.morin@partenaires-nord.example", every=22, met=0.1, company="Partenaires Nord"),
    Figure("Tom Whitfield", "tom@harbourlight.example", "en", every=18, met=0.1, company="Harbourlight Studio"),
    Figure("Aïcha Traoré", "aicha.traore@fondation-rivage.example", every=30, company="Fondation Rivage", card=True),
    Figure("Carlos Mendes", "carlos.mendes@puente-analytics.example", "en", every=36, company="Puente Analytics"),
    # Gone quiet.
    Figure(
        "Gabriel Fontaine",
        "gabriel@atelier-boreal.example",
        every=24,
        quiet=208,
        met=0.25,
        company="Atelier Boréal",
        title="Designer principal",
        card=True,
    ),
    Figure(
        "Rachel Goldberg",
        "rachel.goldberg@harbourlight.example",
        "en",
        every=27,
        quiet=325,
        met=0.2,
        company="Harbourlight Studio",
        title="Research Lead",
    ),
    Figure(
        "Alejandro Ruiz",
        "a.ruiz@puente-analytics.example",
        "en",
        every=26,
        quiet=149,
        company="Puente Analytics",
        title="Data Scientist",
    ),
    Figure(
        "Chloé Desjardins",
        "chloe@maison-numerique.example",
        every=32,
        quiet=487,
        met=0.2,
        company="Maison numérique",
        title="Directrice générale",
        card=True,
    ),
    Figure(
        "Kwame Mensah", "kwame.mensah@harbourlight.example", "en", every=55, quiet=668, company="Harbourlight Studio"
    ),
    Figure(
        "Ingrid Sørensen",
        "ingrid@nordlys.example",
        "en",
        every=38,
        quiet=275,
        zone="Europe/Oslo",
        company="Nordlys",
        title="Programme Director",
    ),
    Figure("Hassan El Amrani", "hassan.elamrani@ville-exemple.example", every=40, quiet=395, met=0.15),
    Figure("Wei Zhang", "wei.zhang@cedarpoint.example", "en", every=60, quiet=705, zone="America/Vancouver"),
    Figure("Élise Kanapé", "elise@mamit-recherche.example", every=28, quiet=182, met=0.1, company="Mamit Recherche"),
    # Each for a reason of their own passed over.
    Figure(
        "Sofia Marchetti",
        "sofia@atelier-boreal.example",
        every=25,
        quiet=310,
        met=0.1,
        company="Lumen et filles",
        title="Cheffe de produit",
    ),
    Figure("Étienne Caron", "etienne.caron@ancienne-boite.example", every=30, quiet=360),
    Figure("Victor Lemaire", "victor@cooperative-h2.example", every=45, begun=800, quiet=190, ways=Ways.WAITING),
    Figure("Julien Lavoie", "julien.lavoie@partenaires-nord.example", every=35, quiet=280),
    Figure("Brad Sterling", "brad@growthly.example", "en", every=17, begun=260, quiet=6, ways=Ways.IN),
    Figure("Sandrine Petit", "s.petit@talenta.example", every=45, begun=600, quiet=30, ways=Ways.IN),
    Figure("Margaret Ellison", "m.ellison@university.example", "en", every=80, begun=320, quiet=150, ways=Ways.OUT),
    Figure("Denis Ouellet", "denis.ouellet@partenaires-nord.example", ways=Ways.COPY),
)

HOMELY = (
    Figure("Louise Tremblay", "louise.tremblay@courriel.example", every=8, home=True, card=True),
    Figure("Emily Chen", "emily.chen@mailbox.example", "en", every=15, home=True, card=True),
    Figure("Olivier Côté", "olivier.cote@courriel.example", every=26, quiet=221, met=0.15, home=True, card=True),
    Figure("Naïma Saïdi", "naima.saidi@courriel.example", every=31, quiet=138, met=0.1, home=True, card=True),
    Figure("Jordan Miller", "jordan.miller@mailbox.example", "en", every=42, quiet=372, home=True),
)

EVERYBODY = (*COLLEAGUES, *OUTSIDE, *HOMELY)

TEAM = tuple(f for f in COLLEAGUES if f.ways is Ways.BOTH and f.quiet < 30)

NEWSLETTERS = (
    # Name, address, list, language, days between, personal mailbox
    ("La Lettre du Plateau", "infolettre@plateau.example", "lettre.plateau.example", "fr", 7, True),
    ("Weekly Research Digest", "digest@research-weekly.example", "weekly.research-weekly.example", "en", 7, False),
    ("Réseau Données Québec", "liste@donnees-qc.example", "membres.donnees-qc.example", "fr", 14, False),
    ("Harbour Cinema", "news@harbour-cinema.example", "programme.harbour-cinema.example", "en", 21, True),
)

NOTICES = (
    # Name, address, subject, days between, personal mailbox
    ("Suivi des projets", "no-reply@suivi.example", "Une tâche vous a été assignée", 6, False),
    ("Build Service", "notifications@builds.example", "Your weekly report is ready", 7, False),
    ("Boutique du Vélo", "ne-pas-repondre@boutique-velo.example", "Votre commande est expédiée", 60, True),
)

SUBJECTS = {
    "fr": (
        "Compte rendu de l’atelier", "Questions pour le rapport d’étape", "Retour sur la présentation",
        "Le calendrier du projet Boréal", "Données du sondage", "Proposition pour l’automne", "Ordre du jour",
        "Merci pour hier", "Un article qui pourrait t’intéresser", "Budget révisé", "Suite de notre conversation",
        "La formation de l’équipe", "Préparation de la rencontre", "Idées pour la suite",
    ),
    "en": (
        "Notes from the workshop", "Questions about the interim report", "Feedback on the deck",
        "Timeline for the Boreal project", "Survey data", "Proposal for the fall", "Agenda for our call",
        "Thanks for yesterday", "An article you might like", "Revised budget", "Following up on our chat",
        "Team training", "Before the meeting", "Ideas for what comes next",
    ),
}  # fmt: skip

HOMELY_SUBJECTS = {
    "fr": (
        "Souper samedi?",
        "Les photos du chalet",
        "Ta recette",
        "Camp de jour",
        "Le club de lecture",
        "Un petit mot",
    ),
    "en": (
        "Dinner on Saturday?",
        "Photos from the cottage",
        "That recipe",
        "Book club",
        "The canal ride",
        "A quick hello",
    ),
}

STRANGERS = (
    # LinkedIn connections never met in mail: name, company, title
    ("Amélie Dupuis", "Groupe Laurier", "Analyste"), ("Rajesh Iyer", "Maple Systems", "Engineer"),
    ("Beatriz Almeida", "Estúdio Sul", "Produtora"), ("Thomas Leclerc", "Cabinet Leclerc", "Associé"),
    ("Zoé Kowalski", "Harbourlight Studio", "Designer"), ("Ibrahim Sow", "Fondation Rivage", "Chargé de projet"),
    ("Grace Kim", "Cedarpoint", "Policy Advisor"), ("Luc Archambault", "Ville d’Exemple", "Chef de division"),
    ("Maya Cohen", "Puente Analytics", "Analyst"), ("Simon Awashish", "Mamit Recherche", "Agent de recherche"),
)  # fmt: skip
