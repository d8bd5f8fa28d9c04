"""A browser in which somebody is signed in: the server's side of the cookie."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from reverie.accounts.models.user import User
from reverie.core import clock

END_AFTER_IDLE = timedelta(minutes=60)
END_STAFF_AFTER = timedelta(hours=12)
END_CLIENT_AFTER = timedelta(hours=24)
SHARED_END_AFTER_IDLE = timedelta(minutes=5)
TOUCH_STEP = timedelta(seconds=30)


class SignIn(models.Model):
    """One browser's session. The cookie's key is kept only as a hash, what it holds only sealed."""

    key_hash = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sign_ins")
    sealed = models.BinaryField(editable=False)
    started_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)
    is_shared_computer = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="signin_expires")]

    def is_locked(self, now: datetime) -> bool:
        """True when the page must be unlocked before it goes on."""
        return self.locked_at is not None or now - self.touched_at >= timedelta(seconds=settings.LOCK_AFTER)

    def is_over(self, now: datetime, *, is_staff: bool) -> bool:
        """True when it has lasted, or lain untouched, longer than it may."""
        lasted, idle = now - self.started_at, now - self.touched_at
        if self.is_shared_computer and idle >= SHARED_END_AFTER_IDLE:
            return True
        if is_staff:
            return idle >= END_AFTER_IDLE or lasted >= END_STAFF_AFTER
        return lasted >= END_CLIENT_AFTER

    def needs_touch(self, now: datetime) -> bool:
        """True when the last touch is old enough to be worth a write."""
        return now - self.touched_at >= TOUCH_STEP
