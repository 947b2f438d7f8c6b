"""The pages to walk through the graph by, at their addresses."""

from functools import partial

from flask import Flask, request

from endpoint import atlas, browse, conflicts, explore, sources, timeline
from endpoint.engine import Engine
from endpoint.settings import Settings


def lay(app: Flask, engine: Engine, settings: Settings) -> None:
    """Add the routes of these pages to an application."""
    app.add_url_rule("/conflicts", "conflicts", partial(conflicts.respond, engine, request))
    app.add_url_rule("/sources", "sources", partial(sources.list_all, engine, request))
    app.add_url_rule("/sources/<key>", "source", partial(sources.respond, engine, request))
    app.add_url_rule("/browse", "browse", partial(browse.respond, engine, request))
    app.add_url_rule("/timeline", "timeline", partial(timeline.respond, engine, request))
    app.add_url_rule("/map", "map", partial(atlas.respond, engine, request))
    app.add_url_rule("/explore", "explore", partial(explore.respond, engine, settings, request))
    app.add_url_rule("/explore.ttl", "explored", partial(explore.write, engine, settings, request))
