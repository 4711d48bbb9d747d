"""A published version stays as it is, whatever tries to change it."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from rathaus.catalogue.models import Definition, ImmutableError, Service, ServiceVersion
from rathaus.people.models import Department


@pytest.fixture
def version(scoped):
    department = Department.objects.create(name="Bürgerservice")
    service = Service.objects.create(slug="hund", name="Hund anmelden", department=department)
    definition = Definition.objects.create(content_hash="0" * 64, fim_id="S99000000101", name="Hund", source=b"")
    return ServiceVersion.objects.create(
        service=service, definition=definition, number=1, published_at=timezone.now(), published_by="Test"
    )


def test_version_refuses_to_be_saved_again(version):
    version.number = 2
    with pytest.raises(ImmutableError):
        version.save()


def test_version_refuses_to_be_deleted(version):
    with pytest.raises(ImmutableError):
        version.delete()


def test_database_refuses_to_update_a_version(version):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ServiceVersion.objects.filter(pk=version.pk).update(number=2)
    assert ServiceVersion.objects.get(pk=version.pk).number == 1


def test_database_refuses_to_change_a_definition(version):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Definition.objects.update(name="anders")
    assert Definition.objects.get().name == "Hund"
