"""Paying over HTTP, the wallet, and the door for the gateway's callbacks."""
