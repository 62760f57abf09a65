"""An answer that is an error, in the words that Graph has for it."""

from __future__ import annotations

import json


class Refusal(Exception):
    def __init__(self, status: int, code: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.headers = headers or {}

    def body(self) -> bytes:
        inner = {"request-id": "94fb3b52-452a-4535-a601-69e0a90e3aa2", "date": "2026-03-02T12:00:00"}
        message = "No, for ana@example.org"  # errors quote; what they quote must get nowhere
        return json.dumps({"error": {"code": self.code, "message": message, "innerError": inner}}).encode()
