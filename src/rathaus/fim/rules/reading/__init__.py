"""From the text of a rule to its sentence tree (`tree`): tokens, vocabulary and grammar; no schema is at hand yet.

`grammar.read` does all of it. What an id means is decided behind it, in `rules.resolve`.
The modules by what they are for:

- words and references: `tokens`, `words`, `cursor`, `pointing`, `lists`, `values`, `quantities`, `persons`, `laender`
- said otherwise, put in known words before the grammar: the package `rewriting`
- whole texts and sentences: `grammar`, `context`, `sentences`, `effect_first`, `dependent`, `branches`, `openings`,
  `exceptions`, `defaults`, `remarks`
- conditions: `conditions`, `joints`, `several`, `leading`, `subjects`, `endings`, and what they say of an answer:
  `predicates`, `among`, `members`, `ranges`, `measures`, `entries`, `own_verbs`
- effects: `effects`, `targets`, `clause`, `meanings`, `particular`, `short`, `imperatives`, `limits`, `presets`
- what must hold: `demands`, `forcing`, `relations`, `repetition`, `characters`, `dates`, `sums`
- the second reader, for sentences in another order: `unordered`, `roles`, `atoms`, `duties`, `musts`
"""
