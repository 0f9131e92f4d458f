# Each target sets up what is missing, and calls the task of the same name in tasks.py.
PYTHON ?= python3
# exec: otherwise a signal to make would not reach the program, which would keep running.
TASK = @exec "$(PYTHON)" tools/bootstrap.py

# Pass what was typed unchanged: make must not expand a `$` in a title.
unexport T K L OLD NEW
new: export TITLE = $(value T)
new: export KIND = $(value K)
new: export TEXT_LANG = $(value L)
rename: export OLD_NAME = $(value OLD)
rename: export NEW_NAME = $(value NEW)

.PHONY: help setup new rename check serve build publish unpublish-last test coverage test-fast lint lighthouse docs doctor lock clean

help: ## this list
	@awk -F ': ## ' '/^[a-z-]+: ## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile
new: ## create a draft: make new T="My post"; K=checklist or K=note for another kind, L=de for another language
	$(TASK) new --title="$$TITLE" --kind="$${KIND:-post}" --lang="$$TEXT_LANG"
rename: ## change a post's slug and redirect its old address: make rename OLD=slug NEW=slug
	$(TASK) rename --old="$$OLD_NAME" --new-slug="$$NEW_NAME"
check: ## report all problems in the content, and build nothing (ARGS=--fix corrects some)
	$(TASK) check $(ARGS)
serve: ## serve the site on this machine; open pages update when you save
	$(TASK) serve
build: ## build the site for production into output/ (SITEURL=https://… ARGS='--explain ADDRESS')
	$(TASK) build $(ARGS)
publish: ## check and publish what is committed (SITEURL=https://… ARGS='--dry-run')
	$(TASK) publish $(ARGS)
unpublish-last: ## restore the version that was published before the last one
	$(TASK) unpublish-last $(ARGS)
test: ## style, types, import rules, and all tests
	$(TASK) test
coverage: ## the same, and list the code that no test reaches; takes longer
	$(TASK) coverage
test-fast: ## only the tests that need no whole build, browser or sandbox
	$(TASK) test-fast
lint: ## only style, types, import rules and the workflows for GitHub
	$(TASK) lint
lighthouse: ## measure each kind of page with Lighthouse
	$(TASK) lighthouse
docs: ## generate the tables in docs/ and the message catalogues from the code
	$(TASK) docs
doctor: ## what is installed, with versions, and what is missing
	@exec "$(PYTHON)" tools/doctor.py
lock: ## bring the lock files up to date with what is asked for
	$(TASK) lock
setup: ## set up, and nothing else
	$(TASK)
clean: ## remove what was built
	@exec "$(PYTHON)" tools/clean.py
