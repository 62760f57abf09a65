"""The small numbers under which mail's words are stored. They are part of the schema: never renumbered."""

from __future__ import annotations

from coucou.contract import MailKind, Role

FROM, TO, CC = 0, 1, 2
ROLES = (Role.FROM, Role.TO, Role.CC)

# The order matters: of two copies of one message, the more personal one tells what it is (the Sent copy of what also
# came back from a list).
KINDS = (MailKind.PERSONAL, MailKind.AUTOMATIC, MailKind.BULK, MailKind.BOUNCE)
KIND_CODES = {kind: code for code, kind in enumerate(KINDS)}
