"""HTTP: the GraphQL endpoint, the middleware around it, health, and the explorer's page."""
