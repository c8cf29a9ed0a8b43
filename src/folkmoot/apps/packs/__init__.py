"""The pack: parts, page ranges, exempt parts, versions and publication."""
