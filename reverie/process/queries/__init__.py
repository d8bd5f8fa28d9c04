from reverie.process.queries.course import WORKING_THROUGH, Course, course_of, stage_of
from reverie.process.queries.day import DayLine, day_line
from reverie.process.queries.search import Hit, search
from reverie.process.queries.sheets import SheetPage, sheet_counts, sheet_page, sheets_of
from reverie.process.queries.summary import Entry, entries_of
from reverie.process.queries.threads import ThreadRow, thread_page, threads_of

__all__ = [
    "WORKING_THROUGH",
    "Course",
    "DayLine",
    "Entry",
    "Hit",
    "SheetPage",
    "ThreadRow",
    "course_of",
    "day_line",
    "entries_of",
    "search",
    "sheet_counts",
    "sheet_page",
    "sheets_of",
    "stage_of",
    "thread_page",
    "threads_of",
]
