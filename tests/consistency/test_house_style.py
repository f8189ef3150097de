"""Are the habits of this house kept everywhere? Read from the source, so that nobody has to remember them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC, TESTS = Path("src/remit"), Path("tests")
LONGEST = 400
NOT_VERBS = {
    "choose_cases",  # does what select_case and unselect_case do
    "waive_several",  # does what waive does
    "hold_import",  # reads the file, then hold_read_file
    "correct_mapping",
    "choose_sheet",
    "choose_texts",
    "end_all_missing",
    "apply_import",
    "load_action_list",
    "sweep",
    "take_steps",
    "invite_ahead",
    "answer_by_link",  # finds whose invitation it is, then answer_invitation
    "answer_signed_in",
    "answer_by_reply",
    "post_digests",
    "post_what_cannot_wait",
    "take_in",  # a mail that came in, which is nobody's act
    "my_turn",
    "looked",
    "sweep_all",
    "sweep_cohorts",
    "let_leavers_go",
    "let_old_files_go",
    "begin",  # carry out what a verb asked for, by the verbs the command line uses
    "carry_out",
    "waiting",
    "beat",
}
"""Functions of casework for pages and commands that are made of verbs, or change nothing a person decided."""
WITHOUT_VIEWER = {
    "viewer_for",
    "viewer_at_address",
    "viewer_named",
    "viewer_named_data_officer",
    "demo_people",
    "invitation_page",
}
"""Reads before anybody is known: who is it that looks?"""


def files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def called(node: ast.AST) -> set[str]:
    """The names of everything called inside."""
    calls = (call.func for call in ast.walk(node) if isinstance(call, ast.Call))
    return {
        target.id if isinstance(target, ast.Name) else target.attr
        for target in calls
        if isinstance(target, ast.Name | ast.Attribute)
    }


def asserts(function: ast.FunctionDef) -> bool:
    return any(isinstance(node, ast.Assert) for node in ast.walk(function)) or bool(
        called(function) & {"raises", "expect", "fail"}
    )


def test_every_test_asserts_something():
    trees = {path: parsed(path) for path in files(TESTS)}
    found = [(path, function) for path, tree in trees.items() for function in functions(tree)]
    helpers = {
        function.name for _, function in found if asserts(function) and not function.name.startswith("test_")
    }
    tests = [(path, function) for path, function in found if function.name.startswith("test_")]
    without = [
        f"{path}:{function.lineno} {function.name}"
        for path, function in tests
        if not asserts(function)
        and not called(function) & helpers
        and not {argument.arg for argument in function.args.args} & helpers
    ]
    assert without == []
    assert len(tests) >= 300


def test_no_file_is_longer_than_anybody_reads():
    longer = {
        str(path): count
        for folder in (SRC, TESTS)
        for path in files(folder)
        if (count := len(path.read_text().splitlines())) > LONGEST and "tests" not in path.parts
    }
    assert longer == {}


def imported(folder: Path, package: str) -> dict[str, set[str]]:
    """What files below the folder import from a package: module -> names."""
    names: dict[str, set[str]] = {}
    for path in files(folder):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(package):
                names.setdefault(node.module, set()).update(alias.name for alias in node.names)
    return names


def defined(module: str) -> dict[str, ast.FunctionDef]:
    path = SRC.parent / (module.replace(".", "/") + ".py")
    return (
        {node.name: node for node in parsed(path).body if isinstance(node, ast.FunctionDef)}
        if path.exists()
        else {}
    )


def parameters(function: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}


def public(layer: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in files(SRC / layer):
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{path.stem}.{node.name}", node


def is_verb(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == "audited"
        for mark in function.decorator_list
    )


@pytest.mark.parametrize("folder", ["web", "commands"])
def test_pages_and_commands_change_things_by_verbs_only(folder):
    asked = imported(SRC / folder, "remit.casework.")
    without = [
        f"{module}.{name}"
        for module, names in asked.items()
        for name, function in defined(module).items()
        if name in names
        and name not in NOT_VERBS
        and "now" in parameters(function)
        and not is_verb(function)
        and "signing" not in module
    ]
    assert without == []
    assert len(asked) >= 3


def test_every_verb_knows_who_acts_and_when():
    verbs = [(name, function) for name, function in public("casework") if is_verb(function)]
    for name, function in verbs:
        keywords = {argument.arg for argument in function.args.kwonlyargs}
        assert {"actor", "now"} <= keywords, name
        assert not function.args.args, f"{name} takes more than keywords"
        assert ast.get_docstring(function), name
    assert len(verbs) >= 45


def test_every_read_for_a_page_is_asked_who_looks():
    asked = imported(SRC / "web", "remit.reading.")
    without = [
        f"{module}.{name}"
        for module, names in asked.items()
        for name, function in defined(module).items()
        if name in names
        and name not in WITHOUT_VIEWER
        and "now" in parameters(function)
        and not {"viewer", "looks"} & parameters(function)
    ]
    assert without == []
    assert len(asked) >= 5


def test_no_page_is_made_of_json_that_a_query_looked_into():
    within = [
        f"{path}:{number}"
        for path in files(SRC)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if any(f"{field}__" in line for field in ("extra", "detail", "document", "counts", "because"))
        and "details__" not in line
        and "import" not in line.split("=")[0]
    ]
    assert within == []
