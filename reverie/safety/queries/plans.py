"""A safety plan's words, and who wrote it."""

from reverie.accounts.models import Client
from reverie.core.sealing import keychain
from reverie.safety.models import SafetyPlan


def plan_words(plan: SafetyPlan) -> dict[str, str]:
    """The words of each part; read the plan through access first."""
    return plan.words(keychain(plan.scope))


def latest_number(client: Client) -> int:
    """The number of the plan in force, 0 without one; says nothing of what stands in it."""
    return client.safety_plans.order_by("-number").values_list("number", flat=True).first() or 0
