"""Points at which a test may kill the process, to prove that no crash sends twice or loses an approval.

``COUCOU_FAILPOINT=name`` kills at the first passage of that name, as a power cut would: nothing is cleaned up.
Without it, a passage costs one look into the environment.
"""

from __future__ import annotations

import os
import signal
import sys

VARIABLE = "COUCOU_FAILPOINT"

NAMES = (
    "approved",  # the user's word is on record
    "before asking",  # SENDING is committed, no request has left
    "answered",  # the provider answered, nothing of it is on record
    "recorded",  # the answer is on record
    "before cancelling",  # what is to go is on record, no request has left
    "cancelled",  # it is gone at the provider, nothing of it is on record
    "confirmed",  # an ask got its yes on record, its invitation is approved
    "found",  # the provider was asked by key and answered, nothing of it is on record
)


def reach(name: str) -> None:
    """Die here, when the environment says so."""
    if os.environ.get(VARIABLE) == name:
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
