"""What import contracts cannot show."""

import ast
import re
from pathlib import Path

import pytest

FILE_NAMES = {
    "__init__", "terms", "rules", "models", "queries", "published", "operations", "intake", "tasks", "migrations",
}  # fmt: skip
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "data", "info", "service", "process", "common"}


def packages(root: Path) -> list[Path]:
    return sorted(path for path in (root / "src/folkmoot").rglob("__init__.py") if "migrations" not in path.parts)


def test_every_package_says_in_one_sentence_what_it_is(root: Path):
    for path in packages(root):
        docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
        first = docstring.partition("\n")[0]
        assert first.endswith("."), f"{path} begins without a sentence"


def test_apps_use_the_same_file_names(root: Path):
    for app in sorted((root / "src/folkmoot/apps").iterdir()):
        if app.is_dir() and app.name != "__pycache__":
            names = {path.stem for path in app.iterdir() if path.name != "__pycache__"}
            assert names <= FILE_NAMES, f"{app.name}: {names - FILE_NAMES}"


def test_no_file_has_a_name_that_says_nothing(root: Path):
    named = {path.stem for path in (root / "src").rglob("*.py")}
    assert not named & FORBIDDEN_NAMES


@pytest.mark.django_db
def test_a_foreign_key_points_at_its_own_or_an_earlier_app():
    from django.apps import apps  # models are there only once Django is set up

    order = [
        "accounts", "places", "records", "families", "measures", "committees", "reports", "actions", "priorities",
        "minutes", "packs",
    ]  # fmt: skip
    for label in order:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.get_fields():
                if field.is_relation and not field.auto_created and field.related_model is not None:
                    target = field.related_model._meta.app_label
                    if target in order:
                        assert order.index(target) <= order.index(label), f"{model}.{field.name} points at {target}"


def test_published_functions_return_no_model_and_no_queryset(root: Path):
    for path in sorted((root / "src/folkmoot/apps").glob("*/published.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                returned = ast.unparse(node.returns) if node.returns else ""
                assert returned, f"{path}: {node.name} does not say what it returns"
                assert not re.search(r"QuerySet|models\.|Any\b", returned), f"{path}: {node.name} -> {returned}"


def test_lock_files_name_no_address(root: Path):
    lock = (root / "requirements.lock").read_text()
    assert "://" not in lock
    assert "--hash=sha256:" in lock
    npm = (root / "package-lock.json").read_text()
    assert '"resolved"' not in npm
