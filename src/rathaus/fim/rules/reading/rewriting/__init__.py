"""What is said otherwise, put the way the grammar knows: from tokens to tokens, before a sentence is read.

Each module does one thing to a text or a sentence; `reading.grammar` says in which order. None decides what something
means: what a module cannot put exactly it leaves as it is, and the grammar leaves it unread.
"""
