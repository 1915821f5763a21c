"""Commands for a stack that is deployed, on AWS or wherever `--endpoint-url` says."""
