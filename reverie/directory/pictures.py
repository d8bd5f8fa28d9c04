"""A photograph without what the camera wrote into it (place, time, device): pure, bytes in and bytes out."""

from collections.abc import Iterator

PICTURES = frozenset({"png", "jpeg"})
PNG = b"\x89PNG\r\n\x1a\n"
DRAWN = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND"}
"""The pieces of a PNG file that are needed to draw it."""
SCAN, END = 0xDA, 0xD9
WRITTEN = {*range(0xE1, 0xEE), 0xEF, 0xFE}
"""Segments of a JPEG file that carry words and not the picture: APP1 to APP13, APP15, comments."""


def plain_picture(content: bytes) -> bytes:
    """The same picture, bare; what is neither PNG nor JPEG, or is broken, comes back as it was."""
    if content.startswith(PNG):
        return PNG + b"".join(piece for name, piece in _pieces(content) if name in DRAWN)
    if content.startswith(b"\xff\xd8"):
        return b"\xff\xd8" + b"".join(_segments(content))
    return content


def _pieces(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(PNG)
    while place + 12 <= len(content):
        end = place + 12 + int.from_bytes(content[place : place + 4], "big")
        yield content[place + 4 : place + 8], content[place:end]
        place = end


def _segments(content: bytes) -> Iterator[bytes]:
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker in {SCAN, END}:
            yield content[place:]
            return
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        if marker not in WRITTEN:
            yield content[place:end]
        place = end
