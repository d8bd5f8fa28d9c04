"""The hierarchy of the Defense Mechanisms Rating Scales: 30 defenses, seven levels, and the DMRS-Q key.

Source: Di Giuseppe & Perry 2021, Front Psychol 12:718440 (CC BY), and the PsyDefDetect coding handbook.
Level 7 is the most adaptive. Each defense has five items of the DMRS-Q sort; together they are the
numbers 1 to 150, each once. Another public program carries the two splitting keys swapped; the item
wordings support the key used here.
"""

from __future__ import annotations

from dataclasses import dataclass

NO_DEFENSE = "no_defense"
NEEDS_INFORMATION = "needs_information"
# How the two labels that are no defense are written in a level column.
LABEL_LEVELS = {0: NO_DEFENSE, 8: NEEDS_INFORMATION}

LEVEL_NAMES = {
    7: "high-adaptive",
    6: "obsessional",
    5: "neurotic",
    4: "minor image-distorting",
    3: "disavowal",
    2: "major image-distorting",
    1: "action",
}
CATEGORY_LEVELS = {"mature": (7,), "neurotic": (5, 6), "immature": (1, 2, 3, 4)}

_KEY = """
7 affiliation 22 25 44 66 93
7 altruism 11 15 79 104 132
7 anticipation 43 46 62 65 78
7 humor 18 37 40 51 119
7 self_assertion 23 90 105 109 146
7 self_observation 9 32 58 77 91
7 sublimation 14 36 63 97 100
7 suppression 49 117 128 131 150
6 isolation_of_affect 28 31 39 107 140
6 intellectualization 4 26 53 57 60
6 undoing 48 67 70 81 83
5 repression 13 47 50 108 136
5 dissociation 8 27 30 41 73
5 reaction_formation 52 55 74 96 99
5 displacement 1 64 69 122 125
4 omnipotence 7 10 68 126 129
4 idealization_of_self 38 71 87 133 135
4 idealization_of_other 16 17 95 138 139
4 devaluation_of_self 12 29 34 56 147
4 devaluation_of_other 54 82 85 111 143
3 denial 20 33 121 124 137
3 rationalization 19 42 59 86 120
3 projection 112 115 123 134 141
3 autistic_fantasy 2 24 106 110 148
2 splitting_of_self 3 6 98 142 145
2 splitting_of_other 35 61 92 94 114
2 projective_identification 72 75 101 103 113
1 passive_aggression 45 88 89 102 116
1 help_rejecting_complaining 21 84 127 130 149
1 acting_out 5 76 80 118 144
"""


@dataclass(frozen=True)
class Defense:
    """One defense: its name in snake_case, its level 1 to 7, and its five DMRS-Q items."""

    name: str
    level: int
    items: tuple[int, ...]

    @property
    def label(self) -> str:
        """The name as words."""
        words = self.name.replace("_", " ")
        return words.replace("self ", "self-", 1) if words.startswith("self ") else words

    @property
    def category(self) -> str:
        """Mature, neurotic or immature."""
        return next(name for name, levels in CATEGORY_LEVELS.items() if self.level in levels)


def _read(key: str) -> dict[str, Defense]:
    rows = [line.split() for line in key.strip().splitlines()]
    return {row[1]: Defense(row[1], int(row[0]), tuple(map(int, row[2:]))) for row in rows}


DEFENSES = _read(_KEY)
# Hard to judge from one short passage: they need two moments (coding handbook, rule 5).
NEED_SECOND_ANCHOR = frozenset(
    {"splitting_of_self", "splitting_of_other", "reaction_formation", "repression", "undoing"}
)
