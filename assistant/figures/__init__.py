"""Questions and claims about official statistics: found, computed, cited to the cell.

>>> from assistant.figures import answer
>>> answer("How many Iraqis arrived by small boat in the year ending March 2023?", library)
"""

from assistant.figures.answer import answer
from assistant.figures.result import Cells, Figure, FigureAnswer, FigureStatus, Outcome, Reading

__all__ = ["Cells", "Figure", "FigureAnswer", "FigureStatus", "Outcome", "Reading", "answer"]
