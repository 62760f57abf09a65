"""Google's own discovery documents, by which the fake server judges every request and every answer of its own.

They come with google-api-python-client. What they do not know is a mistake: of ours, or of the fake's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import googleapiclient

APIS = {"gmail": "gmail.v1", "calendar": "calendar.v3", "people": "people.v1"}
Json = dict[str, Any]
FITS: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}


class Wrong(Exception):
    """A request or an answer that the discovery document does not know."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method of one API."""

    api: str
    id: str
    verb: str
    path: re.Pattern[str]
    parameters: Mapping[str, Json]
    scopes: frozenset[str]
    request: str  # the names of schemas; "" for none
    response: str


@cache
def document(api: str) -> Json:
    folder = Path(googleapiclient.__file__).parent / "discovery_cache/documents"
    told: Json = json.loads((folder / f"{APIS[api]}.json").read_bytes())
    return told


@cache
def methods() -> tuple[Method, ...]:
    return tuple(method for api in APIS for method in _methods(api, document(api)))


def _methods(api: str, part: Json) -> Iterator[Method]:
    for told in part.get("methods", {}).values():
        pattern = re.sub(r"\\\{[^}]*\\\}", "([^/]+)", re.escape(told.get("flatPath") or told["path"]))
        names = re.findall(r"\{\+?([^}]*)\}", told.get("flatPath") or told["path"])
        for name in names:
            pattern = pattern.replace("([^/]+)", f"(?P<{name}>[^/]+)", 1)
        yield Method(
            api,
            told["id"],
            told["httpMethod"],
            re.compile(re.escape(f"/{document(api)['servicePath']}") + pattern),
            told.get("parameters", {}),
            frozenset(told.get("scopes", ())),
            told.get("request", {}).get("$ref", ""),
            told.get("response", {}).get("$ref", ""),
        )
    for inner in part.get("resources", {}).values():
        yield from _methods(api, inner)


def find(verb: str, path: str) -> tuple[Method, dict[str, str]] | None:
    for method in methods():
        if method.verb == verb and (found := method.path.fullmatch(path)):
            return method, {name: unquote(value) for name, value in found.groupdict().items()}
    return None


def check_query(method: Method, query: Mapping[str, list[str]]) -> None:
    """:raises Wrong: a parameter that there is not, or a value that it cannot have."""
    everywhere = document(method.api).get("parameters", {})
    for name, values in query.items():
        told = method.parameters.get(name) or everywhere.get(name)
        if told is None or told.get("location") != "query":
            raise Wrong(f"{method.id}: no parameter {name}")
        if len(values) > 1 and not told.get("repeated"):
            raise Wrong(f"{method.id}: {name} stands twice")
        for value in values:
            _check_value(f"{method.id}: {name}", told, value)
    for name, told in method.parameters.items():
        if told.get("required") and told["location"] == "query" and name not in query:
            raise Wrong(f"{method.id}: {name} is missing")


def _check_value(where: str, told: Json, value: str) -> None:
    if "enum" in told and value not in told["enum"]:
        raise Wrong(f"{where} cannot be {value}")
    if told["type"] == "integer":
        number = int(value)
        if not int(told.get("minimum", number)) <= number <= int(told.get("maximum", number)):
            raise Wrong(f"{where} cannot be {value}")
    if told["type"] == "boolean" and value not in ("true", "false"):
        raise Wrong(f"{where} cannot be {value}")


def check(api: str, schema: str, value: object) -> None:
    """:raises Wrong: ``value`` has what the schema does not."""
    _check(api, document(api)["schemas"][schema], value, schema)


def _check(api: str, told: Json, value: object, where: str) -> None:
    if "$ref" in told:
        told = document(api)["schemas"][told["$ref"]]
    kind = told.get("type", "object")
    if kind == "any":
        return
    if not isinstance(value, FITS[kind]):
        raise Wrong(f"{where}: {type(value).__name__} where {kind} belongs")
    if isinstance(value, list):
        for one in value:
            _check(api, told["items"], one, f"{where}[]")
    elif isinstance(value, dict):
        for name, one in value.items():
            inner = told.get("properties", {}).get(name) or told.get("additionalProperties")
            if inner is None:
                raise Wrong(f"{where} has no {name}")
            _check(api, inner, one, f"{where}.{name}")
    elif isinstance(value, str) and "enum" in told and value not in told["enum"]:
        raise Wrong(f"{where} cannot be {value}")


# --- partial answers (developers.google.com/workspace/calendar/api/guides/performance#partial) -----------------------

Mask = dict[str, Any]


def mask(fields: str) -> Mask:
    """``a,b/c,d(e,f)`` as nested names; an empty one takes all."""
    found, rest = _mask(fields)
    if rest:
        raise Wrong(f"fields: {rest} is left over")
    return found


def _mask(text: str) -> tuple[Mask, str]:
    found: Mask = {}
    while True:
        name = re.match(r"[A-Za-z_*][A-Za-z0-9_]*", text)
        if not name:
            raise Wrong(f"fields: no name at {text[:20]!r}")
        text = text[name.end() :]
        here = found.setdefault(name[0], {})
        while text[:1] == "/":
            deeper = re.match(r"/([A-Za-z_*][A-Za-z0-9_]*)", text)
            if not deeper:
                raise Wrong(f"fields: no name at {text[:20]!r}")
            here = here.setdefault(deeper[1], {})
            text = text[deeper.end() :]
        if text[:1] == "(":
            inner, text = _mask(text[1:])
            here.update(inner)
            if text[:1] != ")":
                raise Wrong("fields: a parenthesis is open")
            text = text[1:]
        if text[:1] != ",":
            return found, text
        text = text[1:]


def check_mask(api: str, schema: str, wanted: Mask) -> None:
    """:raises Wrong: it names what the schema does not have, at which Google answers 400."""
    _check_mask(api, document(api)["schemas"][schema], wanted, schema)


def _check_mask(api: str, told: Json, wanted: Mask, where: str) -> None:
    if "$ref" in told:
        told = document(api)["schemas"][told["$ref"]]
    if told.get("type") == "array":
        _check_mask(api, told["items"], wanted, where)
        return
    for name, inner in wanted.items():
        known = told.get("properties", {}).get(name) or told.get("additionalProperties")
        if known is None:
            raise Wrong(f"fields: {where} has no {name}")
        _check_mask(api, known, inner, f"{where}.{name}")


def masked(value: Any, wanted: Mask) -> Any:
    """Only what was asked for; everything when nothing in particular was."""
    if not wanted:
        return value
    if isinstance(value, list):
        return [masked(one, wanted) for one in value]
    if not isinstance(value, dict):
        return value
    star = wanted.get("*")
    return {
        name: masked(one, wanted.get(name, star) or {})
        for name, one in value.items()
        if name in wanted or star is not None
    }
