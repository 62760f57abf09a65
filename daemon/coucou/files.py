"""Files that coucou writes: the user's alone, and whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from coucou.errors import UserError, cause


def write_private(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``, mode 0600, in the place of what was there; a crash leaves the old or the new.

    :raises UserError: it cannot be written; what was there stays.
    """
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp makes it 0600
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise UserError("cli.cannot_write", str(path), cause=cause(error)) from error
