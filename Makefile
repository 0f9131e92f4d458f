# Each target sets up what is missing, and calls the task of the same name in tasks.py.
PYTHON ?= python3
# exec: a signal to make reaches the program, which would go on without it.
TASK = @exec "$(PYTHON)" tools/bootstrap.py

# As it was typed: make must not look for variables in a title, nor when it hands what was typed on to programs.
unexport T K OLD NEW
new: export TITLE = $(value T)
new: export KIND = $(value K)
rename: export OLD_NAME = $(value OLD)
rename: export NEW_NAME = $(value NEW)

.PHONY: help setup new rename check serve build publish unpublish-last test coverage test-fast lint lighthouse docs doctor lock clean

help: ## this list
	@awk -F ': ## ' '/^[a-z-]+: ## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile
new: ## begin a draft: make new T="My post"; K=checklist or K=note for another kind
	$(TASK) new --title="$$TITLE" --kind="$${KIND:-post}"
rename: ## give a post another slug, its old address leads on: make rename OLD=slug NEW=slug
	$(TASK) rename --old="$$OLD_NAME" --new-slug="$$NEW_NAME"
check: ## say everything that is wrong with the content, and build nothing (ARGS=--fix corrects)
	$(TASK) check $(ARGS)
serve: ## serve the site on this machine; open pages follow what you write
	$(TASK) serve
build: ## build the site for the world into output/ (SITEURL=https://… ARGS='--explain ADDRESS')
	$(TASK) build $(ARGS)
publish: ## check what is committed, and publish it (SITEURL=https://… ARGS='--dry-run')
	$(TASK) publish $(ARGS)
unpublish-last: ## put the site back that was published before the last
	$(TASK) unpublish-last $(ARGS)
test: ## style, types, import rules, and all tests
	$(TASK) test
coverage: ## the same, and what no test has reached; takes longer
	$(TASK) coverage
test-fast: ## only the tests that take no whole build, browser or sandbox
	$(TASK) test-fast
lint: ## only style, types, import rules and the workflows for GitHub
	$(TASK) lint
lighthouse: ## measure each kind of page with Lighthouse
	$(TASK) lighthouse
docs: ## write the tables of docs/ and the catalogues of words that are made from the code
	$(TASK) docs
doctor: ## what is installed, with versions, and what is missing
	@exec "$(PYTHON)" tools/doctor.py
lock: ## bring the lock files up to date with what is asked for
	$(TASK) lock
setup: ## set up, and nothing else
	$(TASK)
clean: ## remove what was built
	@exec "$(PYTHON)" tools/clean.py
