"""Reads of calls, letters and papers, for a reader who came through access."""

from dataclasses import dataclass

from reverie.accounts.models import Client
from reverie.core.files import file_name
from reverie.record.models import Contact, Paper
from reverie.record.models.signing import contact_hash


@dataclass(frozen=True)
class ContactRead:
    """An entry between the hours with its words."""

    row: Contact
    person: str
    subject: str
    text: str

    @property
    def is_whole(self) -> bool:
        """True when it is as it was signed."""
        words = {"person": self.person, "subject": self.subject, "text": self.text}
        return self.row.content_hash == contact_hash(self.row, words)


@dataclass(frozen=True)
class PaperRead:
    """A paper with its title."""

    row: Paper
    title: str


def contacts_of(client: Client) -> list[ContactRead]:
    """Every entry between the hours, the newest first."""
    rows = list(Contact.objects.filter(client=client).select_related("therapist").order_by("-at"))
    chain = rows[0].chain() if rows else None
    return [ContactRead(row, **row.words(chain)) for row in rows if chain is not None]


def chosen(rows: list[ContactRead], key: object) -> ContactRead | None:
    """The entry of that key among those that were read."""
    return next((read for read in rows if key and str(read.row.pk) == str(key)), None)


def read_contact(row: Contact) -> ContactRead:
    """One entry with its words."""
    return ContactRead(row, **row.words(row.chain()))


def papers_of(client: Client, *, for_client: bool = False) -> list[PaperRead]:
    """The papers of the record; for the client those that are shown to them."""
    rows = Paper.objects.filter(client=client, taken_out_at=None).select_related("stored")
    found = list(rows.exclude(shown_at=None) if for_client else rows)
    chain = found[0].chain() if found else None
    return [PaperRead(row, str(row.words(chain)["title"])) for row in found if chain is not None]


def name_of(row: Paper) -> str:
    """The name under which the paper is saved."""
    return file_name(row.stored)
