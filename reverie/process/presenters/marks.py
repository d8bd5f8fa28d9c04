"""The shapes of the score: each kind has its own, so that color never stands alone."""


def n(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".removesuffix(".0")


def circle(x: float, y: float, r: float) -> str:
    """A circle as a path."""
    return f"M{n(x - r)} {n(y)}a{r} {r} 0 1 0 {n(2 * r)} 0a{r} {r} 0 1 0 {n(-2 * r)} 0z"


def ring(x: float, y: float) -> str:
    """Free association."""
    return circle(x, y, 3.4)


def broken_ring(x: float, y: float) -> str:
    """A free association that breaks off."""
    return f"M{n(x + 2.4)} {n(y - 2.4)}a3.4 3.4 0 1 0 0 4.8"


def dot(x: float, y: float) -> str:
    """Affect."""
    return circle(x, y, 4)


def star(x: float, y: float) -> str:
    """Insight."""
    return f"M{n(x)} {n(y - 6)}l1.8 4.2 4.2 1.8 -4.2 1.8 -1.8 4.2 -1.8 -4.2 -4.2 -1.8 4.2 -1.8z"


def crescent(x: float, y: float) -> str:
    """Dream."""
    return f"M{n(x + 3)} {n(y - 5.5)}a5.5 5.5 0 1 0 0 11a7.5 7.5 0 0 1 0 -11z"


def cross(x: float, y: float) -> str:
    """Resistance."""
    return f"M{n(x - 3.5)} {n(y - 3.5)}l7 7m0 -7l-7 7"


def square(x: float, y: float) -> str:
    """Transference."""
    return f"M{n(x - 4)} {n(y - 4)}h8v8h-8z"


def open_square(x: float, y: float) -> str:
    """Relationship episode."""
    return f"M{n(x - 3.5)} {n(y - 3.5)}h7v7h-7z"


def hook(x: float, y: float) -> str:
    """Focus on the past."""
    return f"M{n(x + 4)} {n(y - 4)}l-7 4l7 4"


def wave(x: float, y: float) -> str:
    """Countertransference."""
    return f"M{n(x - 6)} {n(y + 1)}q3 -6 6 0t6 0"


def tick(x: float, y: float) -> str:
    """Intervention."""
    return f"M{n(x)} {n(y - 5)}v10"


def zigzag(x: float, y: float) -> str:
    """Rupture."""
    return f"M{n(x - 6)} {n(y)}l3 -4 3 8 3 -8 3 4"


def arc(x: float, y: float) -> str:
    """Repair."""
    return f"M{n(x - 6)} {n(y + 3)}q6 -10 12 0"


def plus(x: float, y: float) -> str:
    """Self-reflection."""
    return f"M{n(x - 4)} {n(y)}h8M{n(x)} {n(y - 4)}v8"


def stage_ring(x: float, y: float) -> str:
    """A thread appears, or comes back."""
    return circle(x, y, 5)


def disc(x: float, y: float) -> str:
    """A thread, worked through."""
    return circle(x, y, 5.5)


def diamond(x: float, y: float) -> str:
    """A thread, interpreted."""
    return f"M{n(x)} {n(y - 6.5)}l6.5 6.5 -6.5 6.5 -6.5 -6.5z"


def triangle(x: float, y: float) -> str:
    """A thread, eased."""
    return f"M{n(x)} {n(y - 8)}l7.5 13 -15 0z"


def open_triangle(x: float, y: float) -> str:
    """A thread, open again."""
    return f"M{n(x)} {n(y + 8)}l7.5 -13 -15 0z"


def hatch(x: float, width: float, top: float, bottom: float) -> str:
    """Slanted lines over a break."""
    lines = range(int(top + width), int(bottom), 14)
    return "".join(f"M{n(x)} {y}l{n(width)} {n(-width)}" for y in lines)
