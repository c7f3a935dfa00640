"""Things and packs at the door: what a resident, a dispatcher and an administrator see of them."""

from __future__ import annotations

from tests.whole.conftest import Place


def test_a_resident_finds_a_lamp_by_its_number_and_learns_nothing_else(place: Place) -> None:
    resident = place.visitor()
    (lamp,) = resident.get("/things", type="street_lighting.lamp", q="0002")["items"]
    assert (lamp["code"], lamp["type_name"]["zh"]) == ("L-0002", "路灯")
    assert lamp["area"]["name"]
    assert "props" not in lamp
    resident.get(f"/things/{lamp['id']}", expect=401)
    resident.get("/things.geojson", expect=401)
    resident.get("/packs", expect=401)


def test_a_dispatcher_opens_a_lamp_with_its_readings_and_cases(place: Place) -> None:
    resident, desk = place.visitor(), place.as_("dispatcher")
    body = {
        "request_id": "a-dark-lamp-1",
        "kind": "street_lighting.lamp_dark",
        "thing_code": "L-0001",
        "text": "灯不亮",
    }
    resident.post("/reports", body, expect=201)
    listed = desk.get("/things", type="street_lighting.lamp", limit=2)
    assert (listed["count"], listed["count_is"], len(listed["items"])) == (3, "exact", 2)
    rest = desk.get("/things", type="street_lighting.lamp", limit=2, cursor=listed["next"])
    assert [each["code"] for each in (*listed["items"], *rest["items"])] == ["L-0001", "L-0002", "L-0003"]
    lamp = desk.get(f"/things/{listed['items'][0]['id']}")
    assert lamp["geometry"]["type"] == "Point"
    assert [(each["property"]["zh"], each["value"]) for each in lamp["latest"]] == [("亮灯", "no")]
    assert [each["kind"] for each in lamp["cases"]] == ["street_lighting.lamp_fault"]
    assert {each["id"]: each["value"] for each in lamp["props"]}["light_source"] is None
    (version,) = desk.get(f"/things/{lamp['id']}/history")
    assert (version["version"], version["act"]) == (1, "put")
    layer = desk.get("/things.geojson", type="street_lighting.lamp", within=lamp["area"]["code"])
    assert layer["complete"] is True
    assert lamp["id"] in [each["id"] for each in layer["features"]]
    desk.get("/things/1", expect=404)


def test_an_administrator_sees_every_pack_with_every_row(place: Place) -> None:
    admin = place.as_("admin")
    packs = {each["id"]: each for each in admin.get("/packs")["items"]}
    assert {"street_lighting", "river_patrol"} <= set(packs)
    lighting = packs["street_lighting"]
    assert (lighting["serves"], lighting["problems"]) == (["city-management-platform"], [])
    (rate,) = [
        each
        for each in lighting["definitions"]
        if each["kind"] == "indicator" and each["key"] == "street_lighting.lit_rate"
    ]
    assert (rate["valid_from"], len(rate["sha256"])) == ("2020-01-01", 64)
    assert admin.get("/packs/river_patrol")["name"] == {"zh": "河湖巡查", "en": "River patrol"}
    refused = admin.get("/packs/river_patrool", expect=404)
    assert refused["code"] == "B-028"


def test_an_administrator_enters_corrects_and_retires_a_lamp(place: Place) -> None:
    admin, clerk = place.as_("admin"), place.as_("clerk")
    form = {
        "type": "street_lighting.lamp", "code": "L-0900", "name": "共青团路1号灯", "lon": 118.05, "lat": 36.81,
        "props": {"height": 8.5, "light_source": "led", "installed_on": "2019-05-01"},
    }  # fmt: skip
    clerk.post("/things", form, expect=403)
    lamp = admin.post("/things", form, expect=201)
    assert {each["id"]: each["value"] for each in lamp["props"]} == {
        "road": None, "light_source": "LED", "power": None, "height": "8.5", "circuit": None,
        "installed_on": "2019-05-01",
    }  # fmt: skip
    wrong = admin.post("/things", form | {"props": {"height": 8.55}}, expect=400)
    assert (wrong["code"], wrong["detail"]["property"]) == ("G-004", "height")
    path = f"/things/{lamp['id']}"
    right = {"version": 1, "props": {"height": 9}, "ground": "现场复核"}
    assert admin.post(f"{path}/correct", right)["version"] == 2
    assert admin.post(f"{path}/correct", right, expect=409)["code"] == "L-102"
    retired = admin.post(f"{path}/retire", {"version": 2, "ground": "拆除"})
    assert retired["in_service"] is False
    assert [each["act"] for each in admin.get(f"{path}/history")] == ["retire", "correct", "put"]
    assert admin.get("/things", type="street_lighting.lamp", q="L-0900")["items"] == []


def test_a_point_in_the_sea_is_no_place_for_a_lamp(place: Place) -> None:
    admin = place.as_("admin")
    refused = admin.post(
        "/things", {"type": "street_lighting.lamp", "code": "L-0901", "lon": 122.5, "lat": 36.0}, expect=422
    )
    assert refused["happened"]
    assert admin.get("/things", type="street_lighting.lamp", q="L-0901")["items"] == []


def test_a_thing_is_found_in_the_box(place: Place) -> None:
    found = place.as_("dispatcher").get("/search", q="人民路2号")["items"]
    assert [(each["kind"], each["title"]) for each in found] == [("thing", "L-0002 人民路2号灯")]
