"""At the door: tickets are scanned or typed, and each lets one person in, once."""
