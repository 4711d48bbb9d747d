"""Mails: ids in the outbox, everything else at the moment of sending."""

import uuid
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core import mail as sent
from django.test import override_settings

from rathaus.documents import mail
from rathaus.events import NoTransaction
from rathaus.events.models import OutboxMessage
from rathaus.protection.errors import KeyDestroyed
from rathaus.towns import scope
from rathaus.towns.models import Host
from rathaus.towns.transactions import atomic_write

SUBJECT = uuid.UUID("00000000-0000-4000-8000-000000000001")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "DIRS": [Path(mail.__file__).parent / "templates", Path(__file__).parent / "templates"],
    }
]


@pytest.fixture
def resolver(monkeypatch):
    """Register one way to write mails, for this test only."""
    monkeypatch.setattr(mail, "_resolvers", {})

    def register(answer):
        @mail.resolves("test.kind")
        def resolve(subject):
            assert subject == SUBJECT
            if isinstance(answer, Exception):
                raise answer
            return answer

    return register


def payload(kind: str = "test.kind") -> dict[str, str]:
    return {"kind": kind, "subject": str(SUBJECT)}


def test_send_puts_ids_only_into_the_outbox(scoped):
    with atomic_write():
        mail.send("test.kind", SUBJECT, key="7")
        mail.send("test.kind", SUBJECT, key="7")
    message = OutboxMessage.objects.get()
    assert (message.topic, message.key, message.payload) == ("mail", "test.kind:7", payload())


def test_send_needs_a_transaction(scoped, transactional_db):
    with pytest.raises(NoTransaction):
        mail.send("test.kind", SUBJECT, key="7")


def test_deliver_sends_to_the_resolved_address(scoped, resolver):
    resolver(mail.Mail("anna@example.org", "Ihr Antrag", "Guten Tag\n"))
    mail.deliver(payload(), "test.kind:7")
    (message,) = sent.outbox
    assert (message.to, message.subject, message.body) == (["anna@example.org"], "Ihr Antrag", "Guten Tag\n")
    assert message.extra_headers == {"Message-ID": mail.message_id("test.kind:7"), "Auto-Submitted": "auto-generated"}


def test_deliver_without_anybody_to_write_to_sends_nothing(scoped, resolver):
    resolver(None)
    mail.deliver(payload(), "test.kind:7")
    assert sent.outbox == []


def test_deliver_after_the_data_was_erased_sends_nothing(scoped, resolver):
    resolver(KeyDestroyed("gone"))
    mail.deliver(payload(), "test.kind:7")
    assert sent.outbox == []


def test_deliver_of_an_unknown_kind_is_an_error(scoped):
    with pytest.raises(LookupError, match=r"test\.unknown"):
        mail.deliver(payload("test.unknown"), "7")


def test_deliver_refuses_a_forged_header(scoped, resolver):
    resolver(mail.Mail("anna@example.org\nBcc: eve@example.org", "Ihr Antrag", "Text"))
    with pytest.raises(ValueError, match="newline"):
        mail.deliver(payload(), "7")


def test_two_resolvers_of_one_kind_are_refused(resolver):
    resolver(None)
    with pytest.raises(ValueError, match="two resolvers"):
        resolver(None)


def test_message_id_is_the_same_for_each_copy(scoped, other_town):
    first = mail.message_id("a")
    assert mail.message_id("a") == first
    assert mail.message_id("b") != first
    with scope.of(other_town):
        assert mail.message_id("a") != first


@override_settings(DEFAULT_FROM_EMAIL="Rathaus <post@musterstadt.example>")
def test_message_id_ends_with_the_sender_s_domain(scoped):
    assert mail.message_id("a").endswith("@musterstadt.example>")


@override_settings(TEMPLATES=TEMPLATES)
def test_compose_takes_the_subject_from_the_first_line_and_escapes_nothing(scoped):
    written = mail.compose(
        "sample_mail.txt", to="anna@example.org", name="<Müller & Söhne>", link="https://a.example/b"
    )
    assert written.subject == "Neues zu <Müller & Söhne>"
    assert written.text == (
        "Guten Tag,\n\n"
        "es gibt Neues zu <Müller & Söhne>, und dieser Satz ist so lang, dass er\n"
        "auf eine zweite Zeile gehört.\n\n"
        "https://a.example/b\n\n"
        "Freundliche Grüße\nMusterstadt\n\n"
        "Diese Nachricht wurde automatisch gesendet. Bitte antworten Sie nicht\ndarauf.\n"
    )


def test_link_names_the_first_host_of_the_town(scoped, other_town):
    Host.objects.create(hostname="www.musterstadt.example", municipality=scoped)
    Host.objects.create(hostname="antrag.musterstadt.example", municipality=scoped)
    Host.objects.create(hostname="a.nachbarstadt.example", municipality=other_town)
    assert mail.link("/stand/") == "https://antrag.musterstadt.example/stand/"
    with override_settings(HTTPS=False):
        assert mail.link("/stand/") == "http://antrag.musterstadt.example/stand/"


@pytest.mark.parametrize(
    ("address", "link"), [("", ""), ("http://localhost:8000/", "http://localhost:8000/stand/")], ids=["none", "demo"]
)
def test_link_of_a_town_without_host_begins_with_the_address_of_the_house(scoped, address, link):
    with override_settings(RATHAUS_ADDRESS=address):
        assert mail.link("/stand/") == link


def test_file_backend_writes_the_mail(scoped, resolver, tmp_path):
    resolver(mail.Mail("anna@example.org", "Ihr Antrag – Rückfrage", "Grüße\n"))
    backend = "django.core.mail.backends.filebased.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend, EMAIL_FILE_PATH=tmp_path):
        mail.deliver(payload(), "7")
    (file,) = tmp_path.iterdir()
    read = message_from_bytes(file.read_bytes().partition(b"\n---")[0], policy=policy.default)
    assert (read["To"], read["Subject"], read["Message-ID"]) == (
        "anna@example.org",
        "Ihr Antrag – Rückfrage",
        mail.message_id("7"),
    )
    assert read.get_content() == "Grüße\n"
