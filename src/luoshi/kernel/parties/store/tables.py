"""The tables of parties. They are small: a district has some hundreds of posts, a province some hundred thousand."""

from __future__ import annotations

from sqlalchemy import Index

from luoshi.base.db.schema import big, identity, small, table, words

AGENCY = table(
    "agency",
    identity(),
    words("code"),
    words("name_zh"),
    words("name_en"),
    words("kind"),
    big("parent_id", null=True),
    big("area_id", null=True),
    words("path"),
    small("valid_from"),
    small("valid_to", null=True),
    small("version"),
    Index("uq_agency_code", "code", unique=True),
)
POST = table(
    "post",
    identity(),
    big("agency_id"),
    words("code"),
    words("name_zh"),
    words("name_en"),
    words("duties"),
    small("valid_from"),
    small("valid_to", null=True),
    small("version"),
    Index("uq_post_code", "code", unique=True),
)
PERSON = table(
    "person",
    identity(),
    words("name"),
    words("office_phone"),
    small("valid_from"),
    small("valid_to", null=True),
    small("version"),
)
HOLDING = table(
    "holding",
    identity(),
    big("person_id"),
    big("post_id"),
    small("valid_from"),
    small("valid_to", null=True),
    Index("uq_holding_person_id_post_id_valid_from", "person_id", "post_id", "valid_from", unique=True),
)
STAND_IN = table(
    "stand_in",
    identity(),
    big("post_id"),
    big("person_id"),
    words("ground"),
    small("valid_from"),
    small("valid_to", null=True),
    Index("uq_stand_in_post_id_person_id_valid_from", "post_id", "person_id", "valid_from", unique=True),
)
LIAISON = table(
    "liaison",
    identity(),
    big("agency_id"),
    big("person_id"),
    words("topic"),
    small("reserve"),
    small("valid_from"),
    small("valid_to", null=True),
    small("version"),
)
PORTFOLIO = table(
    "portfolio",
    identity(),
    big("line"),
    big("post_id"),
    words("theme"),
    words("path"),
    big("agency_id", null=True),
    words("source"),
    small("valid_from"),
    small("valid_to", null=True),
    small("version"),
    Index("uq_portfolio_line_valid_from", "line", "valid_from", unique=True),
)
GRANT = table(
    "access_grant",
    identity(),
    words("role"),
    big("area_id", null=True),
    words("path"),
    big("agency_id", null=True),
    big("post_id", null=True),
    big("person_id", null=True),
    small("valid_from"),
    small("valid_to", null=True),
    small("version"),
)
RESPONSIBILITY = table(
    "responsibility",
    identity(),
    words("kind"),
    words("path"),
    big("lead_id"),
    words("supporting"),  # JSON list of agency ids
    words("clause"),
    words("source"),
    small("backstop"),
    small("valid_from"),
    small("valid_to", null=True),
    small("version"),
    Index("uq_responsibility_kind_path_valid_from", "kind", "path", "valid_from", unique=True),
)
ACCOUNT = table(
    "account",
    identity(),  # the person's
    words("name"),
    words("password"),  # argon2id, with its own salt and parameters
    small("failures"),
    big("locked_until"),
    big("changed_at"),
    small("suspended"),
    small("version"),
    Index("uq_account_name", "name", unique=True),
)
SESSION = table(
    "session",
    identity(),
    words("token_hash"),
    big("person_id"),
    big("post_id", null=True),
    words("device"),
    big("created_at"),
    big("seen_at"),
    big("expires_at"),
    big("revoked_at", null=True),
    Index("uq_session_token_hash", "token_hash", unique=True),
)
Index("ix_session_person", SESSION.c.person_id)
API_TOKEN = table(
    "api_token",
    identity(),
    words("name"),
    words("token_hash"),
    words("role"),
    big("area_id", null=True),
    words("path"),
    big("agency_id", null=True),
    big("created_at"),
    big("expires_at"),
    big("revoked_at", null=True),
    Index("uq_api_token_token_hash", "token_hash", unique=True),
)
SETUP_LINK = table(
    "setup_link",
    identity(),
    words("token_hash"),
    big("expires_at"),
    big("used_at", null=True),
    Index("uq_setup_link_token_hash", "token_hash", unique=True),
)
DRAFT = table(
    "draft",
    identity(),
    big("person_id"),
    words("form"),
    words("body"),
    big("changed_at"),
    Index("uq_draft_person_id_form", "person_id", "form", unique=True),
)
