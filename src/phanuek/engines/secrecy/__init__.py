"""What must be hidden so that published figures tell of no single enterprise.

`circuit` hides small counts in one list or one table of two dimensions, exactly. `linked` hides in many tables published
together (margins, hierarchies, sums of money, yesterday's tables), each hiding proved by another possible world.
`dominance` says which sums and percentiles rest on too few. `attacker` tries to work out what is hidden: the tests' judge.
"""

from phanuek.engines.secrecy.circuit import THRESHOLD, Circuit, Wire, protect
from phanuek.engines.secrecy.dominance import LEAST, NEARLY, dominated, lacking, least_change
from phanuek.engines.secrecy.linked import Axis, Guarded, Leaf, Name, Plan, few, guard, next_day

__all__ = [
    "LEAST", "NEARLY", "THRESHOLD", "Axis", "Circuit", "Guarded", "Leaf", "Name", "Plan", "Wire", "dominated", "few", "guard",
    "lacking", "least_change", "next_day", "protect",
]  # fmt: skip
