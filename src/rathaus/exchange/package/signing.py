"""The signature of a package (`signature.json`): Ed25519 over the manifest's bytes (RFC 8032)."""

from __future__ import annotations

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from rathaus.exchange.package.errors import PackageError
from rathaus.exchange.package.language import sentence
from rathaus.exchange.package.manifest import canonical, digest, load

_PURPOSE = b"rathaus-package-1\n"


def public_of(private: Ed25519PrivateKey) -> bytes:
    """The public key, raw (32 bytes)."""
    return private.public_key().public_bytes_raw()


def fingerprint(public: bytes) -> str:
    """SHA-256 of a raw public key: what people compare and what is pinned."""
    return digest(public)


def written(public: bytes) -> str:
    """A key or signature as text: base64url without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(public).rstrip(b"=").decode("ascii")


def sign(manifest: bytes, private: Ed25519PrivateKey) -> bytes:
    """The bytes of `signature.json` for these manifest bytes."""
    signature = private.sign(_PURPOSE + manifest)
    return canonical({"key": written(public_of(private)), "signature": written(signature)})


def verify(manifest: bytes, signed: bytes) -> bytes:
    """The raw public key that signed these manifest bytes; :class:`PackageError` where none did."""
    try:
        values = load(signed)
        key, signature = _bytes(values["key"], 32), _bytes(values["signature"], 64)
        whole = canonical({"key": written(key), "signature": written(signature)}) == signed
        if whole:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, _PURPOSE + manifest)
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable() from error
    except InvalidSignature as error:
        raise PackageError(
            sentence("Die Unterschrift des Pakets passt nicht zu seinem Inhalt: Es wurde verändert.")
        ) from error
    if not whole:
        raise _unreadable()
    return key


def _unreadable() -> PackageError:
    return PackageError(sentence("Die Unterschrift des Pakets (signature.json) ist nicht lesbar."))


def _bytes(text: str, length: int) -> bytes:
    found = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if len(found) != length:
        raise ValueError("wrong length")
    return found
