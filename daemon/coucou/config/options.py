"""A connector's own options: the rest of its ``[[accounts]]`` table, converted to the frozen value it declares."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, Protocol, get_type_hints

from coucou.config.lines import Path as KeyPath

_EXPECTED = {  # by the name that msgspec gives to a type
    "array": "config.not_list_of_texts",
    "str": "config.not_text",
    "bool": "config.not_true_or_false",
    "int": "config.not_a_number",
}


class Noted(Protocol):
    """Where mistakes go."""

    path: Path

    def wrong(self, where: KeyPath, code: str, **values: object) -> None: ...

    def unknown(self, where: KeyPath, known: Any) -> None: ...


def connector_options(kind: type, own: dict[str, Any], where: KeyPath, reader: Noted) -> object:
    """An instance of ``kind`` (a dataclass), or None after noting what is wrong with its table.

    Paths are made absolute against the configuration's folder; a field named ``base`` receives that folder.
    """
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind) if field.name != "base"}
    found: dict[str, Any] = {}
    good = True
    for key, value in own.items():
        if key not in known:
            reader.unknown((*where, key), known)
            good = False
            continue
        good &= _convert(value, hints[key], (*where, key), reader, found)
    for name, field in known.items():
        if name not in own and field.default is MISSING and field.default_factory is MISSING:
            reader.wrong((*where, name), "config.option_missing", name=name)
            good = False
    if "base" in hints:
        found["base"] = reader.path.parent.resolve()
    return kind(**found) if good else None


def _convert(value: object, hint: Any, where: KeyPath, reader: Noted, found: dict[str, Any]) -> bool:
    import msgspec  # 30 ms of start-up that commands without a configuration need not pay

    try:
        found[str(where[-1])] = msgspec.convert(value, hint, dec_hook=lambda _, text: _path(text, reader.path))
    except (msgspec.ValidationError, TypeError) as error:
        expected = re.match(r"Expected `(\w+)", str(error))
        reader.wrong(where, _EXPECTED.get(expected[1] if expected else "", "config.option_wrong"), cause=str(error))
        return False
    return True


def _path(written: object, config: Path) -> Path:
    if not isinstance(written, str):
        raise TypeError("Expected `str`, the path of a file or folder")
    return (config.parent / Path(written).expanduser()).resolve()
