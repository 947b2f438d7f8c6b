"""Who asks: the address behind the proxies, its place in the line, what the log may say of it, and its rate."""

import functools
import ipaddress
import time
from collections.abc import Iterable

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from endpoint.problems import Problem
from endpoint.settings import Settings


class Clients:
    """Tells clients apart, and how often each may ask. A rate that cannot be read is a Problem."""

    def __init__(self, settings: Settings) -> None:
        self._proxies = settings.proxies
        self._rate: RateLimitItem | None = None
        if settings.rate:
            try:
                self._rate = parse(settings.rate)
            except ValueError:
                raise Problem(503, f"rate is {settings.rate!r}; write it as 600/minute or 10/second.") from None
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def find(self, peer: tuple[str, int] | None, headers: Iterable[tuple[bytes, bytes]]) -> tuple[str, str]:
        """Find the address of a client, and the name under which it stands in line.

        The last entries of X-Forwarded-For are those of the proxies in front, each naming whom it heard.
        """
        address, port = peer or ("", 0)
        if self._proxies:
            passed = b",".join(value for name, value in headers if name == b"x-forwarded-for").split(b",")
            address = passed[-min(self._proxies, len(passed))].decode("latin-1").strip()[:64] or address
        # on one machine many programs share an address
        return address, f"{address}:{port}" if is_near(address) else address

    def admit(self, address: str) -> Problem | None:
        """Count a request; too many are a Problem 429. This machine's own are not counted."""
        if not self._rate or is_near(address) or self._limiter.hit(self._rate, address):
            return None
        wait = max(1, round(self._limiter.get_window_stats(self._rate, address).reset_time - time.time()))
        words = f"More than {self._rate} requests came from your address; go on in {wait} seconds."
        return Problem(429, words, headers={"Retry-After": str(wait)}, limit="rate")


@functools.lru_cache(maxsize=4096)
def is_near(address: str) -> bool:
    """Tell whether an address is this machine's own."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


@functools.lru_cache(maxsize=4096)
def network(address: str) -> str:
    """Say where a client is, not who: the network of its address (/24, /48)."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))
