"""A venue's API as an OpenAPI document: written from a spec, and read to be compared with one."""
