"""Applications and cases of the demo, in every state, through the real actions."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from rathaus.applications import queries as applications
from rathaus.applications.actions import afterwards, drafts, submitting
from rathaus.applications.actions.drafts import Upload
from rathaus.applications.models import Application, PublicEvent
from rathaus.cases.actions import asking, deciding, handling
from rathaus.cases.letters import Wording
from rathaus.cases.models import Case, Outcome
from rathaus.catalogue.models import Service
from rathaus.catalogue.queries import questionnaire
from rathaus.people import actors
from rathaus.people.models import Account
from rathaus.project.demo import town
from rathaus.project.demo.access import Sample
from rathaus.project.demo.answers import DemoError, Translator
from rathaus.project.demo.days import Days
from rathaus.project.demo.timeline import Timeline
from rathaus.protection.uploads import SealedUpload, SealingUploadHandler
from rathaus.questionnaire import Draft, FileRef, Questionnaire
from rathaus.towns import clock
from rathaus.towns.actors import Actor

REPLY_DAYS = 14


@dataclass
class Story:
    """One application on its way: what was sent, and its case."""

    words: Mapping[str, Any]
    application: Application | None = None
    code: str = ""

    def send(self) -> None:
        """The applicant fills in and sends."""
        self.application, self.code = apply(self.words["service"], self.words["answers"])

    def go_on(self, step: Mapping[str, Any], clerk: Actor) -> None:
        """The next step of its case."""
        _STEPS[step["do"]](Case.objects.get(application=self.application), step, clerk)

    def sample(self) -> Sample:
        """What its applicant needs to look at it."""
        if self.application is None:
            raise DemoError(f"{self.words['service']}: nicht abgesendet")
        case = Case.objects.get(application=self.application)
        state = case.get_outcome_display() if case.outcome else case.get_state_display()
        return Sample(self.application.version.service.name, self.application.number, self.code, str(state))


def told(days: Days) -> list[Story]:
    """The stories that visitors of the demo look at, one for each state of a case."""
    return [Story(words) for words in days.json(town.APPLICATIONS)]


def schedule(stories: Iterable[Story], clerk: Account, timeline: Timeline) -> None:
    """Put each story on its days: ``sent`` so many days ago, each step ``days`` after the one before."""
    by = actors.staff(clerk)
    for number, story in enumerate(stories):
        moment = timeline.ago(story.words["sent"], hour=8 + number % 11, minute=number * 7 % 60)
        timeline.at(moment, story.send)
        for step in story.words["story"]:
            moment = timeline.office(moment + dt.timedelta(days=step["days"], minutes=23))
            timeline.at(moment, partial(story.go_on, step, by))


def apply(slug: str, words: Mapping[str, Any]) -> tuple[Application, str]:
    """Fill in and send one application; returns it with the code of its applicant."""
    service = Service.objects.get(slug=slug)
    record, code = drafts.begin(service, by=Actor.applicant(""))
    by = Actor.applicant(str(record.pk))
    asked = questionnaire(record.version_id)
    filled = asked.draft_of(Translator(asked, clock.today()).answers(words))
    uploads = tuple(_uploads(filled))
    filled = _with_uploads(filled, uploads)

    def edit(_asked: Questionnaire, _draft: Draft) -> Draft:
        return filled

    opened = drafts.change(applications.opened(record), edit, by=by, uploads=uploads)
    if problems := asked.check(filled).problems:
        raise DemoError(f"{slug}: {problems[0].key}: {problems[0].sentence}")
    return submitting.submit(opened, by=by), code


def _uploads(draft: Draft) -> Iterator[Upload]:
    """The example file once for every file that the answers name."""
    for key, refs in draft.files.items():
        for ref in refs:
            content = (town.FILES / ("beispiel.png" if ref.media_type == "image/png" else "beispiel.pdf")).read_bytes()
            kept = FileRef(str(uuid.uuid4()), ref.name, len(content), ref.media_type)
            yield Upload(key, kept, sealed(ref.name, content))


def sealed(name: str, content: bytes) -> SealedUpload:
    """The content as if it had just come in from a browser."""
    handler = SealingUploadHandler()
    handler.new_file(name, name, "", len(content))
    handler.receive_data_chunk(content, 0)
    upload = handler.file_complete(len(content))
    if not isinstance(upload, SealedUpload):
        raise DemoError(f"{name}: ließ sich nicht speichern")
    return upload


def _with_uploads(draft: Draft, uploads: tuple[Upload, ...]) -> Draft:
    by_key: dict[str, tuple[FileRef, ...]] = {}
    for upload in uploads:
        by_key[upload.key] = (*by_key.get(upload.key, ()), upload.ref)
    return replace(draft, files=by_key)


# What a story may say: the clerk's actions, and the applicant's reply.


def _take_over(case: Case, _step: Mapping[str, str], clerk: Actor) -> None:
    handling.take_over(case.pk, by=clerk)


def _note(case: Case, step: Mapping[str, str], clerk: Actor) -> None:
    handling.note(case.pk, text=step["text"], by=clerk)


def _ask_back(case: Case, step: Mapping[str, str], clerk: Actor) -> None:
    reply_by = clock.today() + dt.timedelta(days=REPLY_DAYS)
    asking.ask_back(case.pk, question=step["text"], reply_by=reply_by, by=clerk)


def _reply(case: Case, step: Mapping[str, str], _clerk: Actor) -> None:
    application = Application.objects.get(pk=case.application_id)
    asked = application.history.filter(kind=PublicEvent.Kind.QUESTION).latest("at")
    afterwards.reply(application, asked.pk, step["text"], (), by=Actor.applicant(application.number))


def _decide(case: Case, step: Mapping[str, str], clerk: Actor) -> None:
    outcome = Outcome(step["outcome"])
    remedy = case.application.version.texts["remedy"] if outcome is not Outcome.WITHDRAWN else ""
    deciding.decide(case.pk, wording=Wording(outcome, step["text"], step["reason"], remedy), by=clerk)


_STEPS = {"take_over": _take_over, "note": _note, "ask_back": _ask_back, "reply": _reply, "decide": _decide}
