"""How Django's own forms look: our components, and answers that can carry a hint."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.template.loader import get_template


class Explained(str):
    """The words of a choice with a sentence below them; a plain string everywhere else."""

    hint: str = ""


def explained(words: str, hint: str) -> Explained:
    """An answer for `choices=`: shown by <c-choices> and <c-privacy-choice> with `hint` below it."""
    answer = Explained(words)
    answer.hint = str(hint)
    return answer


class FormStyle(DjangoTemplates):
    """Draws `{{ form }}` and `{{ field }}` with the components of core, without any markup in a room."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """Our two templates from the site's engine, which knows components; Django's widgets from its own."""
        if template_name in {self.form_template_name, self.field_template_name}:
            return get_template(template_name)
        return super().get_template(template_name)
