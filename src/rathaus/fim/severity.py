"""How grave a finding is, by its code, and whom it is for.

Official codes and their classes are those of the quality messages for data fields (list XDFM 1.8); our own codes are
words. What is only for editors says something about the definition as a document: a service runs the same without it.
"""

from __future__ import annotations

import enum


class Severity(enum.StrEnum):
    """The official classes, gravest first."""

    CRITICAL = "FehlerKritisch"
    METHODICAL = "FehlerMethodisch"
    WARNING = "Warnung"
    HINT = "Hinweis"

    @property
    def rank(self) -> int:
        """Its place in the order, 0 for the gravest."""
        return list(Severity).index(self)


_OWN = {
    "regel-widerspruch": Severity.METHODICAL,
    "nie-gefragt": Severity.METHODICAL,
    "regel-kreis": Severity.METHODICAL,
    "code-unbekannt": Severity.METHODICAL,
    "code-bezeichnung": Severity.METHODICAL,
    "muster-unbrauchbar": Severity.METHODICAL,
    "bedingung-spaeter": Severity.WARNING,
    "regel-unklar": Severity.WARNING,
    "regel-teilweise": Severity.WARNING,
    "codeliste-fehlt": Severity.WARNING,
    "codeliste-andere-version": Severity.WARNING,
    "codeliste-unlesbar": Severity.WARNING,
    "gesperrt-ohne-wert": Severity.WARNING,
    "groesse": Severity.WARNING,
    "praezisierung": Severity.WARNING,
    "unbekanntes-element": Severity.HINT,
}
_OFFICIAL = {
    Severity.CRITICAL: """1002 1005 1006 1007 1009 1010 1011 1014 1015 1016 1017 1023 1031 1032 1033 1034 1039 1045 1050
        1051 1056 1057 1059 1060 1061 1062 1063 1064 1065 1066 1067 1068 1069 1070 1071 1072 1073 1074 1075 1077 1078
        1079 1080 1081 1082 1083 1084 1090 1100 1118 1131 1135 1142 1143""",
    Severity.METHODICAL: """1001 1012 1013 1019 1022 1024 1041 1043 1044 1048 1058 1076 1085 1094 1097 1098 1099 1120
        1140 1141""",
    Severity.WARNING: "1003 1018 1037 1093 1095 1096 1101 1102 1103 1105 1106 1109 1116 1132 1133",
    Severity.HINT: "1117 1127 1128 1129 1130 1134 1136 1137 1139",
}
SEVERITIES = _OWN | {code: severity for severity, codes in _OFFICIAL.items() for code in codes.split()}
"""Every code that a finding can have."""

_EDITORS = """1002 1003 1005 1006 1007 1010 1012 1013 1014 1019 1022 1031 1032 1033 1034 1037 1039 1041 1048 1050 1051
    1058 1094 1095 1096 1097 1098 1099 1100 1101 1102 1103 1105 1106 1116 1117 1127 1128 1129 1130 1131 1132 1133 1134
    1135 1136 1137 1139 1140 1141 1142 1143"""
FOR_EDITORS = frozenset(_EDITORS.split())
"""Codes that say something about the document alone."""
