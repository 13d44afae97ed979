"""Readers of the environment. A value that cannot be understood is refused with a sentence that names it, never guessed."""

import os
from pathlib import Path

from guichet.wiring.language import gettext as _

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})


class SettingError(Exception):
    """A variable of the environment cannot be used; the message says which one and what it may be."""

    code = "setting-not-usable"


def env_bool(name: str, default: bool = False) -> bool:
    """A yes or no: 1, true, yes, on / 0, false, no, off."""
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word not in TRUE | FALSE:
        raise SettingError(_("%(name)s is '%(value)s': use 1 or 0.") % {"name": name, "value": value})
    return word in TRUE


def env_int(name: str, default: int, *, at_least: int = 0, at_most: int = 2**31 - 1) -> int:
    """A whole number within its bounds."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise SettingError(_("%(name)s is '%(value)s': use a whole number.") % {"name": name, "value": value}) from None
    if not at_least <= number <= at_most:
        sentence = _("%(name)s is %(number)s: use a number from %(least)s to %(most)s.")
        raise SettingError(sentence % {"name": name, "number": number, "least": at_least, "most": at_most})
    return number


def env_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Words separated by commas."""
    value = os.environ.get(name)
    return list(default) if value is None else [word.strip() for word in value.split(",") if word.strip()]


def env_secret(name: str) -> str | None:
    """A secret, from `NAME` itself or from the file that `NAME_FILE` points at; an empty one counts as absent."""
    value, file = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if value and file:
        raise SettingError(_("%(name)s and %(name)s_FILE are both set: keep one.") % {"name": name})
    if not file:
        return value or None
    try:
        return Path(file).read_text().strip() or None
    except OSError as error:
        sentence = _("%(name)s_FILE is '%(file)s', which cannot be read: %(reason)s.")
        raise SettingError(sentence % {"name": name, "file": file, "reason": error.strerror}) from None
