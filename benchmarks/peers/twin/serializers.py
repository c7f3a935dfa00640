"""What the twin's door takes and gives."""

from __future__ import annotations

from rest_framework import serializers


class ReportSerializer(serializers.Serializer):
    """A report of a resident: twelve fields."""

    request_id = serializers.CharField(max_length=64)
    kind = serializers.CharField(max_length=60)
    text = serializers.CharField(max_length=2000)
    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)
    crs = serializers.ChoiceField(["wgs84", "gcj02", "bd09"])
    thing_code = serializers.CharField(max_length=60, allow_null=True, required=False)
    name = serializers.CharField(max_length=60, allow_null=True, required=False)
    phone = serializers.CharField(max_length=40, allow_null=True, required=False)
    photos = serializers.ListField(child=serializers.CharField(max_length=40), max_length=9, required=False)
    occurred_at = serializers.DateTimeField()
    answers = serializers.DictField(child=serializers.CharField(max_length=200), required=False)


class AnswerSerializer(serializers.Serializer):
    """What the resident is told."""

    number = serializers.CharField()
    key = serializers.CharField()
    case_id = serializers.CharField()
    joined = serializers.BooleanField()
