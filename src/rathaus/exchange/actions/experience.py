"""Reports on what a town learned: written, published, asked about, answered."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rathaus.exchange.actions.showing import show
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Adopter, Experience, Figure, Question
from rathaus.exchange.queries.experience import question_context
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.protection.sealing import destroy, new_data_key, seal
from rathaus.strategy.models import ReleasedValue
from rathaus.strategy.periods import Period
from rathaus.towns import clock, scope
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write

MOST_OPEN = 50
"""So many questions to one report may wait for an answer."""
LONGEST_QUESTION = 1000


def save(experience: Experience, *, by: Actor) -> Experience:
    """Write a report, or change it. Raises `ExchangeError` where it is about nothing, or contradicts itself."""
    require(by, Permission.STRATEGY)
    _check(experience)
    with atomic_write():
        experience.save()
        audit.record("experience.saved", experience, by=by)
    return experience


def _check(experience: Experience) -> None:
    if experience.measure_id is None and experience.package is None:
        raise ExchangeError(_("Sagen Sie, worum es geht: um eine Maßnahme oder um ein Paket."))
    if experience.package is not None and not (experience.package_version and experience.package_name):
        raise ExchangeError(_("Zu einem Paket gehören seine Kennung, seine Fassung und sein Name."))
    if experience.starts_on and experience.ends_on and experience.ends_on < experience.starts_on:
        raise ExchangeError(_("Das Ende liegt vor dem Beginn."))
    if Experience.objects.filter(slug=experience.slug).exclude(pk=experience.pk).exists():
        raise ExchangeError(_("Unter diesem Kurznamen gibt es schon einen Bericht."))


def publish(experience: Experience, *, by: Actor) -> None:
    """Show a report to everybody."""
    _show(experience, "experience.published", by, public=True)


def take_back(experience: Experience, *, by: Actor) -> None:
    """Make a report a draft again."""
    _show(experience, "experience.taken_back", by, public=False)


def _show(experience: Experience, action: str, by: Actor, *, public: bool) -> None:
    require(by, Permission.STRATEGY)
    with atomic_write():
        experience.published_at = clock.now() if public else None
        experience.save(update_fields=["published_at"])
        show()
        audit.record(action, experience, by=by)


def add_figure(experience: Experience, key: str, before: Period, after: Period, *, by: Actor) -> Figure:
    """Show an indicator before and after. Raises `ExchangeError` where one of the two is not released."""
    require(by, Permission.STRATEGY)
    if before.end >= after.end:
        raise ExchangeError(_("Der zweite Zeitraum muss nach dem ersten liegen."))
    values = [_released(key, period) for period in (before, after)]
    with atomic_write():
        figure, _made = Figure.objects.update_or_create(
            experience=experience,
            indicator_key=key,
            defaults={"before": values[0].observation, "after": values[1].observation},
        )
        audit.record("experience.figure_added", figure, by=by, details={"indicator": key})
    return figure


def _released(key: str, period: Period) -> ReleasedValue:
    """The town's own: the table is readable for every town, so the town is said here."""
    rows = ReleasedValue.objects.filter(municipality_id=scope.current_id(), indicator_key=key, breakdown="")
    found = rows.filter(start=period.start, end=period.end).first()
    if found is None:
        known = ", ".join(str(Period(one.end, one.start)) for one in rows.order_by("end"))
        text = _("Für %(period)s ist kein Wert freigegeben. Es gibt: %(known)s.")
        raise ExchangeError(text % {"period": period, "known": known or "–"})
    return found


def save_adopter(adopter: Adopter, *, by: Actor) -> Adopter:
    """Say who uses it. Raises `ExchangeError` where somebody stopped without a reason."""
    require(by, Permission.STRATEGY)
    if adopter.stopped_on and not adopter.why.strip():
        raise ExchangeError(_("Sagen Sie, warum die Kommune aufgehört hat: Das ist der nützlichste Satz."))
    known = Adopter.objects.filter(experience=adopter.experience_id, town=adopter.town).exclude(pk=adopter.pk)
    if known.exists():
        raise ExchangeError(_("Diese Kommune steht schon da."))
    with atomic_write():
        adopter.save()
        audit.record("experience.adopter_saved", adopter, by=by)
    return adopter


def remove(part: Figure | Adopter, *, by: Actor) -> None:
    """Take a figure or a town out of a report."""
    require(by, Permission.STRATEGY)
    kind, part_id = type(part).__name__, part.pk
    with atomic_write():
        part.delete()
        audit.record("experience.part_removed", part_id, by=by, details={"part": kind})


def ask(experience: Experience, text: str, *, by: Actor) -> Question:
    """Put a question to a public report; it is sealed, and seen by those who answer alone.

    Raises `ExchangeError` where it is empty or too long, or too many wait already.
    """
    cleaned = text.strip()
    if not cleaned:
        raise ExchangeError(_("Schreiben Sie Ihre Frage auf."))
    if len(cleaned) > LONGEST_QUESTION:
        raise ExchangeError(_("Die Frage darf höchstens %(limit)s Zeichen haben.") % {"limit": LONGEST_QUESTION})
    if experience.questions.filter(answered_at=None).count() >= MOST_OPEN:
        raise ExchangeError(_("Es warten schon sehr viele Fragen. Bitte versuchen Sie es später noch einmal."))
    question = Question(experience=experience)
    with atomic_write():
        question.data_key = new_data_key()
        question.sealed = seal(question.data_key, cleaned.encode(), context=question_context(question))
        question.save(force_insert=True)
        audit.record("experience.asked", question, by=by)
    return question


def answer(question: Question, text: str, answer: str, *, by: Actor) -> None:
    """Answer a question in public, `text` being its wording without names; the sealed one is destroyed."""
    require(by, Permission.STRATEGY)
    if not text.strip() or not answer.strip():
        raise ExchangeError(_("Schreiben Sie Frage und Antwort auf."))
    with atomic_write():
        question.text, question.answer = text.strip(), answer.strip()
        question.answered_at = question.answered_at or clock.now()
        question.sealed = None
        question.save(update_fields=["text", "answer", "answered_at", "sealed"])
        destroy(question.data_key)
        audit.record("experience.answered", question, by=by)


def drop(question: Question, *, by: Actor) -> None:
    """Remove a question for good, answered or not."""
    require(by, Permission.STRATEGY)
    question_id = question.pk
    with atomic_write():
        question.delete()
        destroy(question.data_key)
        audit.record("experience.question_dropped", question_id, by=by)
