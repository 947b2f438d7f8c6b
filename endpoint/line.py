"""The line of those who wait for a reader: bounded, and one client after the other."""

from collections import OrderedDict, deque
from collections.abc import Callable

from endpoint.answers import Answer
from endpoint.problems import Problem
from endpoint.settings import Settings


class Line:
    """Answers that wait. The client who was served last is served last again, however many it has waiting."""

    def __init__(self, settings: Settings) -> None:
        self._most, self._seconds = settings.queue_length, settings.queue_seconds
        self._waiting: OrderedDict[str, deque[Answer]] = OrderedDict()
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, answer: Answer) -> None:
        """Let an answer wait. When the line is full, the client with most in it gives up its newest: 429 or 503."""
        if self._length >= self._most:
            client, longest = max(self._waiting.items(), key=lambda entry: len(entry[1]))
            if len(longest) <= len(self._waiting.get(answer.task.client, ())) + 1:
                answer.fail(_full("All readers are busy and the queue is full; try again soon.", 503))
                return
            self._length -= 1
            newest = longest.pop()
            if not longest:
                del self._waiting[client]
            newest.fail(_full("You have too many queries waiting; try again when some are answered.", 429))
        self._waiting.setdefault(answer.task.client, deque()).append(answer)
        self._length += 1

    def next(self, may_begin: Callable[[str], bool]) -> Answer | None:
        """Take the one whose turn it is, among the clients that may begin; who has left is passed over."""
        for client in list(self._waiting):
            while client in self._waiting and may_begin(client):
                answers = self._waiting.pop(client)
                answer = answers.popleft()
                self._length -= 1
                if answers:
                    self._waiting[client] = answers
                if answer.left is None:
                    return answer
        return None

    def check(self, now: float) -> None:
        """Send away those who have waited too long, and forget those who have left."""
        for client, answers in list(self._waiting.items()):
            while answers and (answers[0].left is not None or now - answers[0].task.asked > self._seconds):
                answer = answers.popleft()
                self._length -= 1
                words = f"The query waited for {self._seconds} seconds and no reader became free; try again soon."
                answer.fail(_full(words, 503))
            if not answers:
                del self._waiting[client]


def _full(sentence: str, status: int) -> Problem:
    return Problem(status, sentence, headers={"Retry-After": "2"}, limit="queue_length")
