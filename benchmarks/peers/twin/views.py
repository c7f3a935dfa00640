"""The twin's two doors."""

from __future__ import annotations

from django.db import IntegrityError, connection
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from benchmarks.peers.twin import services
from benchmarks.peers.twin.models import IntakeKey
from benchmarks.peers.twin.serializers import AnswerSerializer, ReportSerializer


class Reports(APIView):
    def post(self, request: Request) -> Response:
        raw = request._request.body
        report = ReportSerializer(data=request.data)
        report.is_valid(raise_exception=True)
        try:
            answer = services.register(raw, report.validated_data)
        except IntegrityError:
            return Response(IntakeKey.objects.get(request=report.validated_data["request_id"]).result, status=200)
        except services.OutOfDistrict:
            return Response({"code": "out_of_district"}, status=422)
        return Response(AnswerSerializer(answer).data, status=201)


class Durability(APIView):
    """The settings that make a commit durable, read back from this process's own connection."""

    def get(self, request: Request) -> Response:
        if connection.vendor == "sqlite":
            asked = {name: f"PRAGMA {name}" for name in ("journal_mode", "synchronous")}
        else:
            asked = {name: f"SHOW {name}" for name in ("fsync", "synchronous_commit", "full_page_writes")}
        found = {}
        with connection.cursor() as cursor:
            for name, sql in asked.items():
                cursor.execute(sql)
                found[name] = str(cursor.fetchone()[0])
        return Response(found)
