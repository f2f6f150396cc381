"""What a library must survive: kills, full disks, failures and wrong clocks, again and again.

Plain `pytest` runs a short pass, `pytest -m endurance` the full one.
"""
