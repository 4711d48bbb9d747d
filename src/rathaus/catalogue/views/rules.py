"""The rules of a service: how each stands, writing one by hand, signing it off, putting it in force."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.catalogue import preflight
from rathaus.catalogue.actions import PublishError
from rathaus.catalogue.by_hand import actions, files, queries
from rathaus.catalogue.by_hand.actions import RuleError
from rathaus.catalogue.by_hand.editing import Attempt
from rathaus.catalogue.by_hand.queries import RuleState
from rathaus.catalogue.by_hand.showing import Written
from rathaus.catalogue.models import Service, ServiceVersion, WrittenRule
from rathaus.catalogue.queries import hand_readings, material, questionnaire
from rathaus.fim.rules.phrases import Language
from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.permissions import Permission
from rathaus.towns import scope


def _language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "de"


def _service(request: StaffRequest, slug: str) -> tuple[Service, ServiceVersion]:
    """A service whose rules one may see, with its published version."""
    service = get_object_or_404(queries.visible_services(request.grants), slug=slug)
    if service.current is None:
        raise Http404
    return service, service.current


def _state(service: Service, version: ServiceVersion, key: str) -> RuleState:
    found = queries.state(service, version, key, _language())
    if found is None:
        raise Http404
    return found


def _may_write(request: StaffRequest, service: Service) -> bool:
    return request.grants.allow(Permission.SERVICES, service.department_id)


@require_safe
@staff_required()
def index(request: StaffRequest, slug: str) -> HttpResponse:
    """All rules of a service, those that somebody should look at first."""
    service, version = _service(request, slug)
    states = queries.states(service, version, _language())
    return render(
        request,
        "catalogue/rules.html",
        {
            "service": service,
            "version": version,
            "open": [one for one in states if one.open],
            "others": [one for one in states if not one.open],
            "unpublished": queries.unpublished(states),
            "notices": preflight.notices(service, questionnaire(version.pk)),
            "may_write": _may_write(request, service),
            "has_file": bool(version.rules),
        },
    )


@require_safe
@staff_required()
def show(request: StaffRequest, slug: str, key: str) -> HttpResponse:
    """One rule: its text, how the house reads it, and what people wrote."""
    service, version = _service(request, slug)
    state = _state(service, version, key)
    made = material(version.pk)
    waiting = Written.of(state.waiting, made, _language()) if state.waiting else None
    return render(
        request,
        "catalogue/rule.html",
        {
            "service": service,
            "state": state,
            "waiting": waiting,
            "signed": Written.of(state.signed, made, _language()) if state.signed else None,
            "read_sentences": Written.sentences_of(state.read, made, _language()),
            "may_write": _may_write(request, service),
            "own": bool(waiting and waiting.row.written_by_id == request.user.pk),
        },
    )


@require_http_methods(["GET", "POST"])
@staff_required(Permission.SERVICES)
def write(request: StaffRequest, slug: str, key: str) -> HttpResponse:
    """Write a rule, look at what it means, try answers, and hand it on to be signed off."""
    service, version = _service(request, slug)
    state = _state(service, version, key)
    if not _may_write(request, service):
        raise PermissionDenied
    attempt = Attempt(material(version.pk), state.read.bound, land=scope.current().land, language=_language())
    problem, found = "", list[str]()
    if request.method == "POST":
        attempt.post(request.POST.dict())
        named = request.POST.get("einfuegen") or request.POST.get("frage", "").strip()
        if "einfuegen" in request.POST or (named and "speichern" not in request.POST):
            problem, found = _insert(attempt, named)
        elif "zeile" in request.POST:
            attempt.add_row()
        elif "eintrag" in request.POST:
            attempt.add_entry()
        elif "speichern" in request.POST:
            problem = _save(request, service, state, attempt)
            if not problem:
                messages.success(request, _("Die Regel wartet jetzt auf die Freigabe durch eine zweite Person."))
                return redirect("catalogue:rule", service.slug, key)
    else:
        row = state.waiting or state.signed
        attempt.start(queries.value_of(row) if row else None, state.read.statements)
    context = {"service": service, "state": state, "attempt": attempt, "problem": problem, "found": found}
    return render(request, "catalogue/rule_write.html", context)


def _insert(attempt: Attempt, text: str) -> tuple[str, list[str]]:
    """Put a question into the text; where several could be meant, they are offered."""
    found = [text] if text in attempt.questions else attempt.find(text)
    if len(found) == 1:
        attempt.insert(found[0])
        return "", []
    if not found:
        return _("Eine Frage mit „%s“ gibt es in dieser Definition nicht.") % text, []
    return "", found[:20]


def _save(request: StaffRequest, service: Service, state: RuleState, attempt: Attempt) -> str:
    """Keep what was written; what is wrong with it, or nothing."""
    if not attempt.says or attempt.problem:
        return attempt.problem or _("Schreiben Sie die Regel auf.")
    if bad := attempt.bad_row:
        return bad.problem
    try:
        actions.write(service, state.read.bound, attempt.says, trials=attempt.trials, by=request.actor)
    except RuleError as error:
        return str(error)
    return ""


@require_POST
@staff_required(Permission.SERVICES)
def explain(request: StaffRequest, slug: str, key: str) -> HttpResponse:
    """What the text in the form means, as a fragment: the page shows it while somebody writes."""
    service, version = _service(request, slug)
    state = _state(service, version, key)
    attempt = Attempt(material(version.pk), state.read.bound, land=scope.current().land, language=_language())
    attempt.post(request.POST.dict())
    return render(request, "catalogue/components/attempt.html", {"attempt": attempt})


@require_safe
@staff_required()
def waiting(request: StaffRequest) -> HttpResponse:
    """What waits to be signed off."""
    if not (request.grants.manages_services or request.grants.administers):
        raise PermissionDenied
    rows = [(row, queries.key_text(row.rule, row.bearer)) for row in queries.waiting(request.grants)]
    return render(request, "catalogue/sign_offs.html", {"rows": rows})


def _written(request: StaffRequest, written_id: UUID) -> WrittenRule:
    rows = WrittenRule.objects.select_related("service", "written_by")
    return get_object_or_404(rows.filter(service__in=queries.visible_services(request.grants)), pk=written_id)


def _to_rule(row: WrittenRule) -> HttpResponse:
    return redirect("catalogue:rule", row.service.slug, queries.key_text(row.rule, row.bearer))


@require_POST
@staff_required()
def sign(request: StaffRequest, written_id: UUID) -> HttpResponse:
    """Sign a rule off."""
    row = _written(request, written_id)
    try:
        actions.sign(row, by=request.actor)
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Die Regel ist freigegeben. Sie gilt, sobald die Leistung neu veröffentlicht ist."))
    return _to_rule(row)


@require_POST
@staff_required()
def end(request: StaffRequest, written_id: UUID) -> HttpResponse:
    """Take a rule back."""
    row = _written(request, written_id)
    actions.end(row, by=request.actor)
    messages.success(request, _("Die Regel von Hand ist zurückgenommen."))
    return _to_rule(row)


@require_POST
@staff_required(Permission.SERVICES)
def put_in_force(request: StaffRequest, slug: str) -> HttpResponse:
    """Publish the service anew with the rules that are signed off."""
    service, _version = _service(request, slug)
    try:
        version = actions.put_in_force(service, by=request.actor)
    except PublishError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Fassung %s ist veröffentlicht.") % version.number)
    return redirect("catalogue:rules", service.slug)


@require_safe
@staff_required()
def download(request: StaffRequest, slug: str) -> HttpResponse:
    """The rules written by hand of the published version, to be taken along."""
    service, version = _service(request, slug)
    content = files.to_file(hand_readings(version.rules))
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{service.slug}-regeln.json"'
    return answer
