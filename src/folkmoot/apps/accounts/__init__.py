"""Users, roles, permissions, the audit trail, subscriptions and the outbox."""
