"""The faces that hosts and people use: the command line and the MCP server."""
