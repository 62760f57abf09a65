"""Connecting an account, and taking it back."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "help.connect": (
        "Sign in to an account of your configuration.",
        "Se connecter à un compte de votre configuration.",
    ),
    "help.disconnect": (
        "Take an account’s sign-in back, and erase it here.",
        "Retirer la connexion d’un compte et l’effacer ici.",
    ),
    "option.no_browser": (
        "Open no browser: print the address (over SSH, forward its port), or, for Microsoft, a code to type on any device.",
        "Sans ouvrir de navigateur : afficher l’adresse (par SSH, redirigez-en le port) ou, pour Microsoft, un code à taper sur "
        "n’importe quel appareil.",
    ),
    "option.import": (
        "Use a sign-in made on another machine.",
        "Utiliser une connexion faite sur une autre machine.",
    ),
    "argument.which_account": ("The account’s name.", "Le nom du compte."),
    "connect.open": (
        "Sign in here (a browser opens if there is one):\n{address}",
        "Connectez-vous ici (un navigateur s’ouvre s’il y en a un) :\n{address}",
    ),
    "connect.open_yourself": (
        "Open this address in a browser. Over SSH, first forward its port: ssh -L {port}:127.0.0.1:{port} …\n{address}",
        "Ouvrez cette adresse dans un navigateur. Par SSH, redirigez d’abord son port : ssh -L {port}:127.0.0.1:{port} …\n{address}",
    ),
    "connect.code": (
        "Open {address} and type this code: {word}",
        "Ouvrez {address} et tapez ce code : {word}",
    ),
    "connect.goodbye": (
        "coucou is connected. You can close this page.",
        "coucou est connecté. Vous pouvez fermer cette page.",
    ),
    "connect.done": (
        "{account} is connected, to read only: {scopes}. To read it, type: coucou sync",
        "{account} est connecté, en lecture seule : {scopes}. Pour le lire, tapez : coucou sync",
    ),
    "connect.done_sends": (
        "{account} is connected: {scopes}. To read it, type: coucou sync",
        "{account} est connecté : {scopes}. Pour le lire, tapez : coucou sync",
    ),
    "connect.missing": (
        "Not granted: {scopes}. What needs it will be left out; to grant it, connect again and tick every box.",
        "Non accordé : {scopes}. Ce qui en a besoin sera laissé de côté; pour l’accorder, reconnectez-vous et cochez toutes "
        "les cases.",
    ),
    "connect.other_zone": (
        "The calendars of {account} are in the time zone {theirs}, your configuration in {mine}. Working hours and gaps follow "
        "your configuration: change timezone under [me] if that is wrong.",
        "Les agendas de {account} sont dans le fuseau horaire {theirs}, votre configuration dans {mine}. Les heures de travail et "
        "les trous suivent votre configuration : changez timezone sous [me] si c’est une erreur.",
    ),
    "connect.needs_none": (
        "The account “{place}” needs no sign-in (its connector is {connector}).",
        "Le compte « {place} » n’exige aucune connexion (son connecteur est {connector}).",
    ),
    "connect.import_unreadable": (
        "{place} cannot be read: {cause}.",
        "Impossible de lire {place} : {cause}.",
    ),
    "disconnect.done": (
        "{account} is disconnected, and its credentials are erased here.",
        "{account} est déconnecté, et ses identifiants sont effacés ici.",
    ),
    "disconnect.was_not": (
        "{account} was not connected; there was nothing to erase.",
        "{account} n’était pas connecté; il n’y avait rien à effacer.",
    ),
    "disconnect.not_told": (
        "The provider could not be told: take the access back yourself too (Google: myaccount.google.com/permissions; "
        "Microsoft: account.live.com/consent/Manage or myapps.microsoft.com).",
        "Le fournisseur n’a pas pu être prévenu : retirez aussi l’accès vous-même (Google : myaccount.google.com/permissions; "
        "Microsoft : account.live.com/consent/Manage ou myapps.microsoft.com).",
    ),
}
