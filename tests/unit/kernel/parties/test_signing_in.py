"""Passwords, sessions, tokens and the one-time link."""

from __future__ import annotations

from typing import Any

import pytest

from luoshi.base.db import Stale
from luoshi.base.scope import EVERYTHING, MACHINE
from luoshi.kernel.parties import Parties
from luoshi.kernel.parties.errors import (
    LockedOut,
    SessionOver,
    SetupLinkSpent,
    TokenExpired,
    TokenUnknown,
    WeakPassword,
    WrongPassword,
)
from tests.unit.kernel.parties.conftest import Office

PASSWORD = "路灯-修好-2026"


def _account(office: Office) -> int:
    person = office.person("李一").id

    async def create() -> None:
        async with office.installation.database.unit() as unit:
            await office.parties.accounts.create(
                unit, person, name="li", password=PASSWORD, by=MACHINE, ground="a test"
            )

    office.run(create())
    return person


def _sign_in(office: Office, password: str = PASSWORD) -> str:
    async def go() -> str:
        person = await office.parties.accounts.check("li", password)
        async with office.installation.database.unit() as unit:
            token, _ = await office.parties.accounts.open_session(unit, person, by=office.parties.actor_of(person))
        return token

    return str(office.run(go()))


def test_a_session_stands_for_the_person_at_the_post(office: Office) -> None:
    person = _account(office)
    actor, session = office.run(office.parties.by_session(_sign_in(office)))
    assert (actor.person, actor.post, actor.agency) == (person, office.post("dispatch").id, office.agency("gov").id)
    assert session.person == person


def test_neither_the_password_nor_the_token_is_kept(office: Office) -> None:
    _account(office)
    token = _sign_in(office)
    rows = office.run(office.installation.database.fetch("SELECT password FROM account"))
    hashes = office.run(office.installation.database.fetch("SELECT token_hash FROM session"))
    assert rows[0][0].startswith("$argon2id$")
    assert token not in hashes[0][0]


def test_five_wrong_passwords_lock_the_account_for_a_while(office: Office) -> None:
    _account(office)
    for _ in range(5):
        with pytest.raises(WrongPassword):
            _sign_in(office, "wrong")
    with pytest.raises(LockedOut):
        _sign_in(office)
    office.clock.to("2026-03-02T09:16:00+08:00")
    assert _sign_in(office)


def test_a_name_nobody_has_and_a_wrong_password_look_the_same(office: Office) -> None:
    _account(office)
    with pytest.raises(WrongPassword):
        office.run(office.parties.accounts.check("nobody", PASSWORD))


def test_an_idle_session_ends_and_a_used_one_goes_on(office: Office) -> None:
    _account(office)
    token = _sign_in(office)
    office.clock.to("2026-03-02T09:50:00+08:00")
    assert office.run(office.parties.by_session(token))
    office.clock.to("2026-03-02T10:40:00+08:00")
    assert office.run(office.parties.by_session(token))
    office.clock.to("2026-03-02T11:45:00+08:00")
    with pytest.raises(SessionOver):
        office.run(office.parties.by_session(token))


def test_a_lost_phone_is_signed_out(office: Office) -> None:
    person = _account(office)
    lost, kept = _sign_in(office), _sign_in(office)
    _, session = office.run(office.parties.by_session(kept))

    async def sign_out_others() -> None:
        async with office.installation.database.unit() as unit:
            await office.parties.accounts.close_all(unit, person, by=MACHINE, ground="phone lost", but=session.id)

    office.run(sign_out_others())
    with pytest.raises(SessionOver):
        office.run(office.parties.by_session(lost))
    assert office.run(office.parties.by_session(kept))


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(office: Office) -> None:
    person = _account(office)
    token = _sign_in(office)

    async def change(old: str, new: str) -> None:
        async with office.installation.database.unit() as unit:
            await office.parties.accounts.change_password(unit, person, old=old, new=new, session=None, by=MACHINE)

    with pytest.raises(WrongPassword):
        office.run(change("wrong", "another-good-one"))
    with pytest.raises(WeakPassword):
        office.run(change(PASSWORD, "short"))
    office.run(change(PASSWORD, "another-good-one"))
    with pytest.raises(SessionOver):
        office.run(office.parties.by_session(token))
    assert _sign_in(office, "another-good-one")


def _token(office: Office) -> str:
    made: tuple[str, Any] = office.act(
        office.parties.grants.create_token, name="旧平台", role="program", path="0001", days=1
    )
    return made[0]


def test_a_token_reaches_what_its_role_and_area_open(office: Office) -> None:
    actor = office.run(office.parties.by_token(_token(office)))
    assert office.parties.may(actor, "observation.write", "00010002")
    assert not office.parties.may(actor, "observation.write", "0002")
    assert not office.parties.may(actor, "case.dispatch", "0001")


def test_a_token_of_yesterday_is_told_that_it_expired(office: Office) -> None:
    text = _token(office)
    office.clock.to("2026-03-03T09:00:00+08:00")
    with pytest.raises(TokenExpired) as refused:
        office.run(office.parties.by_token(text))
    assert "旧平台" in refused.value.happened("zh")


def test_a_revoked_or_invented_token_is_unknown(office: Office) -> None:
    text = _token(office)
    (identity,) = office.parties.directory.tokens
    office.act(office.parties.grants.revoke_token, token=identity)
    for tried in (text, "luoshi_invented"):
        with pytest.raises(TokenUnknown):
            office.run(office.parties.by_token(tried))


def test_the_one_time_link_makes_the_first_administrator_once(office: Office) -> None:
    async def set_up(token: str) -> int:
        async with office.installation.database.unit() as unit:
            return await office.parties.set_up(unit, token, name="root", password=PASSWORD, display_name="管理员")

    async def link() -> str:
        async with office.installation.database.unit() as unit:
            return await office.parties.accounts.make_setup_link(unit)

    token = office.run(link())
    person = office.run(set_up(token))
    office.run(office.parties.refresh())
    assert office.parties.scope_of(office.parties.actor_of(person), "party.write").reaches == EVERYTHING.reaches
    with pytest.raises(SetupLinkSpent):
        office.run(set_up(token))


def test_of_two_that_use_the_link_at_once_one_is_refused(office: Office) -> None:
    async def both() -> None:
        async with office.installation.database.unit() as unit:
            token = await office.parties.accounts.make_setup_link(unit)
        first, second = office.installation.database.unit(), office.installation.database.unit()
        await office.parties.set_up(first, token, name="a", password=PASSWORD, display_name="甲")
        await office.parties.set_up(second, token, name="b", password=PASSWORD, display_name="乙")
        await first.commit()
        await second.commit()

    with pytest.raises(Stale):
        office.run(both())
    assert list(office.run(office.parties.accounts.names()).values()) == ["a"]


def test_what_one_process_changes_every_other_process_knows_at_the_next_request(office: Office) -> None:
    _account(office)
    token = _sign_in(office)
    other = Parties(office.installation)
    actor, _ = office.run(other.by_session(token))
    assert not other.may(actor, "case.dispatch", "0001")
    grant = office.act(
        office.parties.grants.grant,
        role="dispatcher",
        path="0001",
        post=office.post("dispatch").id,
        valid_from=20_260_101,
    )
    actor, _ = office.run(other.by_session(token))
    assert other.may(actor, "case.dispatch", "0001")
    office.act(office.parties.grants.end_grant, grant=grant.id, day=20_260_302, version=grant.version)
    actor, _ = office.run(other.by_session(token))
    assert not other.may(actor, "case.dispatch", "0001")
