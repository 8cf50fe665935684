"""The code that opens a case again: written down once by the person, never kept by us.

Sixteen letters and digits of Crockford's alphabet are 80 random bits. The alphabet has no I, L, O or U, and what looks
alike is read alike, so a code can be copied by hand. We keep a SHA-256 of it: with so many random bits nobody finds the
code from that, and changing SECRET_KEY does not lock anyone out.
"""

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
LOOK_ALIKE = str.maketrans("OIL", "011", " -–—_.\t\r\n")


def new_code() -> str:
    """A fresh code in groups of four: 7K3M-9QXR-2B4T-WZ5N."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))


def read_code(typed: str) -> str | None:
    """The bare letters of a code however it was typed; None if it cannot be one."""
    letters = typed.upper().translate(LOOK_ALIKE)
    return letters if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else None


def fingerprint(letters: str) -> str:
    """What we keep in place of the code."""
    return hashlib.sha256(f"shortfall case code {letters}".encode()).hexdigest()
