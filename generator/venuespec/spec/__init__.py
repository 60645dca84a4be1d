"""The spec: YAML files as typed objects."""
