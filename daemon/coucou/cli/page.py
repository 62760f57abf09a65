"""The preview as a page: what ``suggest`` found, put into the page's own values and written for the user alone."""

from __future__ import annotations

from pathlib import Path

from coucou.cli.edge import Edge
from coucou.cli.lang import LANGUAGE
from coucou.core.reason import because
from coucou.drafts import drafts_of
from coucou.explain import touches
from coucou.files import write_private
from coucou.suggest.round import Preview
from coucou.suggest.worded import Worded
from coucou.web.page import render
from coucou.web.view import AccountView, PageView, ProposalView, TouchKind, TouchMark


def write_page(edge: Edge, view: Preview, path: Path, *, demo: bool = False) -> None:
    """:raises UserError: the page cannot be written."""
    me = edge.settings.me
    region = me.country.partition("-")[0]
    page = PageView(
        lang=f"{LANGUAGE}-{region}" if region else LANGUAGE,
        timezone=view.timezone,
        as_of=view.as_of,
        generated_at=view.generated_at,
        accounts=tuple(AccountView(one.name, one.state, one.synced_at) for one in view.accounts),
        gaps=view.gaps,
        hours=edge.settings.hours,
        proposals=tuple(_proposal(edge, view, worded) for worded in view.proposals),
        passed_over=view.passed_over,
        owner=me.name,
        demo=demo,
    )
    write_private(path, render(page).encode())


def _proposal(edge: Edge, view: Preview, worded: Worded) -> ProposalView:
    person = worded.proposal.person
    files = drafts_of(worded, edge.settings, view.generated_at)
    return ProposalView(
        proposal=worded.proposal,
        address=worded.address,
        subject=worded.subject,
        body=worded.body,
        mailto=worded.mailto,
        eml=files.eml,
        ics=files.ics,
        touches=tuple(TouchMark(one.moment, TouchKind(one.kind)) for one in touches(edge.store, person, view)),
        hints=(because("hint.vous"),) if worded.undecided else (),
        texts=worded.texts,
        recall=worded.card,
    )
