"""The fixed questions of a review."""

from collections.abc import Mapping
from typing import Any

from django import forms


class ReviewForm(forms.Form):
    """One answer for each question; there is no field for words. `questions`: field -> (words, answers)."""

    def __init__(
        self, *args: Any, questions: Mapping[str, tuple[Any, Mapping[str, Any]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for field, (question, answers) in questions.items():
            self.fields[field] = forms.ChoiceField(
                label=question, choices=list(answers.items()), widget=forms.RadioSelect
            )
