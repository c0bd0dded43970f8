"""Promises and tests are kept in step, both ways."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.requirements import REQUIREMENTS

HERE = Path(__file__).parent


def ids_in_tests() -> set[str]:
    """Every id in a ``requirement`` mark, with the file that carries it."""
    found: set[str] = set()
    for path in HERE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.requirement"):
                found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return found


@pytest.mark.requirement("house-requirements")
def test_every_promise_has_a_test_and_every_test_a_promise() -> None:
    """The manifest names exactly the ids that tests carry."""
    promised = {requirement.id for requirement in REQUIREMENTS}
    assert promised - ids_in_tests() == set(), "promises without a test"
    assert ids_in_tests() - promised == set(), "tests without a promise"


@pytest.mark.requirement("house-requirements")
def test_every_test_function_carries_a_promise() -> None:
    """No test stands without saying which promise it keeps."""
    bare = []
    for path in HERE.rglob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        whole_file = any(
            isinstance(node, ast.Assign) and "mark.requirement" in ast.unparse(node.value)
            for node in tree.body
        )
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith(
                "test_"
            ):
                marks = " ".join(ast.unparse(d) for d in node.decorator_list)
                if "mark.requirement" not in marks and not whole_file:
                    bare.append(f"{path.name}:{node.name}")
    assert bare == []


@pytest.mark.requirement("house-requirements")
def test_ids_are_unique_and_sentences_end() -> None:
    """Each promise has one row, and reads as a sentence."""
    ids = [requirement.id for requirement in REQUIREMENTS]
    assert len(ids) == len(set(ids))
    assert [r.id for r in REQUIREMENTS if not r.sentence.endswith(".")] == []
