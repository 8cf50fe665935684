"""What the desk keeps. Everything that tells of a client is sealed; what stands in plain columns says only which state,
which way of losing a home, which outcome and which days, and what of the reviewers' list a file still lacks, so that a
list of ten thousand can be sorted."""

from .agencies import Agency, Invitation, Membership, Role
from .batches import Batch, BatchItem
from .clients import Client, Deadline, LawMark, SearchMark
from .records import Activity, Document, Note, Task
from .remembered import Remembered
from .reporting import ServiceRecord, ToldAnswer
from .sharing import Consent, ReturnLink
from .users import User
from .wishes import Digest, Preferences, SavedView

__all__ = [
    "Activity",
    "Agency",
    "Batch",
    "BatchItem",
    "Client",
    "Consent",
    "Deadline",
    "Digest",
    "Document",
    "Invitation",
    "LawMark",
    "Membership",
    "Note",
    "Preferences",
    "Remembered",
    "ReturnLink",
    "Role",
    "SavedView",
    "SearchMark",
    "ServiceRecord",
    "Task",
    "ToldAnswer",
    "User",
]
