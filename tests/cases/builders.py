"""Makes what the tests of this room begin with: a service, applications, people who work."""

from __future__ import annotations

import itertools
import zlib
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils import timezone

from rathaus import events
from rathaus.applications import codes, history, queries
from rathaus.applications.events import ApplicantReplied, ApplicationSubmitted
from rathaus.applications.models import Application, Attachment, PublicEvent
from rathaus.applications.queries import answers_context, person_context
from rathaus.cases.models import Case
from rathaus.catalogue.models import Definition, Service, ServiceVersion
from rathaus.catalogue.texts import ServiceTexts
from rathaus.people import actions as people
from rathaus.people import actors
from rathaus.people.actions import Grant
from rathaus.people.models import Account, Department, Role
from rathaus.protection import files
from rathaus.protection.sealing import new_data_key, seal_json
from rathaus.questionnaire import Identity
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write

OPERATOR = Actor.operator("test")
REMEDY = "Gegen diesen Bescheid können Sie innerhalb eines Monats Widerspruch erheben."
UNREAD_RULE = """<xdf3:regel>
  <xdf3:identifikation><xdf3:id>R99000000009</xdf3:id><xdf3:version>1.0.0</xdf3:version></xdf3:identifikation>
  <xdf3:name>Haltung im Haushalt</xdf3:name>
  <xdf3:freitextRegel>Die Zahl der Hunde soll zur Größe der Wohnung passen.</xdf3:freitextRegel>
  <xdf3:fachlicherErsteller>Rathaus</xdf3:fachlicherErsteller>
  <xdf3:letzteAenderung>2026-11-22T12:00:00+00:00</xdf3:letzteAenderung>
  <xdf3:typ listURI="urn:xoev-de:fim:codeliste:xdatenfelder.regeltyp" listVersionID="1.0"><code>K</code></xdf3:typ>
</xdf3:regel>"""
"""A rule that no program runs."""
ANNA = Identity(
    family="Müller-Lüdenscheidt",
    given="Anna",
    email="anna@example.org",
    street="Hauptstraße",
    number="12 a",
    postcode="12345",
    town="Musterstadt",
)
CHIP = "CANARY-276098106000001"
_numbers = itertools.count(1)


def department(name: str = "Steuern", email: str = "steuern@musterstadt.example") -> Department:
    return people.create_department(name=name, email=email, by=OPERATOR)


def account(name: str, *departments: Department) -> Account:
    email = f"{name.casefold().replace(' ', '.')}@musterstadt.example"
    grants = [Grant(Role.CLERK, one) for one in departments]
    return people.create_account(email=email, name=name, grants=grants, by=OPERATOR)


def actor(name: str, *departments: Department) -> Actor:
    return actors.staff(account(name, *departments))


def service(where: Department, name: str = "Hund anmelden", remedy: str = REMEDY, source: bytes = b"") -> Service:
    """A published service. Without a `source` nothing can be asked, which most tests do not need."""
    number = next(_numbers)
    definition = Definition.objects.create(
        content_hash=f"{number:064d}", fim_id=f"S99000000{number:03d}", fim_version="1.0", name=name, source=source
    )
    made = Service.objects.create(slug=f"leistung-{number}", name=name, department=where)
    made.current = ServiceVersion.objects.create(
        service=made,
        definition=definition,
        number=1,
        texts=ServiceTexts(name=name, teaser="Online.", cost="Kostenlos.", remedy=remedy).to_json(),
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
        published_by="Test",
    )
    made.save(update_fields=["current"])
    return made


def dog_service(where: Department, name: str = "Hund anmelden") -> Service:
    """A service that really asks: the sample of the applying side, with a rule to check by hand."""
    sample = (Path(__file__).parent.parent / "applications" / "sample.xdf3.xml").read_text(encoding="utf-8")
    head, body = sample.split("<xdf3:struktur>", 1)
    return service(where, name, source=zlib.compress(f"{head}{UNREAD_RULE}<xdf3:struktur>{body}".encode()))


def dog_answers(*files_: dict) -> dict:
    """Valid answers to `dog_service`."""
    return {
        "G99000000001": {"F99000000001": "001", "F99000000003": False},
        "G99000000003": [{"F99000000008": "Rex", "F99000000009": "002", "F99000000012": [CHIP]}],
        "G99000000002": {"F99000000004": list(files_)},
    }


def with_file(sent: Application, name: str = "Police.pdf", *, event: PublicEvent | None = None) -> Attachment:
    """A file that came with the application, or with an answer to a question."""
    purpose = Attachment.Purpose.REPLY if event else Attachment.Purpose.ANSWER
    with atomic_write():
        file = files.store(b"%PDF-1.7 CANARY", sent.data_key, name=name, media_type="application/pdf")
        return Attachment.objects.create(application=sent, file=file, event=event, purpose=purpose)


def put_answers(sent: Application, answers: dict) -> None:
    """Other answers than those it was made with, such as ones that name its files."""
    sent.sealed = seal_json(sent.data_key, answers, context=answers_context(sent.pk))
    sent.save(update_fields=["sealed"])


def with_code(of: Case) -> str:
    """Give the application an access code that somebody knows."""
    code = queries.code_of(of.application.data_key)
    Application.objects.filter(pk=of.application_id).update(secret_hash=codes.code_hash(code))
    return code


def application(
    of: Service, who: Identity = ANNA, *, at: datetime | None = None, answers: dict | None = None, language: str = "de"
) -> Application:
    """A sent application, stored and announced as `applications` does."""
    at = at or timezone.now() - timedelta(days=2)
    with atomic_write():
        key = new_data_key()
        sent = Application(
            version=of.current,
            data_key=key,
            number=codes.new_number(at.date()),
            secret_hash="0" * 64,
            submitted_at=at,
            language=language,
        )
        sent.sealed = seal_json(key, answers or {}, context=answers_context(sent.pk))
        sent.sealed_person = seal_json(key, asdict(who), context=person_context(sent.pk))
        sent.save(force_insert=True)
        events.announce(ApplicationSubmitted(sent.pk))
    return sent


def case(of: Service, who: Identity = ANNA, **more) -> Case:
    return Case.objects.get(application=application(of, who, **more))


def reply(to: Case, text: str = "Er ist geimpft.") -> PublicEvent:
    """The applicant answers the open question, as `applications` stores it."""
    with atomic_write():
        question = to.application.history.filter(kind=PublicEvent.Kind.QUESTION).latest("at")
        answer = history.add(to.application, PublicEvent.Kind.REPLY, text, answers=question)
        events.announce(ApplicantReplied(to.application.pk, question.pk, answer.pk))
    return answer
