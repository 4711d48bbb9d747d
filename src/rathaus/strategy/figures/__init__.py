"""The mathematics of comparison: pure functions over numbers, no database.

Columns of figures are numpy arrays of float in the order of the units; ``nan`` stands for a value that is missing. A
missing value is never replaced: its unit has no rank and no score, and takes no place from the others.
"""
