"""An answer as bytes of JSON."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from ..working import number


def encoded(found: Any) -> bytes:
    """JSON as `assess --lines` prints it. A lone surrogate, which JSON can name and UTF-8 cannot hold, becomes "?"."""
    return json.dumps(found, ensure_ascii=False, default=_plain).encode("utf-8", "replace")


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return number(value)
    return value.isoformat() if isinstance(value, date) else str(value)
