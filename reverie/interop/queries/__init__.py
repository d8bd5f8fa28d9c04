from reverie.interop.queries.record import LEFT_OUT, PARTS, Part, count_of, person_of, plain, record_of

__all__ = ["LEFT_OUT", "PARTS", "Part", "count_of", "person_of", "plain", "record_of"]
