"""A stand-in for the upstream: a real HTTP server written from the upstream's contract, sharing no code with the gateway."""
