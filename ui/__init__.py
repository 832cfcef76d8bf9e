"""How people and programs reach the assistant: the command line and the page."""
