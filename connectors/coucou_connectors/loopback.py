"""Where a browser comes back to after signing in: a port of this machine, for one visit (RFC 8252, 7.3)."""

from __future__ import annotations

import html
import http.server
import threading
import webbrowser
from datetime import timedelta
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

_PAGE = """<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>coucou</title></head><body><p>{}</p></body></html>"""
_LONGEST = 65536  # bytes of a form; what is longer is none


class NobodyCame(Exception):
    """The time was up."""


class Listener:
    """Listens on 127.0.0.1, on a port that was free. What comes without the right ``state`` gets nothing and ends
    nothing: other programs, and pages in the browser, may try that port too."""

    def __init__(self, state: str, goodbye: str) -> None:
        self._state = state
        self._goodbye = goodbye
        self._came = threading.Event()
        self._answer: dict[str, str] = {}
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="sign-in", daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/"

    def wait(self, patience: timedelta) -> dict[str, str]:
        """The parameters with which the browser came. :raises NobodyCame: within ``patience``."""
        if not self._came.wait(patience.total_seconds()):
            raise NobodyCame
        return self._answer

    def __enter__(self) -> Listener:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        listener = self

        class Handler(http.server.BaseHTTPRequestHandler):
            timeout = 10

            def do_GET(self) -> None:
                self._take(urlsplit(self.path).query)

            def do_POST(self) -> None:  # Microsoft sends a form
                length = min(int(self.headers.get("Content-Length") or 0), _LONGEST)
                self._take(self.rfile.read(length).decode("ascii", "replace"))

            def _take(self, query: str) -> None:
                told = {name: values[0] for name, values in parse_qs(query).items()}
                good = told.get("state") == listener._state and ("code" in told or "error" in told)
                body = _PAGE.format(html.escape(listener._goodbye)).encode() if good else b""
                self.send_response(200 if good else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Content-Security-Policy", "default-src 'none'")
                self.send_header("Referrer-Policy", "no-referrer")
                self.end_headers()
                self.wfile.write(body)
                if good and not listener._came.is_set():
                    listener._answer = told
                    listener._came.set()

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: the address holds the code."""

        return Handler


def browse(address: str) -> None:
    """Open the user's browser, where there is one; the address was shown anyway."""
    try:
        webbrowser.open(address, new=1)
    except webbrowser.Error:
        return
