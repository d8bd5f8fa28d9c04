"""The chain of acts. Rows hold strings and no foreign keys, so that history never blocks a deletion."""

from django.db import models


class AuditHead(models.Model):
    """The last link of one practice's chain; locked while a link is added."""

    practice = models.UUIDField(primary_key=True)
    count = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)


class AuditEvent(models.Model):
    """One act by one person: appended in the transaction of the act, never changed (triggers refuse)."""

    practice = models.UUIDField()
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    role = models.CharField(max_length=40)
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    client = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="audit_number_once"),
        ]
        indexes = [
            models.Index(fields=["practice", "client", "-number"], name="audit_by_client"),
            models.Index(fields=["practice", "object_type", "object_id"], name="audit_by_object"),
        ]
