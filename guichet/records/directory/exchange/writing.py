"""From a `Directory` to plain values, and to the text of a file. What is written is read back as the same `Directory`."""

from typing import Any

import yaml

from guichet.records.directory.exchange.codecs import Plain
from guichet.records.directory.exchange.shapes import Entry
from guichet.records.directory.exchange.words import FORMAT, SECTIONS, Directory, OrganisationEntry

Content = dict[str, Any]
"""What a file holds: its format, the organisation's entry, and for each section a mapping of keys to plain entries."""


def make_content(directory: Directory) -> Content:
    """The directory as plain values; sections without entries are left out."""
    content: Content = {"guichet": FORMAT, "organisation": Entry(OrganisationEntry).write(directory.organisation)}
    for name, kind in SECTIONS.items():
        if entries := getattr(directory, name):
            codec = Entry(kind)
            content[name] = {key: codec.write(entry) for key, entry in entries.items()}
    return content


def write_directory(directory: Directory) -> str:
    content: dict[str, Plain] = make_content(directory)
    return yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=140)
