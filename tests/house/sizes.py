"""What is larger than it should be: warnings for a reviewer, never a failure. `python -m tests.house.sizes`."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

FUNCTION, FILE, MODELS, PARAMETERS = 40, 400, 300, 5
ROOT = Path(__file__).parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def list_files() -> list[Path]:
    found = [file for folder in ("guichet", "bench", "tests") for file in (ROOT / folder).rglob("*.py")]
    return sorted(file for file in found if "migrations" not in file.parts)


def list_functions(file: Path) -> list[Function]:
    return [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, Function)]


def count_lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def list_warnings(file: Path, functions: list[Function]) -> Iterator[str]:
    name, lines = file.relative_to(ROOT), len(file.read_text().splitlines())
    most = MODELS if file.name == "models.py" else FILE
    if lines > most:
        yield f"{name}: {lines} lines (aim at {most})"
    for function in functions:
        if count_lines(function) > FUNCTION:
            yield f"{name}:{function.lineno} {function.name}: {count_lines(function)} lines (aim at {FUNCTION})"
        parameters = len([argument for argument in [*function.args.args, *function.args.kwonlyargs] if argument.arg not in {"self", "cls"}])
        if parameters > PARAMETERS and "tests" not in file.parts:
            yield f"{name}:{function.lineno} {function.name}: {parameters} parameters (aim at {PARAMETERS})"


def main() -> None:
    files = {file: list_functions(file) for file in list_files()}
    for file, functions in files.items():
        for warning in list_warnings(file, functions):
            print(warning)
    product = [count_lines(f) for file, functions in files.items() if "tests" not in file.parts for f in functions]
    print(f"{len(product)} functions outside tests: median {median(product):g} lines, 95th percentile {quantiles(product, n=20)[-1]:.0f}")


if __name__ == "__main__":
    main()
