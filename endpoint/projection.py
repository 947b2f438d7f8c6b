"""The projection of the map: conic, equal-area (Albers), as the basemap has it."""

import functools
import json
import math
from dataclasses import dataclass
from typing import Any

from endpoint import assets

# what web/build.mjs fits to the frame, for when it has not run
_USUAL: dict[str, Any] = {
    "parallels": [45, 65],
    "rotate": [-68, 0],
    "scale": 551.5123,
    "translate": [461.5308, 563.1799],
}
_CENTRE = math.radians(33.6442)  # the parallel that d3-geo puts at `translate`


@dataclass(frozen=True)
class Projection:
    """Degrees to pixels of the basemap, which is 1000 wide and 560 high."""

    parallels: tuple[float, float]
    meridian: float
    scale: float
    translate: tuple[float, float]

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Place a point (Snyder, Map projections: a working manual, 1987, p. 100) in pixels from the upper left."""
        x, y = self._cone(math.radians(latitude), math.radians((longitude - self.meridian + 180) % 360 - 180))
        y -= self._cone(_CENTRE, 0)[1]
        return round(self.translate[0] + self.scale * x, 1), round(self.translate[1] - self.scale * y, 1)

    def _cone(self, latitude: float, longitude: float) -> tuple[float, float]:
        first, second = (math.sin(math.radians(parallel)) for parallel in self.parallels)
        n = (first + second) / 2
        c = 1 + first * (2 * n - first)
        radius = math.sqrt(max(c - 2 * n * math.sin(latitude), 0)) / n
        return radius * math.sin(n * longitude), math.sqrt(c) / n - radius * math.cos(n * longitude)


@functools.lru_cache(maxsize=1)
def read() -> Projection:
    """Read the projection of the basemap, or take the usual one when there is no basemap."""
    path = assets.FOLDER / "dist" / "basemap.json"
    given = json.loads(path.read_text(encoding="utf-8"))["projection"] if path.is_file() else _USUAL
    return Projection(tuple(given["parallels"]), -given["rotate"][0], given["scale"], tuple(given["translate"]))


@functools.lru_cache(maxsize=1)
def graticule() -> str:
    """Draw every tenth parallel and every twentieth meridian as an SVG path."""
    projection = read()
    lines = [
        [projection.place(latitude, longitude) for longitude in range(-20, 191, 5)] for latitude in range(30, 81, 10)
    ]
    lines += [[projection.place(latitude, longitude) for latitude in (25, 82)] for longitude in range(-20, 191, 20)]
    return "".join("M" + "L".join(f"{x} {y}" for x, y in line) for line in lines)
