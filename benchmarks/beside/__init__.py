"""The engines beside their peers: the same invented world, the same answers, each measured in a process of its own.

`world.py` is what is asked; each `with_*.py` asks one peer in the way its own makers would; `ours.py` asks Phanuek; `kernel.c` is
what the machine itself could do. `child.py` runs one measure and compares every answer with ours before its time counts;
`plan.py` says what is measured and what the goals are; `table.py` and `chart.py` write the page.
"""
