"""Which part of an Office file is what: its relations say so, not the names of its parts."""

import posixpath
import zipfile
from collections.abc import Collection
from dataclasses import dataclass

from reports.office.budget import Budget
from reports.office.xml_stream import Attributes, PartReader, read_part


@dataclass(frozen=True, slots=True)
class Relation:
    id: str
    kind: str  # the end of its type: «header», «comments», «image»
    part: str  # the name of the part it leads to


def relations_of(archive: zipfile.ZipFile, part: str, budget: Budget) -> list[Relation]:
    """Where the part leads inside the file; what lies outside is left alone."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in archive.namelist():
        return []
    reader = _RelationsReader(folder, budget)
    read_part(archive, rels, reader)
    return [each for each in reader.found if each.part in archive.NameToInfo]


def parts_of(
    archive: zipfile.ZipFile, part: str, kinds: Collection[str], budget: Budget
) -> dict[str, str]:
    """The parts of these kinds that the part needs, itself or by others: name → kind."""
    found: dict[str, str] = {}
    waiting = [part]
    while waiting:
        for relation in relations_of(archive, waiting.pop(), budget):
            if relation.kind in kinds and relation.part not in found:
                found[relation.part] = relation.kind
                waiting.append(relation.part)
    return found


class _RelationsReader(PartReader):
    def __init__(self, folder: str, budget: Budget) -> None:
        super().__init__(budget)
        self.found: list[Relation] = []
        self._folder = folder
        self.opening = {":Relationship": self._relation}

    def _relation(self, attributes: Attributes) -> None:
        if attributes.get("TargetMode") == "External":
            return
        target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", "")))
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found.append(Relation(attributes.get("Id", ""), kind, target.lstrip("/")))
