"""What the fixtures of the catalogue do, apart from them: a conftest loads before Django is set up."""

from __future__ import annotations

from rathaus.catalogue import actions, queries
from rathaus.catalogue import reading as readings
from rathaus.catalogue.texts import ServiceTexts
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.towns import scope
from tests.catalogue import samples
from tests.people import making


def owner_of(department, **person):
    return making.colleague(Grant(Role.SERVICE_OWNER, department), **person)


def administrator(**person):
    return making.colleague(Grant(Role.ADMINISTRATOR), **person)


def publisher(department):
    """Publish the sample as an operator does; keywords change what is read or how it is called."""

    def run(*, slug="zaun", texts=None, by=making.OPERATOR, in_department=None, lists=None, confirm=(), **definition):
        reading = readings.read(
            samples.definition(**definition),
            name="zaun.xml",
            list_files=[samples.colours()] if lists is None else lists,
            library=queries.library,
            land=scope.current().land,
        )
        return actions.publish(
            reading,
            texts=texts or ServiceTexts(name="Zaun streichen"),
            department=in_department or department,
            slug=slug,
            confirmed_lists=frozenset(confirm),
            by=by,
        )

    return run
