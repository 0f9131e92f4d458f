# Each target sets up .venv when needed and calls the task of the same name in tasks.py.
PYTHON ?= python3
INVOKE  = @$(PYTHON) tools/bootstrap.py && .venv/bin/python -m invoke

.PHONY: help setup serve build test test-fast lint doctor lock clean

help: ; $(INVOKE) --list
setup: ; $(INVOKE) setup
serve: ; $(INVOKE) serve
build: ; $(INVOKE) build
test: ; $(INVOKE) test
test-fast: ; $(INVOKE) test-fast
lint: ; $(INVOKE) lint
doctor: ; $(INVOKE) doctor
lock: ; $(INVOKE) lock
clean: ; $(INVOKE) clean
