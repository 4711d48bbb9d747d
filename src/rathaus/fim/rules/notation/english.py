"""What the notation's errors say in English, by their German."""

from __future__ import annotations

ENGLISH = {
    "Hier stehen zu viele Klammern ineinander.": "Too many brackets stand inside each other here.",
    "„und“ und „oder“ stehen nebeneinander. Setzen Sie Klammern.": "“und” and “oder” stand side by side. Set brackets.",
    "{high} ist kleiner als {low}.": "{high} is less than {low}.",
    "Texte und Codes lassen sich nur mit „=“ und „<>“ vergleichen.": "Texts and codes compare by “=” and “<>” only.",
    "„in“ geht nur mit Codes und Texten.": "“in” works with codes and texts only.",
    "Das Anführungszeichen wird nicht wieder geschlossen.": "The quotation mark is never closed.",
    "Mit dem Zeichen „{char}“ fängt hier nichts an.": "Nothing begins with the sign “{char}” here.",
    "{id} heißt „{name}“, nicht „{written}“.": "{id} is called “{name}”, not “{written}”.",
    "{id} gibt es in dieser Definition nicht.": "There is no {id} in this definition.",
    "{id} steht an {count} Stellen. Schreiben Sie den ganzen Pfad: {places}.": (
        "{id} stands in {count} places. Write the whole path: {places}."
    ),
    "Eine Frage „{name}“ gibt es in dieser Definition nicht.": "There is no question “{name}” in this definition.",
    "Eine Frage „{name}“ gibt es in dieser Definition nicht. Meinen Sie {near}?": (
        "There is no question “{name}” in this definition. Do you mean {near}?"
    ),
    "„{name}“ gibt es {count} Mal. Schreiben Sie die Kennung: {places}.": (
        "There are {count} of “{name}”. Write the id: {places}."
    ),
    "„{name}“ ist eine Gruppe und hat keinen Wert. Schreiben Sie gefüllt(…).": (
        "“{name}” is a group and has no value. Write gefüllt(…)."
    ),
    "„{name}“ lässt sich nicht mit {token} vergleichen.": "“{name}” cannot be compared with {token}.",
    "Hier wird ein Wert von „{name}“ erwartet, nicht {token}.": "A value of “{name}” is expected here, not {token}.",
    "Hier wird ein Wert von „{name}“ erwartet, nicht {token}. Text steht in Anführungszeichen.": (
        "A value of “{name}” is expected here, not {token}. Text stands in quotation marks."
    ),
    "Nach dem Komma fehlt ein Leerzeichen.": "A blank is missing behind the comma.",
    "„{name}“ kennt nur ja und nein, nicht {token}.": "“{name}” knows only ja and nein, not {token}.",
    "„{name}“ hat keinen Wert {token}. Es gibt: {known}.": "“{name}” has no value {token}. There are: {known}.",
    "Der Wert {code} heißt „{name}“, nicht „{written}“.": "The value {code} is called “{name}”, not “{written}”.",
    "Der Wert {code} hat keinen Namen, nicht „{written}“.": "The value {code} has no name, not “{written}”.",
    "Hier wird {expected} erwartet, nicht {token}.": "{expected} is expected here, not {token}.",
    "In diese Klammern gehört eine Frage, nicht {found}.": "One question belongs into these brackets, not {found}.",
    "In diese Klammern gehören {count} Fragen, nicht {found}.": (
        "{count} questions belong into these brackets, not {found}."
    ),
    "Die Regel hat mehr als {most} Zeichen.": "The rule has more than {most} characters.",
    "Hier werden Codes einer Auswahl erwartet.": "Codes of a choice are expected here.",
    "Hier wird {wanted} gebraucht; {token} ist {sort}.": "{wanted} is needed here; {token} is {sort}.",
    "Den Tag {day} gibt es im Kalender nicht.": "There is no day {day} in the calendar.",
    # What is expected, and kinds of values:
    "„=“, „<>“ oder „in“": "“=”, “<>” or “in”",
    "ein Land mit zwei Buchstaben wie NW": "a Land of two letters such as NW",
    "eine Bedingung": "a condition",
    "„=“, „<>“, „<“, „<=“, „>“ oder „>=“": "“=”, “<>”, “<”, “<=”, “>” or “>=”",
    "„=“, „<>“, „<“, „>“, „in“, „von“, „ab“, „bis“ oder „beginnt mit“": (
        "“=”, “<>”, “<”, “>”, “in”, “von”, “ab”, “bis” or “beginnt mit”"
    ),
    "ein Text in Anführungszeichen": "a text in quotation marks",
    "eine ganze Zahl": "a whole number",
    "eine Frage": "a question",
    "„wenn“, „immer“ oder „es muss gelten“": "“wenn”, “immer” or “es muss gelten”",
    "„;“ oder „.“": "“;” or “.”",
    "Pflicht, zeigen, verboten, freiwillig, erlaubt, vorbelegt oder es muss gelten": (
        "Pflicht, zeigen, verboten, freiwillig, erlaubt, vorbelegt or es muss gelten"
    ),
    "Jahre, Monate, Wochen oder Tage": "Jahre, Monate, Wochen or Tage (years, months, weeks or days)",
    "eine Frage, eine Zahl oder ein Datum": "a question, a number or a date",
    "eine Zahl mit höchstens 15 Stellen": "a number of at most 15 digits",
    "eine Summe aus mindestens zwei Zahlen": "a sum of at least two numbers",
    "eine Zahl": "a number",
    "ein Datum": "a date",
    "eine Uhrzeit": "a time",
    "ein Text": "a text",
}
