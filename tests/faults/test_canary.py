"""A word that an applicant types is found nowhere in clear: database, its log, files, temporary files, logs, mails."""

from __future__ import annotations

import time
from pathlib import Path

from django.conf import settings
from django.db import connection

from rathaus.applications import queries
from rathaus.applications.models import Application, Attachment
from rathaus.events import queries as work
from rathaus.protection import files
from rathaus.towns import scope
from tests.applications.walking import DANGEROUS, DOG, FORWARD, NO_ACCOUNT, PERSON, PROOF, proof, to_person
from tests.faults.house import House, Visitor
from tests.protection.pdfs import TEXT, pdf
from tests.tampering import superuser

# No other test may write this word: they share the database server, and what it refuses stands in its log.
CANARY = "Zilpzalp"
PLACES = {"Familienname": CANARY, "Straße": f"{CANARY}weg", "E-Mail-Adresse": f"{CANARY}@example.org"}


def apply(house: House, *, send: bool) -> Visitor:
    """An application full of canaries; also in an upload and its name, and in a value that is not valid."""
    visitor = Visitor(house.port)
    to_person(visitor, DANGEROUS).press(FORWARD, {**PERSON, **PLACES, "Geburtsdatum": f"3.4.{CANARY}"})
    assert visitor.problems != []
    visitor.press(FORWARD, {**PERSON, **PLACES}).press(FORWARD, {**DOG, "Name des Hundes": CANARY})
    paper = proof(f"{CANARY}.pdf", pdf(TEXT + b"\n% " + CANARY.encode() * 150_000))
    visitor.press(FORWARD, {PROOF: paper, **NO_ACCOUNT}).press(FORWARD)
    assert CANARY.encode() in visitor.body, visitor.problems
    if send:
        visitor.press("Jetzt absenden", {"Ich versichere": "ja"})
        assert (visitor.status, len(visitor.client.receipts)) == (200, 1)
    return visitor


def found(folders: list[Path], *encodings: str) -> list[str]:
    """Files in which the canary stands, as text of any of the usual encodings."""
    needles = [CANARY.encode(encoding) for encoding in encodings]
    return [
        str(path)
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and any(needle.lower() in path.read_bytes().lower() for needle in needles)
    ]


def dumped() -> str:
    """Every row of every table, as the database's own superuser sees it."""
    if connection.vendor == "sqlite":
        return "\n".join(connection.connection.iterdump())
    with superuser() as execute:
        tables = [name for (name,) in execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        return "\n".join(str(execute(f'SELECT t::text FROM "{table}" t')) for table in tables)


def wait_for_mail(house: House, offered) -> None:
    end = time.monotonic() + 60
    with scope.of(offered):
        while waiting := list(work.open_messages().values_list("topic", "tries", "leased_by", "last_error")):
            assert time.monotonic() < end, (waiting, house.log.read_text()[-2000:])
            time.sleep(0.1)


def test_canary_is_found_nowhere_in_clear(house, offered, tmp_path):
    for send in (False, True):
        apply(house, send=send)
    wait_for_mail(house, offered)
    house.stop()
    connection.ensure_connection()
    home = Path(settings.RATHAUS_HOME)
    places = [home, house.log.parent]
    if connection.vendor == "postgresql":
        with superuser() as execute:
            ((data,),) = execute("SHOW data_directory")
            execute("CHECKPOINT")
        places.append(Path(data))
    assert CANARY not in dumped()
    hits = found(places, "utf-8", "utf-16-le", "utf-32-le")
    assert hits
    # The one place is the envelope of the mail to the applicant (which may go out twice): the address it goes to.
    for hit in hits:
        assert Path(hit).parent == home / "mail"
        assert [line for line in Path(hit).read_text().splitlines() if CANARY.lower() in line.lower()] == [
            f"To: {CANARY}@example.org"
        ]


def test_control_what_is_sealed_does_hold_the_canary(house, offered):
    """Otherwise the search above would find nothing because nothing was there."""
    apply(house, send=True)
    with scope.of(offered):
        application = Application.objects.get()
        answers = str(queries.answers(application))
        upload = Attachment.objects.exclude(purpose=Attachment.Purpose.RECEIPT).get(application=application)
        assert answers.count(CANARY) == 5
        assert (files.name(upload.file), files.content(upload.file).count(CANARY.encode())) == (
            f"{CANARY}.pdf", 150_000,
        )  # fmt: skip
        assert upload.file.preview is not None
        assert upload.file.preview.media_type == "image/jpeg"
