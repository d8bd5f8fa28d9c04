"""A port of this machine that nobody listens at."""

import socket
from contextlib import closing


def free_port() -> int:
    """One that was free a moment ago; the system does not give it out again at once."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
