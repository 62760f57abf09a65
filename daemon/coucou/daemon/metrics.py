"""Figures for Prometheus, on a loopback port, answered between two turns of the loop. No name of anybody or anything
of the user's stands in them: jobs and states only."""

from __future__ import annotations

import logging
import selectors
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

from coucou.daemon.loop import Loop
from coucou.errors import UserError
from coucou.store.accounts import State

PATIENCE = 1.0  # seconds for a client to ask, within which the loop waits for it

_log = logging.getLogger("coucou.daemon")


class _Server(HTTPServer):
    """Knows whose figures it tells. Whether there is one to answer, the loop's own waiting says."""

    def __init__(self, address: tuple[str, int], loop: Loop) -> None:
        super().__init__(address, _Answer)
        self.loop = loop
        self.timeout = 0.0

    def handle_error(self, request: object, client_address: object) -> None:
        _log.info("figures not told")


class _Answer(BaseHTTPRequestHandler):
    timeout = PATIENCE

    def do_GET(self) -> None:
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest  # an extra, and asked for now and then

        assert isinstance(self.server, _Server)  # noqa: S101 - the only one that makes it
        body = generate_latest(_Figures(self.server.loop))  # type: ignore[arg-type]  # it only collects
        self.send_response(200)
        self.send_header("Content-Type", CONTENT_TYPE_LATEST)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Whoever asks is not written down."""


class _Figures:
    """How the daemon is at the moment of asking, as Prometheus wants it."""

    def __init__(self, loop: Loop) -> None:
        self.loop = loop

    def collect(self) -> Iterator[object]:
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        last = self.loop.agenda.last
        turns = CounterMetricFamily("coucou_turns", "Turns of the loop, each of them a wake-up")
        turns.add_metric([], self.loop.turns)
        running = GaugeMetricFamily("coucou_children", "Children that run now")
        running.add_metric([], len(self.loop.children))
        ran = GaugeMetricFamily("coucou_job_last_run_timestamp_seconds", "The oldest last run of a job", labels=["job"])
        failing = GaugeMetricFamily("coucou_job_failures", "Failed runs in a row, the most of a job", labels=["job"])
        states = GaugeMetricFamily("coucou_jobs", "Jobs by how their last run went", labels=["job", "state"])
        counted = Counter((entry.job, one.state) for entry, one in last.items())
        for job in sorted({entry.job for entry in last}):
            runs = [one.past for entry, one in last.items() if entry.job == job]
            ran.add_metric([job], min(past.began.timestamp() for past in runs if past.began))
            failing.add_metric([job], max(past.failures for past in runs))
            for state in State:
                states.add_metric([job, state.value], counted[job, state])
        yield from (turns, running, ran, failing, states)


@contextmanager
def served(loop: Loop) -> Iterator[None]:
    """Answer on the address of the settings, where they name one.

    :raises UserError: ``daemon.no_metrics`` when the extra is not installed, ``daemon.port_taken``.
    """
    address = loop.settings.daemon.metrics
    if address is None:
        yield
        return
    try:
        import prometheus_client  # noqa: F401 - to say at the start what is missing
    except ImportError as error:
        raise UserError("daemon.no_metrics") from error
    try:
        server = _Server(address, loop)
    except OSError as error:
        raise UserError("daemon.port_taken", f"{address[0]}:{address[1]}") from error
    with server:
        loop.selector.register(server, selectors.EVENT_READ, server.handle_request)
        try:
            yield
        finally:
            with suppress(KeyError):
                loop.selector.unregister(server)
