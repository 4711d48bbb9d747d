# ruff: noqa: E501 (XML reads better in one line)
"""Messages in XZuFi, made up for tests: a dog licence of a town that does not exist."""

from __future__ import annotations

KEY = "99999001002000"
MODULES = """
  <modulText><leikaTextmodul><code>02</code></leikaTextmodul><inhalt languageCode="de">Hundehaltung Anzeige</inhalt></modulText>
  <modulText><leikaTextmodul><code>03</code></leikaTextmodul>
    <inhalt languageCode="de-DE">Hund anmelden</inhalt><inhalt languageCode="en">Register a dog</inhalt></modulText>
  <modulText><leikaTextmodul><code>24</code></leikaTextmodul>
    <inhalt languageCode="de">&lt;p&gt;Sie halten einen &lt;b&gt;Hund&lt;/b&gt;?&lt;/p&gt;</inhalt>
    <inhalt languageCode="en">&lt;p&gt;Do you keep a dog?&lt;/p&gt;</inhalt>
    <inhalt languageCode="de-LS">&lt;p&gt;Sie haben einen Hund.&lt;/p&gt;</inhalt></modulText>
  <modulText><leikaTextmodul><code>06</code></leikaTextmodul>
    <inhalt languageCode="de"><![CDATA[<p>Jeder Hund wird angemeldet.</p><script>alert(1)</script>]]></inhalt></modulText>
  <modulText><leikaTextmodul><code>07</code></leikaTextmodul>
    <inhalt languageCode="de">&lt;ul&gt;&lt;li&gt;&lt;a href="https://recht.example/1"&gt;§ 1 Satzung&lt;/a&gt;&lt;/li&gt;&lt;li&gt;§ 2 Gesetz&lt;/li&gt;&lt;/ul&gt;</inhalt>
    <weiterfuehrenderLink languageCode="de"><uri>https://recht.example/2</uri><titel>§ 2 Gesetz</titel></weiterfuehrenderLink></modulText>
  <modulText><leikaTextmodul><code>08</code></leikaTextmodul><inhalt languageCode="de">Alles im Original.</inhalt></modulText>
  <modulText><leikaTextmodul><code>11</code></leikaTextmodul>
    <inhalt languageCode="de">&lt;ol&gt;&lt;li&gt;Ausfüllen&lt;/li&gt;&lt;li&gt;Absenden&lt;/li&gt;&lt;/ol&gt;</inhalt></modulText>
  <modulText><leikaTextmodul><code>15</code></leikaTextmodul><inhalt languageCode="de">Mehr steht hier.</inhalt>
    <weiterfuehrenderLink><uri>https://hund.example</uri><titel>Alles über Hunde</titel></weiterfuehrenderLink></modulText>
  <modulText><leikaTextmodul><code>22</code></leikaTextmodul><inhalt languageCode="de">Bürgeramt</inhalt></modulText>
  <modulText><leikaTextmodul><code>25</code></leikaTextmodul><inhalt languageCode="de">Widerspruch</inhalt></modulText>
  <modulFrist>
    <frist><typ><code>001</code></typ><fristauswahl><dauer>2</dauer><einheit><code>WOCHE</code></einheit></fristauswahl>
      <beschreibung languageCode="de">ab dem Einzug des Hundes</beschreibung></frist>
    <frist><typ><code>006</code></typ><fristauswahl><dauer>1</dauer><einheit>MONAT</einheit></fristauswahl></frist>
    <beschreibung languageCode="de">Melden Sie ihn bald.</beschreibung></modulFrist>
  <modulKosten>
    <kosten><typ><code>001</code></typ><kostenFix><betrag currencyCode="EUR">96.00</betrag></kostenFix>
      <beschreibung languageCode="de">für den ersten Hund</beschreibung><beschreibung languageCode="en">first dog</beschreibung>
      <vorkasse>true</vorkasse></kosten>
    <kosten><typ><code>001</code></typ><kostenVariabel><betragUntergrenze currencyCode="EUR">10.5</betragUntergrenze>
      <betragObergrenze currencyCode="EUR">50</betragObergrenze></kostenVariabel></kosten>
    <kosten><typ><code>001</code></typ><kostenFrei><beschreibung languageCode="de">für Blindenhunde</beschreibung></kostenFrei></kosten>
  </modulKosten>
  <modulBearbeitungsdauer>
    <bearbeitungsdauer><dauer>2</dauer><einheit><code>TAG</code></einheit><dauerBis>3</dauerBis><einheitBis><code>WOCHE</code></einheitBis></bearbeitungsdauer>
  </modulBearbeitungsdauer>
  <modulBegriffImKontext><begriffImKontext><begriff languageCode="de">Hundemarke</begriff></begriffImKontext>
    <begriffImKontext><begriff languageCode="en">dog tag</begriff></begriffImKontext></modulBegriffImKontext>
  <modulFachlicheFreigabe><fachlichFreigegebenAm>2026-05-04</fachlichFreigegebenAm>
    <fachlichFreigegebenDurch languageCode="de">Ministerium für Hunde</fachlichFreigegebenDurch></modulFachlicheFreigabe>
  <leistungsadressat><code>001</code></leistungsadressat><leistungsadressat><code>003</code></leistungsadressat>
  <kategorie><klasse><bezeichnung>Lebenslage</bezeichnung></klasse><bezeichnung languageCode="de">Umzug</bezeichnung></kategorie>
  <kategorie><klasse><bezeichnung>Intern</bezeichnung></klasse><bezeichnung languageCode="de">A 7</bezeichnung></kategorie>
  <kennzeichenSchriftformerfordernis>false</kennzeichenSchriftformerfordernis>"""
DOCUMENT = """<modulDokument><dokumentEingehend><typ><code>001</code></typ>
    <bezeichnung languageCode="de">Impfpass</bezeichnung><beschreibung languageCode="de">&lt;p&gt;mit Chipnummer&lt;/p&gt;</beschreibung>
  </dokumentEingehend></modulDokument>"""
DOCUMENT_23 = DOCUMENT.replace("<typ>", "<dokument><typ>").replace(
    "</dokumentEingehend>", "</dokument></dokumentEingehend>"
)


def service(
    *, id_: str = "4711", key: str = f"<referenzLeiKa><code>{KEY}</code></referenzLeiKa>", more: str = DOCUMENT
) -> str:
    """One ``leistung``; code children stand outside the namespace, as the standard has it."""
    return f'<leistung><id schemeAgencyID="L99" schemeID="x">{id_}</id>{key}{MODULES}{more}</leistung>'


def message(version: str = "2_2_0", *services: str) -> bytes:
    """A message of one version of the standard; the code elements leave its namespace."""
    inner = "".join(services or (service(),))
    for name in ("code", "name"):
        inner = inner.replace(f"<{name}>", f'<{name} xmlns="">')
    if version == "2_1_0":
        inner = f"<antwort><ergebnisLeistung>{inner}</ergebnisLeistung></antwort>"
        root = "leistungsverzeichnis.antwort.leistungsbericht.030108"
    else:
        inner, root = f"<schreibe>{inner}</schreibe>", "transferOperation"
    namespace = f"http://xoev.de/schemata/xzufi/{version}"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{namespace}"><nachrichtenkopf/>{inner}</{root}>'.encode()


def message_23() -> bytes:
    """2.3.1: the key is an identifier, modules come once per channel, documents lie one deeper."""
    key = f"<referenzLeistungsschluessel>{KEY[:2]} {KEY[2:5]} {KEY[5:]}</referenzLeistungsschluessel>"
    again = (
        "<modulText><zugangskanal><code>200</code></zugangskanal><leikaTextmodul><code>08</code></leikaTextmodul>"
        '<inhalt languageCode="de">Online genügen Kopien.</inhalt></modulText>'
    )
    return message("2_3_1", service(key=key, more=DOCUMENT_23 + again))
