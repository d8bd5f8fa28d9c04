"""A file of profiles: read, and checked by the same rules as what a therapist types."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.core.uploads import UploadField
from reverie.directory.actions.exchange import Brought
from reverie.directory.exchange import CannotRead, Entry, Wrong, read
from reverie.directory.forms.desk import CredentialForm, ProfileForm
from reverie.directory.numbers import wrong_with_taxonomy

OURS = ("most_clients", "is_intake")
"""Fields that other directories do not have: a file that leaves them out changes nothing about them."""


@dataclass(frozen=True)
class Checked:
    """What a file holds: profiles ready to be kept, and everything that has to be mended first."""

    brought: list[Brought]
    wrongs: list[Wrong]


class FileForm(forms.Form):
    """A file of profiles in any of the shapes."""

    file = UploadField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A table (CSV), a Plan-Net bundle, or HSDS (a document, services.csv, or a zip of its tables)."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """The entries of the file as `entries`."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("file"):
            try:
                data["entries"] = read(data["file"].read())
            except CannotRead as refusal:
                self.add_error("file", str(refusal))
        return data


def checked(entries: list[Entry]) -> Checked:
    """Every entry by the rules of the page, with all that is wrong, in the order of the file."""
    brought: list[Brought] = []
    wrongs: list[Wrong] = []
    for entry in entries:
        form, licences = ProfileForm(_typed(entry)), [CredentialForm(row) for row in entry.licences]
        found = [*_taxonomy(form, entry), *_wrongs(form, entry)]
        for number, one in enumerate(licences, 1):
            found += [
                Wrong(entry.where, entry.column("licenses"), f"{_('License')} {number}, {wrong}")
                for wrong in _sentences(one)
            ]
        wrongs += found
        if not found:
            kept = {name for name in OURS if not entry.cells.get(name)}
            fields = {name: value for name, value in form.values().items() if name not in kept}
            brought.append(Brought(entry.name, entry.email, fields, [one.cleaned_data for one in licences]))
    return Checked(brought, wrongs)


def _typed(entry: Entry) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in entry.cells.items():
        if isinstance(value, list):
            data.setlist(name, value)
        elif value:
            data[name] = value
    return data


def _taxonomy(form: ProfileForm, entry: Entry) -> list[Wrong]:
    """Another code of the set than our twenty is taken when it has the form of one."""
    code = str(entry.cells.get("taxonomy", ""))
    if wrong := wrong_with_taxonomy(code):
        return [Wrong(entry.where, entry.column("taxonomy"), wrong)]
    field = form.fields["taxonomy"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", ""), (code, code)]
    return []


def _wrongs(form: ProfileForm, entry: Entry) -> list[Wrong]:
    return [
        Wrong(entry.where, entry.column(name), str(words))
        for name, errors in form.errors.items()
        if name != "taxonomy"
        for words in errors
    ]


def _sentences(form: CredentialForm) -> list[str]:
    return [f"{form.fields[name].label}: {words}" for name, errors in form.errors.items() for words in errors]
