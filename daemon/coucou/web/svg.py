"""Drawing: elements whose attributes and texts are escaped, and the bird."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

Value = str | int | float


def element(name: str, inside: Iterable[Markup | str] = (), /, **attributes: Value) -> Markup:
    """``<name …>inside</name>``; text is escaped, markup is not. ``class_`` is class; ``_`` stands for ``-``."""
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{_shown(value)}"' for key, value in attributes.items())
    body = "".join(escape(part) for part in inside)
    return Markup(f"<{name}{written}>{body}</{name}>" if body else f"<{name}{written}/>")  # noqa: S704 - escaped above


def _shown(value: Value) -> Markup:
    return escape(f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value)


def text(said: str, x: float, y: float, class_: str, anchor: str = "start") -> Markup:
    return element("text", (said,), x=x, y=y, class_=class_, text_anchor=anchor)


def bird(said: str) -> Markup:
    """A cuckoo that leans out of the door of its clock. Drawn for coucou."""
    shapes = (
        element("title", (said,)),
        element("path", d="M6 31 32 8l26 23", class_="roof"),
        element("path", d="M13 58V36a19 19 0 0 1 38 0v22z", class_="door"),
        element(
            "path",
            d="M17 52c1-4 5-6 9-7 0-8 5-14 12-14 5 0 8 3 9 7l7 2-7 3c0 8-6 13-13 13-4 0-6-1-8-3-3 1-6 1-9-1z",
            class_="bird",
        ),
        element("path", d="M27 46c4-3 9-3 12 0-2 5-9 6-12 0z", class_="wing"),
        element("circle", cx=41, cy=37, r=1.7, class_="eye"),
        element("path", d="M10 58h44", class_="roof"),
    )
    return element("svg", shapes, viewBox="0 0 64 64", class_="mark", role="img")
