"""Credentials: one random key in the keyring, every account's secret sealed with it in one file beside the ledger.

Three states are kept apart, because the user mends each in another way: the keyring is locked (unlock it, nothing is
lost), there is no keyring (install one, or lend a key), and there is no secret yet (connect the account).
"""

from __future__ import annotations

from coucou.vault.vault import Vault, beside

__all__ = ["Vault", "beside"]
