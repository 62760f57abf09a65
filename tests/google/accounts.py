"""Google's sign-in: consent, codes with PKCE, refresh tokens, service accounts, and taking it all back."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

Json = dict[str, Any]
CLIENT_ID, CLIENT_SECRET = "client-1.apps.example.com", "planted-client-secret"
LIFE = 3600


class Denied(Exception):
    def __init__(self, error: str, description: str = "") -> None:
        super().__init__(error)
        self.told = {"error": error, **({"error_description": description} if description else {})}


@dataclass
class Accounts:
    """``unticked``: scopes that the user does not grant. ``denies``: they press Cancel."""

    unticked: set[str] = field(default_factory=set)
    denies: bool = False
    grant_life: int = 0  # seconds that a grant lives; 0: for ever. A week where the client is in "Testing"
    rotates: bool = False  # a refresh gives a new refresh token
    reads_the_clock: bool = False  # of service accounts, which sign the time of their machine
    codes: dict[str, Json] = field(default_factory=dict)
    grants: dict[str, list[str]] = field(default_factory=dict)  # refresh token → scopes
    tokens: dict[str, tuple[list[str], datetime]] = field(default_factory=dict)  # access token → scopes, end
    delegated: dict[str, rsa.RSAPublicKey] = field(default_factory=dict)  # service account → its key
    asked: list[Json] = field(default_factory=list)  # of the token address
    _count: int = 0

    def consent(self, query: dict[str, list[str]]) -> str:
        """Where the browser is sent: the user agrees at once, or presses Cancel."""
        told = {name: values[0] for name, values in query.items()}
        back = urlsplit(told["redirect_uri"])
        assert (back.scheme, back.hostname) == ("http", "127.0.0.1"), "RFC 8252, 7.3"
        assert told["client_id"] == CLIENT_ID and told["response_type"] == "code"
        assert told["code_challenge_method"] == "S256" and told["access_type"] == "offline"
        if self.denies:
            return f"{told['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': told['state']})}"
        code = self._new("code")
        scopes = [one for one in told["scope"].split() if one not in self.unticked]
        self.codes[code] = {**told, "scopes": scopes}
        return f"{told['redirect_uri']}?{urlencode({'code': code, 'state': told['state']})}"

    def token(self, form: dict[str, str], now: datetime) -> Json:
        """:raises Denied: RFC 6749, 5.2."""
        self.asked.append(form)
        kind = form["grant_type"]
        if kind == "authorization_code":
            return self._redeem(form, now)
        if kind == "refresh_token":
            return self._refresh(form, now)
        return self._assertion(form, now)

    def revoke(self, token: str) -> None:
        if token not in self.grants:
            raise Denied("invalid_token")
        del self.grants[token]

    def grant(self, scopes: list[str]) -> str:
        token = self._new("1//planted-refresh")
        self.grants[token] = scopes
        return token

    def give(self, scopes: list[str], now: datetime) -> str:
        token = self._new("ya29.planted-access")
        self.tokens[token] = (scopes, now + timedelta(seconds=LIFE))
        return token

    def scopes_of(self, token: str, now: datetime) -> list[str] | None:
        scopes, end = self.tokens.get(token, ([], now))
        return scopes if end > now else None

    def service_account(self) -> Json:
        """A new service account that may act for anybody; the JSON that its key file holds."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = f"robot-{len(self.delegated)}@project.example.com"
        self.delegated[name] = key.public_key()
        written = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return {
            "type": "service_account",
            "client_email": name,
            "private_key": written.decode(),
            "private_key_id": "1",
            "token_uri": "https://oauth2.example.com/token",
        }

    def _redeem(self, form: dict[str, str], now: datetime) -> Json:
        asked = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if asked is None or asked["redirect_uri"] != form["redirect_uri"]:
            raise Denied("invalid_grant")
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked["code_challenge"]:
            raise Denied("invalid_grant", "Invalid code verifier.")
        told = self._answer(asked["scopes"], now)
        if asked.get("prompt") == "consent":
            told["refresh_token"] = self.grant(asked["scopes"])
        return told

    def _refresh(self, form: dict[str, str], now: datetime) -> Json:
        if form["client_id"] != CLIENT_ID:
            raise Denied("invalid_client", "The OAuth client was not found.")
        granted = self.grants.get(form["refresh_token"])
        if granted is None:
            raise Denied("invalid_grant", "Token has been expired or revoked.")
        scopes = form["scope"].split() if form.get("scope") else granted
        if not set(scopes) <= set(granted):
            raise Denied("invalid_scope", "Bad Request")
        told = self._answer(scopes, now)
        if self.rotates:
            del self.grants[form["refresh_token"]]
            told["refresh_token"] = self.grant(granted)
        return told

    def _assertion(self, form: dict[str, str], now: datetime) -> Json:
        """A service account's signed claim (RFC 7523); Google allows five minutes between clocks."""
        head, claim, signature = form["assertion"].split(".")
        told = json.loads(base64.urlsafe_b64decode(claim + "=="))
        key = self.delegated.get(told["iss"])
        if key is None or not told.get("sub"):
            raise Denied("unauthorized_client")
        signed = base64.urlsafe_b64decode(signature + "==")
        key.verify(signed, f"{head}.{claim}".encode(), padding.PKCS1v15(), hashes.SHA256())
        if self.reads_the_clock and abs(told["iat"] - now.timestamp()) > 300:
            raise Denied(
                "invalid_grant", "Invalid JWT: Token must be a short-lived token and in a reasonable timeframe."
            )
        return self._answer(told["scope"].split(), now)

    def _answer(self, scopes: list[str], now: datetime) -> Json:
        token = self.give(scopes, now)
        more = {"refresh_token_expires_in": self.grant_life} if self.grant_life else {}
        return {"access_token": token, "expires_in": LIFE, "token_type": "Bearer", "scope": " ".join(scopes), **more}

    def _new(self, kind: str) -> str:
        self._count += 1
        return f"{kind}-{self._count}"
