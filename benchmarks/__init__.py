"""The benchmarks: how fast the endpoint answers over HTTP, beside other SPARQL servers with the same data."""
