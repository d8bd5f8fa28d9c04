"""Files made to exhaust their reader are read or refused within 2 seconds and 200 MB, each of them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data" / "ics"
SECONDS, MEGABYTES = 2, 200
EVENT = "BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART:20260609T170000Z\r\nDURATION:PT1S\r\n{more}\r\nEND:VEVENT\r\n"


def calendar(events: str) -> str:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n"


def one(more: str) -> str:
    return calendar(EVENT.format(n=1, more=more))


BOMBS = {
    "every second": lambda: one("RRULE:FREQ=SECONDLY"),
    "every second, for good": lambda: one("RRULE:FREQ=SECONDLY;UNTIL=99991231T235959Z"),
    "every minute, a hundred million times": lambda: one("RRULE:FREQ=MINUTELY;COUNT=99999999"),
    "every second of every day of a year": lambda: one(
        "RRULE:FREQ=YEARLY;BYMONTH=" + ",".join(map(str, range(1, 13)))
        + ";BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=" + ",".join(map(str, range(60)))
        + ";BYSECOND=" + ",".join(map(str, range(60)))
    ),
    "a day that never comes": lambda: one("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
    "a second that never comes": lambda: one("RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"),
    "thousands of daily events": lambda: calendar(
        "".join(EVENT.format(n=n, more="RRULE:FREQ=DAILY") for n in range(5_000))
    ),
    "a hundred thousand exceptions": lambda: one(
        "RRULE:FREQ=DAILY\r\nEXDATE:" + ",".join(["20260610T170000Z"] * 100_000)
    ),
    "a hundred thousand further dates": lambda: one("RDATE:" + ",".join(["20260610T170000Z"] * 100_000)),
    "one line of five million letters": lambda: one("SUMMARY:" + "x" * 5_000_000),
    "a line folded a million times": lambda: one("SUMMARY:x" + "\r\n x" * 1_000_000),
    "components in components": lambda: calendar("BEGIN:VEVENT\r\n" * 50_000),
    "an interval beyond the calendar": lambda: one("RRULE:FREQ=DAILY;INTERVAL=999999999999"),
}  # fmt: skip

READER = """
import json, re, sys, time
from datetime import UTC, datetime, timedelta
from reverie.timetable.calendar_file import CalendarError
from reverie.timetable.calendar_series import read_occurrences
low = datetime(2026, 6, 8, tzinfo=UTC)
data, began = sys.stdin.buffer.read(), time.process_time()
try:
    found = read_occurrences(data, low, low + timedelta(days=400), busy_only=True, most=20_000)
    said = len(found.occurrences)
except CalendarError as refusal:
    said = str(refusal)
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
print(json.dumps({"seconds": time.process_time() - began, "megabytes": peak, "said": said}))
"""


def read(data: bytes) -> dict[str, float | str]:
    """What a process of its own needed for it; one that does not end is killed."""
    done = subprocess.run([sys.executable, "-c", READER], input=data, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()[-400:]
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.mark.slow
@pytest.mark.parametrize("name", list(BOMBS))
def test_a_bomb_costs_little(name: str) -> None:
    needed = read(BOMBS[name]().encode())
    assert needed["seconds"] < SECONDS, needed
    assert needed["megabytes"] < MEGABYTES, needed


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(DATA.rglob("*.ics")), ids=lambda path: path.name)
def test_a_hostile_file_costs_little(path: Path) -> None:
    needed = read(path.read_bytes())
    assert needed["seconds"] < SECONDS, needed
    assert needed["megabytes"] < MEGABYTES, needed
