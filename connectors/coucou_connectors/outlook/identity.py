"""Microsoft's identity service through msal: the application that asks, and what its refusals mean.

https://learn.microsoft.com/entra/identity-platform/reference-error-codes
"""

from __future__ import annotations

import functools
import logging
import re
from typing import Any
from urllib.parse import urlencode

import msal  # type: ignore[import-untyped]  # it has no types
import requests

from coucou.contract import ConnectorError, Refused, SignInNeeded, TryLater
from coucou_connectors.outlook import scopes
from coucou_connectors.outlook.setting import Setting

_PERSONAL_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad"  # of every Microsoft account that is a person's own
_APPROVAL = frozenset({90094, 90095, 650052, 650051, 650056, 65005})
_SIGN_IN = frozenset({"invalid_grant", "interaction_required", "login_required", "consent_required"})
_NO_TENANT = frozenset({90002, 90013, 900023, 50020, 50194})
_BAD_PROOF = frozenset({7000215, 7000222, 700027, 700016, 7000218})
_CODE = re.compile(r"AADSTS(\d{5,7})")

logging.getLogger("msal").setLevel(logging.WARNING)  # beneath, it tells who signs in


def session(timeout: float) -> requests.Session:
    """What goes to the identity service, with a time limit: msal sets none."""
    made = requests.Session()
    made.request = functools.partial(made.request, timeout=timeout)  # type: ignore[method-assign]  # as msal's own does
    return made


def cache(kept: str = "") -> Any:
    """msal's cache of tokens, as it was kept."""
    made = msal.SerializableTokenCache()
    made.deserialize(kept)
    return made


def public(setting: Setting, tokens: Any) -> Any:
    """The user's own application. :raises TryLater, Refused: the authority cannot be reached, or is none."""
    return _application(setting, msal.PublicClientApplication, token_cache=tokens)


def confidential(setting: Setting) -> Any:
    """An organisation's application, which proves itself. :raises TryLater, Refused: as :func:`public`."""
    return _application(setting, msal.ConfidentialClientApplication, client_credential=setting.proof())


def _application(setting: Setting, kind: Any, **more: Any) -> Any:
    try:
        return kind(
            setting.options.client_id,
            authority=setting.authority,
            # A server for tests is not in Microsoft's list of authorities.
            instance_discovery=None if setting.is_usual_authority else False,
            http_client=setting.session() if setting.session else session(setting.timeout),
            **more,
        )
    except (OSError, requests.RequestException) as error:
        raise TryLater("outlook.unreachable") from error
    except (ValueError, KeyError) as error:  # so msal says that an authority is none, or a key none
        raise Refused("outlook.authority", authority=setting.authority) from error


def asking(call: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
    """What msal answers; {} for None. :raises TryLater: nothing that can be understood came back."""
    try:
        return call(*args, **kwargs) or {}
    except (OSError, requests.RequestException, ValueError, KeyError) as error:
        raise TryLater("outlook.unreachable") from error


def is_personal(answer: dict[str, Any]) -> bool:
    return str(answer.get("id_token_claims", {}).get("tid", "")) == _PERSONAL_TENANT


def verdict(setting: Setting, answer: dict[str, Any], *, sends: bool = False) -> ConnectorError:
    """What an answer without a token means. Its text is not kept: it names people and tenants. ``sends``: whether the
    scope that can write was asked for too."""
    error, codes = str(answer.get("error", "")), _codes(answer)
    if codes & _APPROVAL or (error == "access_denied" and "admin" in str(answer.get("error_description", "")).lower()):
        return approval(setting, sends=sends)
    if error == "access_denied":  # so it also ends when somebody turns away from "Need admin approval"
        return Refused("outlook.declined", reason=reason(answer), address=consent_address(setting, sends=sends))
    if codes & _NO_TENANT:
        return Refused("outlook.authority", authority=setting.authority)
    if codes & _BAD_PROOF or error in ("invalid_client", "unauthorized_client"):
        return Refused("outlook.client_refused", reason=reason(answer))
    if error in _SIGN_IN:
        return SignInNeeded("outlook.sign_in_again", account=setting.account)
    if error in ("temporarily_unavailable", "server_error", "request_timeout") or not error:
        return TryLater("outlook.unreachable")
    return Refused("outlook.said_no", reason=reason(answer))


def approval(setting: Setting, *, sends: bool) -> Refused:
    """The organisation lets no one but its administrators allow applications: what to send them."""
    return Refused(
        "outlook.admin_approval_sends" if sends else "outlook.admin_approval",
        client=setting.options.client_id,
        scopes=", ".join(map(scopes.short, scopes.asked(setting, sends=sends))),
        address=consent_address(setting, sends=sends),
    )


def consent_address(setting: Setting, *, sends: bool) -> str:
    """Where an organisation's administrators allow the application for everybody
    (https://learn.microsoft.com/entra/identity-platform/v2-admin-consent: not at ``common``)."""
    asked = " ".join(f"{setting.resource}/{scopes.short(one)}" for one in scopes.asked(setting, sends=sends))
    query = {"client_id": setting.options.client_id, "scope": asked, "redirect_uri": "http://localhost"}
    root, _, tenant = setting.authority.rpartition("/")
    return f"{root}/{'organizations' if tenant == 'common' else tenant}/v2.0/adminconsent?{urlencode(query)}"


def reason(answer: dict[str, Any]) -> str:
    """Microsoft's words for a refusal, by which its documentation can be searched."""
    return _told(_codes(answer), str(answer.get("error", "")))


def _codes(answer: dict[str, Any]) -> set[int]:
    told = answer.get("error_codes")
    listed = {code for code in told if isinstance(code, int)} if isinstance(told, list) else set()
    return listed | {int(code) for code in _CODE.findall(str(answer.get("error_description", "")))}


def _told(codes: set[int], error: str) -> str:
    word = error if error.replace("_", "").isalnum() else "?"
    return ", ".join((word, *(f"AADSTS{code}" for code in sorted(codes))))
