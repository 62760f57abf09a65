"""Google accounts: what went wrong there, and what to do about it."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "google.no_client": (
        "The account {account} names no way to sign in: give client_secrets, the file of your own OAuth client "
        "(docs/how-to/connect-google.md says how to make one), or service_account.",
        "Le compte {account} n’indique aucun moyen de se connecter : donnez client_secrets, le fichier de votre propre client "
        "OAuth (docs/fr/connect-google.md explique comment le créer), ou service_account.",
    ),
    "google.two_ways": (
        "The account {account} has both client_secrets and service_account: keep one of them.",
        "Le compte {account} a à la fois client_secrets et service_account : gardez l’un des deux.",
    ),
    "google.no_subject": (
        "The account {account} has a service_account and no subject: give the address of the person for whom it acts.",
        "Le compte {account} a un service_account mais pas de subject : donnez l’adresse de la personne pour qui il agit.",
    ),
    "google.no_opt_in": (
        "This person has not agreed yet, so nothing was read. They agree by writing their own address on a line of {path}.",
        "Cette personne n’a pas encore donné son accord; rien n’a été lu. Elle le donne en écrivant sa propre adresse sur une "
        "ligne de {path}.",
    ),
    "google.endpoint": (
        "{endpoint} is no address that tokens may be sent to: write https://, or http:// for this computer only (127.0.0.1).",
        "{endpoint} n’est pas une adresse à laquelle envoyer des jetons : écrivez https://, ou http:// pour cet ordinateur "
        "seulement (127.0.0.1).",
    ),
    "google.file_unreadable": (
        "{path} (option {option}) cannot be read, or is not JSON. Download it again from the Google console.",
        "{path} (option {option}) est illisible ou n’est pas du JSON. Téléchargez-le à nouveau depuis la console Google.",
    ),
    "google.not_a_client": (
        "{path} is not the file of an OAuth client. In the Google console: APIs & Services, Credentials, your client of "
        "type “Desktop app”, Download JSON.",
        "{path} n’est pas le fichier d’un client OAuth. Dans la console Google : API et services, Identifiants, votre client de "
        "type « Application de bureau », Télécharger le fichier JSON.",
    ),
    "google.web_client": (
        "{path} is a client of type “Web application”, which cannot be used here. Make one of type “Desktop app”.",
        "{path} est un client de type « Application Web », qui ne convient pas ici. Créez-en un de type « Application de "
        "bureau ».",
    ),
    "google.not_a_service_account": (
        "{path} is not the key of a service account. In the Google console: IAM & Admin, Service accounts, Keys, Add key.",
        "{path} n’est pas la clé d’un compte de service. Dans la console Google : IAM et administration, Comptes de service, "
        "Clés, Ajouter une clé.",
    ),
    "google.not_a_user": (
        "This file is not a sign-in made on another machine (client_id and refresh_token are missing).",
        "Ce fichier n’est pas une connexion faite sur une autre machine (client_id et refresh_token manquent).",
    ),
    "google.no_vault": (
        "There is nowhere to keep this account’s credentials.",
        "Il n’y a nulle part où garder les identifiants de ce compte.",
    ),
    "google.other_secret": (
        "What is kept for this account name belongs to another connector. Type: coucou disconnect, then coucou connect.",
        "Ce qui est gardé sous ce nom de compte appartient à un autre connecteur. Tapez : coucou disconnect, puis coucou "
        "connect.",
    ),
    "google.not_connected": (
        "not connected yet. Type: coucou connect {account}",
        "pas encore connecté. Tapez : coucou connect {account}",
    ),
    "google.sign_in_again": (
        "Google no longer accepts this sign-in (taken back, password changed, unused for six months, or a client still in "
        "“Testing”, whose sign-ins end after seven days). Type: coucou connect {account}",
        "Google n’accepte plus cette connexion (retirée, mot de passe changé, inutilisée depuis six mois, ou client resté en "
        "mode « Test », dont les connexions cessent après sept jours). Tapez : coucou connect {account}",
    ),
    "google.nobody_came": (
        "Nobody signed in within the time. Type coucou connect again; over SSH, --no-browser prints the address.",
        "Personne ne s’est connecté à temps. Relancez coucou connect; par SSH, --no-browser affiche l’adresse.",
    ),
    "google.said_no": (
        "Google says that access was not granted ({reason}). Nothing was stored.",
        "Google indique que l’accès n’a pas été accordé ({reason}). Rien n’a été enregistré.",
    ),
    "google.code_refused": (
        "Google refused to complete the sign-in ({reason}). Type coucou connect again.",
        "Google a refusé de terminer la connexion ({reason}). Relancez coucou connect.",
    ),
    "google.no_refresh_token": (
        "Google gave no lasting access. Remove coucou at myaccount.google.com/permissions, then type coucou connect again.",
        "Google n’a pas donné d’accès durable. Retirez coucou à myaccount.google.com/permissions, puis relancez coucou connect.",
    ),
    "google.too_much": (
        "This sign-in can do more than read ({scopes}), and coucou keeps none that can while it only previews. Sign in again "
        "without these scopes.",
        "Cette connexion permet plus que lire ({scopes}), et coucou n’en garde aucune de ce genre en mode aperçu. "
        "Reconnectez-vous sans ces droits.",
    ),
    "google.nothing_granted": (
        "None of the boxes was ticked in Google’s window, so there is nothing to read. Type coucou connect again.",
        "Aucune case n’a été cochée dans la fenêtre de Google; il n’y a donc rien à lire. Relancez coucou connect.",
    ),
    "google.scope_missing": (
        "Google was not allowed to show this. Type coucou connect again, and tick every box.",
        "Google n’a pas reçu la permission de montrer cela. Relancez coucou connect et cochez toutes les cases.",
    ),
    "google.client_refused": (
        "Google does not accept the OAuth client ({reason}). Was it deleted in the console? Make another one, then connect "
        "again.",
        "Google n’accepte pas le client OAuth ({reason}). A-t-il été supprimé dans la console? Créez-en un autre, puis "
        "reconnectez-vous.",
    ),
    "google.delegation": (
        "The service account may not act for this person. An administrator must allow its client id and these scopes: Admin "
        "console, Security, API controls, Domain-wide delegation.",
        "Le compte de service ne peut pas agir pour cette personne. L’administration doit autoriser son identifiant client et ces "
        "droits : console d’administration, Sécurité, Commandes des API, Délégation au niveau du domaine.",
    ),
    "google.clock": (
        "This computer’s clock is off by more than Google allows (five minutes). Set it, then try again.",
        "L’horloge de cet ordinateur est décalée de plus que Google ne le permet (cinq minutes). Réglez-la, puis réessayez.",
    ),
    "google.api_off": (
        "This API is switched off in your Google project. In the console: APIs & Services, Library; enable the Gmail API and the "
        "Google Calendar API (and the People API for contacts).",
        "Cette API est désactivée dans votre projet Google. Dans la console : API et services, Bibliothèque; activez Gmail API et "
        "Google Calendar API (et People API pour les contacts).",
    ),
    "google.domain_policy": (
        "Your organisation’s administrator does not allow this access.",
        "L’administration de votre organisation ne permet pas cet accès.",
    ),
    "google.refused": (
        "Google refused the request (status {status}, {reason}).",
        "Google a refusé la demande (code {status}, {reason}).",
    ),
    "google.too_fast": (
        "Google asks for a pause. What was read is kept; the next sync goes on from there.",
        "Google demande une pause. Ce qui a été lu est conservé; la prochaine synchronisation continuera à partir de là.",
    ),
    "google.quota": (
        "The day’s quota of your Google project is used up; it renews at midnight, Pacific time. What was read is kept.",
        "Le quota quotidien de votre projet Google est épuisé; il se renouvelle à minuit, heure du Pacifique. Ce qui a été lu est "
        "conservé.",
    ),
    "google.failing": (
        "Google’s servers are failing at the moment. The next sync tries again.",
        "Les serveurs de Google ont une défaillance. La prochaine synchronisation réessaiera.",
    ),
    "google.unreachable": (
        "Google cannot be reached. Is this computer online? The next sync tries again.",
        "Impossible de joindre Google. Cet ordinateur est-il en ligne? La prochaine synchronisation réessaiera.",
    ),
    "google.unclear": (
        "Google gave no clear answer to a request that changes your calendar. It is looked up before anything is tried again.",
        "Google n’a pas répondu clairement à une demande qui change votre calendrier. On y regarde avant tout nouvel essai.",
    ),
    "google.not_google": (
        "Something else than Google answers: a network that wants a sign-in of its own, or a proxy. The next sync tries again.",
        "Autre chose que Google répond : un réseau qui demande sa propre connexion, ou un mandataire. La prochaine "
        "synchronisation réessaiera.",
    ),
    "google.cursor": (
        "The account will be read again from the beginning, because more years or the subjects are asked for now.",
        "Le compte sera relu depuis le début, parce que plus d’années ou les objets sont maintenant demandés.",
    ),
    "google.cursor_gone": (
        "Google no longer knows what was read before, so it is read again.",
        "Google ne sait plus ce qui avait été lu; tout est donc relu.",
    ),
    "google.past_remains": (
        "{place}: {done} of about {total} messages are read so far, those you sent first; each sync reads on (about {time} in "
        "all, which is Google’s quota). A preview can already be made.",
        "{place} : environ {done} messages sur {total} ont été lus jusqu’ici, d’abord ceux que vous avez envoyés; chaque "
        "synchronisation poursuit (environ {time} en tout, selon le quota de Google). Un aperçu est déjà possible.",
    ),
    "google.no_such_calendar": (
        "{place}: you see no calendar called {name:q}; check calendars in the configuration.",
        "{place} : vous ne voyez aucun agenda nommé {name:q}; vérifiez calendars dans la configuration.",
    ),
}
