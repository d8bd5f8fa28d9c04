from reverie.core.models.audit import AuditEvent, AuditHead
from reverie.core.models.base import BaseModel, SealedModel
from reverie.core.models.files import FileBody, StoredFile
from reverie.core.models.installation import Installation
from reverie.core.models.jobs import Job, OutboxMessage, WorkerBeat
from reverie.core.models.keys import AuthorKey, ClientKey, NoteKey, NoteKeyWrap, PracticeKey

__all__ = [
    "AuditEvent",
    "AuditHead",
    "AuthorKey",
    "BaseModel",
    "ClientKey",
    "FileBody",
    "Installation",
    "Job",
    "NoteKey",
    "NoteKeyWrap",
    "OutboxMessage",
    "PracticeKey",
    "SealedModel",
    "StoredFile",
    "WorkerBeat",
]
