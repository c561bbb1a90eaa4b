"""Benchmarks of the whole portal: `make bench`; see `__main__` for what is measured and how."""
