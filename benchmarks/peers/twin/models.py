"""The twin's tables: one for each of the rows that a create of Luoshi leaves behind."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Substr

OPEN = models.Q(outcome="open")


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

    receipt_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=40)
    at = models.BigIntegerField()
    device_at = models.BigIntegerField(null=True)
    local_day = models.IntegerField()
    path = models.CharField(max_length=32)
    lon = models.BigIntegerField(null=True)
    lat = models.BigIntegerField(null=True)
    thing_id = models.BigIntegerField(null=True)
    text = models.TextField()
    values = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    follow = models.CharField(max_length=64)
    case_id = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["thing_id", "id"], name="signal_thing"),
        ]


class Case(models.Model):
    """The matter."""

    number = models.CharField(max_length=30)
    kind = models.CharField(max_length=60)
    definition_id = models.BigIntegerField()
    stage = models.CharField(max_length=30)
    outcome = models.CharField(max_length=20)
    version = models.IntegerField(default=1)
    path = models.CharField(max_length=32)
    local_day = models.IntegerField()
    at = models.BigIntegerField()
    thing_id = models.BigIntegerField(null=True)
    lon = models.BigIntegerField(null=True)
    lat = models.BigIntegerField(null=True)
    title = models.CharField(max_length=200)
    channel = models.CharField(max_length=40)
    unit_id = models.BigIntegerField(null=True)
    confirmed = models.BooleanField(default=False)
    rework = models.IntegerField(default=0)
    stage_since = models.BigIntegerField()
    due_at = models.BigIntegerField(null=True)
    due_reason = models.CharField(max_length=40, default="")
    registered_at = models.BigIntegerField(null=True)
    ended_at = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            *(models.Index(Substr("path", 1, 4 * n), "id", name=f"case_area{n}") for n in (3, 4, 5)),
            *(models.Index(Substr("path", 1, 4 * n), "id", name=f"case_open{n}", condition=OPEN) for n in (3, 4)),
            models.Index(fields=["stage", "due_at"], name="case_open_stage", condition=OPEN),
            models.Index(fields=["unit_id", "due_at"], name="case_open_unit", condition=OPEN),
            models.Index(fields=["thing_id", "id"], name="case_thing"),
            models.Index(fields=["kind", "local_day"], name="case_kind_day"),
        ]


class CaseKey(models.Model):
    """What must be unique: the number, and one open case per place where the kind says so."""

    key = models.CharField(max_length=120, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE)


class Clock(models.Model):
    """The clock of one stay in one stage of the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    stage = models.CharField(max_length=30)
    unit_id = models.BigIntegerField(null=True)
    limit_value = models.CharField(max_length=20)
    limit_kind = models.CharField(max_length=30)
    started_at = models.BigIntegerField()
    due_at = models.BigIntegerField(null=True)
    due_reason = models.CharField(max_length=40, default="")
    stopped_at = models.BigIntegerField(null=True)
    in_time = models.BooleanField(null=True)
    path = models.CharField(max_length=32)
    local_day = models.IntegerField()


class JournalLine(models.Model):
    """Who did what, when, on what ground."""

    at = models.BigIntegerField()
    local_day = models.IntegerField()
    kind = models.CharField(max_length=60)
    version = models.IntegerField(default=1)
    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    by_kind = models.CharField(max_length=20)
    by_person = models.BigIntegerField(null=True)
    by_post = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=60)
    cause = models.CharField(max_length=60, default="")
    ground = models.CharField(max_length=200)
    path = models.CharField(max_length=32)
    body = models.JSONField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_id", "id"], name="journal_subject")]


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
