"""Whether somebody wants to be reminded."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from reverie.scheduling.models import ReminderChoice


class RemindersForm(forms.Form):
    """Whether and how long before somebody wants to be reminded."""

    NONE = 0
    hours_before = forms.TypedChoiceField(
        label=gettext_lazy("Reminders by e-mail"),
        coerce=int,
        choices=[
            (48, gettext_lazy("two days before")),
            (24, gettext_lazy("a day before")),
            (2, gettext_lazy("two hours before")),
            (NONE, gettext_lazy("none")),
        ],
    )

    def choice(self) -> dict[str, Any]:
        """As `choose_reminders` takes it."""
        hours = self.cleaned_data["hours_before"]
        return {"is_on": hours != self.NONE, "hours_before": hours or ReminderChoice.DAY_BEFORE}
