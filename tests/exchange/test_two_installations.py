"""Two towns on one machine, each with processes, keys, port and database of its own: one on SQLite, one on PostgreSQL.

A passes a service on; B follows A's feed, takes the service over, changes it, and serves an applicant. A changes it,
too; B sees that beside its own and takes it without losing anything. All of it over the network and the command line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rathaus.exchange.package import Cover, build, read
from tests import postgres
from tests.applications.applicant import Applicant
from tests.catalogue import samples
from tests.faults.house import PATIENCE, House, Visitor

pytestmark = pytest.mark.slow
DATABASE = "rathaus_two_installations"
FORWARD = "Speichern und weiter"
INSIDE = """
import datetime as dt, django
django.setup()
from rathaus.people.models import Department
from rathaus.strategy.actions import indicators, plans, releasing
from rathaus.strategy.models import *
from rathaus.towns import choosing, scope
from rathaus.towns.actors import Actor
BY = Actor.operator("Test")
with scope.of(choosing.chosen(None)):
"""
"""What people do on the pages of the strategy, done with its actions inside an installation."""


class Town(House):
    """An installation of its own."""

    def __init__(self, folder: Path, name: str, ars: str, **environment: str) -> None:
        folder.mkdir()
        super().__init__(folder / "log", folder)
        own = {"RATHAUS_HOME": str(folder / "home"), "RATHAUS_STATIC_DIR": str(folder / "static")}
        self.environment |= own | environment | {"RATHAUS_FEED_NETWORKS": "127.0.0.0/8"}
        del self.environment["RATHAUS_SECRET_KEY"]
        self.folder = folder
        self.call(
            "init", "--name", name, "--ars", ars, "--land", "NW", "--host", "127.0.0.1", "--department", "Bürgerbüro",
            "--admin-name", "Kim Berger", "--admin-email", "kim@linden.example",
        )  # fmt: skip

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.port}/austausch/"

    def call(self, *arguments: str | Path, code: int = 0) -> str:
        """`rathaus …`; what it says."""
        done = self._run(*arguments)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def refused(self, *arguments: str | Path) -> str:
        """`rathaus …` that says in one line why it does not."""
        done = self._run(*arguments)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
        return done.stderr

    def _run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "rathaus.cli", *map(str, arguments)]
        return subprocess.run(
            command, env=self.environment, cwd=self.folder, capture_output=True, text=True, check=False
        )

    def inside(self, code: str) -> str:
        """Run lines in a town's scope, in a process of its own; what they print."""
        program = INSIDE + textwrap.indent(textwrap.dedent(code), "    ")
        done = subprocess.run(
            [sys.executable, "-c", program], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, *arguments: str | Path, code: int = 0) -> Any:
        """The same, as JSON."""
        return json.loads(self.call(*arguments, "--json", code=code))

    def publish(self, definition: bytes, texts: dict[str, str], slug: str) -> None:
        file = self.folder / "texte.json"
        file.write_text(json.dumps({"slug": slug, **texts}), encoding="utf-8")
        (self.folder / "zaun.xml").write_bytes(definition)
        lists = self.folder / "listen"
        lists.mkdir(exist_ok=True)
        (lists / "farben.xml").write_bytes(samples.colours().data)
        self.call(
            "publish", "zaun.xml", "--lists", lists, "--texts", file, "--slug", slug, "--department", "Bürgerbüro"
        )


@pytest.fixture
def towns(tmp_path: Path) -> Iterator[tuple[Town, Town]]:
    """Both, set up, not running."""
    take_down: Callable[[], None] | None = None if postgres.SOCKET in os.environ else postgres.bring_up()
    postgres.create_database(DATABASE)
    a = Town(tmp_path / "a", "Stadt Ahornau", "099990000011")
    url = postgres.url(DATABASE)
    b = Town(
        tmp_path / "b", "Stadt Birkenau", "099990000012",
        DATABASE_URL=url, RATHAUS_OWNER_DATABASE_URL=url.replace(postgres.APPLICATION, postgres.OWNER),
    )  # fmt: skip
    yield a, b
    for town in (a, b):
        town.stop()
    postgres.drop_database(DATABASE)
    if take_down:
        take_down()


def test_service_goes_from_one_installation_to_the_other_and_so_does_its_change(towns):
    a, b = towns
    a.publish(samples.definition(), {"name": "Zaun streichen", "cost": "10 Euro"}, "zaun")
    a.call("package", "build", "zaun", "--summary", "Läuft seit 2024")
    a.start()
    assert "Läuft seit 2024" in text(a, "/austausch/")

    # B follows A, whose fingerprint is read from A's own page, and its worker fetches what is there.
    b.start()
    key = "".join(opened(a, "/austausch/").tree.xpath("//*[@class='e-fingerprint']")[0].text_content().split())
    b.call("feed", "subscribe", a.page, code=1)
    b.call("feed", "subscribe", a.page, "--key", key)
    package = arrived(b)
    assert (package["name"], package["version"], package["state"]) == ("Zaun streichen", 1, "new")
    assert opened(b, "/leistungen/zaeune/").status == 404

    # It is set up as a copy, with a price of B's own, and somebody applies.
    b.call("feed", "save", package["package"], b.folder / "1.rathaus")
    b.call("package", "install", "1.rathaus", "--department", "Bürgerbüro", "--slug", "zaeune", "--publish")
    b.publish(samples.definition(), {"name": "Zaun streichen", "cost": "25 Euro"}, "zaeune")
    assert "25 Euro" in text(b, "/leistungen/zaeune/")
    apply(b, "Warum")

    # A asks another way, and changes the price and the duration.
    changed = samples.definition().replace(b">Warum<", ">Begründung".encode() + b"<")
    a.publish(changed, {"name": "Zaun streichen", "cost": "12 Euro", "duration": "Eine Woche"}, "zaun")
    a.call("package", "build", "zaun", "--summary", "Läuft seit 2024")
    (followed,) = b.ask("feed", "fetch")
    assert [(one["version"], one["state"]) for one in followed["packages"]] == [(2, "newer")]
    assert "25 Euro" in text(b, "/leistungen/zaeune/")  # nothing happens by itself

    # B sees the changes beside its own, takes what it has not changed itself, and keeps its price.
    b.call("feed", "save", package["package"], b.folder / "2.rathaus")
    told = b.call("package", "diff", "2.rathaus", code=1)
    assert ("Dauer" in told or "duration" in told, "texts:cost" in told) == (True, True)
    b.call("package", "update", "2.rathaus", "--take-unchanged", "--keep-others")
    shown = text(b, "/leistungen/zaeune/")
    assert ("25 Euro" in shown, "12 Euro" in shown, "Eine Woche" in shown) == (True, False, True)
    apply(b, "Begründung")
    (followed,) = b.ask("feed", "list")
    assert followed["packages"][0]["state"] == "taken"


def test_the_same_goes_through_files_and_nothing_else_is_taken(towns):
    a, b = towns
    a.publish(samples.definition(), {"name": "Zaun streichen", "cost": "10 Euro"}, "zaun")
    first = Path(a.folder / a.ask("package", "build", "zaun")["file"])
    b.call("package", "install", first, "--department", "Bürgerbüro", "--slug", "zaeune", "--publish")
    b.publish(samples.definition(), {"name": "Zaun streichen", "cost": "25 Euro"}, "zaeune")
    b.start()
    apply(b, "Warum")

    changed = samples.definition().replace(b">Warum<", ">Begründung".encode() + b"<")
    a.publish(changed, {"name": "Zaun streichen", "cost": "12 Euro", "duration": "Eine Woche"}, "zaun")
    second = Path(a.folder / a.ask("package", "build", "zaun")["file"])
    told = b.ask("package", "diff", second, code=1)["differences"]
    assert {one["key"]: one["conflict"] for one in told} == {
        "questions:F99000000004": False, "texts:cost": True, "texts:duration": False,
    }  # fmt: skip
    b.call("package", "update", second, "--take", "questions:F99000000004", "--keep-others")
    shown = text(b, "/leistungen/zaeune/")
    assert ("25 Euro" in shown, "12 Euro" in shown, "Eine Woche" in shown) == (True, False, False)
    apply(b, "Begründung")

    # The older one again, a changed byte, another key, a path out of the archive, a bomb.
    bad = b.folder / "schlecht.rathaus"
    assert "Fassung 1 ist älter als Fassung 2" in b.refused("package", "install", first)
    bad.write_bytes(second.read_bytes().replace(b"12 Euro", b"99 Euro"))
    assert "nach dem Packen verändert" in b.refused("package", "install", bad)
    package, key = read(second.read_bytes()), Ed25519PrivateKey.generate()
    said = package.manifest
    cover = Cover(
        kind=said.kind, package=said.package, name=said.name, version=3, town=said.origin.name, ars=said.origin.ars,
        address=said.origin.address, licence=said.licence, made_at=said.made_at,
    )  # fmt: skip
    bad.write_bytes(build(dict(package.files), cover, key))
    assert "mit einem anderen Schlüssel unterschrieben" in b.refused("package", "install", bad)
    for name, content, sentence in (
        ("../amt.json", b"x", "führt aus dem Paket hinaus"),
        ("a.json", bytes(40_000_000), "würde ausgepackt größer als 32 MB"),
    ):
        with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        assert sentence in b.refused("package", "install", bad)
    assert "25 Euro" in text(b, "/leistungen/zaeune/")


def test_a_strategy_part_goes_from_one_installation_to_the_other_and_so_does_its_change(towns):
    a, b = towns
    a.inside("""
        strategy = plans.begin(Strategy(title="Plan", vision="Gut.", first_year=2025, last_year=2029), (), by=BY)
        share = indicators.save_indicator(Indicator(
            key="am-netz", name="Schulen am Netz", meaning="Wie viele?", unit="%", source="Schulamt",
            department=Department.objects.get()), by=BY)
        releasing.release(share, by=BY)
        field = plans.save(Field(strategy=strategy, name="Bildung"), by=BY)
        goal = plans.save(Goal(field=field, title="Alle am Netz", indicator=share), by=BY)
        measure = plans.save(Measure(goal=goal, title="Glasfaser", description="Leitungen legen.",
            department=Department.objects.get(), starts_on=dt.date(2025, 3, 1), ends_on=dt.date(2026, 3, 1)), by=BY)
        plans.save(Money(measure=measure, year=2025, source="DigitalPakt", budget=50000, spent=4711), by=BY)
        plans.publish(by=BY)
    """)
    a.call("package", "build", "--strategy", "Schulen")
    a.start()
    key = "".join(opened(a, "/austausch/").tree.xpath("//*[@class='e-fingerprint']")[0].text_content().split())
    b.call("feed", "subscribe", a.page, "--key", key)
    b.call("feed", "fetch")
    package = arrived(b)
    b.call("feed", "save", package["package"], b.folder / "1.rathaus")

    # B puts it into its own strategy and makes it its own: a title, a department, days, spending, a report.
    b.inside("""
        strategy = plans.begin(Strategy(title="Wir", vision="Gut.", first_year=2026, last_year=2030), (), by=BY)
        plans.save(Field(strategy=strategy, name="Schule"), by=BY)
    """)
    b.call("package", "install", "1.rathaus", "--field", "Schule", "--department", "Bürgerbüro")
    b.inside("""
        measure = Measure.objects.get()
        measure.title, measure.starts_on = "Breitband", dt.date(2026, 1, 7)
        plans.save(measure, by=BY)
        money = Money.objects.get()
        money.spent = 99
        plans.save(money, by=BY)
        plans.report(measure, "Läuft.", by=BY)
    """)

    # A changes title, purpose and money, and how the indicator is reckoned.
    a.inside("""
        measure, money, share = Measure.objects.get(), Money.objects.get(), Indicator.objects.get()
        measure.title, measure.description, money.budget, share.method = "Kabel", "Kabel legen.", 60000, "Zählen"
        plans.save(measure, by=BY), plans.save(money, by=BY), indicators.save_indicator(share, by=BY)
        plans.publish(by=BY)
    """)
    a.call("package", "build", "--strategy", "Schulen")
    (followed,) = b.ask("feed", "fetch")
    assert [(one["version"], one["state"]) for one in followed["packages"]] == [(2, "newer")]

    # B takes the changes one by one and keeps its title; what is its own is as it was.
    b.call("feed", "save", package["package"], b.folder / "2.rathaus")
    told = b.ask("package", "diff", "2.rathaus", code=1)["differences"]
    (title,) = (one["key"] for one in told if one["conflict"])
    assert len(told) == 4
    for one in told:
        if one["key"] != title:
            b.call("package", "update", "2.rathaus", "--take", one["key"], code=1)
    b.call("package", "update", "2.rathaus", "--keep-others")
    stands = b.inside("""
        measure, money, share = Measure.objects.get(), Money.objects.get(), Indicator.objects.get()
        print(measure.title, measure.description, measure.starts_on, measure.reports.count(), sep="|")
        print(money.budget, money.spent, share.method, PublishedStrategy.objects.count(), sep="|")
    """)
    assert stands == "Breitband|Kabel legen.|2026-01-07|1\n60000.00|99.00|Zählen|0\n"
    (followed,) = b.ask("feed", "list")
    assert followed["packages"][0]["state"] == "taken"
    assert "Fassung 1 ist älter als Fassung 2" in b.refused("package", "update", "1.rathaus")


def opened(town: Town, path: str) -> Applicant:
    return Visitor(town.port).open(path)


def text(town: Town, path: str) -> str:
    return opened(town, path).body.decode()


def arrived(town: Town) -> dict[str, Any]:
    """What the running worker has fetched."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        (followed,) = town.ask("feed", "list")
        if followed["packages"] and followed["packages"][0]["state"] == "new":
            return followed["packages"][0]
        time.sleep(0.5)
    raise AssertionError(f"{followed}\n{town.log.read_text()[-2000:]}")


def apply(town: Town, reason: str) -> None:
    """Somebody applies in a town; `reason` is how the question is asked there."""
    visitor = Visitor(town.port).start("zaeune")
    visitor.press(FORWARD, {"Familienname": "Nowak", "E-Mail-Adresse": "nowak@example.org", "Farbe": "rot"})
    visitor.press(FORWARD, {reason: "Er ist alt."})
    visitor.press("Jetzt absenden", {"Ich versichere": "ja"})
    assert visitor.heading == "Ihr Antrag ist eingegangen", visitor.body.decode()[:3000]
