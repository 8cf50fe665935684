"""Reports to funders, and what a client's file has to hold for them."""
