from __future__ import annotations

from django.urls import path

from benchmarks.peers.twin.views import Durability, Reports

urlpatterns = [path("reports", Reports.as_view()), path("durability", Durability.as_view())]
