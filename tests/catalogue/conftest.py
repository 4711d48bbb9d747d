"""Departments, a service owner, and a way to publish the sample."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def empty_caches():
    _publishing().queries.forget_compiled()


@pytest.fixture
def department(scoped):
    return _publishing().making.department("Bauamt")


@pytest.fixture
def owner(department):
    """Somebody who cares for the services of the Bauamt, and only for those."""
    return _publishing().owner_of(department)


@pytest.fixture
def publish(department):
    """Publish the sample; see ``publishing.publisher``."""
    return _publishing().publisher(department)


@pytest.fixture
def service(publish):
    """A service with one rule that nobody but people can read."""
    publishing = _publishing()
    return publish(rules=(publishing.samples.UNREAD_RULE,)).service


@pytest.fixture
def second(department):
    """Another service owner of the same department."""
    return _publishing().owner_of(department, email="b.zwei@musterstadt.example", name="Bo Zwei")


@pytest.fixture
def administrator(scoped):
    return _publishing().administrator(email="c.drei@musterstadt.example", name="Cy Drei")


def _publishing():
    from tests.catalogue import publishing  # noqa: PLC0415 (models load only after Django is set up)

    return publishing
