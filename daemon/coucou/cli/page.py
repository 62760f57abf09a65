"""The preview as a page, written for the user alone."""

from __future__ import annotations

from pathlib import Path

from coucou.cli.edge import Edge
from coucou.cli.lang import LANGUAGE
from coucou.files import write_private
from coucou.pages import page_of
from coucou.suggest.round import Preview


def write_page(edge: Edge, view: Preview, path: Path, *, demo: bool = False) -> None:
    """:raises UserError: the page cannot be written."""
    write_private(path, page_of(edge.store, edge.settings, view, LANGUAGE, demo=demo))
