"""Small faults of a text: each one thing less, or one thing else."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

# What a comparison is exchanged for.
OTHERS = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OPERATORS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr}
TURNED = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)  # the exchange is a negation
DROPPED = (ast.AugAssign, ast.Raise, ast.Continue, ast.Break, ast.Delete)
# Without these the text does not run at all, which every test sees.
NEEDED = {
    "dataclass",
    "property",
    "cached_property",
    "contextmanager",
    "classmethod",
    "staticmethod",
}
LONGEST = 70  # characters of code in a name of a mutant


@dataclass(frozen=True)
class Mutant:
    """``tree`` holds the fault only until the next mutant is asked for. ``lines`` are those of the
    statement; ``name`` does not change as long as the code does not."""

    tree: ast.Module
    name: str
    lines: set[int]
    is_at_the_top: bool


@dataclass(frozen=True)
class _Site:
    """Where something is put in the place of something."""

    owner: ast.AST
    field: str
    index: int | None
    new: ast.AST | None  # None: nothing

    @property
    def old(self) -> ast.AST:
        held = getattr(self.owner, self.field)
        return held if self.index is None else held[self.index]

    def put(self) -> object:
        held = getattr(self.owner, self.field)
        if self.index is None:
            setattr(self.owner, self.field, self.new)
        elif self.new is None:
            setattr(self.owner, self.field, held[: self.index] + held[self.index + 1 :])
        else:
            setattr(
                self.owner, self.field, [*held[: self.index], self.new, *held[self.index + 1 :]]
            )
        return held


def mutants(text: str) -> Iterator[Mutant]:
    tree = ast.parse(text)
    names: dict[str, int] = {}
    for path, statement in _statements(tree):
        for site in _sites(statement):
            name = f"{path}: {_said(site, statement)}"
            names[name] = names.get(name, 0) + 1
            if names[name] > 1:
                name += f" ({names[name]})"
            lines = _lines_of(statement, site)
            held = site.put()
            ast.fix_missing_locations(tree)
            yield Mutant(tree, name, lines, is_at_the_top=path == "top")
            setattr(site.owner, site.field, held)


def _lines_of(statement: ast.stmt, site: _Site) -> set[int]:
    """Where a test passes that may see it: all of a function for what stands above it."""
    if site.field == "decorator_list" or not hasattr(site.old, "lineno"):
        return _span(statement)
    is_compound = hasattr(statement, "body")
    return _span(site.old) | (set() if is_compound else {statement.lineno})


def _span(node: ast.AST) -> set[int]:
    return set(range(node.lineno, node.end_lineno + 1))


def _statements(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Every statement with the path of the function that it stands in."""
    for statement in tree.body:
        yield from _inside(statement, "")


def _inside(statement: ast.stmt, path: str) -> Iterator[tuple[str, ast.stmt]]:
    if isinstance(statement, ast.ClassDef | ast.FunctionDef):
        path = f"{path}.{statement.name}" if path else statement.name
    yield path or "top", statement
    for inner in _blocks(statement):
        # What else a class says is said to Django or to ``dataclass`` when it is made.
        if not isinstance(statement, ast.ClassDef) or isinstance(inner, ast.FunctionDef):
            yield from _inside(inner, path)


def _blocks(statement: ast.stmt) -> list[ast.stmt]:
    blocks = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
    handlers = [handler.body for handler in getattr(statement, "handlers", [])]
    return [inner for block in [*blocks, *handlers] for inner in block]


def _sites(statement: ast.stmt) -> Iterator[_Site]:
    """Of the statement itself: what stands inside it comes by itself."""
    if isinstance(statement, ast.Import | ast.ImportFrom | ast.ClassDef) or _is_alias(statement):
        return
    if isinstance(statement, ast.FunctionDef):
        yield from _decorators(statement)
    for field in ("body", "orelse", "finalbody"):
        for index, inner in enumerate(getattr(statement, field, []) or []):
            if _may_go(inner, statement):
                yield _Site(statement, field, index, ast.Pass())
    if not _is_docstring(statement):
        for field, value in _own_parts(statement):
            yield from _of_part(statement, field, value)


def _is_alias(statement: ast.stmt) -> bool:
    """``Values = Mapping[str, object]``, which is for the type checker alone."""
    value = getattr(statement, "value", None)
    named = value.value if isinstance(value, ast.Subscript) else None
    return isinstance(named, ast.Name) and named.id[0].isupper()


def _decorators(function: ast.FunctionDef) -> Iterator[_Site]:
    for index, decorator in enumerate(function.decorator_list):
        if ast.unparse(decorator).partition("(")[0].rpartition(".")[2] not in NEEDED:
            yield _Site(function, "decorator_list", index, None)


def _may_go(inner: ast.stmt, outer: ast.stmt) -> bool:
    if isinstance(inner, DROPPED):
        return True
    if isinstance(inner, ast.Expr):
        return isinstance(inner.value, ast.Call)
    if isinstance(inner, ast.Assign):
        return any(
            isinstance(t, ast.Attribute | ast.Subscript | ast.Tuple) for t in inner.targets
        ) and not any(_binds(target) for target in inner.targets)
    return isinstance(inner, ast.Return) and not isinstance(outer, ast.FunctionDef)


def _binds(target: ast.expr) -> bool:
    names = [n for n in ast.walk(target) if isinstance(n, ast.Name)]
    return any(isinstance(name.ctx, ast.Store) for name in names)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _own_parts(statement: ast.stmt) -> Iterator[tuple[str, object]]:
    left_out = {
        "body",
        "orelse",
        "finalbody",
        "handlers",
        "decorator_list",
        "returns",
        "annotation",
    }
    for field, value in ast.iter_fields(statement):
        if field not in left_out and field not in ("target", "targets"):
            yield field, value


def _of_part(owner: ast.AST, field: str, value: object) -> Iterator[_Site]:
    if isinstance(value, list):
        for index, each in enumerate(value):
            if isinstance(each, ast.AST):
                yield from _of_node(owner, field, index, each)
    elif isinstance(value, ast.AST):
        yield from _of_node(owner, field, None, value)


def _of_node(owner: ast.AST, field: str, index: int | None, node: ast.AST) -> Iterator[_Site]:
    if isinstance(node, ast.JoinedStr | ast.arguments | ast.stmt):
        return
    for new in _exchanges(node, field, owner):
        yield _Site(owner, field, index, new)
    if _may_be_short(node):
        for inner in ("elts", "keywords"):
            for number, each in enumerate(getattr(node, inner, [])):
                if inner == "elts" or each.arg is not None:
                    yield _Site(node, inner, number, None)
    for inner, value in ast.iter_fields(node):
        yield from _of_part(node, inner, value)


def _may_be_short(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return True
    is_read = isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
    return isinstance(node, ast.Tuple | ast.List | ast.Set) and is_read and len(node.elts) > 1


def _exchanges(node: ast.AST, field: str, owner: ast.AST) -> Iterator[ast.AST]:
    if field in ("test", "ifs") and not _turns(node) and not isinstance(owner, ast.Assert):
        yield ast.UnaryOp(ast.Not(), node)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield ast.Compare(node.left, [OTHERS[type(node.ops[0])]()], node.comparators)
    if isinstance(node, ast.BoolOp):
        for number in range(len(node.values)):
            rest = node.values[:number] + node.values[number + 1 :]
            yield ast.BoolOp(node.op, rest) if len(rest) > 1 else rest[0]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        yield ast.BinOp(node.left, OPERATORS[type(node.op)](), node.right)
    if isinstance(node, ast.Constant):
        yield from _constants(node)


def _turns(test: ast.AST) -> bool:
    is_not = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    is_compared = isinstance(test, ast.Compare) and isinstance(test.ops[0], TURNED)
    return is_not or is_compared


def _constants(node: ast.Constant) -> Iterator[ast.Constant]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
    elif (
        isinstance(node.value, str)
        and node.value.isascii()
        and node.value.strip("_").isidentifier()
    ):
        yield ast.Constant(node.value + "_")


def _said(site: _Site, statement: ast.stmt) -> str:
    if site.field == "decorator_list":
        return f"without @{ast.unparse(site.old)}"
    if site.new is None:
        dropped = (
            ast.unparse(site.old)
            if not isinstance(site.old, ast.keyword)
            else (f"{site.old.arg}={ast.unparse(site.old.value)}")
        )
        return f"without {_short(dropped)} in {_short(ast.unparse(site.owner))}"
    old = ast.unparse(site.old)
    return f"{_short(old)} → {_short(ast.unparse(ast.fix_missing_locations(site.new)))}"


def _short(code: str) -> str:
    code = " ".join(code.split())
    return code if len(code) <= LONGEST else f"{code[: LONGEST - 1]}…"
