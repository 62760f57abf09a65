"""The commands about people: people, why."""

from __future__ import annotations

from coucou.cli import as_json, options
from coucou.cli.asked import asked_of
from coucou.cli.edge import filled
from coucou.explain import explain
from coucou.suggest.round import suggest
from coucou.suggest.who import known
from coucou.uses import quiet_addresses


def people(
    json: options.Json = False,
    as_of: options.AsOf = None,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    with filled(config, state) as edge:
        asked = asked_of(edge, as_of, None, None)
        ties = known(edge.store, edge.settings, asked.as_of).ties
        if json:
            as_json.dump(as_json.people(ties, asked.as_of, edge.settings.me.timezone))
        else:
            from coucou.cli import show  # Rich costs 60 ms: only when something is drawn

            show.people(ties, edge.settings)


def why(
    who: options.Who,
    json: options.Json = False,
    as_of: options.AsOf = None,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    with filled(config, state) as edge:
        asked = asked_of(edge, as_of, None, None)
        view = suggest(
            edge.store,
            edge.settings,
            now=edge.now,
            as_of=asked.as_of,
            window=asked.window,
            ramp=not asked.past,
            quiet=quiet_addresses(edge.settings),
        )
        found = explain(edge.store, view, who)
        if json:
            as_json.dump(as_json.why(found, edge.settings.me.timezone))
        else:
            from coucou.cli import show  # Rich costs 60 ms: only when something is drawn

            show.why(found, edge.settings)
