"""The twin's tables: one for each of the rows that a create of Luoshi leaves behind."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Cell(models.Model):
    """A grid cell; `outline` is its WKB. Loaded once into memory by `territory`."""

    code = models.CharField(max_length=20, unique=True)
    path = models.CharField(max_length=32, db_index=True)
    outline = models.BinaryField()


class Responsibility(models.Model):
    """Which unit answers for a kind of case in an area: the longest path that covers the place wins."""

    kind = models.CharField(max_length=60)
    path = models.CharField(max_length=32)
    unit_id = models.BigIntegerField()
    post_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "path"], name="one_answer")]


class CalendarDay(models.Model):
    """A day of the working calendar as the administrator keeps it."""

    day = models.IntegerField(unique=True)
    working = models.BooleanField()


class Receipt(models.Model):
    """What arrived, byte for byte, sealed under the record's own key."""

    source = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    size = models.IntegerField()
    state = models.CharField(max_length=20)
    reason = models.TextField(default="")
    at = models.BigIntegerField()
    local_day = models.IntegerField()
    path = models.CharField(max_length=32)
    slot = models.BigIntegerField()
    body = models.BinaryField()


class IntakeKey(models.Model):
    """What a request id was answered: the same request again gets the same answer."""

    request = models.CharField(max_length=100, primary_key=True)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT)
    digest = models.CharField(max_length=64)
    result = models.JSONField()
    local_day = models.IntegerField()


class Personal(models.Model):
    """One value of the reporter (name, number), sealed, apart from everything else."""

    owner_type = models.CharField(max_length=20)
    owner_id = models.BigIntegerField(db_index=True)
    field = models.CharField(max_length=20)
    path = models.CharField(max_length=32)
    slot = models.BigIntegerField()
    sealed = models.BinaryField()
    digest = models.BinaryField(db_index=True)
    purpose = models.CharField(max_length=60)
    ground = models.CharField(max_length=60)
    retain_until = models.IntegerField(db_index=True)
    erased_at = models.BigIntegerField(null=True)


class Signal(models.Model):
    """What the receipt says."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT)
    kind = models.CharField(max_length=60)
    text = models.TextField()
    lon = models.FloatField()
    lat = models.FloatField()
    path = models.CharField(max_length=32)
    thing_code = models.CharField(max_length=60, null=True)
    values = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    follow = models.CharField(max_length=64)
    at = models.BigIntegerField()
    recorded_at = models.BigIntegerField()
    local_day = models.IntegerField()


class Case(models.Model):
    """The matter."""

    number = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=60)
    stage = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    path = models.CharField(max_length=32)
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT)
    unit_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    due_at = models.BigIntegerField(null=True)
    local_day = models.IntegerField()
    recorded_at = models.BigIntegerField()
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["path", "id"], name="open_by_path", condition=~models.Q(stage="closed")),
            models.Index(fields=["unit_id", "stage", "id"], name="open_by_unit", condition=~models.Q(stage="closed")),
        ]


class Clock(models.Model):
    """A running clock of a stage of the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    stage = models.CharField(max_length=30)
    kind = models.CharField(max_length=30)
    limit = models.IntegerField()
    started_at = models.BigIntegerField()
    due_at = models.BigIntegerField(null=True)


class JournalLine(models.Model):
    """Who did what, when, on what ground."""

    at = models.BigIntegerField()
    local_day = models.IntegerField()
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, db_index=True)
    by = models.CharField(max_length=60)
    ground = models.CharField(max_length=200)
    path = models.CharField(max_length=32)
    body = models.JSONField()


class SearchEntry(models.Model):
    """A text of the search box. `grams` are its pairs of characters; `search.py` keeps them in an inverted index."""

    kind = models.CharField(max_length=20)
    ref = models.BigIntegerField(unique=True)
    path = models.CharField(max_length=32)
    title = models.CharField(max_length=200)
    body = models.TextField()
    grams = models.TextField()


class OutboxMessage(models.Model):
    """A message to be sent after the commit."""

    channel = models.CharField(max_length=30)
    recipient = models.CharField(max_length=60)
    template = models.CharField(max_length=60)
    values = models.JSONField()
    created_at = models.BigIntegerField()
    state = models.CharField(max_length=20, default="waiting", db_index=True)


class DirtyBucket(models.Model):
    """A roll-up that has to be computed anew."""

    rollup = models.CharField(max_length=60)
    bucket = models.IntegerField()
    path = models.CharField(max_length=32)
