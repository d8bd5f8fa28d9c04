"""The fixed questions of a review."""

from typing import Any

from django import forms

from reverie.directory.models.review import QUESTIONS


class ReviewForm(forms.Form):
    """One answer for each question; there is no field for words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, (question, choices) in QUESTIONS.items():
            self.fields[field] = forms.ChoiceField(label=question, choices=choices, widget=forms.RadioSelect)
