"""The published language: what each context tells the others, as plain frozen dataclasses."""
