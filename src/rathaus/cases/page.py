"""What a case page shows: answers, files, checks by hand, and the course of events in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rathaus.applications import history, together
from rathaus.applications.models import Attachment, PublicEvent
from rathaus.applications.queries import answers
from rathaus.cases import rules
from rathaus.cases.actions.deciding import decision_context
from rathaus.cases.actions.steps import event_context
from rathaus.cases.checks import check_id
from rathaus.cases.models import Case, CaseEvent, Decision, Outcome
from rathaus.cases.rules import Told
from rathaus.catalogue.queries import brief, questionnaire
from rathaus.people.models import Account
from rathaus.protection import files, previews
from rathaus.protection.sealing import unseal, unseal_json
from rathaus.questionnaire import FileView, ManualCheck, RecordSection
from rathaus.web.words import Word, worded

Kind = CaseEvent.Kind
_FROM_APPLICANT = frozenset({Kind.ANSWERED, Kind.WROTE, Kind.WITHDRAWN})
"""Events whose text stands in the public history."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the course of events."""

    at: datetime
    title: str
    who: str
    text: str = ""
    files: Sequence[FileView] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A rule to check by hand, what of it the house has checked, and who did it last."""

    id: str
    rule: ManualCheck
    checked: tuple[str, ...] = ()
    done: bool = False
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything below the head of a case page."""

    sections: Sequence[RecordSection]
    files: Sequence[FileView]
    checks: Sequence[Check]
    entries: Sequence[Entry]
    open_checks: int = field(default=0)
    rules: Sequence[Told] = ()
    """What the house has checked itself."""


def load(case: Case) -> CasePage:
    """Read and unseal what the page shows. The number of queries does not depend on how much happened."""
    events = list(case.events.select_related("account").order_by("number"))
    attached = _files(case)
    asked = questionnaire(case.application.version_id)
    told = rules.told(asked)
    checks = _checks(asked.manual_checks, told, events)
    given = answers(case.application)
    others = together.record(case.application, given)
    kept = {file.id: file for files_ in attached.values() for file in files_}
    sections = [_with_files(one, kept) for one in (*asked.record(given), *([others] if others else []))]
    shown = set(_shown_files(sections))
    return CasePage(
        sections=sections,
        files=[file for file in attached.get(None, ()) if file.id not in shown],
        checks=checks,
        entries=_entries(case, events, attached, {check.id: check.rule.name for check in checks}),
        open_checks=sum(not check.done for check in checks),
        rules=rules.without(told, asked.manual_checks),
    )


def _with_files(section: RecordSection, kept: Mapping[str, FileView]) -> RecordSection:
    """The section with what is known of the files that stand among its answers."""
    rows = (replace(row, files=tuple(kept.get(file.id, file) for file in row.files)) for row in section.rows)
    return replace(section, rows=tuple(rows), sections=tuple(_with_files(inner, kept) for inner in section.sections))


def _shown_files(sections: Iterable[RecordSection]) -> Iterator[str]:
    """The ids of the files that stand among the answers."""
    for section in sections:
        yield from (file.id for row in section.rows for file in row.files)
        yield from _shown_files(section.sections)


def _checks(by_hand: Iterable[ManualCheck], told: Sequence[Told], events: Iterable[CaseEvent]) -> list[Check]:
    last = {event.data["rule"]: event for event in events if event.kind in {Kind.CHECKED, Kind.UNCHECKED}}
    found = []
    for rule in by_hand:
        event, part = last.get(check_id(rule)), rules.running_part(told, rule)
        if event is None or event.kind == Kind.UNCHECKED:
            found.append(Check(check_id(rule), rule, part))
        else:
            found.append(Check(check_id(rule), rule, part, done=True, who=_name(event), at=event.at))
    return found


def _files(case: Case) -> dict[UUID | None, list[FileView]]:
    """The applicant's files by the line of the history they came with; those of the application under None."""
    application = case.application
    purposes = [Attachment.Purpose.ANSWER, Attachment.Purpose.REPLY, Attachment.Purpose.POWER]
    rows = application.attachments.filter(purpose__in=purposes).select_related("file").order_by("created_at", "pk")
    found: dict[UUID | None, list[FileView]] = {}
    for row in rows:
        row.file.data_key = application.data_key
        there = reverse("cases:file_preview", args=[case.pk, row.pk])
        found.setdefault(row.event_id, []).append(
            FileView(
                id=str(row.pk),
                name=files.name(row.file),
                size=row.file.size,
                media_type=row.file.media_type,
                scan=row.file.scan,
                preview=previews.address(row.file, there),
            )
        )
    return found


def _entries(
    case: Case,
    events: Sequence[CaseEvent],
    attached: Mapping[UUID | None, Sequence[FileView]],
    names: Mapping[str, str],
) -> list[Entry]:
    """The events in words, newest first."""
    accounts = Account.objects.in_bulk([event.data["assignee"] for event in events if "assignee" in event.data])
    replied = [event.data["public_event"] for event in events if event.kind in _FROM_APPLICANT]
    replies = PublicEvent.objects.in_bulk(replied) if replied else {}
    entries = []
    word = brief(case.application.version_id).word
    for event in reversed(events):
        reply = replies.get(UUID(event.data["public_event"])) if event.kind in _FROM_APPLICANT else None
        text = history.text(reply, case.application) if reply else _text(case, event)
        if event.kind == Kind.DECIDED:
            text = _wording(case)
        came = attached.get(reply.pk, ()) if reply else ()
        entries.append(Entry(event.at, _title(event, accounts, names, word), _name(event), text, came))
    return entries


def _wording(case: Case) -> str:
    """What was decided and why, as the letter says it."""
    sealed = Decision.objects.get(case=case)
    key, context = case.application.data_key, decision_context(sealed.pk)
    wording = unseal_json(key, bytes(sealed.sealed), context=context)
    return "\n\n".join(part for part in (wording["decision"], wording["reason"]) if part)


def _text(case: Case, event: CaseEvent) -> str:
    if event.sealed_text is None:
        return ""
    return unseal(case.application.data_key, bytes(event.sealed_text), context=event_context(event.pk)).decode()


def _title(event: CaseEvent, accounts: Mapping[UUID, Account], names: Mapping[str, str], word: Word) -> str:
    label = str(Kind(event.kind).label)
    match event.kind:
        case Kind.ASSIGNED:
            return _("Zugewiesen an %(name)s") % {"name": accounts[UUID(event.data["assignee"])]}
        case Kind.DUE:
            return _("Frist geändert: %(day)s") % {"day": _day(event.data["due_on"])}
        case Kind.ASKED:
            return _("Rückfrage gestellt, Antwort bis %(day)s") % {"day": _day(event.data["reply_by"])}
        case Kind.CHECKED | Kind.UNCHECKED:
            return f"{label}: {names.get(event.data['rule']) or event.data['rule']}"
        case Kind.DECIDED:
            return _("Entschieden: %(outcome)s") % {"outcome": Outcome(event.data["outcome"]).label}
        case Kind.OPENED:
            return worded(_("‹Antrag› eingegangen"), word)
        case Kind.WITHDRAWN:
            return worded(_("‹Antrag› zurückgenommen"), word)
        case _:
            return label


def _name(event: CaseEvent) -> str:
    if event.account is not None:
        return str(event.account)
    by_applicant = {Kind.OPENED, Kind.FETCHED, *_FROM_APPLICANT}
    return _("Antragstellende Person") if event.kind in by_applicant else _("Rathaus")


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "DATE_FORMAT")
