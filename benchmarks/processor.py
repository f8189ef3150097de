"""How much of the processor was used? It hardly hangs on what else the machine does."""

import resource


def processor_seconds() -> float:
    """Of this process, and of those it started that have ended: the readers of files. PostgreSQL's are not in it."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
