"""Rules that leave out the element they hang on: "Pflichtfeld, wenn F1 = 1", "Wird nur angezeigt, wenn …"."""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.tokens import Kind, Token

_STATES = words.TO_SHOW | words.TO_HIDE | words.TO_FILL | words.MANDATORY_NOUNS | words.MANDATORY | words.FREE
_SEEN = words.of("sichtbar unsichtbar eingeblendet ausgeblendet")
_ORDERS = {
    "ausfüllen": "auszufüllen",
    "anzeigen": "anzuzeigen",
    "einblenden": "einzublenden",
    "ausblenden": "auszublenden",
}
_VERBS = words.BECOME | words.MUST | words.MAY | words.BE
_SAID = (
    _STATES | _SEEN | words.VISIBLE | words.HIDDEN | words.FILLED | words.AUXILIARY
    | words.of("nur erst nicht dann zwingend verpflichtend ein kein als immer")
)  # fmt: skip


def with_bearer(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """ "Nur anzuzeigen, wenn F1 = 1" as "Dieses Feld ist nur anzuzeigen, wenn F1 = 1"."""
    end = next((at for at, token in enumerate(tokens) if token.norm in words.IF | {"bei"}), 0)
    head = tokens[: end - (tokens[end - 1].kind is Kind.COMMA)] if end else ()
    named = any(token.kind is Kind.COLON for token in tokens)  # "Pflicht, wenn F1 = 1: F2"
    if not head or named or not all(token.kind is Kind.WORD for token in head):
        return tokens
    first = head[0]
    order = _ORDERS.get(first.norm) if len(head) == 1 else None
    if order is not None:
        tokens, head = (replace(first, norm=order), *tokens[1:]), ()
    elif not _says_of_bearer(head):
        return tokens
    subject = [replace(first, text=text, norm=text.lower()) for text in ("Dieses", "Feld")]
    if first.norm not in _VERBS:
        subject.append(replace(first, text="ist", norm="ist"))
    return (*subject, *tokens)


def _says_of_bearer(head: tuple[Token, ...]) -> bool:
    """True for "Pflichtfeld", "Nur anzuzeigen", "Wird nur angezeigt"."""
    norms = [token.norm for token in head]
    opens = norms[0] in _VERBS or norms[0] in _STATES | _SEEN or (norms[0] in {"nur", "nicht"} and len(norms) == 2)
    told = norms[-1] in _STATES | _SEEN | words.VISIBLE | words.HIDDEN | words.FILLED | words.AUXILIARY
    return opens and told and all(norm in _SAID for norm in norms[1:])
