"""Another text of a module put in the place of what is running, and taken away again.

Functions keep their identity and get other code, so that everything that has imported them behaves
differently at once, without a new process and without a new database.
"""

import ast
import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import CodeType, FunctionType, ModuleType


class NotPlantable(Exception):
    """A difference that running objects cannot be given."""


@contextmanager
def planted(module: ModuleType, tree: ast.Module) -> Iterator[None]:
    """While it lasts ``module`` behaves as if ``tree`` were its text. The statements of both
    texts at the top correspond one to one. Raises ``NotPlantable``."""
    with ExitStack() as undo:
        old = ast.parse(inspect.getsource(module)).body
        if len(old) != len(tree.body):
            raise NotPlantable("other statements at the top")
        for number, (before, after) in enumerate(zip(old, tree.body, strict=True)):
            if ast.dump(before) != ast.dump(after):
                _plant(module, before, after, tree.body[number + 1 :], undo)
        yield


def _plant(module, before, after, following, undo) -> None:
    if isinstance(after, ast.FunctionDef):
        _plant_function(module, module, before, after, undo)
    elif isinstance(after, ast.ClassDef):
        _plant_class(module, before, after, undo)
    elif isinstance(after, ast.Assign | ast.AnnAssign):
        _plant_value(module, after, following, undo)
    else:
        raise NotPlantable(ast.unparse(after))


def _plant_class(module, before, after, undo) -> None:
    owner = getattr(module, after.name)
    if len(before.body) != len(after.body):
        raise NotPlantable(f"other statements in {after.name}")
    for old, new in zip(before.body, after.body, strict=True):
        if ast.dump(old) == ast.dump(new):
            continue
        if not isinstance(new, ast.FunctionDef):
            raise NotPlantable(ast.unparse(new))
        _plant_function(module, owner, old, new, undo)


def _plant_function(module, owner, before, after, undo) -> None:
    if _head(before) == _head(after):
        function = _function_of(vars(owner)[after.name])
        _set(function, "__code__", _code_of(module, owner, after), undo)
        return
    if owner is not module:
        raise NotPlantable(f"the head of {after.name}")
    made = _run(module, [after])[after.name]
    _replace(getattr(module, after.name), made, after.name, undo)


def _head(function: ast.FunctionDef) -> str:
    parts = [*function.decorator_list, function.args]
    return "".join(map(ast.dump, parts))


def _function_of(held) -> FunctionType:
    if isinstance(held, property):
        held = held.fget
    if isinstance(held, functools.cached_property):
        held = held.func
    if isinstance(held, classmethod | staticmethod):
        held = held.__func__
    return inspect.unwrap(held)


def _code_of(module: ModuleType, owner, function: ast.FunctionDef) -> CodeType:
    """As it would be compiled where it stands: a method may name its class."""
    bare = ast.FunctionDef(**{**vars(function), "decorator_list": []})
    body = [bare]
    if owner is not module:
        body = [ast.ClassDef(owner.__name__, bases=[], keywords=[], body=body, decorator_list=[])]
    tree = ast.fix_missing_locations(ast.Module(body=body, type_ignores=[]))
    code = compile(tree, module.__file__ or "", "exec", dont_inherit=True)
    for _ in body if owner is module else [*body, bare]:
        code = next(const for const in code.co_consts if isinstance(const, CodeType))
    return code


def _plant_value(module, after, following, undo) -> None:
    """With the values at the top that are made of it."""
    run, changed = [after], _targets(after)
    for statement in following:
        if not isinstance(statement, ast.Assign | ast.AnnAssign):
            continue
        if changed & {n.id for n in ast.walk(statement) if isinstance(n, ast.Name)}:
            run.append(statement)
            changed |= _targets(statement)
    made = _run(module, run)
    for name in changed:
        _replace(getattr(module, name), made[name], name, undo)


def _targets(statement: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _run(module: ModuleType, statements: list[ast.stmt]) -> dict:
    """What the statements make when they run in ``module``; it stays as it is but for the
    functions, which must look up what is planted later."""
    before = dict(vars(module))
    tree = ast.fix_missing_locations(ast.Module(body=statements, type_ignores=[]))
    exec(compile(tree, module.__file__ or "", "exec", dont_inherit=True), vars(module))  # noqa: S102
    made = dict(vars(module))
    vars(module).clear()
    vars(module).update(before)
    return made


def _replace(old: object, new: object, name: str, undo: ExitStack) -> None:
    """Wherever the house and its tests hold ``old`` under its name."""
    rooms = ("config", "municipalities", "reports", "tests")
    for module in list(sys.modules.values()):
        is_ours = getattr(module, "__name__", "").partition(".")[0] in rooms
        if is_ours and vars(module).get(name) is old:
            _set(module, name, new, undo)


def _set(owner: object, name: str, new: object, undo: ExitStack) -> None:
    restore: Callable = functools.partial(setattr, owner, name, getattr(owner, name))
    setattr(owner, name, new)
    undo.callback(restore)
