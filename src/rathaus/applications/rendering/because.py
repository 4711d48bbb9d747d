"""Why the questions of a page are asked, said beside them: what rules opened, and what rules demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from django.utils import timezone

from rathaus.applications.rendering.html import legal_basis
from rathaus.questionnaire import Outcome, PageView, Questionnaire, QuestionView
from rathaus.questionnaire.reasons import Reason, Reasons
from rathaus.web.telling import reader


@dataclass(frozen=True, slots=True)
class Because:
    """The reasons of some pages: of questions and of problems by key, of whole pages by the slug of their step."""

    questions: Mapping[str, Reason] = field(default_factory=dict)
    problems: Mapping[str, Reason] = field(default_factory=dict)
    pages: Mapping[str, Reason] = field(default_factory=dict)


NOTHING = Because()


def reasons_of(asked: Questionnaire, outcome: Outcome, views: Iterable[PageView]) -> Because:
    """Why the questions of `views` are asked."""
    reasons = Reasons(asked, outcome, timezone.localdate(), reader())
    questions, problems, pages = dict[str, Reason](), dict[str, Reason](), dict[str, Reason]()
    for view in views:
        for problem in view.problems:
            if found := reasons.of_problem(problem):
                problems[problem.key] = found
        for item in view.items:
            if not isinstance(item, QuestionView):
                continue
            if found := reasons.of(item.key):
                questions[item.key] = found
            elif found := reasons.around(item.key):
                pages.setdefault(view.step.slug, found)
    return Because(questions, problems, pages)


def sentence(reason: Reason | None, css: str = "kern-body") -> str:
    """A reason as a paragraph, with the norms of its rule behind it."""
    if reason is None:
        return ""
    norms = "; ".join(legal_basis(basis) for basis in reason.legal_bases)
    text = escape(reason.sentence) + (f" ({norms})" if norms else "")
    return f'<p class="{css}" lang="{reader()}">{text}</p>'
