"""The published strategy as PDF, for everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from rathaus.documents.paper import Paper, paper
from rathaus.strategy import papers, planning
from rathaus.strategy.views.council import changed_since, earlier, newest
from rathaus.towns.caching import public_page


def _download(made: Paper) -> HttpResponse:
    name = slugify(f"{made.town} {made.title}")[:80]
    disposition = f'inline; filename="{name}.pdf"'
    return HttpResponse(paper(made), content_type="application/pdf", headers={"Content-Disposition": disposition})


@require_safe
@public_page
def strategy(request: HttpRequest) -> HttpResponse:
    """The whole strategy."""
    return _download(papers.strategy(papers.basis(newest())))


@require_safe
@public_page
def council(request: HttpRequest) -> HttpResponse:
    """The council's page, with what changed since the state before."""
    published = newest()
    of = papers.basis(published)
    before = planning.published().filter(number__lt=published.number).first()
    return _download(papers.council(of, changed_since(before, of.plan) if before else []))


@require_safe
@public_page
def changes(request: HttpRequest) -> HttpResponse:
    """What changed since an earlier state."""
    published = newest()
    old = earlier(published, request.GET.get("seit", ""))
    if old is None:
        raise Http404
    of = papers.basis(published)
    return _download(papers.changes(of, old, changed_since(old, of.plan)))
