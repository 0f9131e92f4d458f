# Each target sets up what is missing, and calls the task of the same name in tasks.py.
PYTHON ?= python3
# exec: a signal to make reaches the program, which would go on without it.
TASK = @exec "$(PYTHON)" tools/bootstrap.py

.PHONY: help setup serve build test test-fast lint lighthouse doctor lock clean

help: ## this list
	@awk -F ': ## ' '/^[a-z-]+: ## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile
serve: ## build the site and serve it on this machine
	$(TASK) serve
build: ## build the site for the world into output/ (SITEURL=https://…)
	$(TASK) build
test: ## style, types, import rules, and all tests with coverage
	$(TASK) test
test-fast: ## only the tests that take no whole build and no browser
	$(TASK) test-fast
lint: ## only style, types and import rules
	$(TASK) lint
lighthouse: ## measure each kind of page with Lighthouse
	$(TASK) lighthouse
doctor: ## what is installed, with versions, and what is missing
	@exec "$(PYTHON)" tools/doctor.py
lock: ## bring the lock files up to date with what is asked for
	$(TASK) lock
setup: ## set up, and nothing else
	$(TASK)
clean: ## remove what was built
	@exec "$(PYTHON)" tools/clean.py
