"""Official descriptions become the texts of services: from the command line, by upload, in every language."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from rathaus import cli
from rathaus.catalogue import xzufi
from rathaus.catalogue.markup import plain
from rathaus.catalogue.models import ServiceVersion
from rathaus.catalogue.texts import Audience, Document, LegalBasis, ServiceTexts, TextsError, Translation
from rathaus.protection.models import AuditEntry
from tests.catalogue import samples as definitions
from tests.catalogue.pages import problems, texts
from tests.fim import xzufi_samples as samples
from tests.people.making import signed_in

BEFORE = ServiceTexts(name="Hund", leika_key=samples.KEY, retention="Zehn Jahre", hints="Leine nicht vergessen")


def read():
    return xzufi.read(samples.message(), name="texte.xml")[0]


def test_every_module_finds_its_place():
    assert xzufi.texts_of(read()) == ServiceTexts(
        name="Hund anmelden",
        teaser="Sie halten einen Hund?",
        description="Jeder Hund wird angemeldet.",
        documents=(Document("Impfpass", "mit Chipnummer"),),
        documents_note="Alles im Original.",
        cost=(
            "- 96 Euro, im Voraus zu zahlen: für den ersten Hund\n- 10,50 Euro bis 50 Euro\n"
            "- kostenlos: für Blindenhunde"
        ),
        duration="2 Tage bis 3 Wochen",
        deadline=(
            "- 2 Wochen: ab dem Einzug des Hundes\n- Ohne Antwort gilt der Antrag als genehmigt nach: 1 Monat\n\n"
            "Melden Sie ihn bald."
        ),
        legal_bases=(
            LegalBasis("§ 1 Satzung", "https://recht.example/1"),
            LegalBasis("§ 2 Gesetz", "https://recht.example/2"),
        ),
        procedure="1. Ausfüllen\n2. Absenden",
        remedy="Widerspruch",
        contact="Bürgeramt",
        more="Mehr steht hier.\n\n- [Alles über Hunde](https://hund.example)",
        keywords=("Hundemarke",),
        audience=(Audience.CITIZEN,),
        life_situations=("Umzug",),
        leika_key=samples.KEY,
        easy_language="Sie haben einen Hund.",
        approval="Fachlich freigegeben durch Ministerium für Hunde am 4.5.2026",
        translations={
            "en": Translation(
                name="Register a dog",
                teaser="Do you keep a dog?",
                cost="- 96 Euro, to be paid in advance: first dog\n- 10.50 Euro to 50 Euro\n- free of charge",
                duration="2 days to 3 weeks",
                deadline="- 2 weeks\n- Without an answer the application counts as granted after: 1 month",
                more="- [Alles über Hunde](https://hund.example)",
                keywords=("dog tag",),
            )
        },
    )


def test_what_the_file_does_not_say_stays():
    texts = xzufi.texts_of(read(), BEFORE)
    assert (texts.name, texts.retention, texts.hints) == ("Hund anmelden", "Zehn Jahre", "Leine nicht vergessen")


def test_text_that_is_too_long_is_refused_with_the_service_and_the_field():
    data = samples.message().replace(b"Widerspruch", b"x" * 20_001)
    with pytest.raises(TextsError, match=r"^Leistung 4711: Feld „remedy“: Kürzen Sie den Text auf 20000 Zeichen"):
        xzufi.texts_of(xzufi.read(data, name="x")[0])


def test_service_without_a_german_name_is_refused():
    data = samples.message().replace(b"Hundehaltung Anzeige", b"").replace(b"Hund anmelden", b"")
    with pytest.raises(TextsError, match="hat keinen deutschen Namen"):
        xzufi.texts_of(xzufi.read(data, name="x")[0])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "texte.xml"
    path.write_bytes(samples.message("2_2_0", samples.service(), samples.service(id_="2", key="")))
    return path


def test_command_replaces_the_texts_of_the_service_with_the_same_key(publish, file, capsys):
    first = publish(slug="hund", texts=BEFORE)
    publish(slug="zaun")
    assert cli.main(["publish", "--texts", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "4711 Hund anmelden: veröffentlicht als Fassung 2: /leistungen/hund/",
        "2 Hund anmelden: keine Leistung mit diesem Leistungsschlüssel",
    ]
    second = ServiceVersion.objects.get(service__slug="hund", number=2)
    assert second.texts["retention"] == "Zehn Jahre"
    assert (second.definition_id, second.lists, second.roles, second.land) == (
        first.definition_id, first.lists, first.roles, first.land,
    )  # fmt: skip
    assert AuditEntry.objects.filter(action="catalogue.texts_changed").count() == 1
    assert cli.main(["publish", "--texts", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["descriptions"][0]["changed"] is False
    assert ServiceVersion.objects.filter(service__slug="hund").count() == 2


def test_dry_run_changes_nothing(publish, file, capsys):
    publish(slug="hund", texts=BEFORE)
    assert cli.main(["publish", "--texts", str(file), "--dry-run"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "4711 Hund anmelden: neue Texte für /leistungen/hund/ (--dry-run)"
    assert ServiceVersion.objects.count() == 1


def test_file_that_describes_no_service_of_the_town_is_a_finding(publish, file):
    publish()
    assert cli.main(["publish", "--texts", str(file)]) == 1


def test_definition_is_published_with_the_texts_of_its_key(department, file, tmp_path, capsys):
    definition = tmp_path / "hund.xml"
    definition.write_bytes(definitions.definition())
    call = ["publish", str(definition), "--texts", str(file), "--confirm"]
    assert cli.main(call) == 2
    assert capsys.readouterr().err == (
        f"rathaus publish: {file}: Darin stehen mehrere Leistungen; wählen Sie mit --leika. Vorhanden: {samples.KEY}.\n"
    )
    assert cli.main([*call, "--leika", "99 999 001 002 000"]) == 0
    assert ServiceVersion.objects.get().texts["name"] == "Hund anmelden"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<x/>", "{}, Zeile 1: Das ist keine XZuFi-Nachricht der Versionen 2.1 bis 2.3."),
        (b"{}", "{}: Ohne Definition nehme ich nur Texte im Format XZuFi (XML)."),
        (None, "{}: Die Datei gibt es nicht."),
    ],
)
def test_unusable_texts_end_in_one_line(scoped, tmp_path, content, sentence, capsys):
    path = tmp_path / "texte.xml"
    if content is not None:
        path.write_bytes(content)
    assert cli.main(["publish", "--texts", str(path)]) == 2
    assert capsys.readouterr().err == f"rathaus publish: {sentence.format(path)}\n"


def test_call_without_any_file_says_what_is_missing(scoped, capsys):
    assert cli.main(["publish"]) == 2
    assert capsys.readouterr().err == (
        "rathaus publish: Nennen Sie eine Definition, oder mit --texts eine Datei mit Texten.\n"
    )


def test_service_owner_takes_texts_from_a_file_and_changes_them_by_hand(publish, owner):
    publish(slug="hund", texts=BEFORE)
    client = signed_in(owner)
    upload = SimpleUploadedFile("texte.xml", samples.message())
    assert client.post("/amt/leistungen/hund/texte/datei/", {"file": upload}).status_code == 302
    page = html.fromstring(client.get("/amt/leistungen/hund/texte/").content)
    values = dict(page.forms[-1].form_values())
    assert (values["name"], values["life_situations"]) == ("Hund anmelden", "Umzug")
    values["name"] = "Hund melden"
    assert client.post("/amt/leistungen/hund/texte/", values).status_code == 302
    now = ServiceTexts.from_json(ServiceVersion.objects.get(number=3).texts)
    assert (now.name, now.translations["en"].name, now.easy_language) == (
        "Hund melden", "Register a dog", "Sie haben einen Hund.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "key", "sentence"),
    [
        (b"kein XML", samples.KEY, "texte.xml, Zeile 1: Die Datei ist kein"),
        (
            samples.message(), "99000000000000",
            "Keine Beschreibung der Datei hat den Leistungsschlüssel dieser Leistung. Die Datei enthält: 99999001",
        ),
    ],
)  # fmt: skip
def test_upload_that_does_not_fit_is_answered_and_nothing_stored(publish, owner, data, key, sentence):
    publish(slug="hund", texts=ServiceTexts(name="Hund", leika_key=key))
    answer = signed_in(owner).post("/amt/leistungen/hund/texte/datei/", {"file": SimpleUploadedFile("texte.xml", data)})
    assert problems(answer.content)[0].removeprefix("XZuFi-Datei: ")[: len(sentence)] == sentence
    assert ServiceVersion.objects.count() == 1


def test_page_shows_the_chosen_language_marks_the_others_and_says_what_is_missing(client, publish):
    publish(slug="hund", texts=xzufi.texts_of(read()))
    page = html.fromstring(client.get("/leistungen/hund/", headers={"accept-language": "en"}).content)
    assert page.xpath("//h1/@lang|//h1/text()") == ["en", "Register a dog"]
    marked = {" ".join(one.text_content().split()): one.get("lang") for one in page.xpath("//article/div[@lang]")}
    assert marked["Jeder Hund wird angemeldet."] == "de"
    assert texts(page, "//*[contains(@class, 'c-versions')]//a") == ["Easy language", "Deutsch"]
    assert texts(page, "//*[contains(@class, 'c-note')]") == []
    german = html.fromstring(client.get("/leistungen/hund/?texte=de", headers={"accept-language": "en"}).content)
    assert german.xpath("//h1/text()") == ["Hund anmelden"]
    publish(slug="zaun")
    bare = html.fromstring(client.get("/leistungen/zaun/", headers={"accept-language": "en"}).content)
    assert texts(bare, "//*[contains(@class, 'c-note')]") == [
        "This service is not described in English yet. You are reading the German text."
    ]


def test_language_that_is_written_from_right_to_left_is_shown_so(client, publish):
    arabic = Translation(name="تسجيل كلب", teaser="كلب")
    publish(slug="hund", texts=ServiceTexts(name="Hund", teaser="Hund", translations={"ar": arabic}))
    page = html.fromstring(client.get("/leistungen/hund/?texte=ar").content)
    assert page.xpath("//h1/@dir|//h1/@lang") == ["ar", "rtl"]


def test_real_texts_become_plain_text_without_a_trace_of_html(material):
    lines = (material / "fim" / "xzufi" / "leistungen-from-graph.jsonl").read_text().splitlines()
    found = [plain(text) for line in lines for text in json.loads(line)["texte"].values()]
    assert len(found) > 90
    assert [text for text in found if "<" in text or "&#" in text or "\x01" in text or "\n\n\n" in text] == []
