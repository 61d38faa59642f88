"""What is kept of a six-digit code sent by mail; `directory.codes` makes and checks it."""

from django.db import models


class Coded(models.Model):
    """Something that a code confirms."""

    code_hash = models.CharField(max_length=64, blank=True)  # empty: no code is valid
    code_sent_at = models.DateTimeField(null=True)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)  # wrong codes since the last one sent

    class Meta:
        abstract = True
