"""The engines on plain files: the command line `phanuek`, and the runners that carry rules and roll-ups to other machines."""
