"""The database's own refusal to sell an hour twice, as one constraint class for both engines.

PostgreSQL: an exclusion constraint over the time range. SQLite: two triggers, put on again after each
remake of the table. Both raise IntegrityError with the constraint's name; it is the backstop of the locks
in `locks.py`.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.ddl_references import Statement, Table
from django.db.models import F, Func, Q, Value

BUSY = ("held", "requested", "confirmed", "took_place", "client_absent", "clinician_absent")
"""States of an appointment in which its hour belongs to it; the others have given it back."""

LONGEST_HOURS = 24
LONGEST = timedelta(hours=LONGEST_HOURS)
"""No hour lasts longer (`appointment_within_a_day`): whoever looks for an overlap looks no further back."""


def overlapping(low: datetime, high: datetime) -> Q:
    """Hours that overlap [low, high), found by an index on the start however long the past is."""
    return Q(start_at__lt=high, end_at__gt=low, start_at__gt=low - LONGEST)


TRIGGER = """
CREATE TRIGGER {name}_{moment} BEFORE {upper} ON %(table)s
WHEN NEW.state IN ({busy}) AND EXISTS (
    SELECT 1 FROM %(table)s o
    WHERE o.{column} = NEW.{column} AND o.id <> NEW.id AND o.state IN ({busy})
    AND o.start_at < NEW.end_at AND o.end_at > NEW.start_at
    AND o.start_at > datetime(NEW.start_at, '-{longest} hours')
)
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: {name}'); END
""".strip()
"""Filled with names of our own models alone, never with anything from outside."""


class TimeRange(Func):
    """The half-open range of a row's start and end, for PostgreSQL."""

    function = "TSTZRANGE"
    output_field = models.TextField()


class NoOverlap(ExclusionConstraint):
    """No two busy rows that share `who` (a foreign key, may be null) overlap in time."""

    def __init__(self, *, name: str, who: str, **kwargs: Any) -> None:
        self.who = who
        super().__init__(
            name=name,
            expressions=[(F(who), "="), (TimeRange("start_at", "end_at", Value("[)")), "&&")],
            condition=Q(state__in=BUSY),
            **kwargs,
        )

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        kwargs.pop("expressions")
        kwargs.pop("condition")
        return path, args, {**kwargs, "who": self.who}

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: Any) -> Any:
        """Part of CREATE TABLE on PostgreSQL; on SQLite the triggers follow the table."""
        if schema_editor.connection.vendor == "postgresql":
            return super().constraint_sql(model, schema_editor)
        assert model is not None
        table = Table(model._meta.db_table, schema_editor.quote_name)
        for moment in ("insert", "update"):
            schema_editor.deferred_sql.append(Statement(self._trigger(model, moment), table=table))
        return None

    def _trigger(self, model: type[models.Model], moment: str) -> str:
        column = model._meta.get_field(self.who).column  # type: ignore[union-attr]
        busy = ", ".join(f"'{state}'" for state in BUSY)
        return TRIGGER.format(
            name=self.name, moment=moment, upper=moment.upper(), column=column, busy=busy,
            longest=LONGEST_HOURS + 1,
        )  # fmt: skip

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """The friendly refusal of a form, the same on both engines."""
        who = getattr(instance, model._meta.get_field(self.who).attname)
        if who is None or instance.state not in BUSY:
            return
        others = model._default_manager.using(using).filter(
            overlapping(instance.start_at, instance.end_at), **{self.who: who}, state__in=BUSY
        )
        if others.exclude(pk=instance.pk).exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)
