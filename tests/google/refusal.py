"""An answer that is an error, in the words that Google has for it."""

from __future__ import annotations

import json
from typing import Any

DETAILED = {"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "EXPIRED_SYNC_TOKEN", "SERVICE_DISABLED", "RATE_LIMIT_EXCEEDED"}


class Refusal(Exception):
    def __init__(self, status: int, reason: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status} {reason}")
        self.status = status
        self.reason = reason
        self.headers = headers or {}

    def body(self) -> bytes:
        error: dict[str, Any] = {"code": self.status, "message": "No, for ana@example.org"}
        if self.reason in DETAILED:
            info = "type.googleapis.com/google.rpc.ErrorInfo"
            error["details"] = [{"@type": info, "reason": self.reason, "domain": "googleapis.com"}]
        else:
            error["errors"] = [{"domain": "global", "reason": self.reason, "message": "No, for ana@example.org"}]
        return json.dumps({"error": error}).encode()
