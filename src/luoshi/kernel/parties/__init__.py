"""Parties 机构、岗位、人员: who works for the city, who answers for what, and how far each may look.

Agencies stand in a tree and at a place; posts stand at agencies and carry the duties; people hold posts for some
days, and others stand in for them. Roles (dated data) are granted to posts for an area and perhaps an agency;
`Parties.scope_of` expands them into a `Scope` when somebody asks. The responsibility list says where a case goes,
the portfolio list which leading officer answers. Passwords, sessions and tokens are kept here; cookies are not.
"""

from __future__ import annotations

from luoshi.kernel.parties.accounts import csrf_of
from luoshi.kernel.parties.contacts import PersonalValues
from luoshi.kernel.parties.directory import Directory
from luoshi.kernel.parties.lineage import Lineage, Place, Succeeded
from luoshi.kernel.parties.lists import OpenWork
from luoshi.kernel.parties.model import (
    Agency,
    ApiToken,
    Grant,
    Holding,
    Liaison,
    Person,
    Portfolio,
    Post,
    Responsibility,
    Role,
    Route,
    Session,
    StandIn,
    Standing,
)
from luoshi.kernel.parties.relations import AGENCIES, RESPONSIBILITIES
from luoshi.kernel.parties.roles import seed_roles
from luoshi.kernel.parties.service import Parties

__all__ = [
    "AGENCIES",
    "RESPONSIBILITIES",
    "Agency",
    "ApiToken",
    "Directory",
    "Grant",
    "Holding",
    "Liaison",
    "Lineage",
    "OpenWork",
    "Parties",
    "Person",
    "PersonalValues",
    "Place",
    "Portfolio",
    "Post",
    "Responsibility",
    "Role",
    "Route",
    "Session",
    "StandIn",
    "Standing",
    "Succeeded",
    "csrf_of",
    "seed_roles",
]
