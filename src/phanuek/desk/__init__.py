"""Work lists and pages that gather several rooms, one for each kind of user."""
