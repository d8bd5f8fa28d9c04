"""Fields of this room: days, and amounts that become whole cents."""

from decimal import Decimal
from typing import Any

from django import forms


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, typed or picked."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


class CentsField(forms.DecimalField):
    """An amount with at most two places, as whole cents."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=more.pop("min_value", 0), max_value=10_000_000, decimal_places=2, **more)

    def clean(self, value: Any) -> Any:
        """Cents; None for an empty field that may be empty."""
        amount = super().clean(value)
        return int(amount * 100) if isinstance(amount, Decimal) else None
