"""The command line: parse, call one function, print."""

from __future__ import annotations

import sys


def main() -> None:
    """The ``coucou`` command; exits 0 done, 1 the user can mend it, 2 usage, 3 a provider failed, 130 interrupted."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from coucou import __version__  # before the command line's library is imported: this must be instant

        print(f"coucou {__version__}")
        return
    from coucou.cli.run import run

    sys.exit(run(sys.argv[1:]))
