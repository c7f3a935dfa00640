"""The code of a scene, checked word by word before it may run.

A list of what is allowed, not of what is forbidden: a deny-list cannot stop `open()`. No import beyond the sdk and a
few pure modules, no clock, no file, no loop without an end, no names with an underscore in front.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from luoshi import sdk
from luoshi.base.errors import LuoshiError
from luoshi.packs.errors import LogicForbidden, LogicUnreadable, Phrase

Finding = tuple[int, LuoshiError]
SDK = "luoshi.sdk"
#: pure modules of the standard library, and of each only what ends
MODULES: Mapping[str, frozenset[str]] = {
    "__future__": frozenset({"annotations"}),
    "collections.abc": frozenset({"Iterable", "Iterator", "Mapping", "Sequence"}),
    "decimal": frozenset({"Decimal"}),
    "fractions": frozenset({"Fraction"}),
    "itertools": frozenset({"chain", "groupby", "pairwise"}),
    "math": frozenset({"ceil", "floor", "isqrt", "gcd"}),
    SDK: frozenset(sdk.__all__),
}
BUILTINS = frozenset({
    "abs", "all", "any", "bool", "dict", "enumerate", "filter", "frozenset", "int", "isinstance", "len", "list", "map",
    "max", "min", "next", "range", "reversed", "round", "set", "sorted", "str", "sum", "tuple", "zip",
})  # fmt: skip
#: methods that reach what their object is made of
HIDDEN = frozenset({"format", "format_map", "mro", "with_traceback"})
STATEMENTS: tuple[type[ast.stmt], ...] = (
    ast.FunctionDef, ast.Import, ast.ImportFrom, ast.Return, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.For,
    ast.If, ast.Expr, ast.Pass, ast.Break, ast.Continue, ast.Match,
)  # fmt: skip
EXPRESSIONS: tuple[type[ast.AST], ...] = (
    ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Lambda, ast.IfExp, ast.Dict, ast.Set, ast.ListComp, ast.SetComp,
    ast.DictComp, ast.GeneratorExp, ast.Compare, ast.Call, ast.Constant, ast.JoinedStr, ast.FormattedValue,
    ast.Attribute, ast.Subscript, ast.Starred, ast.Name, ast.List, ast.Tuple, ast.Slice, ast.Yield, ast.NamedExpr,
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.And, ast.Or, ast.Not, ast.USub, ast.UAdd,
    ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Is, ast.IsNot, ast.In, ast.NotIn, ast.BitOr,
    ast.Load, ast.Store, ast.comprehension, ast.arguments, ast.arg, ast.keyword, ast.alias, ast.Module,
    ast.match_case, ast.MatchValue, ast.MatchSingleton, ast.MatchSequence, ast.MatchAs, ast.MatchOr,
    ast.MatchStar, ast.MatchMapping,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One function of a logic.py that rows may name. `code` is it with everything of its file that it uses."""

    name: str
    version: int
    line: int
    parameters: tuple[tuple[str, str], ...]
    gives: str
    code: str
    #: the facts it asks for, its helpers included
    asks: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        return f"{self.name}@{self.version}"

    @property
    def sha256(self) -> str:
        """Of its meaning: comments, docstrings and spaces do not count."""
        return hashlib.sha256(self.code.encode()).hexdigest()


def read(code: str) -> tuple[list[Function], list[Finding]]:
    """The functions of a logic.py that carry a version, or the lines where it may not be what it is."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError) as cause:
        line = getattr(cause, "lineno", None) or 1
        return [], [(line, LogicUnreadable(problem=getattr(cause, "msg", str(cause))))]
    findings = sorted(_forbidden(tree), key=lambda each: each[0])
    if findings:
        return [], findings
    return list(_functions(tree)), []


def _forbidden(tree: ast.Module) -> Iterator[Finding]:
    defined = _defined(tree)
    for node in ast.walk(tree):
        for what in _refused(node, defined):
            yield getattr(node, "lineno", 1), LogicForbidden(what=what)
    for name in _in_circles(tree):
        yield defined[name], LogicForbidden(what=Phrase("recursion", {"name": name}))


def _refused(node: ast.AST, defined: Mapping[str, int]) -> Iterator[object]:
    match node:
        case ast.Import():
            yield f"import {node.names[0].name}"
        case ast.ImportFrom():
            allowed = MODULES.get(node.module or "") if node.level == 0 else None
            for each in node.names:
                if allowed is None or each.name not in allowed:
                    yield f"from {'.' * node.level}{node.module or ''} import {each.name}"
        case ast.Attribute() if node.attr.startswith("_") or node.attr in HIDDEN:
            yield f".{node.attr}"
        case ast.Name() if node.id.startswith("__") or (node.id not in defined and node.id not in BUILTINS):
            yield Phrase("name", {"name": node.id})
        case ast.keyword() if (node.arg or "").startswith("_"):
            yield f"{node.arg}="
        case ast.FunctionDef() if any(not _is_version(each) for each in node.decorator_list):
            yield f"@{ast.unparse(node.decorator_list[0])}"
        case _ if not isinstance(node, STATEMENTS + EXPRESSIONS):
            yield Phrase("statement", {"name": type(node).__name__.lower()})


def _defined(tree: ast.Module) -> dict[str, int]:
    """Every name that the file itself gives a meaning, with its line."""
    names: dict[str, int] = {}
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef():
                names.setdefault(node.name, node.lineno)
            case ast.ImportFrom():
                names.update({each.asname or each.name: node.lineno for each in node.names})
            case ast.arg():
                names.setdefault(node.arg, node.lineno)
            case ast.Name(ctx=ast.Store()):
                names.setdefault(node.id, node.lineno)
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                names.setdefault(name, node.lineno)
    return names


def _in_circles(tree: ast.Module) -> list[str]:
    """Functions that may call themselves: such a call might never end."""
    uses = {each.name: _names(each) for each in tree.body if isinstance(each, ast.FunctionDef)}
    found: list[str] = []
    for name in uses:
        reached: set[str] = set()
        open_ = [name]
        while open_:
            for used in uses.get(open_.pop(), set()) - reached:
                reached.add(used)
                open_.append(used)
        if name in reached:
            found.append(name)
    return found


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _functions(tree: ast.Module) -> Iterator[Function]:
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        number = next((_version_of(each) for each in node.decorator_list), None)
        if number is not None:
            code = _closure(tree, node)
            yield Function(
                name=node.name,
                version=number,
                line=node.lineno,
                parameters=tuple((each.arg, _written(each.annotation)) for each in node.args.args),
                gives=_written(node.returns),
                code=code,
                asks=_asked(code),
            )


def _asked(code: str) -> frozenset[str]:
    found = (each for each in ast.walk(ast.parse(code)) if isinstance(each, ast.Attribute))
    return frozenset(each.attr for each in found if isinstance(each.value, ast.Name) and each.value.id == "facts")


def _closure(tree: ast.Module, function: ast.FunctionDef) -> str:
    """The function with the imports, constants and helpers it uses, in the order of the file, without comments."""
    needed = _names(function)
    while True:
        more = {name for node in tree.body if _gives(node) & needed for name in _names(node)} - needed
        if not more:
            break
        needed |= more
    kept = [node for node in tree.body if node is function or _gives(node) & needed]
    return "\n".join(ast.unparse(_bare(node, needed)) for node in kept)


def _bare(node: ast.stmt, needed: set[str]) -> ast.stmt:
    """A statement without its docstring; of an import only what is used."""
    copy = ast.parse(ast.unparse(node)).body[0]
    if isinstance(copy, ast.ImportFrom) and copy.module != "__future__":
        copy.names = [each for each in copy.names if (each.asname or each.name) in needed]
    if isinstance(copy, ast.FunctionDef) and ast.get_docstring(copy) is not None:
        copy.body = copy.body[1:] or [ast.Pass()]
    return copy


def _gives(node: ast.stmt) -> set[str]:
    """The names a statement of the file's top level gives a meaning."""
    match node:
        case ast.FunctionDef():
            return {node.name}
        case ast.ImportFrom():
            return {each.asname or each.name for each in node.names}
        case ast.Assign() | ast.AnnAssign():
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            return {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}
    return set()


def _is_version(node: ast.expr) -> bool:
    return _version_of(node) is not None


def _version_of(node: ast.expr) -> int | None:
    match node:
        case ast.Call(func=ast.Name(id="version"), args=[ast.Constant(value=int(number))], keywords=[]):
            return number
    return None


def _written(node: ast.expr | None) -> str:
    return "" if node is None else ast.unparse(node)
