"""The vocabulary of the rule language: which German words mean what. Everything else is not a word of a rule."""


def of(text: str) -> frozenset[str]:
    """The words of `text`."""
    return frozenset(text.split())


IF = of("wenn falls sofern sobald solange nachdem if")
IN_CASE = (
    ("für", "den", "fall"),
    ("im", "fall"),
    ("im", "falle"),
    ("unter", "der", "bedingung"),
    ("unter", "der", "voraussetzung"),
    ("vorausgesetzt",),
)
THEN = of("dann so then")
ELSE = of("sonst ansonsten andernfalls anderenfalls else")
AND = of("und sowie and &&")
OR = of("oder und/oder or ||")
ARTICLES = of("das die der den dem des ihrem seinem ihren seinen")
PREPOSITIONS = of("in im bei beim")
FIELD_NOUNS = of("feld felder feldes felds feldern datenfeld datenfelder datenfeldes datenfelds datenfeldern df")
GROUP_NOUNS = of("gruppe gruppen feldgruppe feldgruppen datenfeldgruppe datenfeldgruppen datengruppe datengruppen dfg")
NOUNS = FIELD_NOUNS | GROUP_NOUNS
ADJECTIVES = of(
    "darin enthaltene enthaltenen beiden beide anderen zwei drei vier fünf folgenden folgende"
    " nachfolgenden nachfolgende"
    " jeweilige jeweiligen zugehörige zugehörigen entsprechende entsprechenden"
)
VALUE_NOUNS = of(
    "wert werte werten code codes eintrag einträge einträgen ausprägung ausprägungen auswahlwert auswahlwerte option"
    " optionen auswahlen"
)
KINDS = of(
    "angabe angaben wert wertes werts betrags betrages auswahl frage antwort datum eingabe eintrag code zeitpunkt"
    " ergebnis anzahl betrag zahl eingaben befüllung ausfüllung ausfüllen befüllen erfassung beantwortung nummer name"
    " menge höhe"
)
ATTRIBUTES = frozenset(
    verb + end
    for verb in of("angegeben eingetragen eingegeben erfasst genannt ausgewählt gewählt hinterlegt befüllt")
    for end in ("e", "en", "er", "es")
)
SORTS_OF_FIELDS = of(
    "mehrfachauswahl einfachauswahl auswahlfeld auswahl freitext freitextfeld checkbox dropdown datum ja/nein"
)
LEADING = (
    ARTICLES
    | NOUNS
    | ADJECTIVES
    | of(
        "diese dieses diesem dieser frage auswahlfeld auswahlfelder auswahlfeldes kontrollkästchen checkbox ankreuzfeld"
        " ankreuzkästchen textfeld textfelder eingabefeld eingabefelder formularfeld formularfelder datumsfeld"
        " abschnitt abschnitts element elemente elements baustein nachweis nachweise upload uploadfeld dokument"
        " hinweis hinweistext hinweisfeld text block bereich unterfeld unterfelder untergruppe untergruppen"
        " pflichtfeld angaben fragen abfrage"
    )
)
INTO = of("in im zu zur zum von vom des der bei beim aus")
LINKING = of("/ mit im in den der die das bei beim von vom auf vor nach für zwischen einer eines")
LINKED = VALUE_NOUNS | of("auswahl zahl codeliste wahr falsch ja nein land länder ländern bundesland heute heutigen")
THESE = of("diese dieses diesem dieser diesen")
UNNAMED = of(
    "hälfte länge summe gesamtsumme differenz unterschied abstand zeitraum dauer alter jahr jahre monat monate tage"
    " wochentag quersumme drittel viertel doppelte dreifache rest zeichen ziffern ziffer stellen anzahl zahl einträge"
    " eintrag wiederholungen instanzen angabe mehrheit minderheit teil anteil prozent summen mal bedingung bedingungen"
    " voraussetzung voraussetzungen gruppe gruppen feld felder fall fälle regel regeln übrigen anderen"
)
"""What stands with "in F…" for something else than the answer there."""
BE = of("ist sind sei war waren")
STAND = of("steht stehen")
OWN_VERBS = of(
    "trifft treffen weist unterscheidet unterscheiden stimmt stimmen beginnt übersteigt überschreitet unterschreitet"
    " wählt nimmt weicht bejaht verneint ergibt gibt trägt kreuzt beantwortet macht fehlt fehlen"
)
"""Verbs with a meaning of their own that may open a condition, before their subject."""
BECOME = of("wird werden wurde wurden worden")
HAVE = of(
    "steht stehen hat haben hatte besitzt trägt aufweist enthält enthalten annimmt lautet entspricht beträgt liegt"
    " liegen zurückliegt beinhaltet"
)
MUST = of("muss müssen muß müßen")
SHALL = of("soll sollen")
SHOULD = of("sollte sollten")
MAY = of("darf dürfen")
CAN = of("kann können")
NEED = of("braucht brauchen")
STAY = of("bleibt bleiben")
AUXILIARY = of("werden sein bleiben worden")
FILLED = of(
    "befüllt befuellt ausgefüllt ausgefuellt angegeben eingegeben eingetragen gefüllt belegt erfasst beantwortet"
    " erhoben"
)
GIVEN = of(
    "angegeben eingegeben eingetragen belegt ausgewählt gewählt selektiert angekreuzt gesetzt beantwortet gegeben"
    " geantwortet enthalten"
)
ACTIVE = of(
    "auswählt angibt einträgt eingibt ankreuzt wählt ausfüllt auswählen angeben eintragen eingeben ankreuzen wählen"
)
CHOOSING = of("wählt gibt trägt")
PICKED = of("ausgewählt gewählt selektiert")
TICKED = of("angekreuzt aktiviert angehakt")
TO_FILL = of(
    "auszufüllen auszufuellen anzugeben einzugeben einzutragen auszuwählen beizufügen hochzuladen"
    " vorzulegen nachzuweisen anzufügen"
)
VISIBLE = of("angezeigt eingeblendet sichtbar dargestellt abgefragt aktiviert freigeschaltet eingeblendetes gezeigt")
ORDERS = of("anzeigen einblenden ausblenden ausfüllen")
HANDED_IN = of("hochgeladen beigefügt vorgelegt nachgewiesen eingereicht angefügt")
DOING = of("ausfüllen befüllen beantworten hochladen beifügen vorlegen einreichen")
TO_SHOW = of("anzuzeigen einzublenden darzustellen abzufragen")
HIDDEN = of("übersprungen ausgeblendet deaktiviert verborgen versteckt unsichtbar ausgeblendetes")
TO_HIDE = of("auszublenden")
MANDATORY_NOUNS = of(
    "pflichtfeld pflichtfelder pflichtfeldern pflichtfeldgruppe pflichtfeldgruppen pflichtangabe pflichtangaben"
    " pflichtgruppe pflichtgruppen pflicht"
)
MANDATORY = of("benötigt verpflichtend erforderlich notwendig nötig obligatorisch verbindlich")
FREE = of("optional freiwillig")
TRUE = of("wahr ja true")
FALSE = of("falsch unwahr nein false")
TRUTH = TRUE | FALSE
LAND_WORDS = of("land länder ländern bundesland bundesländer bundesländern landes bundeslandes")
PARTICLES = of("an aus")
EXPLAINS = of(
    "d.h. hinweis hinweise anmerkung erläuterung erläuterungen beispiel z.b. begründung hintergrund rechtsgrundlage"
)
CONTRARY = of("jedoch allerdings dagegen hingegen aber indes")
NUMBERS = {
    "null": 0,
    "kein": 0, "keine": 0, "ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "eins": 1, "zwei": 2, "drei": 3,
    "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12,
}  # fmt: skip
ASIDES = of("also d.h. z.b. siehe vgl. gemäß nach begründung hinweis")
UNITS = {
    **dict.fromkeys(("jahr", "jahre", "jahren", "lebensjahr"), "years"),
    **dict.fromkeys(("monat", "monate", "monaten"), "months"),
    **dict.fromkeys(("woche", "wochen"), "weeks"),
    **dict.fromkeys(("tag", "tage", "tagen"), "days"),
}

# A word of these ends an unquoted label: it means something, and must not be swallowed by a name.
KEYWORDS = (
    IF | THEN | ELSE | AND | OR | BE | BECOME | MUST | SHALL | MAY | FILLED | TO_FILL | HANDED_IN | VISIBLE | TO_SHOW
    | HIDDEN | TO_HIDE | TRUTH | NOUNS | MANDATORY_NOUNS | LAND_WORDS
    | of(
        "nicht kein keine keinen nur als ein zeige blende erscheint erscheinen aktiviere deaktiviere leer bejaht"
        " verneint mindestens höchstens genau entweder weder noch außer ausser bis wobei zu zum mache gilt alle jede"
        " sein jeder jedes ausgewählt gewählt weiter erneut wert optional bzw. beziehungsweise ggf."
    )
)  # fmt: skip

# These change what is said of an element: in a name without quotation marks they would be swallowed.
HEDGES = of(
    "nie niemals ohne ausnahmsweise gegebenenfalls eventuell evtl evtl. möglicherweise möglichst teilweise überwiegend"
    " grundsätzlich regelmäßig ausschließlich auch zusätzlich soweit immer stets meist meistens manchmal gelegentlich"
    " selten eher wahrscheinlich vielleicht etwa ungefähr circa ca. fast kaum zumindest allenfalls nahezu trotzdem"
    " dennoch jedoch aber sondern doch bereits wohl vorzugsweise vornehmlich hauptsächlich insbesondere"
    " lediglich bloß weniger"
    " statt anstatt anders fehlt fehlen"
    " not no none except unless only neither nor never keineswegs keinesfalls ausgenommen exklusive"
    " keiner keines keinem keinerlei nichts nirgends höchstens mindestens maximal minimal wenigstens üblicherweise"
    " normalerweise mitunter bisweilen bedingt notfalls hilfsweise versehentlich angeblich hoffentlich"
)

# A heading or a bracket with one of these is no name and no remark: it restricts what the sentence says.
RESTRICTING = IF | HEDGES | of("nicht kein keine nur außer ausser bei")

# The same, but only as they are written inside a sentence: "Vorhanden" can begin a name, "vorhanden" says something.
SMALL_KEYWORDS = (
    HAVE | CAN | NEED | STAY | TICKED | PICKED | MANDATORY | FREE
    | of(
        "gleich ungleich größer grösser höher über unter kleiner mehr weniger entfällt entfallen zwingend stets"
        " ebenfalls zusätzlich auch älter"
        " jünger keiner keines beginnt beginnen zutrifft vorzubefüllen vorbefüllt vorzubelegen vorbelegt minderjährig"
        " volljährig dessen deren ausschließlich zeitlich auswählbar wählbar zulässig selektierbar erlaubt abweicht"
        " annehmen haben"
    )
)  # fmt: skip

OPPOSING = of(
    "anderen anderer andere anderes verschieden abweichend unterschiedlich unequal ab bis als max. mind. min. ohne"
    " beginnt beginnend enthält enthaltend"
)
"""With one of these at its end a name without quotation marks says something of the value behind it."""
OFTEN = of("einmal zweimal dreimal viermal mehrfach mehrmals einmalig erstmalig mal")

BOUNDING = of("ab größer kleiner mehr weniger unter über max. maximal mindestens höchstens min. bis")
"""What a bracket begins with that limits something, and names nothing."""
