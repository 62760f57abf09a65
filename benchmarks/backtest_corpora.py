"""Who of the quiet ties was in touch again within a year? Our order beside simpler ones, on three people's real mail.

``python benchmarks/backtest_corpora.py [FOLDER]`` reads ``dev-*.mbox`` of ``../shared/corpora/mail`` through the local
connector, asks at each cut date of ``dev-*.truth.csv`` for everyone's likelihood and score as of that date, and
compares with what then happened. A row of the truth belongs to the person who has its address, else to the only one of
its name (the truth knows addresses that are not in the mail). Rows that are nobody's count among ``missing``: left out
of the first table, ranked last in the second. The third asks every month, the outcome by our own count of touches: so
many dates leave less to chance than the truth's few.

AUC and precision@10 are averaged over the cut dates that have both outcomes, then over the people. A cut date with
fewer than ten ties has its precision over as many as there are; ``best possible`` shows the ceiling that this leaves.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean

from coucou.contract import Ports
from coucou.core.backtest import ORDERS, SILENT_DAYS, WITHIN, Measure, Quiet, as_quiet, averaged, measure, quiet
from coucou.core.settings import AccountSettings, Me, Settings
from coucou.core.ties import Tie
from coucou.store import Store, ledger, open_store
from coucou.suggest.who import known, known_at
from coucou.sync import sync
from coucou_connectors.local import Options, plugin

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "mail"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def _by(order: Callable[[Quiet], float]) -> Callable[[Tie], float]:
    return lambda tie: order(as_quiet(tie, back=False))


RANKINGS: Mapping[str, Callable[[Tie], float]] = {
    **{name: _by(order) for name, order in ORDERS.items()},
    "worth": lambda tie: tie.worth,
}

Row = tuple[Tie | None, bool, bool]
"""A row of the truth: its tie among ours (None: nobody), whether it came back, whether our counts equal the truth's."""


MONTHS = 12
FEWEST = 5
"""Quiet ties that make a month worth measuring."""


@contextmanager
def mail_of(folder: Path, label: str) -> Iterator[tuple[Store, Settings]]:
    """One person's mail, read."""
    me = json.loads((folder / f"{label}.json").read_text("utf-8"))["own_addresses"]
    settings = Settings(
        me=Me(name="Camille Owner", addresses=tuple(me)),
        accounts=(AccountSettings(name="archive", connector="local"),),
        history_years=40,
    )
    connection = plugin.open("archive", Options(mail=(f"{label}.mbox",), base=folder), Ports())
    with tempfile.TemporaryDirectory() as state, open_store(Path(state, "coucou.db"), now=NOW) as store:
        sync(store, settings, {"archive": connection}, now=NOW)
        yield store, settings


def judged(store: Store, settings: Settings, truth: Sequence[Mapping[str, str]]) -> dict[str, list[Row]]:
    """The rows of one person's truth by cut date."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for cut in sorted({row["cut"] for row in truth}):
        found = known(store, settings, datetime.fromisoformat(cut).replace(tzinfo=UTC)).ties
        of = _by_name(found) | {address: tie for tie in found for address in tie.person.addresses}
        for row in truth:
            if row["cut"] == cut:
                tie = of.get(row["address"]) or of.get(row["person"])
                counts = (int(row["sent_before"]), int(row["received_before"]))
                same = tie is not None and (tie.sent, tie.received) == counts
                rows[cut].append((tie, row["contact_within_365d"] == "1", same))
    return rows


def monthly(store: Store, settings: Settings) -> list[list[Quiet]]:
    """Who was quiet at every month's date that can be measured, and who of them was then in touch within a year."""
    span = ledger.mail_span(store, int(NOW.timestamp()))
    assert span is not None
    first, dates = datetime.fromtimestamp(span[0], UTC), [datetime.fromtimestamp(span[1], UTC)]
    while dates[-1] - WITHIN / MONTHS >= first + timedelta(days=SILENT_DAYS[0]):
        dates.append(dates[-1] - WITHIN / MONTHS)
    dates.reverse()
    ties = [then.ties for then in known_at(store, settings, dates)]
    found = [quiet(then, later, moment) for moment, then, later in zip(dates, ties, ties[MONTHS:], strict=False)]
    return [those for those in found if len(those) >= FEWEST and 0 < sum(one.back for one in those) < len(those)]


def by_month(people: Mapping[str, Sequence[Sequence[Quiet]]], order: Callable[[Quiet], float]) -> dict[str, Measure]:
    return {
        label: averaged(measure([(order(one), one.back) for one in those]) for those in months)
        for label, months in people.items()
    }


def read_truth(folder: Path, label: str) -> list[dict[str, str]]:
    with (folder / f"{label}.truth.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _by_name(found: Iterable[Tie]) -> dict[str, Tie]:
    held: dict[str, list[Tie]] = defaultdict(list)
    for tie in found:
        held[tie.person.name].append(tie)
    return {name: several[0] for name, several in held.items() if name and len(several) == 1}


def measured(cuts: Iterable[Sequence[tuple[float, bool]]]) -> tuple[float, float]:
    """AUC and precision@10, means over the cut dates that have both outcomes."""
    mean = averaged(measure(scored) for scored in cuts)
    assert mean.auc is not None
    assert mean.precision is not None
    return mean.auc, mean.precision


def _scored(rows: Iterable[Row], ranking: Callable[[Tie], float], missing_last: bool) -> list[tuple[float, bool]]:
    return [
        (ranking(tie) if tie is not None else float("-inf"), came)
        for tie, came, _ in rows
        if tie is not None or missing_last
    ]


def figures(people: Mapping[str, Mapping[str, list[Row]]], missing_last: bool = False) -> dict[str, dict[str, object]]:
    """By ranking: means over the people, and each person's own."""
    found: dict[str, dict[str, object]] = {}
    for name, ranking in RANKINGS.items():
        each = {
            label: measured(_scored(rows, ranking, missing_last) for rows in cuts.values())
            for label, cuts in people.items()
        }
        found[name] = {
            "auc": fmean(a for a, _ in each.values()),
            "precision@10": fmean(p for _, p in each.values()),
            "each": {label: (round(a, 3), round(p, 3)) for label, (a, p) in each.items()},
        }
    return found


def main(folder: Path = CORPORA) -> None:
    labels = sorted(path.name.removesuffix(".truth.csv") for path in folder.glob("*.truth.csv"))
    people, months = {}, {}
    for label in labels:
        with mail_of(folder, label) as (store, settings):
            people[label] = judged(store, settings, read_truth(folder, label))
            months[label] = monthly(store, settings)
    for label, cuts in people.items():
        rows = [row for of_cut in cuts.values() for row in of_cut]
        missing = sum(tie is None for tie, _, _ in rows)
        same = sum(one for _, _, one in rows)
        back = fmean(came for _, came, _ in rows)
        print(f"{label}: {len(rows)} rows, {missing} missing, counts equal in {same}, {back:.2f} came back")
    for missing_last in (False, True):
        print("\nrows that are missing rank last" if missing_last else "\nrows that are somebody's")
        for name, values in figures(people, missing_last).items():
            print(f"  {name:18} AUC {values['auc']:.3f}  P@10 {values['precision@10']:.3f}  {values['each']}")
    best = fmean(
        measured([(float(came), came) for _, came, _ in rows] for rows in cuts.values())[1] for cuts in people.values()
    )
    print(f"\nbest possible P@10 {best:.3f}")
    print(f"\nevery month, by our own count: { {label: len(dates) for label, dates in months.items()} } dates")
    for name, order in {**ORDERS, "best possible": lambda tie: float(tie.back)}.items():
        _say(name, by_month(months, order))


def _say(name: str, each: Mapping[str, Measure]) -> None:
    areas = {label: one.auc for label, one in each.items() if one.auc is not None}
    shares = {label: one.precision for label, one in each.items() if one.precision is not None}
    both = {label: (round(areas[label], 3), round(shares[label], 3)) for label in areas}
    print(f"  {name:18} AUC {fmean(areas.values()):.3f}  P@10 {fmean(shares.values()):.3f}  {both}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
