"""Why something was proposed or passed over: a code, and the values its sentence needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Reason:
    """``code`` is stable and documented; ``values`` fill the sentence that ``coucou.words`` says for it.

    Values are domain values (dates, timedeltas, numbers, names), never finished text: the words differ by language.
    """

    code: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


def because(code: str, **values: object) -> Reason:
    return Reason(code, MappingProxyType(values))
