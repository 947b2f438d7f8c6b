"""Figures for those who run the service, in the text format of Prometheus."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from endpoint.engine import Engine

MEDIA_TYPE = CONTENT_TYPE_LATEST
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 100, 300)
_OUTCOMES = ("ok", "kept", "unchanged", "refused", "failed", "broken", "left", "page")


class Metrics(Collector):
    """How long requests took by how they ended, and how the engine does."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._registry = CollectorRegistry()
        self._registry.register(self)
        # the library's own histogram locks at each observation; here there is only one thread
        self._numbers = {outcome: [0] * (len(_BUCKETS) + 1) for outcome in _OUTCOMES}
        self._seconds = dict.fromkeys(_OUTCOMES, 0.0)

    def observe(self, outcome: str, seconds: float) -> None:
        """Count a request."""
        self._numbers[outcome][bisect_left(_BUCKETS, seconds)] += 1
        self._seconds[outcome] += seconds

    def collect(self) -> Iterator[Metric]:
        """Read the engine's own figures when they are asked for."""
        words = "Time from a request to the last byte of its response, by how it ended."
        requests = HistogramMetricFamily("gupvi_request_seconds", words, labels=["outcome"])
        for outcome, numbers in self._numbers.items():
            bounds = [*map(str, _BUCKETS), "+Inf"]
            buckets = list(zip(bounds, accumulate(numbers), strict=True))
            requests.add_metric([outcome], buckets, self._seconds[outcome])
        yield requests
        engine = self._engine
        shelf = engine.shelf.all()
        yield GaugeMetricFamily("gupvi_readers", "Reader processes alive.", sum(one.alive for one in shelf))
        yield GaugeMetricFamily("gupvi_readers_working", "Queries running.", sum(len(one.working()) for one in shelf))
        yield GaugeMetricFamily("gupvi_versions", "Versions of the data that are read.", len(shelf))
        yield GaugeMetricFamily("gupvi_queue_length", "Queries that wait for a reader.", len(engine.line))
        deaths = CounterMetricFamily("gupvi_reader_deaths", "Readers that died, by cause.", labels=["cause"])
        for cause, number in engine.deaths.items():
            deaths.add_metric([cause], number)
        yield deaths
        yield CounterMetricFamily("gupvi_cache_hits", "Answers found in the cache.", engine.cache.hits)
        yield CounterMetricFamily("gupvi_cache_misses", "Answers not found in the cache.", engine.cache.misses)
        yield GaugeMetricFamily("gupvi_cache_bytes", "Memory taken by kept answers.", engine.cache.size)

    def render(self) -> bytes:
        """Write all figures."""
        return generate_latest(self._registry)
