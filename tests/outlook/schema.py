"""What Microsoft publishes of Graph v1.0, as far as it matters: by it the fake judges requests and its own answers.

``schema.json`` holds facts only: the names and types of properties, and the members of enumerations. Tests compare it
with what Microsoft publishes on npm (``npm ci --prefix tests/peers``), and with its metadata where that is at hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

Json = dict[str, Any]
PACKAGED = Path(__file__).parents[1] / "peers/node_modules/@microsoft/microsoft-graph-types/microsoft-graph.d.ts"
PUBLISHED = Path(__file__).parents[3] / "shared/reference/graph-v1.0.csdl"
TYPES = (
    "message", "event", "calendar", "mailFolder", "mailboxSettings", "outlookItem", "entity", "recipient",
    "emailAddress",
    "internetMessageHeader", "itemBody", "attendee", "attendeeBase", "responseStatus", "dateTimeTimeZone", "location",
    "scheduleInformation", "scheduleItem", "freeBusyError", "workingHours", "timeZoneBase", "timeSlot", "followupFlag",
    "onlineMeetingInfo", "phone", "patternedRecurrence", "recurrencePattern", "recurrenceRange", "attendeeType",
    "bodyType", "freeBusyStatus", "onlineMeetingProviderType", "eventType", "responseType",
    "sensitivity", "importance",
    "inferenceClassificationType", "dayOfWeek",
)  # fmt: skip
_EDM: dict[str, type | tuple[type, ...]] = {
    "Edm.String": str, "Edm.Boolean": bool, "Edm.Int32": int, "Edm.Double": (int, float), "Edm.DateTimeOffset": str,
    "Edm.TimeOfDay": str, "Edm.Date": str, "Edm.Binary": str,
}  # fmt: skip


class Wrong(Exception):
    """Something that Microsoft's schema does not know: a mistake of ours, or of the fake."""


@cache
def table() -> Json:
    told: Json = json.loads((Path(__file__).parent / "schema.json").read_text("utf-8"))
    return told


def published() -> Json:
    """The same facts from Microsoft's metadata."""
    found: Json = {}
    for one in ElementTree.fromstring(PUBLISHED.read_text("utf-8")):
        name = one.get("Name", "")
        if name not in TYPES:
            continue
        inner = [(child.tag.rpartition("}")[2], child) for child in one]
        if one.tag.endswith("EnumType"):
            found[name] = {"members": [child.get("Name") for _, child in inner]}
        else:
            base = one.get("BaseType", "").removeprefix("graph.")
            told = {child.get("Name"): child.get("Type") for tag, child in inner if tag == "Property"}
            found[name] = {"base": base, "properties": told}
    return found


def packaged() -> Json:
    """The names and types of properties, navigation included, and members of enumerations, from Microsoft's TypeScript:
    ``string``, ``Recipient[]``, ``FreeBusyStatus``."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", PACKAGED.read_text("utf-8"), flags=re.DOTALL)
    found: Json = {}
    for name, told in re.findall(r"^export type (\w+) =(.*?);", text, re.DOTALL | re.MULTILINE):
        found[name] = {"members": re.findall(r'"(\w+)"', told)}
    for name, base, told in re.findall(
        r"^export interface (\w+)(?: extends (\w+))? \{\n(.*?)^\}", text, re.DOTALL | re.MULTILINE
    ):
        types = re.findall(r"^    (\w+)\??: (?:NullableOption<)?([\w\[\]]+)", told, re.MULTILINE)
        found[name] = {"base": base, "properties": dict(types)}
    return found


_SCRIPTS = {"boolean": "Edm.Boolean", "number": ("Edm.Int32", "Edm.Double")}


def agrees(edm: str, script: str) -> bool:
    """Whether a type of ours is one of Microsoft's TypeScript. Dates, times and bytes are strings there, or numbers."""
    if found := re.fullmatch(r"Collection\((.*)\)", edm):
        return script.endswith("[]") and agrees(found[1], script.removesuffix("[]"))
    if edm.startswith("graph."):
        return edm.removeprefix("graph.").casefold() == script.casefold()
    return edm in _SCRIPTS[script] if script in _SCRIPTS else edm.startswith("Edm.") and edm != "Edm.Boolean"


def properties(kind: str) -> dict[str, str]:
    """The names and types of all properties, inherited ones included."""
    told = table()[kind]
    return {**(properties(told["base"]) if told["base"] else {}), **told["properties"]}


def check_select(kind: str, select: str) -> list[str]:
    """The names in a ``$select``. :raises Wrong: one of them is no property of that kind."""
    names = select.split(",")
    unknown = set(names) - set(properties(kind))
    if unknown:
        raise Wrong(f"{kind} has no {sorted(unknown)}")
    return names


def check(kind: str, value: Any) -> None:
    """:raises Wrong: ``value`` is not what the schema says of that kind."""
    for problem in _wrong(f"graph.{kind}", value, kind):
        raise Wrong(problem)


def _wrong(kind: str, value: Any, where: str) -> Iterator[str]:
    if value is None:
        return
    if found := re.fullmatch(r"Collection\((.*)\)", kind):
        if not isinstance(value, list):
            yield f"{where} is no collection"
            return
        for one in value:
            yield from _wrong(found[1], one, where)
    elif kind in _EDM:
        if not isinstance(value, _EDM[kind]) or (kind != "Edm.Boolean" and isinstance(value, bool)):
            yield f"{where} is no {kind}"
        elif kind == "Edm.DateTimeOffset" and datetime.fromisoformat(str(value)).tzinfo is None:
            yield f"{where} has no offset"
    else:
        yield from _wrong_type(kind.removeprefix("graph."), value, where)


def _wrong_type(name: str, value: Any, where: str) -> Iterator[str]:
    told = table().get(name)
    if told is None:
        yield f"{where}: the table has no {name}"
    elif "members" in told:
        if value not in told["members"]:
            yield f"{where} is no {name}"
    elif not isinstance(value, dict):
        yield f"{where} is no {name}"
    else:
        known = properties(name)
        for key, one in value.items():
            if not key.startswith("@"):
                yield from _wrong(known[key], one, f"{where}.{key}") if key in known else (f"{where} has no {key}",)
