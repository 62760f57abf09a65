"""In preview mode nothing exists that could write: by what is asked for, by what lives, and by what is heard."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from coucou import plugins
from coucou.contract import Connection, SignsIn
from coucou.core.settings import Mode
from coucou.edge import connections, settings_of
from coucou.store import open_store
from coucou.sync import sync
from coucou.vault import beside
from coucou_connectors.outlook.pen import Pen
from tests.far import Far, Request
from tests.google import discovery
from tests.once.office import FARS, INES, LEA, NOW, Google, Graph, Office, Outbox, an_office

READS_BY_POST = {"calendar.freebusy.query"}
TELLS_OF_CHANGES = re.compile(r"gmail\.users\.(watch|stop)|calendar\.(\w+\.watch|channels\.stop)")
"""Methods that change nothing of the user's, though they are no GET: Google lets any reader subscribe to changes."""


@pytest.fixture(scope="module", params=FARS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Signed in to send: so nothing but the mode stands in the way."""
    more = "" if request.param == "outbox" else "\ncolleagues = true"
    with an_office(request.param, tmp_path_factory.mktemp("preview"), more=more) as opened:
        yield opened


def heard(office: Office) -> tuple[Far, list[Request]]:
    assert isinstance(office.far, Google | Graph)
    return office.far.far, office.far.far.heard


def only_reads(far: Far, request: Request) -> bool:
    """Whether a request can change nothing: a GET, also inside a batch or under another verb; a token; a question."""
    name = far.named(request)
    if request.sent_as == "POST" and name == "batch":
        lines = re.findall(rb"(?m)^(?:\r\n|\r|\n)?([A-Z]+) /\S* HTTP/1\.1", request.body)
        parts = request.body.count(b"Content-Type: application/http")
        return len(lines) == parts > 0 and set(lines) == {b"GET"}
    asks = name in ("token", "identity", "getSchedule") or name in READS_BY_POST
    return request.verb == "GET" or (request.sent_as == "POST" and asks)


def test_all_that_is_heard_are_questions(office: Office) -> None:
    run = office.start(mode="preview")
    run.take(NOW, [("approve", office.ids[LEA]), ("approve", office.ids[INES])])
    before = run.standing()
    if office.name != "outbox":
        far, requests = heard(office)
        requests.clear()
    steps = [("look", ""), ("plan", ""), ("look", "")]
    for hours in (1, 30):
        run.take(NOW + timedelta(hours=hours), steps)
    assert run.standing() == before
    assert not before.made
    if office.name != "outbox":
        assert [f"{r.sent_as} {r.path}" for r in requests if not only_reads(far, r)] == []
        posted = {far.named(r) for r in requests if r.sent_as == "POST"}
        print(office.name, len(requests), "requests, posted:", sorted(posted))
        assert posted & {"calendar.freebusy.query", "getSchedule"}, "colleagues were not even asked about"


def test_who_only_ever_previews_grants_nothing_that_could_write(office: Office) -> None:
    if isinstance(office.far, Outbox):
        assert not isinstance(plugins.find("local"), SignsIn)
        return
    folder = office.home.path.with_name(f"{office.name}-preview")
    folder.mkdir()
    with an_office(office.name, folder, mode="preview", more="\ncolleagues = true") as reading:
        far, requests = heard(reading)
        assert [f"{r.sent_as} {r.path}" for r in requests if not only_reads(far, r)] == []
        sending, only = _granted(office), _granted(reading)
        if isinstance(reading.far, Google):
            assert "batch" in {far.named(r) for r in requests}, "the first reading is made of them"
            assert "calendar.events.insert" in _writes(sending)
            assert not {one for one in _writes(only) - READS_BY_POST if not TELLS_OF_CHANGES.fullmatch(one)}
        else:
            assert any("ReadWrite" in scope for scope in sending)
            assert only and not [scope for scope in only if re.search("Write|Send|Manage|FullControl", scope)]


def _granted(office: Office) -> set[str]:
    far = office.far
    assert isinstance(far, Google | Graph)
    grants = far.far.accounts.grants if isinstance(far, Google) else far.far.identity.grants
    return {scope for scopes in grants.values() for scope in scopes}


def _writes(scopes: set[str]) -> set[str]:
    """The methods of Google's, other than by GET, that these scopes open, by Google's own documents."""
    return {method.id for method in discovery.methods() if method.verb != "GET" and method.scopes & scopes}


def test_nothing_lives_that_could_write(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a connector's sender is made of, none of it exists while everything is read in preview."""
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(office.home.path / "credentials"))
    for name, value in office.home.environ.items():
        monkeypatch.setenv(name, value)
    run = office.start()
    settings = settings_of(run.home.config)
    vault = beside(run.home.state)
    with connections(settings.accounts, vault, Mode.APPROVE) as sending:
        work = sending["work"]
        assert isinstance(work, Connection) and work.sends is not None, "else the rest proves nothing"
        writers = (type(work.sends), Pen)
    del sending, work
    gc.collect()
    with (
        open_store(run.home.state, now=NOW) as store,
        connections(settings.accounts, vault, Mode.PREVIEW) as reading,
    ):
        sync(store, settings, reading, now=NOW, sign_in_of=vault.sign_in_of)
        work = reading["work"]
        assert isinstance(work, Connection) and work.sends is None
        assert [one for one in gc.get_objects() if isinstance(one, writers)] == []


def test_every_connector_that_comes_with_coucou_is_proved_so() -> None:
    proved = {"google": "google", "graph": "outlook", "outbox": "local"}
    assert {proved[name] for name in FARS} == {plugin.name for plugin in plugins.everything()}
