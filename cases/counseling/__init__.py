"""The counselor's desk: agencies and their staff, clients, and what is written down about them."""
