"""Bodies of every kind, who belongs to them, in which role and area; and the Actor: a person acting for an organisation."""
