# Everything runs from the clone: `make setup` fetches what is missing into .uv/ and .venv/, and
# `make build` the SAM command into .tools/, `make lint` the checkers of the template into .lint/.
# Nothing outside of it is touched.

PYTHON := .venv/bin/python
# Arguments for the command behind a target: make demo ARGS="--no-serve --site out"
ARGS ?=
# Test processes; each file stays with one of them, as its tests share engines. 0 for a debugger.
WORKERS ?= 2
# What the packages are built for: arm64 as in template.yaml, or x86_64.
ARCHITECTURE ?= arm64

.DEFAULT_GOAL := help
.PHONY: help setup demo test soak lint format build lock bench bench-clusters screenshots clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' Makefile

setup: .venv/.ready ## make .venv with the linernotes command in it

# Done again when what it is made from changed; otherwise it costs nothing.
.venv/.ready: pyproject.toml requirements/dev.txt requirements/uv.txt shared/pyproject.toml tools/setup tools/uv
	@tools/setup
	@touch $@

.tools/.ready: requirements/sam.txt .venv/.ready
	@tools/uv venv --quiet --clear --python $(PYTHON) .tools
	@tools/uv pip sync --quiet --python .tools --require-hashes requirements/sam.txt
	@touch $@

.lint/.ready: requirements/lint.txt .venv/.ready
	@tools/uv venv --quiet --clear --python $(PYTHON) .lint
	@tools/uv pip sync --quiet --python .lint --require-hashes requirements/lint.txt
	@touch $@

demo: setup ## publish the sample library and serve it
	@.venv/bin/linernotes demo $(ARGS)

test: setup ## run the tests
	$(PYTHON) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not soak" $(ARGS)

soak: setup ## run the tests that take minutes, or the package registry
	$(PYTHON) -m pytest -n $(WORKERS) --dist load -m soak $(ARGS)

lint: setup .tools/.ready .lint/.ready ## check style, types and the template
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/cfn-lint
	SAM_CLI_TELEMETRY=0 .tools/bin/sam validate --lint
	.lint/bin/cfn-lint --append-rules cfn_lint_serverless.rules -- template.yaml
	$(PYTHON) -m tools.expand > .lint/expanded.json
	.lint/bin/checkov --config-file .checkov.yaml --file template.yaml
	.lint/bin/checkov --config-file .checkov.yaml --file .lint/expanded.json

format: setup ## put the sources into the common format
	.venv/bin/ruff check --fix --show-fixes .
	.venv/bin/ruff format .

# SAM's Python builder and the layers' makefile look for python3.13 on the PATH; the makefile runs
# in a copy of layers/, so it is told where uv is.
build: setup .tools/.ready ## build what is deployed into .aws-sam/
	PATH="$(CURDIR)/.venv/bin:$$PATH" UV="$(CURDIR)/tools/uv" ARCHITECTURE=$(ARCHITECTURE) \
		SAM_CLI_TELEMETRY=0 .tools/bin/sam build \
		--parameter-overrides Architecture=$(ARCHITECTURE) $(ARGS)

lock: setup ## resolve the lock files anew; ARGS=--upgrade takes newer versions
	@$(PYTHON) -m tools.locks tools/uv $(ARGS)

bench: setup ## measure speed, calls and memory; ARGS names parts
	@$(PYTHON) -m benchmarks $(ARGS)

bench-clusters: setup ## measure the clustering; see benchmarks/
	@$(PYTHON) -m benchmarks.clusters $(ARGS)

screenshots: setup ## take the pictures of docs/screenshots/ from the sample library
	@.venv/bin/linernotes demo --no-serve --site out/site
	@$(PYTHON) -m tools.screenshots out/site

clean: ## remove everything that can be made again
	rm -rf .venv .uv .tools .lint .aws-sam .mypy_cache .ruff_cache .pytest_cache .hypothesis out
