"""pyHanko runs an event loop of its own, which can't be done inside a running one."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps


def outside_loops[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Call the function in a thread of its own when a loop is running in this one."""

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return function(*args, **kwargs)
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(function, *args, **kwargs).result()

    return called
