# Every target sets up what it needs; `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
CLOUD := .local/cloud
STACK ?=
SITE ?= $(STACK)
# Without kept bytecode every run of the program, and every worker of the tests, compiles the project anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help packages operator-packages setup demo demo-migration demo-pilot-light demo-zero-compute test check lint types fast engine doctor cost local-up local-status local-down fault env converge vms \
	readiness drill failover report history preview up refresh destroy lock

help: ## list the targets
	@grep -hE '^[a-z -]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z -]+):.*## /\1\t/' | expand -t 32

$(VENV)/.installed: FILES = base dev
$(VENV)/.operator: FILES = base
$(VENV)/.installed: requirements/base.txt requirements/dev.txt
$(VENV)/.operator: requirements/base.txt
$(VENV)/.installed $(VENV)/.operator:
	@echo "Installing Python packages into $(VENV) (pinned, hashes checked)"
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Set PYTHON=/path/to/python3.11.")'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: $(FILES:%=-r requirements/%.txt)
	@touch $@

packages: $(VENV)/.installed ## install the Python packages (pinned, hashes checked)

operator-packages: $(VENV)/.operator ## install only what the program and the operator's commands need

engine: packages
	@$(PY) -m tools.engine setup

setup: engine ## install the Python packages and get the Pulumi engine and the AWS plugin

demo: setup ## the main job: both sites on a local cloud, failover to Osaka and back, verified
	@$(PY) -m stories demo

demo-migration: setup ## EC2 instances become VMs on NC2 at their old addresses, verified
	@$(PY) -m stories demo-migration

demo-pilot-light: setup ## two tiers of recovery: a small cluster for some VMs, an S3 bucket for the rest
	@$(PY) -m stories demo-pilot-light

demo-zero-compute: setup ## no cluster in the recovery region until the disaster, and none after the failback
	@$(PY) -m stories demo-zero-compute

test: setup ## every tier of tests, one file at a time on each worker; OPTIONS=--cov: with the branch coverage
	@$(PY) -m pytest -q -n auto --dist loadfile --no-loadscope-reorder --durations=40 $(OPTIONS)

check: lint types fast ## lint, strict types and the fast tests

lint: $(VENV)/.installed
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .

types: $(VENV)/.installed
	@$(PY) -m mypy

fast: $(VENV)/.installed
	@$(PY) -m pytest -q -n auto --dist worksteal -m "not slow and not engine"

doctor: $(VENV)/.installed ## which engine, plugin, Python and provider binary are used, and from where
	@$(PY) -m tools.engine doctor

cost: $(VENV)/.installed ## STACK=tokyo (default: both): the monthly cost, and both kinds of peering compared
	@$(PY) -m operations cost $(if $(STACK),--stack $(STACK)) $(OPTIONS)

local-up: setup ## start the local cloud: AWS (moto) and two Prism Centrals; CONVERGED=1: both stacks and the VMs are up on it
	@$(PY) -m local_cloud up --directory $(CLOUD) $(if $(CONVERGED),--converged) $(OPTIONS)

local-status: $(VENV)/.installed ## what runs, where, and whether it is whole
	@$(PY) -m local_cloud status --directory $(CLOUD)

local-down: $(VENV)/.installed ## end the local cloud and discard it with the stacks' state on it
	@$(PY) -m local_cloud down --directory $(CLOUD)

fault: $(VENV)/.installed ## SITE=tokyo MODE=serve|hang|refuse|reset: set how the site's AWS and Prism Central answer
	@$(PY) -m local_cloud fault --directory $(CLOUD) $(SITE) $(MODE)

env: ## STACK=tokyo: the environment for plain pulumi commands, for eval
	@$(PY) -m local_cloud env --directory $(CLOUD) $(STACK)

converge: $(VENV)/.installed ## bring both stacks up from nothing on the local cloud
	@$(PY) -m local_cloud converge --directory $(CLOUD)

vms: $(VENV)/.installed ## the demo's protected VMs at the active site of the converged local cloud; repeatable
	@$(PY) -m local_cloud vms --directory $(CLOUD)

readiness drill: $(VENV)/.installed ## SITE=osaka: check what a failover there needs; run a test failover there (local cloud)
	@$(PY) -m local_cloud $@ --directory $(CLOUD) $(SITE) $(OPTIONS)

failover: $(VENV)/.installed ## SITE=osaka: make it active and converge both stacks (local cloud)
	@$(PY) -m local_cloud failover --directory $(CLOUD) $(SITE) $(OPTIONS)

report: $(VENV)/.installed ## SITE=osaka: the report of the last real failover there (local cloud)
	@$(PY) -m local_cloud report --directory $(CLOUD) $(SITE) $(OPTIONS)

history: $(VENV)/.installed ## the reports of past drills and failovers that are kept here
	@$(PY) -m operations history $(OPTIONS)

preview up refresh destroy: $(VENV)/.installed ## STACK=tokyo: pulumi preview, up, refresh, destroy (what is protected, too) on the local cloud
	@set -euo pipefail; umask 077; environment="$$($(PY) -m local_cloud env --directory $(CLOUD) $(STACK))"; eval "$$environment"; \
		echo "(local cloud in $(CLOUD))" >&2; $(if $(filter destroy,$@),pulumi state unprotect --all --yes --stack $(STACK);) \
		pulumi $@ --stack $(STACK) $(if $(filter preview,$@),,--yes --skip-preview $(if $(filter refresh,$@),--run-program))

lock: $(VENV)/.installed ## write the lock files anew from requirements/*.in (needs uv)
	@for name in base dev sdk; do uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header -o requirements/$$name.txt requirements/$$name.in; done
