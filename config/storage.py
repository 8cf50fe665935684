"""Files in an object store that several machines share, spoken to by the S3 protocol.

What is stored is sealed before it comes here, and its name tells nothing. No address leads to a file: pages unseal and
send it. Credentials, region and the store's own address come from the environment as every S3 tool reads them:
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import IO, Any

import obstore
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible
from obstore.store import S3Store

PATIENCE = timedelta(seconds=20)  # for one request; then the page says that it did not work


@deconstructible
class ObjectStorage(Storage):
    """Django's storage over a bucket: `bucket` is s3://name or s3://name/folder."""

    def __init__(self, bucket: str):
        self.bucket = bucket

    @property
    def store(self) -> S3Store:
        """A client, made when first used: processes that are forked share no connection."""
        if "_store" not in self.__dict__:
            self._store: S3Store = S3Store.from_url(
                self.bucket,
                client_options={"timeout": PATIENCE, "allow_http": True},
                retry_config={"max_retries": 3, "retry_timeout": PATIENCE},
            )
        return self._store

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

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Folders and files right under a folder."""
        prefix = path.strip("/")
        found = obstore.list_with_delimiter(self.store, prefix or None)
        folders = [each.rstrip("/").rsplit("/", 1)[-1] for each in found["common_prefixes"]]
        return folders, [each["path"].rsplit("/", 1)[-1] for each in found["objects"]]
