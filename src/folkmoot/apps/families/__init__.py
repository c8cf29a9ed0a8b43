"""CONFIDENTIAL casework; hands pseudonymised facts to records."""
