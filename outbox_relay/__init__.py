"""The process that reads the outbox in commit order: to the topics, and to the durable handlers."""
