"""Two coders of the same dreams in words: where they agree, and where they part."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from reverie.instruments.coders import Comparison, Presence
from reverie.process.presenters.dream_figures import KINDS

SCALES = {
    "character": lazy("characters"),
    "aggression": lazy("aggression"),
    "friendliness": lazy("friendliness"),
    "sexuality": lazy("sexuality"),
    "success": lazy("success"),
    "failure": lazy("failure"),
    "misfortune": lazy("misfortune"),
    "good_fortune": lazy("good fortune"),
    "emotion": lazy("emotions"),
    "setting": lazy("settings"),
    "activity": lazy("activities"),
    "object": lazy("objects"),
    "descriptive": lazy("descriptive elements"),
    "striving": lazy("striving"),
}


def beside_context(found: Comparison) -> dict[str, Any]:
    """What the result on dream_beside.html shows."""
    return {
        "found": found,
        "scales": [
            (SCALES[name], scale.agreements, scale.disagreements, f"{100 * (scale.value or 0):.0f} %")
            for name, scale in found.scales.items()
        ],
        "presence": [(KINDS[kind], row, _kappa(row)) for kind, row in found.presence.items()],
        "partings": [
            (row.dream, SCALES[row.scale], ", ".join(row.first) or "–", ", ".join(row.second) or "–")
            for row in found.partings
        ],
    }


def _kappa(row: Presence) -> str:
    if row.kappa is None:
        return _("none: they do not vary")
    return f"{row.kappa:.2f}".replace("-", "−")
