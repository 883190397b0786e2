"""Several processes at a time, or one thread where the system lacks the semaphores that they need."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def pool(jobs):
    try:
        return ProcessPoolExecutor(jobs)
    except (ImportError, NotImplementedError, OSError):
        return ThreadPoolExecutor(1)
