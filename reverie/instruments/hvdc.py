"""Reads the coding strings of Hall and Van de Castle; an error names the string and the position in it.

Characters: number, sex, identity, age (`2MSA`: group, male, stranger, adult), or number and `ANI` for
an animal. Social interactions: a class where it was coded, initiator, `>` (or `=` if mutual, `*` if
with oneself), receiver (`A5 1MOA > D`, `D > 1FKA`); D is the dreamer. Success, failure, misfortune,
good fortune and emotions: a code and whose it is (`SU D`). Settings: place and familiarity (`IF`).
Letters of number, sex, identity and emotions were seen in a published decoder; the rest is not verified
at the coding manual.
"""

from __future__ import annotations

from dataclasses import dataclass

from reverie.instruments.errors import BadInput

DREAMER = "D"
NUMBERS = {
    "1": "individual",
    "2": "group",
    "3": "dead individual",
    "4": "dead group",
    "5": "imaginary individual",
    "6": "imaginary group",
    "7": "original of a metamorphosis",
    "8": "changed form of a metamorphosis",
}
SEXES = {"M": "male", "F": "female", "J": "both", "I": "indefinite"}
AGES = {"A": "adult", "T": "teenager", "C": "child", "B": "baby"}
FAMILY = frozenset("FMXBTHWADCIY")
FAMILIAR = FAMILY | frozenset("RKP")
UNFAMILIAR = frozenset("OESU")
IDENTITIES = FAMILIAR | UNFAMILIAR
CLASSES = {"aggression": ("A", 8), "friendliness": ("F", 7), "sexuality": ("S", 5)}
EVENTS = {
    "success": ("SU",),
    "failure": ("FL",),
    "misfortune": ("M1", "M2", "M3", "M4", "M5", "M6"),
    "good_fortune": ("GF",),
    "emotion": ("AN", "AP", "SD", "CO", "HA"),
}
PLACES, FAMILIARITIES = "IOAN", "FDGUQ"
# Scales whose codes are kept as they stand.
FREE = ("activity", "object", "descriptive", "striving")
SCALES = ("character", *CLASSES, *EVENTS, "setting", *FREE)
PLURALS = {
    "activities": "activity",
    "misfortunes": "misfortune",
    "good fortune": "good_fortune",
    "sexual": "sexuality",
}


@dataclass(frozen=True)
class Character:
    """One coded character or group; an animal has no sex, identity or age."""

    number: str
    sex: str = ""
    identity: str = ""
    age: str = ""

    @property
    def is_animal(self) -> bool:
        """True for `ANI`."""
        return not self.identity


Party = Character | str | None


@dataclass(frozen=True)
class Code:
    """One coded element. `kind` is its class or code; parties are characters, `D`, or None."""

    scale: str
    kind: str
    character: Character | None = None
    initiator: Party = None
    receiver: Party = None
    relation: str = ""

    def involves_dreamer(self) -> bool:
        """True if the dreamer begins or receives the interaction."""
        return DREAMER in (self.initiator, self.receiver)


class _Reader:
    """A position in one coding string."""

    def __init__(self, text: str) -> None:
        self.text, self.position = text, 0

    def error(self, words: str) -> BadInput:
        return BadInput(f"“{self.text}”, position {self.position + 1}: {words}.")

    def peek(self) -> str:
        return self.text[self.position : self.position + 1]

    def spaces(self) -> None:
        while self.peek() == " ":
            self.position += 1

    def one_of(self, letters: str, what: str) -> str:
        letter = self.peek()
        if not letter or letter not in letters:
            found = f"“{letter}” is no {what}" if letter else f"the code ends before its {what}"
            raise self.error(f"{found} ({' '.join(letters)})")
        self.position += 1
        return letter

    def word(self, words: tuple[str, ...], what: str) -> str:
        for word in words:
            if self.text.startswith(word, self.position):
                self.position += len(word)
                return word
        raise self.error(f"here belongs {what} ({' '.join(words)})")

    def end(self) -> None:
        self.spaces()
        if self.peek():
            raise self.error(f"“{self.text[self.position :]}” is too much")


def _character(reader: _Reader) -> Character:
    number = reader.one_of("".join(NUMBERS), "number")
    if reader.text.startswith("ANI", reader.position):
        reader.position += 3
        return Character(number)
    sex = reader.one_of("".join(SEXES), "sex")
    identity = reader.one_of("".join(sorted(IDENTITIES)), "identity")
    return Character(number, sex, identity, reader.one_of("".join(AGES), "age"))


def _party(reader: _Reader) -> Character | str:
    if reader.peek() == DREAMER:
        reader.position += 1
        return DREAMER
    if not reader.peek() or reader.peek() not in NUMBERS:
        raise reader.error("here belongs D or a character")
    return _character(reader)


def _interaction(scale: str, reader: _Reader) -> Code:
    letter, top = CLASSES[scale]
    kind = letter
    if reader.peek() == letter:
        reader.position += 1
        kind += reader.one_of("".join(map(str, range(1, top + 1))), "class")
        reader.spaces()
    initiator = _party(reader)
    reader.spaces()
    relation = reader.one_of(">=*", "sign")
    reader.spaces()
    receiver: Party = None if relation == "*" and not reader.peek() else _party(reader)
    reader.end()
    if receiver == initiator == DREAMER:
        relation = "*"
    return Code(scale, kind, None, initiator, receiver, relation)


def _event(scale: str, reader: _Reader) -> Code:
    kind = reader.word(EVENTS[scale], f"a code of {scale.replace('_', ' ')}")
    reader.spaces()
    party = _party(reader) if reader.peek() else None
    reader.end()
    return Code(scale, kind, None, party)


def _setting(reader: _Reader) -> Code:
    place = reader.one_of(PLACES, "place")
    if place == "N" and not reader.peek():
        return Code("setting", "N")
    familiarity = reader.one_of(FAMILIARITIES, "familiarity")
    reader.end()
    return Code("setting", place + familiarity)


def scale_name(text: str) -> str:
    """The scale's name in the singular, lower case, with underscores.

    Formula: a list of names and their plurals. Shapes: one text. Units: none. Direction: none.
    Errors: BadInput for a name that is no scale. Source: docs/clinical/instruments.md; letters partly not
    verified.

    >>> scale_name(" Emotions ")
    'emotion'
    """
    name = text.strip().lower()
    name = PLURALS.get(name, name)
    if name not in SCALES and name.endswith("s"):
        name = name[:-1]
    if name not in SCALES:
        raise BadInput(f"“{text}” is no scale ({', '.join(SCALES)}).")
    return name


def parse(scale: str, text: str) -> Code:
    """One coding string of a scale.

    Formula: the grammar at the head of the module. Shapes: one text in, one `Code` out. Units: none.
    Direction: initiator > receiver. Errors: BadInput that names the string and the position in it.
    Source: letters of number, sex, identity and emotion from a published decoder; the rest is not verified.

    >>> parse("aggression", "A5 1MOA > D").initiator
    Character(number='1', sex='M', identity='O', age='A')
    """
    scale = scale_name(scale)
    reader = _Reader(" ".join(text.upper().split()))
    if not reader.text:
        raise BadInput(f"The code of {scale.replace('_', ' ')} is empty.")
    if scale == "character":
        character = _character(reader)
        reader.end()
        return Code(scale, character.number, character)
    if scale in CLASSES:
        return _interaction(scale, reader)
    if scale in EVENTS:
        return _event(scale, reader)
    if scale == "setting":
        return _setting(reader)
    if scale == "striving" and reader.text[:2] in ("SU", "FL"):
        return _event("success" if reader.text.startswith("SU") else "failure", reader)
    return Code(scale, reader.text)


def _named(party: Party) -> str:
    if isinstance(party, Character):
        ending = "ANI" if party.is_animal else party.sex + party.identity + party.age
        return party.number + ending
    return party or ""


def written(code: Code) -> str:
    """The one way in which a code is written: the inverse of `parse` up to case and blanks.

    Formula: the grammar at the head of the module. Shapes: one `Code` in, one text out. Units: none.
    Direction: initiator > receiver. Errors: none. Source: that of `parse`, not verified beyond it.

    >>> written(parse("aggression", "a5 1moa>d")), written(parse("emotion", "ap  D"))
    ('A5 1MOA > D', 'AP D')
    """
    if code.character is not None:
        return _named(code.character)
    kind = "" if code.scale in CLASSES and len(code.kind) == 1 else code.kind
    oneself = code.relation == "*" and code.receiver == code.initiator
    receiver = "" if oneself else _named(code.receiver)
    return " ".join(filter(None, [kind, _named(code.initiator), code.relation, receiver]))
