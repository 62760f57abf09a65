"""The vault of credentials: what is wrong, and how to mend it."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "vault.locked": (
        "The keyring is locked: unlock it (log in to your session, or open your password manager), then try again. "
        "Nothing is lost, and there is no need to sign in again.",
        "Le trousseau est verrouillé : déverrouillez-le (ouvrez votre session ou votre gestionnaire de mots de passe), "
        "puis réessayez. Rien n’est perdu et il est inutile de vous reconnecter.",
    ),
    "vault.no_keyring": (
        "This computer has no keyring that coucou can reach, so it has nowhere to keep credentials. Install one (GNOME "
        "Keyring, KWallet), or lend coucou a key: docs/how-to/connect-google.md, “Without a desktop”.",
        "Cet ordinateur n’a pas de trousseau accessible à coucou, qui n’a donc nulle part où garder les identifiants. "
        "Installez-en un (GNOME Keyring, KWallet) ou prêtez une clé à coucou : docs/fr/connect-google.md, « Sans bureau ».",
    ),
    "vault.plaintext": (
        "The keyring {name} keeps what it is given unprotected, so coucou does not use it. Choose another one, as "
        "docs/how-to/connect-google.md says under “Without a desktop”.",
        "Le trousseau {name} garde sans protection ce qu’on lui confie; coucou ne s’en sert donc pas. Choisissez-en un "
        "autre : docs/fr/connect-google.md, « Sans bureau ».",
    ),
    "vault.keeps_nothing": (
        "The keyring {name} does not give back what it is given. Choose another one.",
        "Le trousseau {name} ne rend pas ce qu’on lui confie. Choisissez-en un autre.",
    ),
    "vault.keyring_failed": (
        "The keyring failed ({cause}). Try again; if it lasts, coucou doctor says which keyring it is.",
        "Le trousseau a échoué ({cause}). Réessayez; si cela dure, coucou doctor dit de quel trousseau il s’agit.",
    ),
    "vault.key_lost": (
        "The keyring no longer holds the key to your credentials. Has another keyring been chosen, or a session without "
        "one? If the key is really gone, sign in again: coucou connect",
        "Le trousseau n’a plus la clé de vos identifiants. Un autre trousseau a-t-il été choisi, ou est-ce une session qui "
        "n’en a pas? Si la clé est vraiment perdue, reconnectez-vous : coucou connect",
    ),
    "vault.wrong_key": (
        "{path} was sealed with another key than the one found. Use the keyring or the key with which you connected.",
        "{path} a été scellé avec une autre clé que celle qui a été trouvée. Utilisez le trousseau ou la clé de votre "
        "connexion.",
    ),
    "vault.bad_key": (
        "The key lent to coucou (coucou-key in $CREDENTIALS_DIRECTORY) is not one: it must be 32 random bytes, as they "
        "are or in Base64.",
        "La clé prêtée à coucou (coucou-key dans $CREDENTIALS_DIRECTORY) n’en est pas une : il faut 32 octets aléatoires, "
        "tels quels ou en Base64.",
    ),
    "vault.damaged": (
        "{path} is damaged, or something else than credentials. Sign in again: coucou connect. It will be kept aside.",
        "{path} est endommagé ou contient autre chose que des identifiants. Reconnectez-vous : coucou connect. Il sera "
        "mis de côté.",
    ),
    "vault.unreadable": (
        "The file of your credentials cannot be read. Check that it is yours (coucou.vault, beside the database).",
        "Le fichier de vos identifiants ne peut pas être lu. Vérifiez qu’il vous appartient (coucou.vault, à côté de la "
        "base de données).",
    ),
    "vault.cannot_write": (
        "Your credentials cannot be written ({cause}). Is the disk full, or the folder of the database read-only?",
        "Impossible d’écrire vos identifiants ({cause}). Le disque est-il plein, ou le dossier de la base de données en "
        "lecture seule?",
    ),
    "vault.in_use": (
        "Another coucou is writing its credentials. Try again in a moment.",
        "Un autre coucou écrit ses identifiants. Réessayez dans un instant.",
    ),
    "vault.set_aside": (
        "The credentials that can no longer be opened are kept aside as {path}. Connect the other accounts again too.",
        "Les identifiants qui ne s’ouvrent plus sont mis de côté sous {path}. Reconnectez aussi les autres comptes.",
    ),
}
