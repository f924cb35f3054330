"""The version of the library, read by every room that stamps what it writes."""

__version__ = "0.1.0"
