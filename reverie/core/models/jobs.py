"""Work for later and messages to be sent: rows of our own database, so that they commit with the act."""

from django.db import models

from reverie.core import clock
from reverie.core.models.base import BaseModel


class Job(BaseModel):
    """A named piece of work, done once per `key`; tried again with growing pauses when it fails."""

    WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"

    name = models.CharField(max_length=80)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=WAITING)
    run_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "run_at"], name="job_due")]


class WorkerBeat(BaseModel):
    """The last sign of life of one worker; gone when it ends in peace."""

    name = models.CharField(max_length=80)
    at = models.DateTimeField()


class OutboxMessage(BaseModel):
    """A message without clinical words, sent once per `key`; without mail it waits in a list."""

    key = models.CharField(max_length=200, unique=True)
    practice = models.UUIDField(null=True)
    to = models.EmailField()
    subject = models.CharField(max_length=120)
    body = models.TextField()
    sent_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
