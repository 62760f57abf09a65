"""How fast an mbox becomes a ledger, beside the standard library, in one run: ``python benchmarks/bench_mbox.py``.

Contenders, each in a process of its own, in turn, several times. What counts is the processor's time (of the process
and of the system for it), because other programs' load is not in it, and the median of the rounds; the time on the
clock stands beside it:

- ours: ``coucou sync`` of the mbox into a new database, everything included;
- headers: ``BytesHeaderParser`` + ``getaddresses`` + ``parsedate_tz`` behind our splitter, keeping nothing;
- parser: ``BytesHeaderParser`` alone behind our splitter, keeping nothing;
- mailbox: ``mailbox.mbox`` with the same extraction, keeping nothing.

The addresses that ours finds are compared with ``getaddresses`` message by message, untimed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from email.header import Header
from email.utils import format_datetime
from pathlib import Path
from statistics import median

SIZES = (20_000, 200_000)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
NEEDED = {"headers": 2.5, "mailbox": 4.0, "parser": 3.0}  # the last one is the stretch
MOST_MEMORY = 60  # MB


# --- contenders ---


def ours(path: Path, state: Path) -> int:
    """Read into a new database; how many messages it then holds."""
    from coucou.contract import Ports
    from coucou.core.settings import AccountSettings, Me, Settings
    from coucou.store import open_store
    from coucou.sync import sync
    from coucou_connectors.local import Options, plugin

    settings = Settings(
        me=Me(name="Camille Owner", addresses=("camille.owner@example.org",)),
        accounts=(AccountSettings(name="archive", connector="local"),),
        history_years=20,
    )
    connection = plugin.open("archive", Options(mail=(path.name,), base=path.parent), Ports())
    with open_store(state, now=NOW) as store:
        return sync(store, settings, {"archive": connection}, now=NOW).applied.messages


def headers(path: Path, _: Path) -> int:
    """The standard library on the header blocks that our splitter finds."""
    from email.parser import BytesHeaderParser

    return sum(1 for block in _blocks(path) if _extracted(BytesHeaderParser().parsebytes(block)))


def parser(path: Path, _: Path) -> int:
    """The standard library's header parser alone."""
    from email.parser import BytesHeaderParser

    return sum(1 for block in _blocks(path) if BytesHeaderParser().parsebytes(block))


def mailbox(path: Path, _: Path) -> int:
    """The standard library alone. It takes body lines that begin with "From " for messages, so it finds more."""
    import mailbox as library

    return sum(1 for message in library.mbox(path, create=False) if _extracted(message))


_LIBRARY = ("email.parser", "email.utils", "email.message", "coucou_connectors.local.split")
IMPORTS = {
    "ours": (
        "coucou.sync",
        "coucou.store",
        *(f"coucou_connectors.local.{name}" for name in ("contacts", "ics", "mail", "search", "together")),
    ),
    "headers": _LIBRARY,
    "parser": _LIBRARY,
    "mailbox": (*_LIBRARY, "mailbox"),
}
CONTENDERS: dict[str, Callable[[Path, Path], int]] = {f.__name__: f for f in (ours, headers, parser, mailbox)}


def _blocks(path: Path) -> Iterator[bytes]:
    from coucou_connectors.local.split import blocks

    with path.open("rb") as file:
        for block, *_ in blocks(file):
            yield block[block.index(b"\n") + 1 :]


def _extracted(message: object) -> tuple[object, ...]:
    """What both sides take from a message: people by role, moment, subject, ids."""
    from email.message import Message
    from email.utils import getaddresses, parsedate_tz

    assert isinstance(message, Message)
    people = [getaddresses([str(v) for v in message.get_all(name, [])]) for name in ("from", "to", "cc", "bcc")]
    date = parsedate_tz(str(message["date"]))
    return people, date, message["subject"], message["message-id"], message["references"], message["list-id"]


def different(path: Path) -> int:
    """In how many messages ours finds other addresses than ``getaddresses``."""
    from email import utils
    from email.parser import BytesHeaderParser

    from coucou_connectors.headers import everybody, wanted

    lenient = {"strict": False} if hasattr(utils, "supports_strict_parsing") else {}
    count = 0
    for block in _blocks(path):
        message = BytesHeaderParser().parsebytes(block)
        values = [str(v) for name in ("from", "to", "cc", "bcc") for v in message.get_all(name, [])]
        theirs = [address for value in values for _, address in utils.getaddresses([value], **lenient) if address]
        count += [person.address for person in everybody(wanted(b"\n" + block))] != theirs
    return count


def _child(contender: str, path: Path) -> None:
    """Run one contender here, and print what it took."""
    for module in IMPORTS[contender]:  # each side's imports stand outside of the time, and inside of the memory
        importlib.import_module(module)
    with tempfile.TemporaryDirectory(prefix="coucou-bench-") as folder:
        wall, cpu = time.perf_counter(), time.process_time()
        messages = CONTENDERS[contender](path, Path(folder) / "coucou.db")
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    print(json.dumps({"messages": messages, "cpu": cpu, "wall": wall, "memory_mb": memory}))


def _run(contender: str, path: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--contender", contender, "--file", str(path)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    measured: dict[str, float] = json.loads(answer)
    return measured


def measure(messages: int, rounds: int) -> dict[str, object]:
    """All contenders on one generated mailbox, in turn."""
    with tempfile.TemporaryDirectory(prefix="coucou-bench-") as folder:
        path = Path(folder) / "bench.mbox"
        make(path, messages)
        runs = [(name, _run(name, path)) for _ in range(rounds) for name in CONTENDERS]
        result: dict[str, object] = {"messages": messages, "bytes": path.stat().st_size, "different": different(path)}
    for kind in ("cpu", "wall"):
        result[kind] = {name: median(run[kind] for which, run in runs if which == name) for name in CONTENDERS}
    # Each round's own ratio: neighbours in time met the same load.
    result["ratios"] = {name: median(_ratios(name, runs)) for name in NEEDED}
    result["memory_mb"] = max(run["memory_mb"] for which, run in runs if which == "ours")
    result["found"] = next(run["messages"] for which, run in runs if which == "ours")
    return result


def _ratios(contender: str, runs: Sequence[tuple[str, dict[str, float]]]) -> Iterator[float]:
    ours_cpu = [run["cpu"] for which, run in runs if which == "ours"]
    theirs = [run["cpu"] for which, run in runs if which == contender]
    return (their / our for their, our in zip(theirs, ours_cpu, strict=True))


def _say(result: dict[str, object]) -> bool:
    cpu, wall, ratios, memory = result["cpu"], result["wall"], result["ratios"], result["memory_mb"]
    assert isinstance(cpu, dict) and isinstance(wall, dict) and isinstance(ratios, dict) and isinstance(memory, float)
    print(
        f"{result['messages']:,} messages, {int(str(result['bytes'])) / 1e6:,.0f} MB; found {result['found']:,}; ",
        end="",
    )
    print(f"addresses differ in {result['different']}; peak memory {memory:.0f} MB (at most {MOST_MEMORY})")
    for name, taken in cpu.items():
        ratio = f"{ratios[name]:5.2f} × ours (wanted {NEEDED[name]})" if name in ratios else ""
        each = taken / int(str(result["messages"])) * 1e6
        print(f"  {name:8} {taken:8.2f} s cpu {wall[name]:8.2f} s wall {each:6.1f} µs a message  {ratio}")
    met = all(ratios[name] >= NEEDED[name] for name in ("headers", "mailbox"))
    return met and memory < MOST_MEMORY and not result["different"] and result["found"] == result["messages"]


# --- the mailbox ---

_FIRST = ("Ana", "Léa", "Mathieu", "Chloé", "Bao", "Ravi", "Ingrid", "Omar", "Noémie", "Jean-Luc", "Siobhán", "Yuki")
_LAST = ("Tremblay", "Roy", "Côté", "Nguyen", "Smith", "Müller", "García", "O'Brien", "Lévesque", "Singh", "Bergeron")
_DOMAINS = ("example.org", "example.net", "example.com", "mail.example", "north.example", "atelier.example")
_WORDS = tuple(
    word
    for line in (
        "les notes de la semaine seront prêtes avant jeudi the minutes are in the usual folder thanks again",
        "on se reparle bientôt about the budget and the plan for spring peut-être un café quand tu passes en ville",
    )
    for word in line.split()
)
_OFFSETS = [timezone(timedelta(hours=hours)) for hours in (-8, -5, -4, 0, 1, 2, 9)]
OWNER = "Camille Owner <camille.owner@example.org>"


def make(path: Path, messages: int, correspondents: int = 2000, seed: int = 20260101) -> None:
    """Write an invented mbox: about 30 header lines and 6 kB of body a message, in the shapes that real mail has."""
    chance = random.Random(seed)
    people = [_person(chance, number) for number in range(correspondents)]
    bodies = [_body(chance) for _ in range(97)]
    with path.open("wb") as file:
        for number in range(messages):
            file.write(b"".join(_message(chance, number, people, bodies[number % len(bodies)])))


def _person(chance: random.Random, number: int) -> str:
    first, last = chance.choice(_FIRST), chance.choice(_LAST)
    address = f"person.{number}@{chance.choice(_DOMAINS)}"
    name = f"{first} {last}"
    shape = chance.random()
    if shape < 0.08:
        return address
    if shape < 0.2:
        return f'"{last}, {first}" <{address}>' if name.isascii() else f"{Header(name, 'utf-8').encode()} <{address}>"
    if shape < 0.21:
        return f"{address} (a comment)"
    return f"{name if name.isascii() else Header(name, 'utf-8').encode()} <{address}>"


def _body(chance: random.Random) -> bytes:
    lines: list[str] = []
    while len("\n".join(lines)) < 6000:
        lines.append(" ".join(chance.choices(_WORDS, k=12)))
    if chance.random() < 0.1:
        lines[7] = "From now on we meet on Thursdays"
    lines[21] = ">From the first day, it was quoted so"
    return "\n".join(lines).encode() + b"\n\n"


def _message(chance: random.Random, number: int, people: list[str], body: bytes) -> Iterator[bytes]:
    other = people[min(int(chance.expovariate(4 / len(people))), len(people) - 1)]
    sent = chance.random() < 0.4
    moment = datetime(2016, 1, 1, tzinfo=UTC) + timedelta(minutes=25 * number + chance.randrange(25))
    moment = moment.astimezone(chance.choice(_OFFSETS))
    yield f"From {1800000000000000000 + number}@xxx {moment:%a %b %d %H:%M:%S +0000 %Y}\n".encode()
    yield from _trace(chance, moment)
    yield f"From: {OWNER if sent else other}\nTo: {other if sent else OWNER}\n".encode()
    if chance.random() < 0.3:
        copies = ",\n ".join(chance.sample(people, chance.choice((1, 1, 2, 3, 8))))
        yield f"Cc: {copies}\n".encode()
    subject = " ".join(chance.choices(_WORDS, k=5))
    yield f"Subject: {subject if subject.isascii() else Header(subject, 'utf-8').encode()}\n".encode()
    yield f"Date: {format_datetime(moment)}\nMessage-ID: {_id(number)}\n".encode()
    if chance.random() < 0.6:
        above = [_id(max(number - step, 0)) for step in range(1, chance.randint(2, 6))]
        references = "\n ".join(reversed(above))
        yield f"In-Reply-To: {above[0]}\nReferences: {references}\n".encode()
    if chance.random() < 0.1:
        yield b"List-Id: <news.lists.example>\nPrecedence: bulk\n"
    yield from _form(chance)
    yield body


def _id(number: int) -> str:
    return f"<{number:08x}.{number * 2654435761 % 2**32:08x}.{number * 40503 % 65536:04x}@mail.example>"


def _trace(chance: random.Random, moment: datetime) -> Iterator[bytes]:
    """What servers add: 13 lines."""
    date = format_datetime(moment + timedelta(seconds=3))
    yield b"X-GM-THRID: 1833215653612141880\nX-Gmail-Labels: =?UTF-8?Q?Bo=C3=AEte_de_r=C3=A9ception,Ouvert?=\n"
    yield b"Delivered-To: camille.owner@example.org\nReturn-Path: <bounce@example.net>\n"
    for hop in range(2):
        token = f"{chance.getrandbits(80):x}"
        yield f"Received: from mx{hop}.example.net (mx{hop}.example.net [192.0.2.{hop}])\n".encode()
        yield f"        by in.example.org with ESMTPS id {token}; {date}\n".encode()
    yield b"Received-SPF: pass (in.example.org: domain of example.net designates 192.0.2.1 as permitted sender)\n"
    yield b"Authentication-Results: in.example.org; spf=pass smtp.mailfrom=example.net; dkim=pass\n"
    signature = "\n        ".join(f"{chance.getrandbits(240):060x}" for _ in range(2))
    yield f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.net;\n        b={signature}\n".encode()


def _form(chance: random.Random) -> Iterator[bytes]:
    """What mail programs add: 10 lines, and the end of the headers."""
    yield b'MIME-Version: 1.0\nContent-Type: text/plain; charset="utf-8"\nContent-Transfer-Encoding: 8bit\n'
    yield b"User-Agent: Invented/3.1\nContent-Language: fr-CA\nAccept-Language: fr-CA, en-CA\nImportance: normal\n"
    yield f"Thread-Index: {chance.getrandbits(120):030x}\n".encode()
    yield b"X-Originating-IP: [192.0.2.7]\nX-Spam-Status: No, score=-2.1\n\n"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--messages", type=int, action="append", help=f"default: {SIZES}")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--json", type=Path, help="write the figures there")
    options.add_argument("--contender", choices=CONTENDERS, help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.contender:
        _child(given.contender, given.file)
        return 0
    results = [measure(messages, given.rounds) for messages in given.messages or SIZES]
    met = [_say(result) for result in results]
    if given.json:
        given.json.write_text(json.dumps(results, indent=1) + "\n")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
