"""A zip file whose list of names is whole and whose contents are not."""

import io
import zipfile


def scratched(name: str) -> bytes:
    """A file with one packed entry, in the middle of which bytes were turned over."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, "a,b\n" * 2000)
    content, begin = bytearray(file.getvalue()), 30 + len(name)
    content[begin : begin + 20] = bytes(one ^ 255 for one in content[begin : begin + 20])
    return bytes(content)
