"""What the desk keeps. Everything that tells of a client is sealed; what stands in plain columns says only which state,
which way of losing a home, which outcome and which days, so that a list of ten thousand can be sorted."""

from .agencies import Agency, Invitation, Membership, Role
from .batches import Batch, BatchItem
from .clients import Client, Deadline, SearchMark
from .records import Activity, Document, Note, Task
from .remembered import Remembered
from .users import User

__all__ = [
    "Activity",
    "Agency",
    "Batch",
    "BatchItem",
    "Client",
    "Deadline",
    "Document",
    "Invitation",
    "Membership",
    "Note",
    "Remembered",
    "Role",
    "SearchMark",
    "Task",
    "User",
]
