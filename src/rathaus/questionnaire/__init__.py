"""What is asked, when, and whether the answers hold. Pure Python, no Django."""

from rathaus.fim.json_schema import json_schema
from rathaus.questionnaire.draft import Draft, DraftError, FileRef
from rathaus.questionnaire.findings import Finding, FindingKind, ManualCheck
from rathaus.questionnaire.model import (
    Control,
    DatePartPaths,
    EntryList,
    Item,
    Option,
    Outcome,
    Page,
    Problem,
    Question,
    Section,
    SectionState,
    StaticText,
    Step,
    Task,
)
from rathaus.questionnaire.planning import plan
from rathaus.questionnaire.questionnaire import Questionnaire
from rathaus.questionnaire.roles import Identity, Roles, identity, propose
from rathaus.questionnaire.shown import (
    EntryListView,
    EntryView,
    FileView,
    HeadingView,
    ItemView,
    OfferView,
    OptionView,
    PageView,
    PartView,
    QuestionView,
    RecordRow,
    RecordSection,
    TextView,
)
from rathaus.questionnaire.submissions import from_submission, to_submission
from rathaus.questionnaire.views import ENTRIES_PER_PAGE

__all__ = [
    "ENTRIES_PER_PAGE",
    "Control",
    "DatePartPaths",
    "Draft",
    "DraftError",
    "EntryList",
    "EntryListView",
    "EntryView",
    "FileRef",
    "FileView",
    "Finding",
    "FindingKind",
    "HeadingView",
    "Identity",
    "Item",
    "ItemView",
    "ManualCheck",
    "OfferView",
    "Option",
    "OptionView",
    "Outcome",
    "Page",
    "PageView",
    "PartView",
    "Problem",
    "Question",
    "QuestionView",
    "Questionnaire",
    "RecordRow",
    "RecordSection",
    "Roles",
    "Section",
    "SectionState",
    "StaticText",
    "Step",
    "Task",
    "TextView",
    "from_submission",
    "identity",
    "json_schema",
    "plan",
    "propose",
    "to_submission",
]
