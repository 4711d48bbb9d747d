"""A department with two clerks, a service, a case; and somebody from another department."""

import pytest


@pytest.fixture
def taxes(scoped):
    return _builders().department()


@pytest.fixture
def petra(taxes):
    return _builders().actor("Petra Sommer", taxes)


@pytest.fixture
def klaus(taxes):
    return _builders().actor("Klaus Winter", taxes)


@pytest.fixture
def stranger(scoped):
    """A clerk of another department of the same town."""
    return _builders().actor("Ute Fremd", _builders().department("Verkehr", ""))


@pytest.fixture
def service(taxes):
    return _builders().service(taxes)


@pytest.fixture
def case(service):
    return _builders().case(service)


@pytest.fixture
def taken(case, petra):
    """The case, taken over by Petra."""
    from rathaus.cases import actions  # noqa: PLC0415

    return actions.take_over(case.pk, by=petra)


def _builders():
    from tests.cases import builders  # noqa: PLC0415 (models load only after Django is set up)

    return builders
