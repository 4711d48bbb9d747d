"""Backup and restore of the whole installation, on both databases.

The *data archive* holds database, sealed files and the signed heads of the audit chains; the *key archive* holds the
towns' keys, their deletion journals, the session key and the settings. The two never lie in one archive: whoever finds
one of them reads nothing.
"""
