"""Tables, rules and verbs; the order of the apps is the order of their imports."""
