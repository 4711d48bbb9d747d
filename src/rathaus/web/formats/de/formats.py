"""German: 27. November 2026."""

DATETIME_FORMAT = "j. F Y, H:i"
SHORT_DATETIME_FORMAT = "d.m.Y, H:i"
WEEKDAY_FORMAT = "l, j. F Y"
