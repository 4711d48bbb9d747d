"""The vocabulary of the rule language: which German words mean what. Everything else is not a word of a rule."""

IF = frozenset({"wenn", "falls", "sofern"})
THEN = frozenset({"dann", "so"})
ELSE = frozenset({"sonst", "ansonsten", "andernfalls", "anderenfalls"})
AND = frozenset({"und", "sowie"})
OR = frozenset({"oder"})
ARTICLES = frozenset({"das", "die", "der", "den", "dem", "des"})
PREPOSITIONS = frozenset({"in", "im", "bei", "beim"})
FIELD_NOUNS = frozenset(
    {"feld", "felder", "feldes", "feldern", "datenfeld", "datenfelder", "datenfeldes", "datenfeldern"}
)
GROUP_NOUNS = frozenset(
    {
        *("gruppe", "gruppen", "feldgruppe", "feldgruppen"),
        *("datenfeldgruppe", "datenfeldgruppen", "datengruppe", "datengruppen"),
    }
)
NOUNS = FIELD_NOUNS | GROUP_NOUNS
ADJECTIVES = frozenset({"darin", "enthaltene", "enthaltenen", "beiden", "anderen", "drei", "folgenden", "folgende"})
BE = frozenset({"ist", "sind", "sei", "war"})
BECOME = frozenset({"wird", "werden", "wurde", "wurden", "worden"})
MUST = frozenset({"muss", "müssen", "muß", "soll", "sollen"})
MAY = frozenset({"darf", "dürfen"})
AUXILIARY = frozenset({"werden", "sein", "bleiben"})
FILLED = frozenset({"befüllt", "ausgefüllt", "angegeben", "eingegeben", "eingetragen", "gefüllt", "belegt"})
GIVEN = frozenset({"angegeben", "eingegeben", "eingetragen", "belegt", "ausgewählt", "gewählt"})
TO_FILL = frozenset({"auszufüllen", "anzugeben", "einzugeben", "einzutragen"})
VISIBLE = frozenset({"angezeigt", "eingeblendet"})
TO_SHOW = frozenset({"anzuzeigen", "einzublenden"})
HIDDEN = frozenset({"ausgeblendet", "deaktiviert"})
TO_HIDE = frozenset({"auszublenden"})
MANDATORY_NOUNS = frozenset(
    {
        *("pflichtfeld", "pflichtfelder", "pflichtfeldern", "pflichtfeldgruppe", "pflichtfeldgruppen"),
        *("pflichtangabe", "pflichtangaben", "pflichtgruppe", "pflicht"),
    }
)
TRUE = frozenset({"wahr", "ja", "true"})
FALSE = frozenset({"falsch", "unwahr", "nein", "false"})
TRUTH = TRUE | FALSE
LAND_WORDS = frozenset({"land", "länder", "ländern", "bundesland", "bundesländer", "bundesländern"})
PARTICLES = frozenset({"an", "aus"})
EXPLAINS = frozenset({"d.h.", "hinweis", "anmerkung", "erläuterung", "beispiel", "z.b.", "begründung"})

# A word of these ends an unquoted label: it means something, and must not be swallowed by a name.
KEYWORDS = (
    IF | THEN | ELSE | AND | OR | BE | BECOME | MUST | MAY | FILLED | TO_FILL | VISIBLE | TO_SHOW | HIDDEN | TO_HIDE
    | TRUTH | NOUNS | MANDATORY_NOUNS | LAND_WORDS
    | frozenset(
        {
            *("nicht", "kein", "keine", "keinen", "nur", "als", "ein", "zeige", "blende", "erscheint"),
            *("erscheinen", "aktiviere", "deaktiviere", "leer", "bejaht", "verneint", "mindestens", "höchstens"),
            *("genau", "entweder", "weder", "noch", "außer", "ausser", "bis", "wobei", "zu", "zum", "mache", "gilt"),
            *("optional", "alle", "jede", "jeder", "jedes", "ausgewählt", "gewählt", "weiter", "erneut", "wert"),
        }
    )
)  # fmt: skip
