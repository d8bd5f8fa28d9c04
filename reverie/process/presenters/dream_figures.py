"""Indicators of coded dreams in words: each with what it is a share of, and by how much it may err."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from reverie.accounts.models import Client
from reverie.instruments import dream_norms, dreams
from reverie.instruments.dream_tally import COUNTED, INDICATORS
from reverie.process.queries.dream_series import TOLD, CodedSeries

KINDS = {
    "aggression": lazy("an aggression"),
    "friendliness": lazy("a friendliness"),
    "sexuality": lazy("a sexual interaction"),
    "misfortune": lazy("a misfortune"),
    "good_fortune": lazy("a good fortune"),
    "success": lazy("a success"),
    "failure": lazy("a failure"),
    "striving": lazy("a striving (success or failure)"),
}
GROUPS: list[tuple[Any, dict[str, Any]]] = [
    (
        lazy("Who is in the dreams"),
        {
            "male_female_percent": lazy("male, of male and female"),
            "familiarity_percent": lazy("familiar, of familiar and unfamiliar"),
            "friends_percent": lazy("friends, of humans"),
            "family_percent": lazy("family and relatives, of humans"),
            "dead_imaginary_percent": lazy("dead or imaginary, of characters"),
            "animal_percent": lazy("animals, of characters"),
        },
    ),
    (
        lazy("What passes between them"),
        {
            "aggression_friendliness_percent": lazy("aggression, of the dreamer’s interactions"),
            "aggressor_percent": lazy("the dreamer begins the aggression"),
            "victimization_percent": lazy("the dreamer meets the aggression"),
            "befriender_percent": lazy("the dreamer begins the friendliness"),
            "physical_aggression_percent": lazy("physical, of classed aggressions"),
            "aggression_per_character": lazy("aggressions a character"),
            "friendliness_per_character": lazy("friendly acts a character"),
            "sexuality_per_character": lazy("sexual acts a character"),
        },
    ),
    (
        lazy("Where, and how it goes"),
        {
            "indoor_percent": lazy("indoors, of indoors and outdoors"),
            "familiar_setting_percent": lazy("familiar settings, of familiar and unfamiliar"),
            "self_negativity_percent": lazy("against the dreamer, of all that befalls the dreamer"),
            "bodily_misfortune_percent": lazy("bodily, of misfortunes"),
            "negative_emotions_percent": lazy("negative, of emotions"),
            "success_percent": lazy("success, of the dreamer’s strivings"),
            "torso_anatomy_percent": lazy("torso and anatomy, of body parts"),
        },
    ),
    (lazy("Dreams with at least one"), {f"with_{kind}_percent": KINDS[kind] for kind in COUNTED}),
]


def name_of(series: CodedSeries) -> str:
    """What a series is called on a page."""
    return _("Told in the hours") if series.key == TOLD else series.name


def choices_of(series: list[CodedSeries]) -> list[tuple[str, str]]:
    """The series to choose from, those without a dream left out."""
    return [(each.key, _("%s (%s)") % (name_of(each), each.dreams)) for each in series if each.rows]


def chosen(series: list[CodedSeries], key: str) -> CodedSeries:
    """The series of this key; the largest one for an unknown key."""
    return next((each for each in series if each.key == key), max(series, key=lambda each: each.dreams))


def figures_context(client: Client, series: list[CodedSeries], key: str, norm: str) -> dict[str, Any]:
    """What dream_figures.html shows of one series; `norm` is male, female or empty."""
    shown = chosen(series, key)
    found = dreams.series(dreams.read(shown.rows), norm=norm or None)
    return {
        "client": client,
        "series": choices_of(series),
        "shown": shown,
        "name": name_of(shown),
        "is_told": shown.key == TOLD,
        "dreams": found.dreams,
        "least": dream_norms.recommended(),
        "is_small": found.dreams < dream_norms.recommended(),
        "norm": norm,
        "origin": dream_norms.origin() if norm else "",
        "has_norm": any(value.norm is not None for value in found.indicators.values()),
        "groups": [(title, [_row(found, *item) for item in rows.items()]) for title, rows in GROUPS],
    }


def _row(found: dreams.Series, name: str, label: Any) -> dict[str, Any]:
    value, factor = found.indicators[name], INDICATORS[name].factor
    return {
        "label": label,
        "value": _shown(value.value, factor),
        "n": value.n,
        "reason": _("nothing coded") if value.value is None else "",
        "band": "" if value.band is None else f"{value.band:.1f}",
        "norm": _shown(value.norm, factor),
        "h": "" if value.h is None else f"{value.h:+.2f}".replace("-", "−"),
    }


def _shown(value: float | None, factor: int) -> str:
    if value is None:
        return "–"
    return f"{value:.0f} %" if factor == 100 else f"{value:.2f}"
