"""The ranking asked at past dates, and what then happened."""

from __future__ import annotations

from datetime import UTC, datetime

from coucou.core.backtest import Backtest, measured, moments, quiet
from coucou.core.settings import Settings
from coucou.store import Store, ledger
from coucou.suggest.who import FOREVER, known_at


def backtest(store: Store, settings: Settings, as_of: datetime) -> Backtest:
    """How well each order told, every half year, who would be in touch again. Nothing after ``as_of`` counts.

    At each date ``known`` is asked as of that date. The last one is a year before the last mail that was read: in an
    export that ends in spring, a silent summer tells nothing.
    """
    first, last = _span(store, as_of)
    if first is None:
        return measured([])
    dates = moments(first, last)
    ties = [then.ties for then in known_at(store, settings, dates)]
    return measured(
        [(moment, quiet(then, later, moment)) for moment, then, later in zip(dates, ties, ties[2:], strict=False)]
    )


def _span(store: Store, as_of: datetime) -> tuple[datetime | None, datetime]:
    """Since when anything is known (None: nothing is), and until when."""
    until = int(as_of.timestamp())
    seen = min((one.first for one in ledger.addresses(store, until)), default=FOREVER)
    mail = ledger.mail_span(store, until)
    last = datetime.fromtimestamp(mail[1], UTC) if mail else as_of
    return (datetime.fromtimestamp(seen, UTC) if seen <= until else None), last
