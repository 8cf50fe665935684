"""Where files lie: in a folder, or in an object store that several machines share, spoken to by the S3 protocol.

What is stored is sealed before it comes here, and its name tells nothing. No address leads to a file: pages unseal and
send it. An object store's credentials, region and address come from the environment as every S3 tool reads them:
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL.

Either can say whether it is `reachable`: /readyz asks, and a process whose files are out of reach gets no requests.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any, Protocol, runtime_checkable

import obstore
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage
from django.utils.deconstruct import deconstructible
from obstore.exceptions import BaseError
from obstore.store import S3Store

PATIENCE = timedelta(seconds=20)  # for one request; then the page says that it did not work
PATIENCE_OF_A_MONITOR = timedelta(seconds=3)  # who asks often must not fill the process with waiting


@runtime_checkable
class Reachable(Protocol):
    """A storage that can say whether it could keep a file now."""

    def reachable(self) -> bool: ...


@deconstructible(path="config.storage.Folder")
class Folder(FileSystemStorage):
    """Django's storage in a folder that we alone read."""

    def __init__(self, location: str):
        # No address leads to a file: pages of the desk unseal and send it.
        super().__init__(location, base_url=None, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def reachable(self) -> bool:
        """Whether files can be written there and read; makes the folder when it is not there yet."""
        with suppress(OSError):
            Path(self.location).mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.access(self.location, os.R_OK | os.W_OK | os.X_OK)


@deconstructible
class ObjectStorage(Storage):
    """Django's storage over a bucket: `bucket` is s3://name or s3://name/folder."""

    def __init__(self, bucket: str):
        self.bucket = bucket

    @property
    def store(self) -> S3Store:
        """A client, made when first used: processes that are forked share no connection."""
        if "_store" not in self.__dict__:
            self._store = self._client(PATIENCE, retries=3)
        return self._store

    def _client(self, patience: timedelta, retries: int) -> S3Store:
        return S3Store.from_url(
            self.bucket,
            client_options={"timeout": patience, "allow_http": True},
            retry_config={"max_retries": retries, "retry_timeout": patience},
        )

    def reachable(self) -> bool:
        """Whether the bucket is there and our keys open it, though nothing be in it: one small listing, 3 seconds.

        To ask for an object would not tell: a bucket that is missing and an object that is missing look the same.
        """
        try:
            obstore.list(self._client(PATIENCE_OF_A_MONITOR, retries=0), prefix="readiness", chunk_size=1).collect()
        except (BaseError, OSError):
            return False
        return True

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        try:
            return ContentFile(bytes(obstore.get(self.store, name).bytes()), name=name)
        except FileNotFoundError:
            raise FileNotFoundError("no such file") from None  # the store's own words quote the name

    def _save(self, name: str, content: IO[Any]) -> str:
        obstore.put(self.store, name, content.read())
        return name

    def delete(self, name: str) -> None:
        """Delete a file; one that is not there is deleted already."""
        with suppress(FileNotFoundError):
            obstore.delete(self.store, name)

    def exists(self, name: str) -> bool:
        try:
            obstore.head(self.store, name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        return int(obstore.head(self.store, name)["size"])

    def get_modified_time(self, name: str) -> datetime:
        """When it was written."""
        return obstore.head(self.store, name)["last_modified"]

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Folders and files right under a folder."""
        prefix = path.strip("/")
        found = obstore.list_with_delimiter(self.store, prefix or None)
        folders = [each.rstrip("/").rsplit("/", 1)[-1] for each in found["common_prefixes"]]
        return folders, [each["path"].rsplit("/", 1)[-1] for each in found["objects"]]
