"""Data sets received: source, licence, vintage, quality, facts and printed tables."""
