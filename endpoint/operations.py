"""What those who run the service ask of it: whether it lives, whether it is ready, and its figures."""

from endpoint.engine import Engine
from endpoint.metrics import MEDIA_TYPE, Metrics
from endpoint.service import Reply

PATHS = ("/healthz", "/readyz", "/metrics")


def tell(path: str, engine: Engine, metrics: Metrics) -> Reply | None:
    """Answer at one of these paths; None at any other."""
    if path == "/healthz":
        return _plain(200, b"ok\n")
    if path == "/readyz":
        return _plain(200, b"ready\n") if engine.is_ready else _plain(503, b"no reader is ready\n")
    return _plain(200, metrics.render(), MEDIA_TYPE) if path == "/metrics" else None


def _plain(status: int, body: bytes, media_type: str = "text/plain; charset=utf-8") -> Reply:
    headers = [(b"content-type", media_type.encode()), (b"content-length", b"%d" % len(body))]
    return Reply(status, [*headers, (b"cache-control", b"no-store")], body)
