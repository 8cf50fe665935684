"""Documents that clients bring: what they are is read from their content, never from their name."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from cases.apart import Refused

from .history import remember
from .models import Client, Document, Membership
from .scanning import CannotScan, Infected, scan

LARGEST = 10_000_000  # bytes
MOST = 300  # documents of one client
MOST_PIXELS = 100_000_000
LONGEST_NAME = 120
PDF, JPEG, PNG, HEIC = "application/pdf", "image/jpeg", "image/png", "image/heic"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png", HEIC: ".heic", DOCX: ".docx"}
HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"heim", b"heis")


def type_of(content: bytes) -> str:
    """The media type, as the content shows it. Raises Refused for everything that is none of ours."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return HEIC
    if content.startswith(b"PK"):
        return _word(content)
    return _picture(content)


def _word(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError):
        names = set()
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise Refused(_("This is not a file that can be kept. Choose a PDF, JPEG, PNG, HEIC or Word (DOCX) file."))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(_("This Word file contains macros, which are programs. Save it as a PDF first."))
    return DOCX


def _picture(content: bytes) -> str:
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(_("This picture is larger than 100 megapixels. Make it smaller first."))
            kind = JPEG if picture.format == "JPEG" else PNG
            picture.verify()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        message = _("This is not a file that can be kept. Choose a PDF, JPEG, PNG, HEIC or Word (DOCX) file.")
        raise Refused(message) from None
    return kind


def plain_name(name: str, media_type: str) -> str:
    """The name without path and control characters, ending as its type ends."""
    bare = re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", name.replace("\\", "/").rpartition("/")[2])
    stem = bare.rpartition(".")[0] or bare
    return (stem.strip(" .") or "document")[:LONGEST_NAME] + ENDINGS[media_type]


def add(member: Membership, client: Client, name: str, content: bytes) -> Document:
    """Keep a document on the file. Raises Refused."""
    if len(content) > LARGEST:
        raise Refused(_("This file is larger than 10 MB. Scan it in grey, or split it."))
    if not content:
        raise Refused(_("This file is empty."))
    if client.documents.count() >= MOST:
        raise Refused(_("This file holds as many documents as it can. Delete one first."))
    media_type = type_of(content)
    try:
        scan(content)
    except Infected:
        raise Refused(_("The virus scanner found something in this file, so it is not kept.")) from None
    except CannotScan:
        raise Refused(_("The virus scanner cannot be reached, so nothing can be kept now. Try again later.")) from None
    with transaction.atomic():
        document = Document(client=client, added_by=member)
        document.put(plain_name(name, media_type), media_type, content)
        remember("document_added", member, client=client)
    return document


def stem(document: Document) -> str:
    """Its name without the ending that its type has."""
    return str(document.about["name"]).removesuffix(ENDINGS.get(document.about["type"], ""))


def rename(member: Membership, document: Document, name: str) -> None:
    """Give a document that was brought another name; its ending stays that of its type. The caller
    holds its row."""
    media_type = document.about["type"]
    with transaction.atomic():
        document.rename(plain_name(name.removesuffix(ENDINGS[media_type]) + ENDINGS[media_type], media_type))
        document.save(update_fields=["sealed"])
        remember("document_renamed", member, client=document.client)


def delete(member: Membership, document: Document) -> None:
    """Erase a document or paper with its content."""
    with transaction.atomic():
        remember("document_deleted", member, client=document.client)
        document.delete()
