"""The packages of the two apps and what each imports, read from the imports themselves."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
APPS = ("config", "municipalities", "reports")
# The contract of import-linter orders what stands in ``reports``; these stand above and below it.
ABOVE = ("config",)
BELOW = ("municipalities", "config.postgresql")
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 40


@dataclass(frozen=True)
class House:
    """``packages`` and ``loose`` modules are dotted names; ``order`` goes from the top down;
    ``arrows`` are pairs (who imports, what)."""

    packages: list[str]
    loose: list[str]
    order: list[str]
    arrows: set[tuple[str, str]]

    @property
    def upward(self) -> list[tuple[str, str]]:
        """Arrows against the order, and those of a package that has no place in it."""
        place = {name: number for number, name in enumerate(self.order)}
        return sorted(
            (importer, imported)
            for importer, imported in self.arrows
            if not place.get(importer, 0) < place.get(imported, 0)
        )


def read_house() -> House:
    graph = _graph()
    modules = [name for name in graph.modules if ".migrations" not in name]
    inner = {name for name in modules if graph.find_children(name)}
    packages = sorted(name for name in inner if name.count(".") <= 1)
    loose = sorted(graph.find_children("reports") - inner - {"reports.migrations"})
    arrows = {
        (_room(importer), _room(imported))
        for importer in modules
        for imported in graph.find_modules_directly_imported_by(importer)
    }
    arrows = {(importer, imported) for importer, imported in arrows if importer != imported}
    return House(packages, loose, [*ABOVE, *_layers(), *BELOW], arrows)


def circles() -> list[str]:
    """In which packages two children import each other, on whatever way."""
    graph = _graph()
    return [
        f"{package}: {importer} → {imported}"
        for package in sorted(graph.modules)
        if graph.find_children(package)
        for importer, imported in sorted(graph.nominate_cycle_breakers(package))
    ]


def _graph() -> grimp.ImportGraph:
    return grimp.build_graph(*APPS, exclude_type_checking_imports=True, cache_dir=None)


def _room(module: str) -> str:
    """Where ``module`` stands on the map: what is in ``reports`` for itself, an app else."""
    parts = module.split(".")
    is_apart = parts[0] == "reports" or module.startswith("config.postgresql")
    return ".".join(parts[:2]) if is_apart else parts[0]


def _layers() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (order,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    return [name.strip() for layer in order for name in layer.split("|")]


def long_files() -> list[tuple[str, int]]:
    """Files of the product with more lines than a file should have."""
    sizes = [
        (path, len(path.read_text("utf-8").splitlines()))
        for folder in (*APPS, "static", "templates")
        for path in sorted((ROOT / folder).rglob("*.*"))
        if path.suffix in (".py", ".js", ".css", ".html") and "migrations" not in path.parts
    ]
    return [
        (str(path.relative_to(ROOT)), size) for path, size in sizes if size > MOST_LINES_OF_A_FILE
    ]


def long_functions() -> list[tuple[str, int]]:
    """Functions of the product's Python with more lines than a function should have."""
    return [
        (f"{path.relative_to(ROOT)}: {name}", size)
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
        for name, size in _functions(path)
        if size > MOST_LINES_OF_A_FUNCTION
    ]


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            yield node.name, node.end_lineno - node.lineno + 1
