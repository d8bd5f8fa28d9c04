"""The one row that says what this database is."""

import uuid

from django.db import models

from reverie.core import clock


class Installation(models.Model):
    """Made by the first migration of a database; `is_demo` is set once, before any practice exists."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.UUIDField(default=uuid.uuid4, editable=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    setup_token_hash = models.CharField(max_length=64, blank=True)
    setup_finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="installation_is_single"),
        ]

    @classmethod
    def current(cls) -> "Installation":
        """The row; made when the database is new."""
        return cls.objects.get_or_create(id=1)[0]

    def mark_as_demo(self) -> None:
        """Say once and for all that everybody in this database is invented."""
        self.is_demo = True
        self.save(update_fields=["is_demo"])
