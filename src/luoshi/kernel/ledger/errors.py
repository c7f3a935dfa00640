"""How the ledger refuses."""

from __future__ import annotations

from luoshi.base.errors import Conflict, Invalid, NotFound, Refused


class NoSuchDocument(NotFound):
    """No document of that number within what the asker may see."""

    code = "E-001"


class NoSuchStatement(NotFound):
    code = "E-002"


class NoSuchCommitment(NotFound):
    code = "E-003"


class ReviewedByAnother(Conflict):
    """Two people reviewed one statement: `who` was first, with `decision`."""

    code = "E-004"


class BadCorrection(Invalid):
    """A correction names no field of a statement, or gives it a value it cannot have."""

    code = "E-005"


class AlreadyReceived(Conflict):
    """The same text was received before, as `number`."""

    code = "E-006"


class CannotUndo(Conflict):
    """The act was undone before, its time is over, or its result has been worked on."""

    code = "E-007"


class NoSuchAct(NotFound):
    code = "E-008"


class NotReadYet(Conflict):
    """The document has not been read, so there is nothing to review."""

    code = "E-009"


class WorkedOn(Conflict):
    """The statement's commitment has been bound, assigned or reported on; it is withdrawn first."""

    code = "E-010"


class EmptyDocument(Refused):
    """A document without any text."""

    code = "E-011"


class NotACommitment(Refused):
    """A verb that a withdrawn or void commitment does not allow."""

    code = "E-012"


class BadTerm(Invalid):
    """A due day, number or unit a commitment cannot have."""

    code = "E-013"


class ClaimOfAnother(Refused):
    """Evidence is attached to a claim that belongs to another commitment."""

    code = "E-014"


class BadSplit(Invalid):
    """The pieces do not lie within the statement one after the other, or there is only one."""

    code = "E-209"


class BadJoin(Refused):
    """The statements are not neighbours of one document, or too long together."""

    code = "E-210"
