"""What reads well is short: sizes of modules, functions, views, templates and tests."""

import ast

import pytest

from tests.guards.sources import PRODUCT, files, functions, length, lines, name

# Each with the reason why it may be longer.
LONGER_MODULES: dict[str, str] = {}
LONGER_FUNCTIONS: dict[str, str] = {}
_FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
_ROUTES = {"get", "post", "put", "patch", "delete", "route"}


def is_view(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a decorator ties the function to an address."""
    called = [d.func for d in function.decorator_list if isinstance(d, ast.Call)]
    return any(isinstance(f, ast.Attribute) and f.attr in _ROUTES for f in called)


def test_no_module_is_longer_than_300_lines():
    found = {name(path): lines(path) for path in files(*PRODUCT)}
    assert {k: n for k, n in found.items() if n > 300 and k not in LONGER_MODULES} == {}


def test_no_module_of_tests_is_longer_than_400_lines():
    found = {name(path): lines(path) for path in files("tests")}
    assert {k: n for k, n in found.items() if n > 400} == {}


def test_no_function_is_longer_than_40_lines():
    found = {
        f"{name(path)}:{function.name}": length(function)
        for path in files(*PRODUCT)
        for function in functions(path)
    }
    assert {k: n for k, n in found.items() if n > 40 and k not in LONGER_FUNCTIONS} == {}


def test_no_view_is_longer_than_15_lines():
    found = {
        f"{name(path)}:{function.name}": length(function)
        for path in files(*PRODUCT)
        for function in functions(path)
        if is_view(function)
    }
    assert {k: n for k, n in found.items() if n > 15} == {}


def test_no_template_is_longer_than_100_lines():
    found = {name(path): lines(path) for path in files("templates", ending="")}
    assert {k: n for k, n in found.items() if n > 100} == {}


def test_no_test_is_longer_than_30_lines():
    found = {
        f"{name(path)}:{function.name}": length(function)
        for path in files("tests")
        for function in functions(path)
        if function.name.startswith("test_")
    }
    assert {k: n for k, n in found.items() if n > 30} == {}


def test_no_module_is_named_after_nothing():
    named = {name(path) for path in files(*PRODUCT, "tests") if path.stem in _FORBIDDEN_NAMES}
    assert named == set()


@pytest.mark.parametrize("excepted", [LONGER_MODULES, LONGER_FUNCTIONS])
def test_every_exception_still_exists_and_gives_its_reason(excepted: dict[str, str]):
    known = {name(path) for path in files(*PRODUCT, "tests")}
    assert {key for key in excepted if key.split(":")[0] not in known} == set()
    assert all(excepted.values())
