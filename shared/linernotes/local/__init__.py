"""The embedded engine: the whole of template.yaml on this machine, without an AWS account."""
