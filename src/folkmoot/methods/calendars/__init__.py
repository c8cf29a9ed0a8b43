"""The days that the law counts: working days, clear days, notice rules, council years and periods."""
