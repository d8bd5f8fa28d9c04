"""Read by every Python process of a served house: when it is waked (SIGCONT), its clock may have jumped.

The seconds of the jump stand in the file that REVERIE_TEST_JUMP names.
"""

import os
import signal
import time
from pathlib import Path
from typing import Any


def _jump(number: int, frame: Any) -> None:
    import time_machine

    seconds = float(Path(os.environ["REVERIE_TEST_JUMP"]).read_text())
    time_machine.travel(time.time() + seconds, tick=True).start()


if "REVERIE_TEST_JUMP" in os.environ:
    signal.signal(signal.SIGCONT, _jump)
