"""The rule language: conditions that documentation puts on a request, judged in three-valued logic.

It knows nothing of YAML files and nothing of HTTP.
"""
