"""One person's record and a folder of papers: the files, and whose they are."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.accounts.models import Client
from reverie.core.uploads import CUT, UploadField
from reverie.interop.foreign_records import CannotReadRecord, read_record
from reverie.interop.queries.beside import Names


class RecordFileForm(forms.Form):
    """One person's record of another system."""

    record = UploadField(
        label=gettext_lazy("Record of one person"),
        help_text=gettext_lazy("A C-CDA document (XML) or a FHIR bundle (JSON), at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"class": "input", "accept": ".xml,.ccd,.json"}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )
    content: bytes

    def clean_record(self) -> Any:
        """The file, readable."""
        file = self.cleaned_data["record"]
        self.content = file.read()
        try:
            read_record(self.content)
        except CannotReadRecord as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return file


class WhoseForm(forms.Form):
    """Whose record it is."""

    whose = forms.ChoiceField(
        label=gettext_lazy("Whose record this is"), widget=forms.Select(attrs={"class": "input"})
    )

    def __init__(self, *args: Any, clients: list[Client], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(row.pk), row.name) for row in clients]
        field = self.fields["whose"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("new", _("Somebody new: begin with them")), *people]

    def planned(self) -> dict[str, Any]:
        """What is kept with the moving-in."""
        return {"whose": self.cleaned_data["whose"], "is_chosen": True}


class ManyFiles(forms.ClearableFileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class ManyUploadsField(UploadField):
    """Several files, each within the limits."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files. Raises ValidationError that names those which were too large, or too many at once."""
        files = data if isinstance(data, list) else [data] if data else []
        if not files:
            raise forms.ValidationError(_("Choose one file or several."))
        cut = [str(file.name)[:60] for file in files if getattr(file, CUT, False)]
        if cut:
            names = ", ".join(cut[:5])
            raise forms.ValidationError(_("Too large, or too many at once: {names}.").format(names=names))
        return files


class PapersForm(forms.Form):
    """A folder of papers."""

    papers = ManyUploadsField(
        label=gettext_lazy("Papers"),
        help_text=gettext_lazy(
            "PDF files, at most 10 MB each and 60 MB at once; more can be added afterwards. A file whose name"
            " holds a client’s name is laid with that client."
        ),
        widget=ManyFiles(attrs={"class": "input", "accept": ".pdf"}),
    )


class WhosePapersForm(forms.Form):
    """Whose each paper is."""

    def __init__(self, *args: Any, papers: list[dict[str, str]], people: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.papers = papers
        for number, paper in enumerate(papers):
            choices = [("", _("leave it out")), *people.choices(paper["name"], paper["whose"])]
            self.fields[f"paper-{number}"] = forms.ChoiceField(
                label=paper["name"], choices=choices, required=False, initial=paper["whose"],
                widget=forms.Select(attrs={"class": "input"}),
            )  # fmt: skip

    def planned(self) -> dict[str, Any]:
        """What is kept with the moving-in."""
        chosen = [self.cleaned_data[f"paper-{number}"] for number in range(len(self.papers))]
        return {"papers": [{**paper, "whose": who} for paper, who in zip(self.papers, chosen, strict=True)]}
