"""How answers and reports are kept: sealed with the keys in SHORTFALL_DATA_KEYS, and useless without them.

The first key seals; every key opens. So a key is replaced by putting a new one in front, running `manage.py
rotatekeys`, and taking the old one away. What no key opens is an error that stops the request: an empty case in
place of a person's answers would be worse.
"""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class CannotOpen(Exception):
    """Sealed with a key that we no longer have, or damaged."""


def seal(plain: bytes) -> bytes:
    """`plain`, readable only with our keys."""
    return _lock().encrypt(plain)


def unseal(sealed: bytes) -> bytes:
    """What `seal` was given. Raises CannotOpen if none of our keys fits."""
    try:
        return _lock().decrypt(sealed)
    except InvalidToken:
        raise CannotOpen("none of SHORTFALL_DATA_KEYS opens this") from None


def reseal(sealed: bytes) -> bytes:
    """The same content under the newest key."""
    try:
        return _lock().rotate(sealed)
    except InvalidToken:
        raise CannotOpen("none of SHORTFALL_DATA_KEYS opens this") from None


def seal_json(value: Any) -> bytes:
    """A JSON value, sealed."""
    return seal(json.dumps(value, separators=(",", ":")).encode())


def unseal_json(sealed: bytes) -> Any:
    """The JSON value that was sealed."""
    return json.loads(unseal(sealed))


def marks(purpose: str, text: str) -> list[str]:
    """Keyed hashes of `text`, one for each of our keys, the newest first: what is sealed can be found by them without
    being opened. Write the first; look for all. 22 characters, of 128 bits."""
    return [_mark(key, purpose, text) for key in settings.SHORTFALL_DATA_KEYS]


def _mark(key: str, purpose: str, text: str) -> str:
    found = hmac.digest(_purposed(key, purpose), text.encode(), hashlib.sha256)[:16]
    return urlsafe_b64encode(found).decode().rstrip("=")


@lru_cache(maxsize=16)
def _purposed(key: str, purpose: str) -> bytes:
    return hmac.digest(key.encode(), f"shortfall mark {purpose}".encode(), hashlib.sha256)


def _lock() -> MultiFernet:
    return _lock_of(tuple(settings.SHORTFALL_DATA_KEYS))


@lru_cache(maxsize=4)
def _lock_of(keys: tuple[str, ...]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError:
        raise ImproperlyConfigured(
            "SHORTFALL_DATA_KEYS must hold one or more Fernet keys: 32 bytes each, url-safe base64."
        ) from None
