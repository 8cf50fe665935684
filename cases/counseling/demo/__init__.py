"""An agency to look around in: invented clients, drawn from tables with a fixed seed, the same for everyone."""
