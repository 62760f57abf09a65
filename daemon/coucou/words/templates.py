"""The templates of messages: which one, what stands wrong in the user's own, and the text with its names filled in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from coucou.errors import UserError

if TYPE_CHECKING:
    from jinja2 import Template as JinjaTemplate
    from jinja2.sandbox import SandboxedEnvironment

VARIANTS: Mapping[str, int] = {
    "invite": 2,
    "ask": 3,
    "confirm": 1,
    "message": 2,
    "introduction": 2,
    "note": 1,
    "referral": 2,
    "forward": 1,
}
"""How many equal wordings there are of each kind, in each language and register."""

_TO_ANYBODY = frozenset({"forward"})  # addressed through somebody else: neither tu nor vous

_REGISTERS: Mapping[str, tuple[str, ...]] = {"en": (), "fr": ("tu", "vous")}


@dataclass(frozen=True, slots=True)
class Template:
    text: str
    place: str  # the file, for messages


def choose(kind: str, lang: str, register: str, seed: str, overrides: Path | None) -> Template:
    """The user's file for ``kind``, else one of ours, the same one for the same ``seed``.

    :raises UserError: the user's file cannot be read.
    """
    spoken = f".{register}" if register in _REGISTERS[lang] and kind not in _TO_ANYBODY else ""
    if overrides is not None:
        for stem in dict.fromkeys((f"{kind}{spoken}", kind)):
            path = overrides / lang / f"{stem}.j2"
            if path.is_file():
                return _own(path)
    number = hashlib.blake2b(seed.encode(), digest_size=4).digest()[-1] % VARIANTS[kind] + 1
    return _ours(lang, f"{kind}{spoken}.{number}.j2")


def fill(template: Template, names: Mapping[str, object]) -> str:
    """The text with ``names`` in it.

    :raises UserError: it is not a template, or it names something that is not in ``names``, in whatever branch;
        ``place`` is its file and the value ``line`` its line.
    """
    # Jinja2 takes 50 ms to load: only when a message is written.
    from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError

    try:
        compiled, used = _compiled(template.text)
        for line, name in used:
            if name in names:
                continue
            raise UserError("template.undefined", template.place, line=line, name=name, known=sorted(names))
        return compiled.render(names)
    except TemplateSyntaxError as error:
        raise UserError("template.wrong", template.place, line=error.lineno, cause=error.message) from error
    except UndefinedError as error:
        name = re.sub(r".*'([^']+)'(?: is undefined)?$", r"\1", error.message or "")
        raise UserError(
            "template.undefined", template.place, line=_line(error), name=name, known=sorted(names)
        ) from error
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
        raise UserError("template.wrong", template.place, line=_line(error), cause=str(error)) from error


def mistakes(overrides: Path, names: Mapping[str, object]) -> Iterator[UserError]:
    """What stands wrong in the user's own files, without waiting for the message that needs them."""
    known = {
        f"{lang}/{kind}{register}.j2"
        for lang, registers in _REGISTERS.items()
        for kind in VARIANTS
        for register in ("", *(f".{one}" for one in registers if kind not in _TO_ANYBODY))
    }
    for path in sorted(overrides.glob("**/*.j2")):
        if path.relative_to(overrides).as_posix() not in known:
            yield UserError("template.unknown", str(path), known=sorted(known))
            continue
        try:
            fill(_own(path), names)
        except UserError as error:
            yield error


def _own(path: Path) -> Template:
    try:
        return Template(path.read_text(encoding="utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("template.unreadable", str(path)) from error


@cache
def _ours(lang: str, name: str) -> Template:
    return Template((files("coucou.words") / "templates" / lang / name).read_text(encoding="utf-8"), name)


@cache
def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@lru_cache(maxsize=64)
def _compiled(text: str) -> tuple[JinjaTemplate, list[tuple[int, str]]]:
    """The template, and the names that it takes from outside with their lines: rendering alone would miss those in a
    branch not taken."""
    from jinja2 import meta, nodes

    environment = _environment()
    tree = environment.parse(text)
    outside = meta.find_undeclared_variables(tree) - set(environment.globals)
    used = [(node.lineno, node.name) for node in tree.find_all(nodes.Name) if node.name in outside]
    return environment.from_string(text), used


def _line(error: BaseException) -> int:
    """The template's line, which Jinja writes into the traceback."""
    at, line = error.__traceback__, 1
    while at is not None:
        if at.tb_frame.f_code.co_filename == "<template>":
            line = at.tb_lineno
        at = at.tb_next
    return line
