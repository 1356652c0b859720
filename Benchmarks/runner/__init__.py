"""The parts of the benchmarks; Benchmarks/About.md tells where to start."""
