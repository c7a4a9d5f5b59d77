"""Which business processes are there? One file each; `run` is the process."""
