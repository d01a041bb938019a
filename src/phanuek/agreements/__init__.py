"""The agreement, its parties and statements, the commitments under it, and the ledger of what was done for each."""
