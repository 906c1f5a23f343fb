"""Statements that the ORM has no words for."""
