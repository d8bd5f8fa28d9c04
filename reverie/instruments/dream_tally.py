"""What is counted in a coded dream, and the indicators made of those counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from reverie.instruments.hvdc import CLASSES, DREAMER, FAMILIAR, FAMILY, UNFAMILIAR, Character, Code

NEGATIVE_EMOTIONS = ("AN", "AP", "SD", "CO")
# Body parts among the objects: head, extremities, torso, anatomy, sexual organs (letters not verified).
BODY_PARTS = ("BH", "BE", "BT", "BA", "BS")
TORSO_AND_ANATOMY = ("BT", "BA", "BS")
# What a dream has at least one of, or not. Striving is a success or a failure.
COUNTED = (*CLASSES, "misfortune", "good_fortune", "success", "failure", "striving")
LETTER = {scale: letter for scale, (letter, _) in CLASSES.items()}


@dataclass(frozen=True)
class Indicator:
    """Σ of the counts `top` / Σ of the counts `bottom` · factor (100 for a percentage, 1 for an index)."""

    top: tuple[str, ...]
    bottom: tuple[str, ...]
    factor: int = 100
    per_human: bool = False

    def over(self, denominator: str) -> Indicator:
        """The same with all characters instead of humans below, where that choice exists."""
        if not self.per_human or denominator == "human":
            return self
        return Indicator(self.top, ("characters",), self.factor, self.per_human)


_NEGATIVE = ("D victim", "D misfortune", "D failure")
_POSITIVE = ("D befriended", "D good_fortune", "D success")
INDICATORS: dict[str, Indicator] = {
    "male_female_percent": Indicator(("male",), ("male", "female")),
    "familiarity_percent": Indicator(("familiar",), ("familiar", "unfamiliar")),
    "friends_percent": Indicator(("friends",), ("humans",), per_human=True),
    "family_percent": Indicator(("family",), ("humans",), per_human=True),
    "dead_imaginary_percent": Indicator(("dead and imaginary",), ("characters",)),
    "animal_percent": Indicator(("animals",), ("characters",)),
    "aggression_friendliness_percent": Indicator(("D in A",), ("D in A", "D in F")),
    "befriender_percent": Indicator(("D befriender",), ("D befriender", "D befriended")),
    "aggressor_percent": Indicator(("D aggressor",), ("D aggressor", "D victim")),
    "victimization_percent": Indicator(("D victim",), ("D aggressor", "D victim")),
    "physical_aggression_percent": Indicator(("physical A",), ("classed A",)),
    "aggression_per_character": Indicator(("A",), ("characters",), 1),
    "friendliness_per_character": Indicator(("F",), ("characters",), 1),
    "sexuality_per_character": Indicator(("S",), ("characters",), 1),
    "indoor_percent": Indicator(("place I",), ("place I", "place O")),
    "familiar_setting_percent": Indicator(("setting F",), ("setting F", "setting U")),
    "self_negativity_percent": Indicator(_NEGATIVE, _NEGATIVE + _POSITIVE),
    "bodily_misfortune_percent": Indicator(("bodily misfortunes",), ("misfortunes",)),
    "negative_emotions_percent": Indicator(("negative emotions",), ("emotions",)),
    "success_percent": Indicator(("D success",), ("D success", "D failure")),
    "torso_anatomy_percent": Indicator(("torso and anatomy",), ("body parts",)),
    **{f"with_{kind}_percent": Indicator((f"with_{kind}",), ("dreams",)) for kind in COUNTED},
}


def _character(character: Character, counts: Counter[str]) -> None:
    counts["characters"] += 1
    counts["dead and imaginary"] += character.number in "3456"
    if character.is_animal:
        counts["animals"] += 1
        return
    counts["humans"] += 1
    counts["male"] += character.sex == "M"
    counts["female"] += character.sex == "F"
    counts["familiar"] += character.identity in FAMILIAR
    counts["unfamiliar"] += character.identity in UNFAMILIAR
    counts["friends"] += character.identity == "K"
    counts["family"] += character.identity in FAMILY or character.identity == "R"


def _interaction(code: Code, counts: Counter[str]) -> None:
    letter = LETTER[code.scale]
    counts[letter] += 1
    counts[f"D in {letter}"] += code.involves_dreamer()
    if code.scale == "aggression" and len(code.kind) > 1:
        counts["classed A"] += 1
        counts["physical A"] += code.kind in ("A5", "A6", "A7", "A8")
    if code.relation != ">":
        return
    begins, receives = {"A": ("aggressor", "victim"), "F": ("befriender", "befriended")}.get(letter, ("", ""))
    if begins and code.initiator == DREAMER:
        counts[f"D {begins}"] += 1
    if receives and code.receiver == DREAMER:
        counts[f"D {receives}"] += 1


def _event(code: Code, counts: Counter[str]) -> None:
    if code.initiator == DREAMER:
        counts[f"D {code.scale}"] += 1
    if code.scale == "emotion":
        counts["emotions"] += 1
        counts["negative emotions"] += code.kind in NEGATIVE_EMOTIONS
    if code.scale == "misfortune":
        counts["misfortunes"] += 1
        counts["bodily misfortunes"] += code.kind in ("M5", "M6")


def tally(codes: Iterable[Code]) -> Counter[str]:
    """The counts of one dream."""
    counts: Counter[str] = Counter(dreams=1)
    for code in codes:
        if code.scale in COUNTED:
            counts[f"with_{code.scale}"] = 1
        if code.scale in ("success", "failure"):
            counts["with_striving"] = 1
        if code.character is not None:
            _character(code.character, counts)
        elif code.scale in CLASSES:
            _interaction(code, counts)
        elif code.scale == "setting":
            counts[f"place {code.kind[0]}"] += 1
            counts[f"setting {code.kind[1:]}"] += 1
        elif code.scale == "object":
            counts["body parts"] += code.kind[:2] in BODY_PARTS
            counts["torso and anatomy"] += code.kind[:2] in TORSO_AND_ANATOMY
        else:
            _event(code, counts)
    return counts
