"""Standing hours, open hours, free time: pure arithmetic of time. No Django, no input or output but the
command line, no clock.

Public names, by the file they stand in:

- `walltime`: `zone`, `require_place`, `at(day, minute, zone)`, `require_real`, `is_in_gap`, `is_in_fold`,
  `local_minute`; the one rule that turns wall time into instants stands at its head.
- `standing`: `Standing` (first day, step, minute, zone, length, exceptions), `Moved`, `Occurrence`,
  `occurrences(standing, from_utc, to_utc)`, `caseload`, `days_in_gap`, `shifts_elsewhere`.
- `week`: `Week` (weekly windows, replacing exceptions, closed days), `spans_of_day`, `spans`.
- `plane`: `Axis`, `free_bits`, `free_plane`, `open_starts`, `shifted`, `from_bits`, `to_bits`: 15-minute
  bits, 672 bytes for eight weeks.
- `search`: `PlaneTable.put/remove/earliest/next_of_each`, `Filters`, `Hit`: the earliest hours over many
  therapists.
- `starts`: `read_spec`, `starts`: every possible start at any minute (`reverie timetable starts`).
- `recurrence`, `rule_text`: RRULE with a budget. `calendar_file`, `calendar_series`:
  `read_occurrences(data, from_utc, to_utc)` of an .ics file (`reverie timetable occurrences`).
  `command_line`: `add_parser(subparsers)`.
"""
