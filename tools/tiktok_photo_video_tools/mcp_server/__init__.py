"""The MCP server: the same conversations as everywhere, for agent hosts."""
