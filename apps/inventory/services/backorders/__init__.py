"""Those who have ordered what is not there yet: their queue, who is served, and promised days."""
