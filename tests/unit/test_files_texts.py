"""Every code that the readers of files can raise has its sentence in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import coucou_connectors.local
from coucou.words.catalog import outbox, problems_contacts, problems_files

TEXTS = {**problems_files.TEXTS, **problems_contacts.TEXTS, **outbox.TEXTS}


def test_every_code_of_files_and_contacts_has_a_sentence() -> None:
    (package,) = coucou_connectors.local.__path__
    source = "".join(path.read_text() for path in sorted(Path(package).glob("*.py")))
    codes = set(re.findall(r'"((?:files|takeout|contacts|local)\.[a-z_]+)"', source))
    assert codes == TEXTS.keys()


def test_both_languages_say_the_same_values() -> None:
    for english, french in TEXTS.values():
        fields = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (english, french)]
        assert fields[0] == fields[1]
