"""Files in the storage that nothing names: whoever wrote one was killed before its row was written, or after the row
was deleted. They are sealed and nobody can reach them, so they only hold what is nobody's any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from .bulk import whole
from .models import Batch, Document

FRESH = timedelta(days=1)  # a younger one may be about to get its row
DOCUMENTS = "documents"
FEW, SHARE = 100, 10  # more than so many, and more than one in so many files: rather a wrong database


class TooMany(Exception):
    """So many files have no row that the database may not be the one that belongs to them."""

    def __init__(self, nameless: int, files: int):
        self.nameless, self.files = nameless, files
        super().__init__(f"{nameless} of {files} files have no row in this database")


def sweep(however_many: bool = False) -> int:
    """Delete the files that nothing names; how many there were. Raises TooMany, and has deleted nothing then."""
    files, nameless = 0, []
    for part in (of_documents(), of_exports()):
        for name, named in part:
            files += 1
            if not named and old(name):
                nameless.append(name)
    if len(nameless) > FEW and len(nameless) * SHARE > files and not however_many:
        raise TooMany(len(nameless), files)
    for name in nameless:
        default_storage.delete(name)
    return len(nameless)


def of_documents() -> Iterator[tuple[str, bool]]:
    """The files of documents, and whether a row names them."""
    for folder in folders(DOCUMENTS):
        names = [f"{DOCUMENTS}/{folder}/{name}" for name in files_in(f"{DOCUMENTS}/{folder}")]
        named = set(Document.objects.filter(file__startswith=f"{DOCUMENTS}/{folder}/").values_list("file", flat=True))
        yield from ((name, name in named) for name in names)


def of_exports() -> Iterator[tuple[str, bool]]:
    """The pieces of what agencies exported, and whether a row names them."""
    named = {batch.counts.get("folder") for batch in Batch.objects.of(whole.KIND).only("counts")}
    for folder in folders(whole.FOLDER):
        path = f"{whole.FOLDER}/{folder}"
        yield from ((f"{path}/{name}", path in named) for name in files_in(path))


def folders(path: str) -> list[str]:
    with suppress(FileNotFoundError):
        return default_storage.listdir(path)[0]
    return []


def files_in(path: str) -> list[str]:
    with suppress(FileNotFoundError):
        return default_storage.listdir(path)[1]
    return []


def old(name: str) -> bool:
    with suppress(FileNotFoundError):
        return timezone.now() - default_storage.get_modified_time(name) > FRESH
    return False
