"""The pages to walk through the graph by, at their addresses."""

from flask import Flask, request

from endpoint import atlas, browse, conflicts, explore, sources, timeline
from endpoint.desk import at
from endpoint.settings import Settings


def lay(app: Flask, settings: Settings) -> None:
    """Add the routes of these pages to an application."""
    app.add_url_rule("/conflicts", "conflicts", at(conflicts.respond, request))
    app.add_url_rule("/sources", "sources", at(sources.list_all, request))
    app.add_url_rule("/sources/<key>", "source", at(sources.respond, request))
    app.add_url_rule("/browse", "browse", at(browse.respond, request))
    app.add_url_rule("/timeline", "timeline", at(timeline.respond, request))
    app.add_url_rule("/map", "map", at(atlas.respond, request))
    app.add_url_rule("/explore", "explore", at(explore.respond, settings, request))
    app.add_url_rule("/explore.ttl", "explored", at(explore.write, settings, request))
