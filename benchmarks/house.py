"""A house to measure: one town with one service in a fresh folder, web server and worker as `rathaus serve` has them.

Used by `journey.py` and `pages.py`; measures nothing itself.
"""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import django

ROOT = Path(__file__).resolve().parent.parent
DEFINITION = ROOT / "benchmarks" / "journey.xdf3.xml"
SLUG = "veranstaltung"
TICKS = os.sysconf("SC_CLK_TCK")
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Form:
    """One page as an applicant sends it: the end of its address, and the body."""

    slug: str
    body: str


@dataclass
class House:
    """A running house. `forms` are the pages of one valid application, every question of which is asked."""

    folder: Path
    port: int
    forms: Sequence[Form] = ()
    questions: int = 0
    rules: int = 0
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def cpu_seconds(self) -> float:
        """CPU that web server and worker have used so far, all their processes together."""
        return sum(_cpu(pid) for process in self.processes for pid in _family(process.pid))

    def memory(self) -> int:
        """Bytes that web server and worker hold (PSS: shared pages counted once)."""
        return sum(_pss(pid) for process in self.processes for pid in _family(process.pid))


@contextmanager
def opened(*, workers: int = 2, also: Callable[[House], None] | None = None) -> Iterator[House]:
    """Build the house, open it, and take it down again. `also` furnishes it further, in the scope of its town."""
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".bench-") as name:
        folder = Path(name)
        os.environ.update(
            RATHAUS_HOME=str(folder),
            RATHAUS_HTTPS="0",
            RATHAUS_SECRET_KEY="only for measuring",
            DJANGO_SETTINGS_MODULE="rathaus.project.settings",
        )
        django.setup()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        house = House(folder, port)
        _furnish(house, also)
        _start(house, workers)
        try:
            yield house
        finally:
            for process in house.processes:
                process.terminate()
            for process in house.processes:
                process.wait(30)


def _furnish(house: House, also: Callable[[House], None] | None) -> None:
    """Tables, static files, the town, the service, and what an applicant will answer."""
    from django.core.management import call_command  # noqa: PLC0415 (only after django.setup)
    from django.db import connections  # noqa: PLC0415

    from rathaus.protection.keys import create_town_key  # noqa: PLC0415
    from rathaus.towns import scope  # noqa: PLC0415
    from rathaus.towns.models import Municipality  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    town = Municipality.objects.create(slug="musterstadt", name="Musterstadt")
    create_town_key(town)
    with scope.of(town):
        _publish(house)
        if also is not None:
            also(house)
    connections.close_all()


def _publish(house: House) -> None:
    from rathaus.catalogue import actions, reading  # noqa: PLC0415
    from rathaus.catalogue.texts import ServiceTexts  # noqa: PLC0415
    from rathaus.people.models import Department  # noqa: PLC0415
    from rathaus.questionnaire import Roles  # noqa: PLC0415
    from rathaus.towns.actors import Actor  # noqa: PLC0415

    roles = Roles(
        given="G99000990002.F99000990012",
        family="G99000990002.F99000990013",
        street="G99000990002.F99000990014",
        number="G99000990002.F99000990015",
        postcode="G99000990002.F99000990016",
        town="G99000990002.F99000990017",
        email="G99000990005.F99000990043",
    )
    found = reading.read(DEFINITION.read_bytes(), name=DEFINITION.name, roles=roles)
    department = Department.objects.create(name="Ordnungsamt", email="ordnungsamt@musterstadt.example")
    texts = ServiceTexts(name=found.schema.label)
    actions.publish(found, texts=texts, department=department, slug=SLUG, by=Actor.operator("benchmark"))
    house.rules = len(found.report.rules)
    house.questions = found.fields
    house.forms = _forms(found.questionnaire)


def _forms(asked: Any) -> list[Form]:
    """What a browser sends page by page: the controls of the pages as rendered for a complete draft."""
    from lxml import html  # noqa: PLC0415

    from rathaus.applications.rendering import render_items  # noqa: PLC0415
    from rathaus.questionnaire.generator import fill  # noqa: PLC0415

    drafts = [fill(asked, Random(seed)) for seed in range(40)]
    draft = max(drafts, key=lambda one: len(asked.check(one).shown))
    outcome = asked.check(draft)
    forms = []
    for step in asked.steps(draft, outcome):
        items = render_items(asked.view(step, draft, outcome, show_problems=False), lambda slug: slug)
        page = html.fragment_fromstring(f"<form>{items}</form>")
        for area in page.xpath(".//textarea"):
            area.text = (area.text or "").removeprefix("\n")
        forms.append(Form(step.slug, urlencode(page.form_values())))
    return forms


def _start(house: House, workers: int) -> None:
    from rathaus.project.serving import Address, web_command, worker_command  # noqa: PLC0415

    address = Address(port=house.port)
    house.processes = [
        subprocess.Popen(web_command(address, workers=workers)),
        subprocess.Popen(worker_command()),
    ]
    wait_until_answered(house.port)


def wait_until_answered(port: int) -> None:
    """Until the server answers its first page; TimeoutError after 30 seconds."""
    for _ in range(300):
        try:
            if Browser(port).get("/").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the web server did not answer within 30 seconds")


# The other side -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: bytes


class Browser:
    """One applicant: a connection that is kept open, and cookies with their paths."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, tuple[str, str]] = {}
        self.requests = 0

    def get(self, path: str) -> Answer:
        """Fetch a page."""
        return self._ask("GET", path, None)

    def page(self, path: str) -> Answer:
        """Fetch a page that must be there, and not lead elsewhere."""
        answer = self.get(path)
        if answer.status != 200:
            raise RuntimeError(f"GET {path}: {answer.status} {answer.location}")
        return answer

    def post(self, path: str, body: str = "") -> Answer:
        """Send a form, with the token that its page had."""
        return self._ask("POST", path, f"{body}&csrfmiddlewaretoken={self.cookies['csrf'][0]}")

    def journey(self, forms: Sequence[Form]) -> Answer:
        """A whole application as a browser does it, from the public page to the receipt."""
        self.cookies.clear()
        self.get(f"/leistungen/{SLUG}/")
        page = self.post(f"/antrag/beginnen/{SLUG}/").location
        draft = page.partition("/seite/")[0]
        for form in forms:
            self.get(page)
            page = self.post(f"{draft}/seite/{form.slug}/", form.body).location
        check = self.get(page)
        found = re.search(rb'name="stand" value="(\d+)"', check.body)
        if found is None:
            raise RuntimeError(f"the journey did not reach its end: {page} {check.status}")
        receipt = self.post(page, urlencode({"stand": found[1].decode(), "erklaerung": "ja"})).location
        return self.get(receipt)

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        self.requests += 1
        headers: Mapping[str, str] = {
            "Cookie": "; ".join(f"{name}={value}" for name, (value, at) in self.cookies.items() if path.startswith(at)),
            **({"Content-Type": FORM} if body is not None else {}),
        }
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        for cookie in response.headers.get_all("Set-Cookie", []):
            pair, *rest = cookie.split("; ")
            name, _, value = pair.partition("=")
            at = next((one.partition("=")[2] for one in rest if one.lower().startswith("path=")), "/")
            self.cookies[name] = (value, at)
        if response.status >= 400:
            raise RuntimeError(f"{method} {path}: {response.status}")
        return Answer(response.status, response.headers.get("Location", ""), content)


def at_a_time(clients: int, seconds: float, work: Callable[[int], Callable[[], object]]) -> list[float]:
    """Have so many threads do `work(number)` over and over; the seconds that each piece took, in order of ending."""
    taken: list[float] = []
    failures: list[BaseException] = []
    end = time.perf_counter() + seconds

    def run(number: int) -> None:
        try:
            job = work(number)
            while time.perf_counter() < end:
                start = time.perf_counter()
                job()
                taken.append(time.perf_counter() - start)
        except BaseException as error:  # noqa: BLE001 (told by the main thread)
            failures.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return taken


def quantile(values: Sequence[float], share: float) -> float:
    """The value that so large a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@dataclass
class Load:
    """How much CPU was used between `start` and `stop`: by the house, by the clients, by whatever else ran."""

    at: House
    elapsed: float = 0.0
    house: float = 0.0
    others: float = 0.0

    def start(self) -> None:
        """From here on."""
        self._begun = (time.perf_counter(), self.at.cpu_seconds(), time.process_time(), _machine())

    def stop(self) -> None:
        """Up to here."""
        begun, house, clients, machine = self._begun
        self.elapsed = time.perf_counter() - begun
        self.house = self.at.cpu_seconds() - house
        self.others = max(0.0, _machine() - machine - self.house - (time.process_time() - clients))


# Processes ------------------------------------------------------------------------------------------------------------


def _family(pid: int) -> list[int]:
    """A process and everything below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    below = [int(child) for child in children.read_text().split()] if children.exists() else []
    return [pid, *(one for child in below for one in _family(child))]


def _machine() -> float:
    """CPU seconds that the whole machine was busy, time taken from it by its host included."""
    user, nice, system, _idle, _wait, irq, softirq, steal = map(int, Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _pss(pid: int) -> int:
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


if __name__ == "__main__":
    sys.exit("This is a part of journey.py and pages.py.")
