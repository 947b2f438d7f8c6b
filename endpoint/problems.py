"""The one exception of the endpoint: a status, a sentence for the reader, and nothing internal."""

import json
from collections.abc import Mapping
from http import HTTPStatus


class Problem(Exception):
    """Why a request cannot be answered (RFC 9457).

    `sentence` is shown to the client as it is. `members` are further members of the problem document, such
    as `line` and `column` (both from 1) or `offered`: JSON values. `headers` go with the response.
    """

    def __init__(
        self, status: int, sentence: str, *, headers: Mapping[str, str] | None = None, **members: object
    ) -> None:
        super().__init__(status, sentence)
        self.status = status
        self.sentence = sentence
        self.headers = dict(headers or {})
        self.members = members

    def __str__(self) -> str:
        return self.sentence

    @property
    def title(self) -> str:
        """The status in words: RFC 9457 section 4.2.1 wants it where a problem has no type of its own."""
        return HTTPStatus(self.status).phrase

    def document(self) -> dict[str, object]:
        """Give the members of the `application/problem+json` document."""
        return {"title": self.title, "status": self.status, "detail": self.sentence} | self.members

    def write(self) -> bytes:
        """Write the `application/problem+json` document."""
        return json.dumps(self.document(), ensure_ascii=False).encode()

    def pack(self) -> bytes:
        """Write it for another process."""
        return json.dumps([self.status, self.sentence, self.headers, self.members]).encode()

    @classmethod
    def unpack(cls, data: bytes) -> "Problem":
        """Read what `pack` wrote."""
        status, sentence, headers, members = json.loads(data)
        return cls(status, sentence, headers=headers, **members)
