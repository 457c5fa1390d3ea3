"""How many documents one client has asked for."""

from django.db import models


class PrintWindow(models.Model):
    """The prints of one client in one window of time. The client is a keyed hash of the
    network, never the address itself."""

    client = models.CharField(max_length=64)
    starts_at = models.DateTimeField(db_index=True)
    prints = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "starts_at"], name="rubric_print_window"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}: {self.prints}"
