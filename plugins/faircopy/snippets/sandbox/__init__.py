"""The one place that starts a tool: in a file tree of its own, without rights, network and time without end."""
