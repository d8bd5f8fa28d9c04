"""The guards, on the project itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from reverie.core import gate, policy
from tests.house import guards
from tests.house.tree import RANK, ROOT

OF_THE_TREE = [
    guards.long_files,
    guards.long_functions,
    guards.rooms_past_their_doors,
    guards.rules_that_know_http,
    guards.unknown_files,
    guards.banned_words,
    guards.second_ways,
    guards.inline_code,
    guards.machine_learning,
    guards.rooms_without_a_page,
    guards.quiet_failures,
    guards.tests_that_cannot_fail,
]


@pytest.mark.parametrize("guard", OF_THE_TREE, ids=lambda guard: guard.__name__)
def test_the_project_keeps(guard: Callable[[Path], list[str]]) -> None:
    assert guard(ROOT) == []


def links() -> list[tuple[str, str]]:
    """(room of the row, room it points to) for every foreign key of ours."""
    return [
        (model._meta.app_label, field.related_model._meta.app_label)
        for model in apps.get_models()
        if model._meta.app_label in RANK
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model._meta.app_label in RANK
    ]


def test_foreign_keys_point_down() -> None:
    assert guards.upward_keys(links()) == []


def view_names() -> dict[str, str]:
    """URL name -> name of the view function, for our own rooms."""
    found: dict[str, str] = {}

    def walk(resolver: URLResolver, prefix: str) -> None:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLPattern):
                if entry.callback.__module__.startswith("reverie."):
                    found[f"{prefix}{entry.name}"] = entry.callback.__name__
            else:
                walk(entry, f"{entry.namespace}:" if entry.namespace else prefix)

    walk(get_resolver(), "")
    return found


def test_one_name_a_page() -> None:
    assert guards.pages_with_two_names(view_names()) == []


def test_every_route_is_in_the_table_and_every_entry_is_a_route() -> None:
    only_in_the_demo = {name for name in policy.routes() if name.startswith("accounts-demo:")}
    assert set(gate.named_routes()) == set(policy.routes()) - only_in_the_demo


def test_every_action_of_a_route_is_granted_to_somebody() -> None:
    actions = {action for methods in policy.routes().values() for action in methods.values()}
    unknown = {action for action in actions - {"public", "signed_in"} if not policy.entitled(action)}
    assert unknown == set()
