"""The database's own refusal to sell an hour twice, written for both engines.

`NoOverlap`: PostgreSQL, an exclusion constraint over the time range; SQLite, two triggers, put on again
after each remake of the table. `NobodyTwice`: two people who come together stand in two columns, which no
exclusion constraint compares crosswise, so both engines have triggers. All raise IntegrityError with the
constraint's name; they are the backstop of the locks in `locks.py`.
"""

from collections.abc import Sequence
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


SQLITE_TRIGGER = """
CREATE TRIGGER {name}_{moment} BEFORE {upper} ON %(table)s
WHEN NEW.state IN ({busy}) AND EXISTS (
    SELECT 1 FROM %(table)s o
    WHERE ({same}) AND o.id <> NEW.id AND o.state IN ({busy})
    AND o.start_at < NEW.end_at AND o.end_at > NEW.start_at
    AND o.start_at > datetime(NEW.start_at, '-{longest} hours')
)
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: {name}'); END
""".strip()
POSTGRES_TRIGGER = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NEW.state NOT IN ({busy}) THEN RETURN NEW; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(one::text, 0))
        FROM unnest(ARRAY[NEW.client_id, NEW.partner_id]) AS one WHERE one IS NOT NULL ORDER BY one;
    IF EXISTS (
        SELECT 1 FROM %(table)s o
        WHERE ({same}) AND o.id <> NEW.id AND o.state IN ({busy})
        AND o.start_at < NEW.end_at AND o.end_at > NEW.start_at
        AND o.start_at > NEW.start_at - interval '{longest} hours'
    ) THEN
        RAISE EXCEPTION 'conflicting hour violates {name}' USING ERRCODE = '23P01';
    END IF;
    RETURN NEW;
END $body$;
CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON %(table)s FOR EACH ROW EXECUTE FUNCTION {name}()
""".strip()
"""Filled with names of our own models alone, never with anything from outside."""


def put_triggers(schema_editor: Any, model: type[models.Model], name: str, same: str) -> None:
    """SQLite: refuse a busy row that overlaps another for which `same` holds, on insert and on update."""
    table = Table(model._meta.db_table, schema_editor.quote_name)
    for moment in ("insert", "update"):
        text = SQLITE_TRIGGER.format(
            name=name, moment=moment, upper=moment.upper(), same=same, busy=quoted(BUSY),
            longest=LONGEST_HOURS + 1,
        )  # fmt: skip
        schema_editor.deferred_sql.append(Statement(text, table=table))


def put_anew(schema_editor: Any, model: type[models.Model], constraint: "NobodyTwice") -> None:
    """Its triggers as they are written now, in place of those of an earlier day; for a migration."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(constraint.remove_sql(model, schema_editor))
    else:
        for moment in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER {constraint.name}_{moment}")
    constraint.constraint_sql(model, schema_editor)


def quoted(words: Sequence[str]) -> str:
    """Words of our own as a list in SQL."""
    return ", ".join(f"'{word}'" for word in words)


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
        column = model._meta.get_field(self.who).column  # type: ignore[union-attr]
        put_triggers(schema_editor, model, self.name, f"o.{column} = NEW.{column}")
        return None

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


CROSSWISE = "o.partner_id = NEW.client_id OR o.client_id = NEW.partner_id OR o.partner_id = NEW.partner_id"
"""Three comparisons side by side (none holds for nobody), so that each is looked up in an index of its own:
with anything nested in it the engines read the whole table for every booking.
"""


class NobodyTwice(models.BaseConstraint):
    """Nobody sits in two busy hours at once, as client of one and partner of another or of both."""

    def __init__(self, *, name: str, **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: Any) -> Any:
        """The triggers follow the table on both engines."""
        assert model is not None
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        else:
            put_triggers(schema_editor, model, self.name, CROSSWISE)
        return None

    def create_sql(self, model: type[models.Model] | None, schema_editor: Any) -> Any:
        """PostgreSQL: a function that locks both people and looks, and its trigger."""
        assert model is not None
        text = POSTGRES_TRIGGER.format(
            name=self.name, same=CROSSWISE, busy=quoted(BUSY), longest=LONGEST_HOURS + 1
        )
        return Statement(text, table=Table(model._meta.db_table, schema_editor.quote_name))

    def remove_sql(self, model: type[models.Model] | None, schema_editor: Any) -> Any:
        """PostgreSQL: both go; SQLite makes the table anew without them."""
        assert model is not None
        text = f"DROP TRIGGER {self.name} ON %(table)s; DROP FUNCTION {self.name}()"
        return Statement(text, table=Table(model._meta.db_table, schema_editor.quote_name))

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """The friendly refusal of a form."""
        people = [one for one in (instance.client_id, instance.partner_id) if one is not None]
        rows = model._default_manager.using(using).filter(
            Q(client__in=people) | Q(partner__in=people),
            overlapping(instance.start_at, instance.end_at),
            state__in=BUSY,
        )
        if instance.state in BUSY and rows.exclude(pk=instance.pk).exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NobodyTwice) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)
