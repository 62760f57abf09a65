"""A round as a page: what ``suggest`` found, put into the page's own values."""

from __future__ import annotations

from coucou.core.reason import because
from coucou.core.settings import Mode, Settings
from coucou.drafts import drafts_of
from coucou.explain import touches
from coucou.store import Store
from coucou.store.ladder import ladder
from coucou.suggest.round import Preview
from coucou.suggest.worded import Worded
from coucou.web.page import render
from coucou.web.view import AccountView, PageView, ProposalView, TouchKind, TouchMark


def page_of(store: Store, settings: Settings, view: Preview, language: str, *, demo: bool = False) -> bytes:
    """The round as HTML, in ``language`` as it is written where the user lives."""
    me = settings.me
    region = me.country.partition("-")[0]
    page = PageView(
        lang=f"{language}-{region}" if region else language,
        timezone=view.timezone,
        as_of=view.as_of,
        generated_at=view.generated_at,
        accounts=tuple(AccountView(one.name, one.state, one.synced_at) for one in view.accounts),
        gaps=view.gaps,
        hours=settings.hours,
        proposals=tuple(_proposal(store, settings, view, worded) for worded in view.proposals),
        passed_over=view.passed_over,
        owner=me.name,
        ladder=ladder(store),
        questions=view.questions,
        demo=demo,
        sends=settings.mode is not Mode.PREVIEW,
    )
    return render(page).encode()


def _proposal(store: Store, settings: Settings, view: Preview, worded: Worded) -> ProposalView:
    person = worded.proposal.person
    files = drafts_of(worded, settings, view.generated_at)
    return ProposalView(
        proposal=worded.proposal,
        address=worded.address,
        subject=worded.subject,
        body=worded.body,
        mailto=worded.mailto,
        eml=files.eml,
        ics=files.ics,
        touches=tuple(TouchMark(one.moment, TouchKind(one.kind)) for one in touches(store, person, view)),
        hints=(because("hint.vous"),) if worded.undecided else (),
        texts=worded.texts,
        recall=worded.card,
    )
