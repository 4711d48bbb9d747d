"""How days and times are written, house-wide: `FORMAT_MODULE_PATH` of the settings points here.

English days have the month as a word, because 11/12 is another day on each side of the Atlantic.
"""
