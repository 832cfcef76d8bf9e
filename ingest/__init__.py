"""How a file or a URL becomes documents and passages.

``read`` turns bytes into a Reading, ``understand`` turns a Reading into a document and its
passages, ``run`` does both for everything that was named and hands the result to the library.
"""
