"""Posts carry the rights: grants, stand-ins and dates decide how far somebody may look and act."""

from __future__ import annotations

import pytest

from luoshi.base.scope import EVERYTHING, MACHINE, Actor, Reach, Scope
from luoshi.kernel.parties.errors import DatesCross, NotYourPost, OutOfScope, RolesExclude, SessionOver, UnknownRole
from tests.unit.kernel.parties.conftest import DAY, Office


def test_who_holds_no_grant_reaches_nothing(office: Office) -> None:
    actor = office.parties.actor_of(office.person("李一").id)
    assert office.parties.scope_of(actor, "case.dispatch") == Scope()


def test_a_grant_to_a_post_opens_the_verbs_of_its_role_in_its_area(office: Office) -> None:
    office.act(
        office.parties.grants.grant, role="dispatcher", path="0001", post=office.post("dispatch").id, valid_from=DAY
    )
    actor = office.parties.actor_of(office.person("李一").id)
    assert office.parties.scope_of(actor, "case.dispatch").reaches == (Reach(path="0001"),)
    assert office.parties.may(actor, "case.dispatch", "000100020003")
    assert not office.parties.may(actor, "case.dispatch", "0002")
    assert not office.parties.may(actor, "grant.give", "0001")


def test_a_role_that_names_a_word_opens_all_its_verbs(office: Office) -> None:
    office.act(
        office.parties.grants.grant, role="shift_lead", path="0001", post=office.post("dispatch").id, valid_from=DAY
    )
    actor = office.parties.actor_of(office.person("李一").id)
    assert office.parties.may(actor, "case.terminate", "0001")


def test_a_grant_for_an_agency_reaches_the_agencies_below_it(office: Office) -> None:
    above = office.agency("light").id
    below = office.act(
        office.parties.organisation.put_agency,
        code="light-east",
        name=office.agency("light").name,
        path="0001",
        parent=above,
        valid_from=20_200_101,
    ).id
    office.act(
        office.parties.grants.grant,
        role="handling_unit",
        path="0001",
        agency=above,
        post=office.post("repair").id,
        valid_from=DAY,
    )
    scope = office.parties.scope_of(office.parties.actor_of(office.person("张三").id), "case.handle")
    assert scope.covers("0001", above)
    assert scope.covers("0001", below)
    assert not scope.covers("0001", office.agency("gov").id)


def test_a_grant_holds_on_its_days_only(office: Office) -> None:
    office.act(
        office.parties.grants.grant,
        role="dispatcher",
        path="0001",
        post=office.post("dispatch").id,
        valid_from=20_260_303,
        valid_to=20_260_305,
    )
    actor = office.parties.actor_of(office.person("李一").id)
    seen = []
    for day in ("02", "03", "04", "05"):
        office.clock.to(f"2026-03-{day}T10:00:00+08:00")
        seen.append(office.parties.may(actor, "case.dispatch", "0001"))
    assert seen == [False, True, True, False]


def test_a_stand_in_acts_for_the_post_on_the_named_days_and_shows_both_people(office: Office) -> None:
    office.act(
        office.parties.grants.grant, role="dispatcher", path="0001", post=office.post("dispatch").id, valid_from=DAY
    )
    office.act(
        office.parties.organisation.stand_in,
        post=office.post("dispatch").id,
        person=office.person("赵四").id,
        valid_from=20_260_303,
        valid_to=20_260_304,
    )
    person, post = office.person("赵四").id, office.post("dispatch").id
    with pytest.raises(NotYourPost):
        office.parties.actor_of(person, post)
    office.clock.to("2026-03-03T10:00:00+08:00")
    actor = office.parties.actor_of(person, post)
    assert actor.name == "赵四(代李一)"
    assert office.parties.may(actor, "case.dispatch", "0001")
    office.clock.to("2026-03-04T10:00:00+08:00")
    assert not office.parties.may(actor, "case.dispatch", "0001")


def test_somebody_who_left_acts_no_more(office: Office) -> None:
    person = office.person("李一")
    office.act(
        office.parties.organisation.put_person,
        name=person.name,
        valid_from=person.valid_from,
        valid_to=DAY,
        identity=person.id,
        version=person.version,
    )
    with pytest.raises(SessionOver):
        office.parties.actor_of(person.id)


def test_a_resident_sees_only_what_was_released(office: Office) -> None:
    scope = office.parties.scope_of(Actor(kind="resident"), "case.read")
    assert scope.released
    assert not scope.covers("0001")


def test_nobody_grants_beyond_the_own_scope(office: Office) -> None:
    async def grant_the_whole_place() -> None:
        unit = office.installation.database.unit()
        await office.parties.grants.grant(
            unit,
            role="dispatcher",
            path="",
            post=office.post("dispatch").id,
            valid_from=DAY,
            by=MACHINE,
            ground="a test",
            scope=Scope(reaches=(Reach(path="0001"),)),
        )

    with pytest.raises(OutOfScope):
        office.run(grant_the_whole_place())


def test_one_person_never_holds_two_administrator_roles(office: Office) -> None:
    person = office.person("王二").id
    office.act(office.parties.grants.grant, role="administrator", path="", person=person, valid_from=DAY)
    with pytest.raises(RolesExclude):
        office.act(office.parties.grants.grant, role="auditor", path="", post=office.post("chief").id, valid_from=DAY)


def test_an_unknown_role_and_crossed_days_are_refused(office: Office) -> None:
    with pytest.raises(UnknownRole):
        office.act(office.parties.grants.grant, role="king", path="", person=office.person("王二").id, valid_from=DAY)
    with pytest.raises(DatesCross):
        office.act(
            office.parties.organisation.hold,
            person=office.person("王二").id,
            post=office.post("clerk").id,
            valid_from=DAY,
            valid_to=DAY,
        )


def test_the_machine_itself_reaches_everything(office: Office) -> None:
    assert office.parties.scope_of(MACHINE, "case.register").reaches == EVERYTHING.reaches


def test_grants_of_merged_areas_pass_to_the_new_one_in_one_act(office: Office) -> None:
    grant, carry = office.parties.grants.grant, office.parties.grants.carry
    post = office.post("clerk").id
    for area, path in ((11, "00010002"), (12, "00010003")):
        office.act(grant, role="intake_clerk", area=area, path=path, post=post, valid_from=20_200_101)
    office.act(carry, areas=[11, 12], to_area=13, path="00010004", day=DAY)
    actor = office.parties.actor_of(office.person("赵四").id)
    scope = office.parties.scope_of(actor, "case.accept")
    assert [reach.path for reach in scope.reaches] == ["00010002", "00010003", "00010004"]
