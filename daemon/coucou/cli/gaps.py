"""The command that is asked most often, by scripts and by the daemon's user alike: when is there time?"""

from __future__ import annotations

from coucou.cli import as_json, options
from coucou.cli.asked import asked_of
from coucou.cli.edge import filled
from coucou.suggest.when import free_time


def gaps(
    json: options.Json = False,
    as_of: options.AsOf = None,
    start: options.From = None,
    days: options.Days = None,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    with filled(config, state) as edge:
        asked = asked_of(edge, as_of, start, days)
        found = free_time(edge.store, edge.settings, asked.as_of, asked.window).gaps
        if json:
            as_json.dump(as_json.gaps(found, edge.settings.me.timezone))
        else:
            from coucou.cli import show  # Rich costs 60 ms: only when something is drawn

            show.gaps(found, edge.settings.me.timezone)
