"""Read settings from the environment, and from a `.env` file beside manage.py if there is one."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[3]


def load_env_file(path: Path) -> None:
    """Set the variables of a KEY=value file that the environment does not already hold."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, sign, value = line.partition("=")
        if sign and not name.lstrip().startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def optional(name: str, default: str) -> str:
    """The value of a variable that may be set to nothing, on purpose."""
    return os.environ.get(name, default).strip()


def items(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def required(name: str, *, forbidden: tuple[str, ...] = ()) -> str:
    """The value of a variable that has no acceptable default; refuse to start without it."""
    value = text(name)
    if not value or value in forbidden:
        raise ImproperlyConfigured(f"{name} must be set in the environment (see .env.example)")
    return value
