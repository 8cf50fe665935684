#!/usr/bin/env python
"""Shortfall's command line: `python manage.py help` lists what it can do."""

import base64
import os
import secrets
import sys
from pathlib import Path

# These only compute: they read neither the database nor a secret, so they run in a bare checkout.
COMPUTES_ONLY = {"assess", "questions", "checklaw", "garnishments"}


def choose_mode(command: str) -> None:
    """Settle what the environment leaves open, never against what it says."""
    if "SHORTFALL_MODE" in os.environ or "SECRET_KEY" in os.environ:
        return
    if (Path(__file__).parent / ".local" / "secret_key").exists():
        os.environ["SHORTFALL_MODE"] = "local"
    elif command in COMPUTES_ONLY:
        os.environ["SECRET_KEY"] = secrets.token_urlsafe(50)
        os.environ["SHORTFALL_DATA_KEYS"] = base64.urlsafe_b64encode(os.urandom(32)).decode()


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    choose_mode(sys.argv[1] if len(sys.argv) > 1 else "")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
