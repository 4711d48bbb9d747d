"""The audit chain: append-only, one chain per town, and whatever was changed is named."""

import json
import random
import threading
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from rathaus import cli
from rathaus.events import NoTransaction, actions, outbox
from rathaus.events.models import OutboxMessage
from rathaus.protection import audit, heads
from rathaus.protection.keys import key_path
from rathaus.protection.models import AuditEntry
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write
from tests.tampering import superuser

CLERK = Actor("staff", "7f3c", "Sachbearbeitung Bürgerbüro")


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.RATHAUS_HEADS_DIR = tmp_path / "heads"
    return settings.RATHAUS_HEADS_DIR


def fill(town, count: int) -> None:
    with scope.of(town):
        for number in range(count):
            with atomic_write():
                audit.record("case.decided", town, by=CLERK, details={"number": number, "art": "Straße „Nord“"})


def codes(report: audit.Report) -> list[tuple[int, str]]:
    return [(problem.sequence, problem.code) for problem in report.problems]


def tamper(sql: str, *params: object) -> None:
    with superuser() as execute:
        execute(sql, params)


@pytest.fixture
def chain(transactional_db, town):
    """A town with ten entries, all committed."""
    fill(town, 10)
    return town


def test_sound_chain_has_no_problems(chain, folder):
    report = audit.verify(chain)
    assert (report.entries, report.checked_heads, report.problems) == (10, 1, [])


def test_entry_says_who_did_what_to_what(scoped):
    subject = uuid4()
    with atomic_write():
        entry = audit.record("case.decided", subject, by=CLERK, details={"b": 1, "a": "ß"})
    assert (entry.sequence, entry.action, entry.subject_id, entry.actor_kind, entry.actor_label, entry.details) == (
        1, "case.decided", str(subject), "staff", "Sachbearbeitung Bürgerbüro", '{"a":"ß","b":1}',
    )  # fmt: skip


def test_recording_outside_a_transaction_is_refused(transactional_db, town):
    with scope.of(town), pytest.raises(NoTransaction):
        audit.record("x", town, by=CLERK)


def test_entry_goes_with_its_transaction(chain):
    with scope.of(chain), pytest.raises(ZeroDivisionError), atomic_write():  # noqa: PT012
        audit.record("x", chain, by=CLERK)
        raise ZeroDivisionError
    assert codes(audit.verify(chain)) == []
    with scope.of(chain):
        assert AuditEntry.objects.count() == 10


def test_towns_have_chains_of_their_own(transactional_db, town, other_town):
    fill(town, 2)
    fill(other_town, 3)
    assert [audit.verify(each).entries for each in (town, other_town)] == [2, 3]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_database_refuses_to_change_an_entry(scoped, change):
    with atomic_write():
        audit.record("x", scoped, by=CLERK)
    entries = AuditEntry.objects.filter(sequence=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        entries.update(action="y") if change == "update" else entries.delete()
    assert AuditEntry.objects.get().action == "x"


def test_changed_field_is_named(chain):
    tamper("UPDATE protection_auditentry SET details = '{}' WHERE sequence = 4")
    assert codes(audit.verify(chain)) == [(4, "changed")]


def test_changed_digest_is_named_once(chain):
    tamper("UPDATE protection_auditentry SET digest = %s WHERE sequence = 4", "0" * 64)
    assert codes(audit.verify(chain)) == [(4, "changed")]


def test_entry_rewritten_with_its_digest_is_named_by_its_successor(chain):
    with scope.of(chain):
        entry = AuditEntry.objects.get(sequence=4)
    entry.details = "{}"
    value = audit.digest({name: getattr(entry, name) for name in audit._FIELDS})
    tamper("UPDATE protection_auditentry SET details = '{}', digest = %s WHERE sequence = 4", value)
    assert codes(audit.verify(chain)) == [(5, "broken")]


def test_removed_entry_is_named(chain):
    tamper("DELETE FROM protection_auditentry WHERE sequence = 4")
    assert codes(audit.verify(chain)) == [(4, "missing")]


def test_cut_tail_is_named_by_the_head(chain):
    tamper("DELETE FROM protection_auditentry WHERE sequence > 7")
    assert codes(audit.verify(chain)) == [(8, "cut")]
    assert codes(audit.verify(chain, against=[])) == []


def test_rewritten_chain_is_named_by_the_head(chain):
    """Everything from entry 4 on, with digests as they should be: only the head outside knows better."""
    with scope.of(chain):
        entries = list(AuditEntry.objects.all())
    previous = entries[2].digest
    with superuser() as execute:
        for entry in entries[3:]:
            entry.actor_label, entry.previous = "Jemand anderes", previous
            previous = entry.digest = audit.digest({name: getattr(entry, name) for name in audit._FIELDS})
            execute(
                "UPDATE protection_auditentry SET actor_label = %s, previous = %s, digest = %s WHERE sequence = %s",
                [entry.actor_label, entry.previous, entry.digest, entry.sequence],
            )
    assert codes(audit.verify(chain, against=[])) == []
    assert codes(audit.verify(chain)) == [(10, "rewritten")]


def test_head_that_the_town_did_not_sign_is_named(chain, other_town):
    with scope.of(chain):
        head = audit.head()
    forged = heads.Head(head.municipality, head.sequence, "f" * 64, head.at, head.signature)
    nonsense = heads.Head(head.municipality, head.sequence, head.digest, head.at, "???")
    foreign = heads.sign(other_town.pk, head.sequence, head.digest)
    assert codes(audit.verify(chain, [head, forged, nonsense, foreign])) == [(10, "head")] * 3


def test_head_without_the_key_file_cannot_be_checked(chain):
    key_path(chain.pk).unlink()
    assert codes(audit.verify(chain)) == [(10, "no key")]


def test_history_of_heads_is_checked_too(chain):
    with scope.of(chain):
        audit.remember_head()
    fill(chain, 2)
    assert audit.verify(chain).checked_heads == 2
    tamper("DELETE FROM protection_auditentry WHERE sequence > 9")
    assert codes(audit.verify(chain)) == [(10, "cut"), (10, "cut")]


def test_town_without_entries_has_no_head(scoped, folder):
    assert audit.head() is None
    audit.remember_head()
    assert not folder.exists()


COLUMNS = [*audit._FIELDS, "digest"]
ALREADY_THERE = (IntegrityError, psycopg.IntegrityError)


def test_every_one_of_a_thousand_random_byte_flips_is_named(chain):
    """One bit of one byte of one stored value at a time, put back afterwards."""
    seed = random.randrange(2**32)
    rng = random.Random(seed)
    flipped, unnamed = 0, []
    with superuser() as execute:
        while flipped < 1000:
            column, number = rng.choice(COLUMNS), rng.randint(1, 10)
            ((row, before),) = execute(f"SELECT id, {column} FROM protection_auditentry WHERE sequence = %s", [number])
            changed = _flip(before, rng)
            try:
                execute(f"UPDATE protection_auditentry SET {column} = %s WHERE id = %s", [changed, row])
            except ALREADY_THERE:  # a number of another entry: the database itself refuses
                continue
            flipped += 1
            if number not in [problem.sequence for problem in audit.verify(chain).problems]:
                unnamed.append((column, number, before, changed))
            now = changed if column == "id" else row
            execute(f"UPDATE protection_auditentry SET {column} = %s WHERE id = %s", [before, now])
    assert unnamed == [], f"seed {seed}"
    assert codes(audit.verify(chain)) == []


def _flip(value, rng: random.Random):
    """The value with one bit changed, of the same type."""
    if isinstance(value, int):
        return value ^ (1 << rng.randrange(31))
    if not isinstance(value, str):  # PostgreSQL's UUID: 16 bytes
        raw = bytearray(value.bytes)
        raw[rng.randrange(16)] ^= 1 << rng.randrange(8)
        return type(value)(bytes=bytes(raw))
    raw = bytearray(value.encode())
    while True:
        place, bit = rng.randrange(len(raw)), 1 << rng.randrange(8)
        raw[place] ^= bit
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            text = "\0"
        if "\0" not in text:
            return text
        raw[place] ^= bit


def test_byte_that_is_no_text_any_more_is_named(chain):
    with superuser() as execute:
        if not _is_sqlite():
            pytest.skip("PostgreSQL keeps no invalid text")
        execute("UPDATE protection_auditentry SET action = CAST(X'FF41' AS TEXT) WHERE sequence = 3")
    assert codes(audit.verify(chain)) == [(3, "changed")]


def _is_sqlite() -> bool:
    return transaction.get_connection().vendor == "sqlite"


def test_concurrent_actions_make_one_chain(transactional_db, town):
    def act():
        try:
            fill(town, 10)
        finally:
            transaction.get_connection().close()

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = audit.verify(town)
    assert (report.entries, report.problems) == (40, [])


def test_closing_a_message_is_recorded(scoped):
    with atomic_write():
        message = outbox.put("mail", {}, key="1")
    actions.close(message.pk, reason="Postfach gibt es nicht mehr", by=CLERK)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject_id, entry.details) == ("outbox.closed", str(message.pk), '{"topic":"mail"}')
    assert OutboxMessage.objects.get().closed_by == "Sachbearbeitung Bürgerbüro"


# The command ----------------------------------------------------------------------------------------------------------


def test_command_says_that_all_is_well(chain, capsys):
    assert cli.main(["audit", "verify"]) == 0
    assert capsys.readouterr().out == "musterstadt: 10 Einträge, 1 Köpfe geprüft: unversehrt\n"


def test_command_names_each_problem(chain, capsys):
    tamper("UPDATE protection_auditentry SET action = 'x' WHERE sequence = 4")
    assert cli.main(["audit", "verify"]) == 1
    assert capsys.readouterr().out == (
        "musterstadt: 10 Einträge, 1 Köpfe geprüft: 1 Befunde\n  Eintrag 4 wurde verändert.\n"
    )


def test_command_speaks_json(chain, capsys):
    tamper("DELETE FROM protection_auditentry WHERE sequence = 4")
    assert cli.main(["audit", "verify", "--json", "--town", "musterstadt"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "town": "musterstadt",
        "entries": 9,
        "heads": 1,
        "problems": [
            {"sequence": 4, "code": "missing", "sentence": "Auf Eintrag 3 folgt Eintrag 5: Dazwischen fehlt etwas."}
        ],
    }


def test_command_checks_against_a_head_kept_elsewhere(chain, capsys, tmp_path):
    assert cli.main(["audit", "head"]) == 0
    (tmp_path / "kept").write_text(capsys.readouterr().out)
    fill(chain, 1)
    assert cli.main(["audit", "verify", "--against", str(tmp_path / "kept")]) == 0
    tamper("DELETE FROM protection_auditentry WHERE sequence > 9")
    assert cli.main(["audit", "verify", "--against", str(tmp_path / "kept")]) == 1
    assert "Das Ende des Protokolls fehlt, von Eintrag 10 bis 10." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--town", "nirgends"], "Die Kommune 'nirgends' gibt es hier nicht."),
        (["--against", "{folder}/none"], "{folder}/none: Die Datei gibt es nicht."),
        (["--against", "{folder}/blank"], "{folder}/blank: Darin steht kein Kopf eines Protokolls."),
        (["--against", "{folder}/text"], "{folder}/text, Zeile 1: Das ist kein Kopf eines Protokolls."),
        (
            ["--against", "{folder}/foreign"],
            "{folder}/foreign: Ein Kopf gehört zu keiner dieser Kommunen (00000000-0000-0000-0000-000000000001).",
        ),
    ],
)
def test_command_says_what_it_cannot_use(chain, capsys, tmp_path, arguments, sentence):
    (tmp_path / "text").write_text("Kopf\n")
    (tmp_path / "blank").write_text("\n")
    foreign = heads.Head("00000000-0000-0000-0000-000000000001", 1, "f" * 64, "2026-01-01T00:00:00+00:00", "x")
    (tmp_path / "foreign").write_text(foreign.line())
    assert cli.main(["audit", "verify", *(each.format(folder=tmp_path) for each in arguments)]) == 2
    assert capsys.readouterr().err == f"rathaus audit: {sentence.format(folder=tmp_path)}\n"


def test_command_without_the_key_cannot_make_a_head(chain, capsys):
    key_path(chain.pk).unlink()
    assert cli.main(["audit", "head"]) == 2
    assert (
        capsys.readouterr().err == f"rathaus audit: musterstadt: Die Schlüsseldatei {chain.pk}.key der Kommune fehlt.\n"
    )
