"""`python -m endpoint.mcp`: the graph as tools for language models (Model Context Protocol), over standard input."""

import asyncio
import functools
import importlib.util
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from endpoint import settings as given
from endpoint.desk import Desk
from endpoint.engine import Engine
from endpoint.problems import Problem
from endpoint.settings import Settings
from endpoint.tools import Tools

if importlib.util.find_spec("mcp") is None:
    sys.exit("The package mcp is not installed: pip install -e '.[mcp]'")

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

_ABOUT = """What sources say of the Soviet prisoner-of-war and forced-labour system, 1939-1956: each claim with its
source and paragraph. Search first, then ask for the entity; write SPARQL after reading the schema and an example."""


def make(tools: Tools) -> MCPServer:
    """Make the server that offers these tools."""
    server = MCPServer("gupvi", title="GUPVI Graph", instructions=_ABOUT, log_level="WARNING")
    for tool in (tools.schema, tools.examples, tools.query, tools.entity, tools.search):
        server.add_tool(_telling(tool))
    return server


def _telling(tool: Callable[..., dict[str, object]]) -> Callable[..., dict[str, object]]:
    """Let a tool tell a problem in its own words, which a model can act upon."""

    @functools.wraps(tool)
    def telling(*values: Any, **named: Any) -> dict[str, object]:
        try:
            return tool(*values, **named)
        except Problem as problem:
            raise ToolError(_words(problem)) from None

    return telling


def _words(problem: Problem) -> str:
    line, column = problem.members.get("line"), problem.members.get("column")
    return problem.sentence + (f" (line {line}, column {column})" if line else "")


async def serve(settings: Settings) -> None:
    """Answer until the client hangs up."""
    engine = Engine(settings)
    await engine.open()
    try:
        await make(Tools(Desk(engine), settings)).run_stdio_async()
    finally:
        await engine.close()


def main(environ: Mapping[str, str], arguments: list[str]) -> None:
    """Run `python -m endpoint.mcp`, which takes the settings of `python server.py`."""
    try:
        asyncio.run(serve(given.read(environ, arguments)))
    except Problem as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit()


if __name__ == "__main__":
    main(os.environ, sys.argv[1:])
