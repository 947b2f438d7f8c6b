"""Rows become triples: tables, checks, mapping, findings, publication."""
