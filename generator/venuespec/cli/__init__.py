"""Define the command line: one module a family of commands, put together in ``app``."""
