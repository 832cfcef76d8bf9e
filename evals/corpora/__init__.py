"""Collections of sources that ship with the project."""

from pathlib import Path

DEMO = Path(__file__).parent / "demo"
"""About twenty short documents on UK and EU migration policy, in our own words."""
