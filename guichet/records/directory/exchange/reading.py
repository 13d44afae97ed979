"""From a file to a `Directory`, or to sentences that say what is wrong and where."""

from typing import Any

from django.utils.translation import gettext as _

from guichet.records.directory.exchange.checks import check
from guichet.records.directory.exchange.codecs import Integer, Key, MisreadError, Pointer, Reading
from guichet.records.directory.exchange.nodes import Mapping, Node, Scalar, make_node, parse, shorten
from guichet.records.directory.exchange.problems import DirectoryFileError, Report
from guichet.records.directory.exchange.shapes import Entry
from guichet.records.directory.exchange.words import FORMAT, SECTIONS, Directory, OrganisationEntry
from guichet.records.directory.exchange.writing import Content
from guichet.records.directory.models.organisations import KEY_LENGTH


def read_directory(source: bytes) -> Directory:
    """Read and check a whole file.

    :raises DirectoryFileError: it is not a directory; the error holds the problems found.
    """
    reading = Reading(Report())
    return _finish(parse(source, reading.report), reading)


def read_content(content: Content) -> Directory:
    """Read and check plain values, as `read_directory` does a file. Problems then have no line.

    :raises DirectoryFileError: they are no directory.
    """
    return _finish(make_node(content), Reading(Report()))


def list_pointers(content: Content) -> list[Pointer]:
    """Everything that points at an entry of another section, or of its own."""
    reading = Reading(Report())
    _read_root(make_node(content), reading)
    return reading.pointers


def _finish(root: Node | None, reading: Reading) -> Directory:
    directory = None if root is None else _read_root(root, reading)
    if directory is None or reading.report.count:
        raise DirectoryFileError(reading.report)
    return directory


def _read_root(root: Node, reading: Reading) -> Directory | None:
    if not isinstance(root, Mapping):
        reading.fail(root, "", _("A directory file is a mapping of sections."))
        return None
    for name in sorted(root.items.keys() - SECTIONS.keys() - {"guichet", "organisation"}):
        reading.fail(Scalar(root.lines[name], name), "", _("There is no section “%(name)s”.") % {"name": shorten(name)})
    organisation = _read_head(root, reading)
    entries = {name: _read_section(root.items.get(name), name, reading) for name in SECTIONS}
    names = {name: root.items[name].items.keys() if isinstance(root.items.get(name), Mapping) else () for name in SECTIONS}  # type: ignore[union-attr]
    if organisation is None:
        return None
    directory = Directory(organisation=organisation, **entries)
    check(directory, root, names, reading)
    return directory


def _read_head(root: Mapping, reading: Reading) -> OrganisationEntry | None:
    try:
        if "guichet" not in root.items or "organisation" not in root.items:
            raise reading.fail(root, "", _("The file must say “guichet: %(format)d” and describe the organisation.") % {"format": FORMAT})
        Integer(FORMAT, FORMAT).read(root.items["guichet"], "guichet", reading)
        organisation: OrganisationEntry = Entry(OrganisationEntry).read(root.items["organisation"], "organisation", reading)
    except MisreadError:
        return None
    return organisation


def _read_section(node: Node | None, name: str, reading: Reading) -> dict[str, Any]:
    """The entries that could be read; each that could not has been reported."""
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return {}
    if not isinstance(node, Mapping):
        reading.fail(node, name, _("A section is a mapping of keys to entries."))
        return {}
    entries, codec = {}, Entry(SECTIONS[name])
    for key, child in node.items.items():
        path = f"{name}.{shorten(key, KEY_LENGTH)}"
        try:
            Key().read(Scalar(node.lines[key], key), path, reading)
            entries[key] = codec.read(child, path, reading)
        except MisreadError:
            continue
    return entries
