"""Buy a ticket, look at it and give it back, at the address that is given."""

import sys

from venues.ferry import Client

with Client(api_key="key", secret_key="secret", base_url=sys.argv[1]) as ferry:
    print(ferry.public.get_boats()[0].seats)
    bought = ferry.ticket.buy(boat="B1", kind="single", day=1790000000000, ref="r1")
    print(bought[0].state, [ticket.boat for ticket in ferry.ticket.list_mine(ref="r1")])
    print(ferry.ticket.cancel(ref="r1")[0].state)
