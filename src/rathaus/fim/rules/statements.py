"""What all statements of a rule have in common: the positions they name."""

from __future__ import annotations

from rathaus.fim.rules.logic import Constraint, Statement, seen


def places(statement: Statement) -> tuple[str, ...]:
    """Every position that `statement` names, the ones it is about first."""
    about = statement.paths if isinstance(statement, Constraint) else (statement.target,)
    return tuple(dict.fromkeys((*about, *seen(statement))))
