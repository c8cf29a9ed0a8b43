"""An invented county at record level: people who never lived, drawn so that deprivation shortens and burdens lives."""
