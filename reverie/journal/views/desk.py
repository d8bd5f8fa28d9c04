"""The writing desk: one page that is being written, new or again, with its draft behind it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.journal import actions, presenters, queries
from reverie.journal.forms import EntryForm, SaveForm, as_fields, who_choices
from reverie.journal.models import Draft, Entry, Homework


@dataclass
class Desk:
    """What a page needs to be written: whose, which kind, the finished page when it is written again."""

    client: Client
    kind: str
    entry: Entry | None = None
    homework: Homework | None = None
    draft: Draft | None = field(init=False)

    def __post_init__(self) -> None:
        self.draft = actions.find_draft(self.client, self.kind, self.entry)
        if self.draft and self.homework is None:
            self.homework = self.draft.homework

    def words(self) -> dict[str, Any]:
        """What stands on the page: the draft's words, else the finished page's, else nothing."""
        kept = self.draft or self.entry
        if kept:
            return queries.words_of(kept)
        sheet = queries.words_of(self.homework).get("sheet", []) if self.homework else []
        return {"parts": [[heading, ""] for heading in sheet]} if sheet else {}

    def form(self, data: Any = None) -> EntryForm:
        """The form of this page; who may read it is chosen on a new page alone."""
        who = [] if self.entry else who_may_read(self.client)
        version = self.draft.version if self.draft else 0
        return EntryForm(self.kind, who, self.words(), data, page=uuid4(), version=version)

    def finish(self, form: EntryForm, by: Actor) -> Entry:
        """Keep the page for good; raises what `actions.finish_entry` raises."""
        therapist, mode = form.reader(queries.readers_of(self.client))
        return actions.finish_entry(
            client=self.client,
            kind=self.kind,
            words=form.words(),
            entry=self.entry,
            homework=self.homework,
            therapist=therapist,
            mode=mode,
            version=form.cleaned_data["version"],
            page=form.cleaned_data["page"],
            by=by,
        )

    def keep_url(self) -> str:
        """Where autosave keeps the draft; it says for which invitation a new page is."""
        if self.entry:
            return reverse("journal:keep-edit", args=[self.entry.id])
        url = reverse("journal:keep", args=[self.kind.replace("_", "-")])
        return f"{url}?for={self.homework.id}" if self.homework else url

    def context(self, form: EntryForm) -> dict[str, Any]:
        """What the template shows."""
        saved_at = self.draft.saved_at if self.draft else None
        return {
            "form": form,
            "kind": self.kind,
            "slug": self.kind.replace("_", "-"),
            "entry": self.entry,
            "keep_url": self.keep_url(),
            "name": presenters.NAMES[self.kind],
            "lead": presenters.LEADS[self.kind],
            "saved": presenters.saved(saved_at, self.client.zone),
            "version": self.draft.version if self.draft else 0,
        }


def who_may_read(client: Client, *, with_only_me: bool = True) -> list[tuple[str, Any]]:
    """The choices of who can read a page, for the client who writes it."""
    offers_now = queries.offers_now(client.practice)
    return who_choices(presenters.readers(client), offers_now=offers_now, with_only_me=with_only_me)


def keep(request: HttpRequest, desk: Desk) -> JsonResponse:
    """One autosave; the wire format stands at the head of core/js/autosave.js."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    save, form = SaveForm(request.POST), desk.form(request.POST)
    if not save.is_valid() or not form.is_valid():
        return _refused(_("This page could not be read. Copy the words, then load it again."))
    try:
        draft = actions.keep_draft(
            client=desk.client,
            kind=desk.kind,
            words={**form.words(), "who": form.cleaned_data.get("who", "")},
            version=save.cleaned_data["version"],
            save_id=save.cleaned_data["save_id"],
            page=save.cleaned_data["page"],
            entry=desk.entry,
            homework=desk.homework,
            by=actor,
        )
    except actions.ChangedElsewhere as changed:
        theirs = as_fields(changed.theirs)
        return JsonResponse({"theirs": theirs, "version": changed.draft.version}, status=409)
    except actions.CannotKeep as error:
        return _refused(str(error))
    return JsonResponse({"saved_at": draft.saved_at.isoformat(), "version": draft.version})


def _refused(sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=400)
