"""Microsoft's identity service: codes with PKCE, device codes, refresh tokens that change at each use, applications.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Json = dict[str, Any]
CLIENT_ID = "11111111-2222-3333-4444-555555555555"
TENANT = "99999999-8888-7777-6666-555555555555"
PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad"
HOST = "https://login.microsoftonline.com"
LIFE = 3600


class Denied(Exception):
    def __init__(self, error: str, code: int = 0, status: int = 400) -> None:
        super().__init__(error)
        self.status = status
        text = f"AADSTS{code}: ana@example.org may not. Trace ID: 1" if code else "No"
        self.told: Json = {"error": error, "error_description": text, **({"error_codes": [code]} if code else {})}


@dataclass
class Identity:
    """``refuses``: what every question for a token is answered with. ``unticked``: scopes that are not granted."""

    tenant: str = TENANT
    host: str = HOST
    refuses: Denied | None = None
    unticked: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)  # granted though not asked
    pending: int = 0  # how often a device is told to wait
    application: tuple[str, ...] = ("Mail.ReadBasic", "Calendars.ReadBasic", "MailboxSettings.Read")
    secret: str = "planted-application-secret"
    codes: dict[str, Json] = field(default_factory=dict)
    grants: dict[str, list[str]] = field(default_factory=dict)  # refresh token → scopes
    tokens: dict[str, tuple[list[str], datetime]] = field(default_factory=dict)
    asked: list[Json] = field(default_factory=list)  # of the token address
    _count: int = 0

    def configuration(self, tenant: str) -> Json:
        root = f"{self.host}/{tenant}"
        return {
            "issuer": f"{root}/v2.0",
            "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
            "token_endpoint": f"{root}/oauth2/v2.0/token",
            "device_authorization_endpoint": f"{root}/oauth2/v2.0/devicecode",
        }

    def aliases(self) -> Json:
        """Every name of the authority, of which there is one here."""
        name = HOST.removeprefix("https://")
        return {"metadata": [{"preferred_network": name, "preferred_cache": name, "aliases": [name]}]}

    def consent(self, told: dict[str, str]) -> dict[str, str]:
        """What the browser brings back: the user agrees at once, unless they may not."""
        assert told["redirect_uri"].startswith("http://localhost:"), "for no other name may the port differ"
        assert (
            told["client_id"] == CLIENT_ID and told["response_type"] == "code" and told["response_mode"] == "form_post"
        )
        assert told["code_challenge_method"] == "S256"
        if self.refuses is not None:
            return {**{name: str(text) for name, text in self.refuses.told.items()}, "state": told["state"]}
        code = self._new("code")
        self.codes[code] = dict(told)
        return {"code": code, "state": told["state"]}

    def device(self, form: dict[str, str]) -> Json:
        if self.refuses is not None:
            raise self.refuses
        self.codes["device"] = dict(form)
        return {
            "device_code": "device", "user_code": "ABCD-1234", "verification_uri": "https://microsoft.com/devicelogin",
            "expires_in": 900, "interval": 1, "message": "…",
        }  # fmt: skip

    def token(self, form: dict[str, str], now: datetime) -> Json:
        """:raises Denied: RFC 6749, 5.2."""
        self.asked.append(form)
        if form["client_id"] != CLIENT_ID:
            raise Denied("unauthorized_client", 700016)
        match form["grant_type"]:
            case "authorization_code":
                return self._redeem(form, now)
            case "refresh_token":
                return self._refresh(form, now)
            case "client_credentials":
                return self._application(form, now)
            case _:
                return self._by_device(form, now)

    def scopes_of(self, token: str, now: datetime) -> list[str] | None:
        scopes, end = self.tokens.get(token, ([], now))
        return scopes if end > now else None

    def revoke(self) -> None:
        self.grants.clear()

    def end_tokens(self) -> None:
        """Access tokens end at once; refresh tokens stay."""
        self.tokens.clear()

    def _redeem(self, form: dict[str, str], now: datetime) -> Json:
        asked = self.codes.pop(form["code"], None)
        if asked is None or asked["redirect_uri"] != form["redirect_uri"]:
            raise Denied("invalid_grant", 70008)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked["code_challenge"]:
            raise Denied("invalid_grant", 501481)
        return self._user(asked["scope"].split(), now, asked.get("nonce", ""))

    def _by_device(self, form: dict[str, str], now: datetime) -> Json:
        assert form["grant_type"] == "urn:ietf:params:oauth:grant-type:device_code"
        if self.pending:
            self.pending -= 1
            raise Denied("authorization_pending", 70016)
        return self._user(self.codes["device"]["scope"].split(), now, "")

    def _refresh(self, form: dict[str, str], now: datetime) -> Json:
        if self.refuses is not None:
            raise self.refuses
        granted = self.grants.pop(form["refresh_token"], None)
        if granted is None:
            raise Denied("invalid_grant", 50173)
        return self._user(granted, now, "")

    def _application(self, form: dict[str, str], now: datetime) -> Json:
        if self.refuses is not None:
            raise self.refuses
        if "client_assertion" not in form and form.get("client_secret") != self.secret:
            raise Denied("invalid_client", 7000215, 401)
        assert form["scope"] == "https://graph.microsoft.com/.default"
        token = self._give(list(self.application), now)
        return {"access_token": token, "expires_in": LIFE, "token_type": "Bearer"}

    def _user(self, asked: list[str], now: datetime, nonce: str) -> Json:
        granted = [one for one in asked if one not in self.unticked] + sorted(self.added)
        refresh = self._new("planted-refresh")
        self.grants[refresh] = asked
        claims = {
            "iss": f"{HOST}/{self.tenant}/v2.0", "aud": CLIENT_ID, "sub": "1", "tid": self.tenant, "oid": "uid-1",
            "preferred_username": "Ana@example.org", "exp": int(now.timestamp()) + 10**9, "iat": 0, "nonce": nonce,
        }  # fmt: skip
        return {
            "access_token": self._give(granted, now),
            "refresh_token": refresh,
            "id_token": f"{_part({'alg': 'none'})}.{_part(claims)}.",
            "client_info": _part({"uid": "uid-1", "utid": self.tenant}),
            "expires_in": LIFE,
            "token_type": "Bearer",
            "scope": " ".join(one for one in granted if one != "offline_access"),
        }

    def _give(self, scopes: list[str], now: datetime) -> str:
        token = self._new("planted-access")
        self.tokens[token] = (scopes, now + timedelta(seconds=LIFE))
        return token

    def _new(self, kind: str) -> str:
        self._count += 1
        return f"{kind}-{self._count}"


def _part(told: Json) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")
