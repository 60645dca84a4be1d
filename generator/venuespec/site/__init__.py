"""A web site of venues: a page for each endpoint and each class of rows, the error codes, and what ends when."""
