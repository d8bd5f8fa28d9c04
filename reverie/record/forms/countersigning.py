"""What comes from the browser about a second signature."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.accounts.models import Practice, Therapist, User
from reverie.record.models import Countersigner


class ReadyForm(forms.Form):
    """Whom the author asks, and which draft was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    supervisor = forms.ModelChoiceField(label=_("Who signs it with you"), queryset=User.objects.none())

    def __init__(self, *args: Any, supervisors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["supervisor"]
        field.queryset = User.objects.filter(pk__in=[row.supervisor_id for row in supervisors])
        field.label_from_instance = lambda user: user.name
        field.empty_label = None


class ReturnForm(forms.Form):
    """Why a note goes back."""

    reason = forms.CharField(
        label=_("What has to be revised"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )


class CountersignerForm(forms.Form):
    """Whose notes a supervisor signs, and from when."""

    therapist = forms.ModelChoiceField(label=_("Whose notes"), queryset=Therapist.objects.none())
    supervisor = forms.ModelChoiceField(label=_("Who signs them too"), queryset=User.objects.none())
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        therapist: Any = self.fields["therapist"]
        therapist.queryset = Therapist.objects.filter(practice=practice, ended_at=None).order_by("name")
        therapist.label_from_instance = lambda row: row.name
        supervisor: Any = self.fields["supervisor"]
        held = {"memberships__practice": practice, "memberships__role": "supervisor"}
        supervisor.queryset = User.objects.filter(memberships__ended_at=None, **held).order_by("name")
        supervisor.label_from_instance = lambda row: row.name


class EndForm(forms.Form):
    """Which of them ends."""

    countersigner = forms.ModelChoiceField(queryset=Countersigner.objects.none())

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["countersigner"]
        field.queryset = Countersigner.objects.filter(practice=practice, ended_at=None)
