"""Readers of one page in one thread that costs little: the server gets the processor."""

import heapq
import selectors
import socket
import statistics
import threading
import time


class Reader:
    """Asks on a new line each time, as most proxies do: no process keeps the readers."""

    def __init__(self, port: int, path: str) -> None:
        host = f"Host: 127.0.0.1:{port}\r\nConnection: close"
        self.question = f"GET {path} HTTP/1.1\r\n{host}\r\n\r\n".encode()
        self.address = ("127.0.0.1", port)

    def ask(self, lines: selectors.BaseSelector) -> None:
        self.begun = time.perf_counter()
        self.pieces: list[bytes] = []
        self.line = socket.create_connection(self.address, timeout=30)
        self.line.sendall(self.question)
        lines.register(self.line, selectors.EVENT_READ, self)

    def read(self, lines: selectors.BaseSelector) -> bool:
        """Whether the answer is over."""
        if piece := self.line.recv(1 << 18):
            self.pieces.append(piece)
            return False
        lines.unregister(self.line)
        self.line.close()
        return True

    def is_right(self) -> bool:
        head, _blank, body = b"".join(self.pieces).partition(b"\r\n\r\n")
        length = f"\r\ncontent-length: {len(body)}\r\n".encode()
        return head.startswith(b"HTTP/1.1 200 ") and length in head.lower() + b"\r\n"


class Load:
    """Readers who ask for one page, each as soon as the last answer is there."""

    def __init__(self, port: int, path: str, *, readers: int, pause: float = 0) -> None:
        self.readers = [Reader(port, path) for _n in range(readers)]
        self.pause = pause
        self.times: list[float] = []
        self.wrong = 0
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        spent = time.thread_time()
        due = [(0.0, number) for number in range(len(self.readers))]
        with selectors.DefaultSelector() as lines:
            while not self.stopped.is_set() or lines.get_map():
                while due and due[0][0] <= time.perf_counter():
                    number = heapq.heappop(due)[1]
                    if not self.stopped.is_set():
                        self.readers[number].ask(lines)
                for key, _events in lines.select(0.01):
                    reader: Reader = key.data
                    if reader.read(lines):
                        now = self._note(reader)
                        number = self.readers.index(reader)
                        heapq.heappush(due, (now + self.pause, number))
        self.spent = time.thread_time() - spent

    def _note(self, reader: Reader) -> float:
        now = time.perf_counter()
        self.times.append(now - reader.begun)
        self.wrong += not reader.is_right()
        return now

    def __enter__(self) -> "Load":
        self.begun = time.perf_counter()
        self.thread.start()
        return self

    def __exit__(self, *ended: object) -> None:
        self.stopped.set()
        self.thread.join()
        self.seconds = time.perf_counter() - self.begun

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    def told(self) -> str:
        slowest = statistics.quantiles(self.times, n=20)[-1]
        return (
            f"{self.rate:.0f}/s, median {1000 * statistics.median(self.times):.1f} ms, "
            f"p95 {1000 * slowest:.1f} ms, {self.wrong} wrong, "
            f"the asking itself {1000 * self.spent / len(self.times):.2f} ms of CPU each"
        )
