"""Accounts, sessions, tokens, one-time links and drafts: read on the spot, never held in memory."""

from __future__ import annotations

from luoshi.base.db import Database, Row, Unit
from luoshi.kernel.parties.model import ApiToken, Session
from luoshi.kernel.parties.store.directory import VERSION


async def account_by_name(database: Database, name: str) -> Row | None:
    return await database.row("SELECT * FROM account WHERE name=$1", name)


async def account_of(database: Database, person: int) -> Row | None:
    return await database.row("SELECT * FROM account WHERE id=$1", person)


async def account_names(database: Database) -> dict[int, str]:
    rows = await database.fetch("SELECT id, name FROM account WHERE suspended=0")
    return {row["id"]: row["name"] for row in rows}


async def accounts_exist(database: Database) -> bool:
    return bool(await database.value("SELECT count(*) FROM account"))


def insert_account(unit: Unit, person: int, name: str, password: str, at: int) -> None:
    unit.insert(
        "account",
        {
            "id": person,
            "name": name,
            "password": password,
            "failures": 0,
            "locked_until": 0,
            "changed_at": at,
            "suspended": 0,
            "version": 1,
        },
    )


def set_password(unit: Unit, person: int, password: str, at: int, *, version: int) -> None:
    unit.update(
        "account",
        {"password": password, "failures": 0, "locked_until": 0, "changed_at": at, "version": version + 1},
        where={"id": person, "version": version},
        what="account",
    )


def set_suspended(unit: Unit, person: int, suspended: bool, at: int) -> None:
    unit.update("account", {"suspended": int(suspended), "changed_at": at}, where={"id": person}, what="account")


def count_failure(unit: Unit, person: int, *, allowed: int, until: int) -> None:
    """One more wrong password, counted in the database so that parallel guesses are all counted."""
    unit.run(
        "UPDATE account SET failures=failures+1, "
        "locked_until=CASE WHEN failures+1 >= $1 THEN $2 ELSE locked_until END WHERE id=$3",
        allowed,
        until,
        person,
    )


def forget_failures(unit: Unit, person: int) -> None:
    unit.run("UPDATE account SET failures=0, locked_until=0 WHERE id=$1 AND (failures>0 OR locked_until>0)", person)


def insert_session(unit: Unit, session: Session, token_hash: str) -> None:
    unit.insert(
        "session",
        {
            "id": session.id,
            "token_hash": token_hash,
            "person_id": session.person,
            "post_id": session.post,
            "device": session.device,
            "created_at": session.created_at,
            "seen_at": session.seen_at,
            "expires_at": session.expires_at,
        },
    )


async def session_by_hash(database: Database, token_hash: str) -> tuple[Session, bool, str] | None:
    """The session, whether it was revoked or its account suspended, and the version of the directory: one read."""
    row = await database.row(
        "SELECT s.*, a.suspended, (SELECT value FROM setting WHERE name=$2) AS directory "
        "FROM session s JOIN account a ON a.id=s.person_id WHERE s.token_hash=$1",
        token_hash,
        VERSION,
    )
    if row is None:
        return None
    return _session(row), row["revoked_at"] is not None or bool(row["suspended"]), str(row["directory"] or "")


async def sessions_of(database: Database, person: int, *, at: int) -> list[Session]:
    rows = await database.fetch(
        "SELECT * FROM session WHERE person_id=$1 AND revoked_at IS NULL AND expires_at>$2 ORDER BY id DESC", person, at
    )
    return [_session(row) for row in rows]


def touch_session(unit: Unit, session: int, at: int) -> None:
    unit.run("UPDATE session SET seen_at=$1 WHERE id=$2 AND seen_at<$1", at, session)


def set_session_post(unit: Unit, session: int, post: int | None) -> None:
    unit.update("session", {"post_id": post}, where={"id": session, "revoked_at": None}, what="session")


def revoke_session(unit: Unit, session: int, at: int) -> None:
    unit.run("UPDATE session SET revoked_at=$1 WHERE id=$2 AND revoked_at IS NULL", at, session)


def revoke_sessions_of(unit: Unit, person: int, at: int, *, but: int | None = None) -> None:
    unit.run(
        "UPDATE session SET revoked_at=$1 WHERE person_id=$2 AND revoked_at IS NULL AND id<>$3", at, person, but or 0
    )


def insert_token(unit: Unit, token: ApiToken, token_hash: str) -> None:
    unit.insert(
        "api_token",
        {
            "id": token.id,
            "name": token.name,
            "token_hash": token_hash,
            "role": token.role,
            "area_id": token.area,
            "path": token.path,
            "agency_id": token.agency,
            "created_at": token.created_at,
            "expires_at": token.expires_at,
        },
    )


def revoke_token(unit: Unit, token: int, at: int) -> None:
    unit.update("api_token", {"revoked_at": at}, where={"id": token, "revoked_at": None}, what="token")


async def token_by_hash(database: Database, token_hash: str) -> tuple[int, str] | None:
    """The token's id and the version of the directory that holds its record."""
    row = await database.row(
        "SELECT id, (SELECT value FROM setting WHERE name=$2) AS directory FROM api_token WHERE token_hash=$1",
        token_hash,
        VERSION,
    )
    return None if row is None else (row["id"], str(row["directory"] or ""))


def insert_setup_link(unit: Unit, identity: int, token_hash: str, expires_at: int) -> None:
    unit.insert("setup_link", {"id": identity, "token_hash": token_hash, "expires_at": expires_at})


async def setup_link(database: Database, token_hash: str) -> Row | None:
    return await database.row("SELECT * FROM setup_link WHERE token_hash=$1", token_hash)


def spend_setup_link(unit: Unit, identity: int, at: int) -> None:
    unit.update("setup_link", {"used_at": at}, where={"id": identity, "used_at": None}, what="setup_link")


async def draft(database: Database, person: int, form: str) -> Row | None:
    return await database.row("SELECT * FROM draft WHERE person_id=$1 AND form=$2", person, form)


async def drafts(database: Database, *, before: int | None = None) -> list[Row]:
    """All drafts, or those that nobody touched since then."""
    if before is None:
        return list(await database.fetch("SELECT * FROM draft ORDER BY id"))
    return list(await database.fetch("SELECT * FROM draft WHERE changed_at < $1", before))


def put_draft(unit: Unit, identity: int, *, person: int, form: str, body: str, at: int) -> None:
    unit.run(
        "INSERT INTO draft (id, person_id, form, body, changed_at) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (person_id, form) DO UPDATE SET body=excluded.body, changed_at=excluded.changed_at",
        identity,
        person,
        form,
        body,
        at,
    )


def delete_draft(unit: Unit, person: int, form: str) -> None:
    unit.delete("draft", where={"person_id": person, "form": form})


def _session(row: Row) -> Session:
    return Session(
        id=row["id"],
        person=row["person_id"],
        post=row["post_id"],
        created_at=row["created_at"],
        seen_at=row["seen_at"],
        expires_at=row["expires_at"],
        device=row["device"],
    )
