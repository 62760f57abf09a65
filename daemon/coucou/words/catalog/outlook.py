"""Outlook accounts: what went wrong there, and what to do about it."""

from __future__ import annotations


def _approval(english: str, french: str) -> tuple[str, str]:
    """What to send to the administrators, with what the permissions are for."""
    return (
        "Your organisation lets only its administrators allow applications. Send them this:\n\n"
        "  Hello,\n"
        "  I would like to use coucou, a program that runs on my own computer and finds time to keep in touch with\n"
        "  colleagues. Please allow the application {client} to use these delegated permissions of Microsoft Graph:\n"
        "  {scopes}.\n" + english + "  To allow it: {address}\n"
        "  Thank you.\n\n"
        "After they have agreed, type coucou connect again.",
        "Dans votre organisation, seule l’administration peut autoriser une application. Envoyez-lui ceci :\n\n"
        "  Bonjour,\n"
        "  J’aimerais utiliser coucou, un programme qui tourne sur mon propre ordinateur et trouve du temps pour garder\n"
        "  le contact avec des collègues. Merci d’autoriser l’application {client} à utiliser ces autorisations\n"
        "  déléguées de Microsoft Graph : {scopes}.\n" + french + "  Pour l’autoriser : {address}\n"
        "  Merci.\n\n"
        "Une fois l’accord donné, tapez de nouveau coucou connect.",
    )


TEXTS: dict[str, tuple[str, str]] = {
    "outlook.no_client": (
        "The account {account} has no client_id: register an application at Microsoft (docs/how-to/connect-outlook.md "
        "says how) and copy its “Application (client) ID”.",
        "Le compte {account} n’a pas de client_id : inscrivez une application chez Microsoft (docs/fr/connect-outlook.md "
        "explique comment) et copiez son « ID d’application (client) ».",
    ),
    "outlook.endpoint": (
        "{endpoint} is no address that tokens may be sent to: write https://, or http:// for this computer only (127.0.0.1).",
        "{endpoint} n’est pas une adresse à laquelle envoyer des jetons : écrivez https://, ou http:// pour cet ordinateur "
        "seulement (127.0.0.1).",
    ),
    "outlook.authority": (
        "{authority} is no place to sign in for this account. Write authority = “organizations”, “consumers” or your "
        "organisation’s tenant id, as the application’s registration says; an address must begin with https://.",
        "{authority} n’est pas l’endroit où ce compte se connecte. Écrivez authority = « organizations », « consumers » ou "
        "l’ID de locataire de votre organisation, selon l’inscription de l’application; une adresse commence par https://.",
    ),
    "outlook.organisation": (
        "The account {account} mixes two ways: for an organisation’s application give mailbox and either certificate or "
        "secret; for your own account, none of the three.",
        "Le compte {account} mélange deux façons de faire : pour l’application d’une organisation, donnez mailbox et soit "
        "certificate, soit secret; pour votre propre compte, aucun des trois.",
    ),
    "outlook.no_tenant": (
        "The account {account} reads a mailbox for an organisation: give its tenant id as authority.",
        "Le compte {account} lit une boîte pour une organisation : donnez son ID de locataire comme authority.",
    ),
    "outlook.no_opt_in": (
        "This person has not agreed yet, so nothing was read. They agree by writing their own address on a line of {path}.",
        "Cette personne n’a pas encore donné son accord; rien n’a été lu. Elle le donne en écrivant sa propre adresse sur une "
        "ligne de {path}.",
    ),
    "outlook.file_unreadable": (
        "{path} cannot be read.",
        "{path} est illisible.",
    ),
    "outlook.not_a_certificate": (
        "{path} must hold a private key without a password and its certificate, both in PEM form.",
        "{path} doit contenir une clé privée sans mot de passe et son certificat, tous deux au format PEM.",
    ),
    "outlook.no_vault": (
        "There is nowhere to keep this account’s credentials.",
        "Il n’y a nulle part où garder les identifiants de ce compte.",
    ),
    "outlook.other_secret": (
        "What is kept for this account name belongs to another connector. Type: coucou disconnect, then coucou connect.",
        "Ce qui est gardé sous ce nom de compte appartient à un autre connecteur. Tapez : coucou disconnect, puis coucou "
        "connect.",
    ),
    "outlook.no_import": (
        "An Outlook account is not imported: sign in with a code, which can be typed on another device "
        "(coucou connect says how).",
        "Un compte Outlook ne s’importe pas : connectez-vous avec un code, qui peut être tapé sur un autre appareil "
        "(coucou connect dit comment).",
    ),
    "outlook.not_connected": (
        "The account {account} is not connected yet. Type: coucou connect {account}",
        "Le compte {account} n’est pas encore connecté. Tapez : coucou connect {account}",
    ),
    "outlook.sign_in_again": (
        "Microsoft no longer accepts the sign-in of {account}: 90 days without use, a new password or a new rule of the "
        "organisation end it. Type: coucou connect {account}",
        "Microsoft n’accepte plus la connexion de {account} : 90 jours sans usage, un nouveau mot de passe ou une nouvelle "
        "règle de l’organisation y mettent fin. Tapez : coucou connect {account}",
    ),
    "outlook.nobody_came": (
        "Nobody signed in before the time was up. Nothing was changed; try again. If Microsoft’s page said “Need admin "
        "approval”, ask your organisation’s administrators to allow the application here: {address}",
        "Personne ne s’est connecté à temps. Rien n’a changé; réessayez. Si la page de Microsoft parlait d’une approbation "
        "de l’administration, demandez à celle de votre organisation d’autoriser l’application ici : {address}",
    ),
    "outlook.declined": (
        "Microsoft did not let coucou in ({reason}). If you declined by mistake, try again. If Microsoft’s page said “Need "
        "admin approval”, ask your organisation’s administrators to allow the application here: {address}",
        "Microsoft n’a pas laissé entrer coucou ({reason}). Si vous avez refusé par erreur, réessayez. Si la page de "
        "Microsoft parlait d’une approbation de l’administration, demandez à celle de votre organisation d’autoriser "
        "l’application ici : {address}",
    ),
    "outlook.said_no": (
        "Microsoft did not let coucou in ({reason}). Nothing was changed; try again.",
        "Microsoft n’a pas laissé entrer coucou ({reason}). Rien n’a changé; réessayez.",
    ),
    "outlook.client_refused": (
        "Microsoft refuses the application itself ({reason}). Check client_id, that “Allow public client flows” is on for "
        "your own account, and, for an organisation, that the secret or certificate has not expired.",
        "Microsoft refuse l’application elle-même ({reason}). Vérifiez client_id, que « Autoriser les flux de clients "
        "publics » est activé pour votre propre compte et, pour une organisation, que le secret ou le certificat n’a pas expiré.",
    ),
    "outlook.admin_approval": _approval(
        "  They read who wrote to whom and when I am busy; no text of any message or event, and they send nothing.\n",
        "  Elles servent à lire qui a écrit à qui et quand je ne suis pas libre; ni le texte d’un message, ni celui d’un\n"
        "  événement, et elles n’envoient rien.\n",
    ),
    "outlook.admin_approval_sends": _approval(
        "  They read who wrote to whom and when I am busy, no text of any message; the last one sends the invitations to\n"
        "  meetings that I agree to.\n",
        "  Elles servent à lire qui a écrit à qui et quand je ne suis pas libre, mais le texte d’aucun message; la dernière\n"
        "  sert à envoyer les invitations à des rencontres auxquelles je consens.\n",
    ),
    "outlook.too_much": (
        "Microsoft granted more than coucou asks for ({scopes}), so the sign-in was not kept. Take these permissions out of "
        "the application’s registration and out of your account, then sign in again.",
        "Microsoft a accordé plus que ce que coucou demande ({scopes}); la connexion n’a donc pas été gardée. Retirez ces "
        "autorisations de l’inscription de l’application et de votre compte, puis reconnectez-vous.",
    ),
    "outlook.scope_missing": (
        "This sign-in does not allow that, or the organisation forbids it. Sign in again and leave every permission allowed: "
        "coucou connect",
        "Cette connexion ne le permet pas, ou l’organisation l’interdit. Reconnectez-vous en laissant toutes les "
        "autorisations : coucou connect",
    ),
    "outlook.policy": (
        "The organisation’s policy does not let this application read this mailbox. Its administrators can change that.",
        "La politique de l’organisation ne laisse pas cette application lire cette boîte. Son administration peut y remédier.",
    ),
    "outlook.no_mailbox": (
        "There is no mailbox in the cloud for this account: it may have no licence, or be kept on the organisation’s own "
        "server. Read an export of it instead.",
        "Ce compte n’a pas de boîte dans le nuage : il n’a peut-être pas de licence, ou la boîte se trouve sur un serveur de "
        "l’organisation. Lisez plutôt une exportation de celle-ci.",
    ),
    "outlook.no_colleagues": (
        "This account does not show when colleagues are free: personal accounts cannot, and some organisations do not let it "
        "be seen. Their time counts as unknown.",
        "Ce compte ne montre pas quand les collègues sont libres : un compte personnel ne le peut pas, et certaines "
        "organisations ne le permettent pas. Leur temps compte comme inconnu.",
    ),
    "outlook.no_folders": (
        "None of the mail folders in the configuration is there. Take out the line folders, or correct it.",
        "Aucun des dossiers de courrier de la configuration n’existe. Retirez la ligne folders ou corrigez-la.",
    ),
    "outlook.no_calendars": (
        "None of this account’s calendars counts, so nobody knows when you are busy. Take out the line calendars, or "
        "correct it.",
        "Aucun des calendriers de ce compte ne compte; on ne sait donc pas quand vous êtes libre. Retirez la ligne calendars "
        "ou corrigez-la.",
    ),
    "outlook.no_calendar": (
        "{place}: there is no calendar of this name or id in the account.",
        "{place} : il n’y a pas de calendrier de ce nom ou de cet identifiant dans le compte.",
    ),
    "outlook.zone_unknown": (
        "{place}: the mailbox’s time zone is not known here, so all-day events stand in your own.",
        "{place} : le fuseau horaire de la boîte n’est pas connu ici; les événements d’une journée sont placés dans le vôtre.",
    ),
    "outlook.too_fast": (
        "Microsoft asks for a pause. Nothing is lost; the next sync goes on from here.",
        "Microsoft demande une pause. Rien n’est perdu; la prochaine synchronisation reprendra ici.",
    ),
    "outlook.failing": (
        "Microsoft’s server failed. Nothing is lost; the next sync goes on from here.",
        "Le serveur de Microsoft a échoué. Rien n’est perdu; la prochaine synchronisation reprendra ici.",
    ),
    "outlook.unclear": (
        "Microsoft was asked to change something, and its answer never came. coucou looks what became of it before anything "
        "else.",
        "On a demandé à Microsoft de changer quelque chose, et sa réponse n’est pas arrivée. coucou regarde d’abord ce qui en "
        "est advenu.",
    ),
    "outlook.none_to_write": (
        "None of the calendars that this account reads can be written. Take out the line calendars, or name your own there.",
        "Aucun des calendriers que ce compte lit ne peut être modifié. Retirez la ligne calendars, ou nommez-y le vôtre.",
    ),
    "outlook.unreachable": (
        "Microsoft could not be reached. Check the network; the next sync goes on from here.",
        "Microsoft est injoignable. Vérifiez le réseau; la prochaine synchronisation reprendra ici.",
    ),
    "outlook.not_graph": (
        "What answered is not Microsoft: a hotel’s or company’s sign-in page, perhaps. Open a browser, then try again.",
        "Ce n’est pas Microsoft qui a répondu : peut-être la page de connexion d’un hôtel ou d’une entreprise. Ouvrez un "
        "navigateur, puis réessayez.",
    ),
    "outlook.refused": (
        "Microsoft refused the request (status {status}, {reason}).",
        "Microsoft a refusé la demande (statut {status}, {reason}).",
    ),
}
