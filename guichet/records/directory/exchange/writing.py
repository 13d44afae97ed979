"""From a `Directory` to the text of a file. What the file holds is read back as the same `Directory`."""

import yaml

from guichet.records.directory.exchange.codecs import Plain
from guichet.records.directory.exchange.shapes import Entry
from guichet.records.directory.exchange.words import FORMAT, SECTIONS, Directory, OrganisationEntry


def write_directory(directory: Directory) -> str:
    content: dict[str, Plain] = {"guichet": FORMAT, "organisation": Entry(OrganisationEntry).write(directory.organisation)}
    for name, kind in SECTIONS.items():
        if entries := getattr(directory, name):
            codec = Entry(kind)
            content[name] = {key: codec.write(entry) for key, entry in entries.items()}
    return yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=140)
