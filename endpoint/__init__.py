"""Questions become answers: SPARQL over HTTP, and the pages and documents that ask it."""
