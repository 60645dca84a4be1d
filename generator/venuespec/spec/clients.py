"""Other clients of a venue: which of their methods stands for which endpoint.

    spec/VENUE/clients.yaml

A comparison finds the calls of a program by it, whichever client the program uses.
"""

from collections.abc import Mapping

from attrs import frozen

from .alphabets import Wire

NAME = "clients.yaml"


@frozen(kw_only=True)
class OtherClient:
    """A client of the venue that is not ours, as its source in one version shows it.

    ``imports`` is the package that a program imports. ``methods`` has the method and path of an endpoint by the class
    and name of the client's method. ``adds_parameters`` says that it sends empty parameters beside the given ones.
    ``unified`` has the endpoints that a method calls whose name is the same for many venues; such a client is found in
    a program by these names only where somebody moves to another client, not by a comparison.
    """

    version: str
    imports: Wire
    methods: Mapping[Wire, Wire] = {}
    adds_parameters: bool = False
    unified: Mapping[Wire, tuple[Wire, ...]] = {}
