"""What is brought over, and what its columns are."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.core.tables import CannotReadTable, Table, read_table
from reverie.core.uploads import UploadField
from reverie.interop.client_lines import FIELDS, guess_columns


class ClientFileForm(forms.Form):
    """A client list."""

    file = UploadField(
        label=gettext_lazy("Client list"),
        help_text=gettext_lazy("A CSV file with one client a row and a head; at most 10 MB and 50,000 rows."),
        widget=forms.ClearableFileInput(attrs={"class": "input", "accept": ".csv,.txt,text/csv"}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )
    content: bytes
    table: Table

    def clean_file(self) -> Any:
        """The file, read as a table."""
        file = self.cleaned_data["file"]
        self.content = file.read()
        try:
            self.table = read_table(self.content)
        except CannotReadTable as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return file


class ColumnsForm(forms.Form):
    """Which column is what, and what becomes of people who seem to be here already."""

    doubles = forms.ChoiceField(
        label=gettext_lazy("People who seem to be here already"),
        choices=[
            ("leave", gettext_lazy("Leave them out")),
            ("bring", gettext_lazy("Bring them over as well")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, head: tuple[str, ...], chosen: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = chosen.get("columns") or guess_columns(head)
        choices = [("", _("not in this file")), *((name, name) for name in head if name)]
        for field, label in FIELDS.items():
            initial = columns.get(field, "")
            self.fields[field] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=initial,
                widget=forms.Select(attrs={"class": "input"}),
            )  # fmt: skip
        self.fields["doubles"].initial = chosen.get("doubles", "leave")
        self.order_fields([*FIELDS, "doubles"])

    def planned(self) -> dict[str, Any]:
        """What is kept with the moving-in."""
        return self.cleaned_data

    def clean(self) -> dict[str, Any]:
        """A name is needed, and no column is two things."""
        cleaned = super().clean() or {}
        columns = {field: cleaned[field] for field in FIELDS if cleaned.get(field)}
        if not {"name", "first", "last"} & set(columns):
            self.add_error("name", _("Say which column holds the name."))
        for field, column in columns.items():
            if list(columns.values()).count(column) > 1:
                self.add_error(field, _("“{column}” is chosen twice.").format(column=column))
        return {"columns": columns, "doubles": cleaned.get("doubles", "leave")}
