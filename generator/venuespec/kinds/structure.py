"""Objects and arrays, and values that are passed on unchanged."""

from attrs import evolve

from .kind import Kind

ANY = Kind(name="any", means="whatever comes, handed on", reading=None)
OBJECT = evolve(ANY, name="object", means="a JSON object whose fields the page describes")
MAP = evolve(ANY, name="map", means="a JSON object whose names are data, such as coins")
ARRAY = evolve(ANY, name="array", means="a JSON array whose items the page describes, or of plain values")
