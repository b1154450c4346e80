# SPDX-License-Identifier: LGPL-2.1-or-later
#
#   make            build the page into dist/
#   make check      everything there is to test
#   make demo       a host with this page on it, to look at
#   make rpm        the package
# README.md has the rest.

NAME := cockpit-uyuni
VERSION := $(shell sed -n 's/^ *"version": *"\(.*\)".*/\1/p' package.json)
PREFIX ?= /usr

NODE_MODULES := node_modules/.package-lock.json
PAGE := dist/manifest.json
SPEC := build/$(NAME).spec
TARBALL := build/$(NAME)-$(VERSION).tar.xz
RPM := build/rpm/$(NAME)-$(VERSION)-1.noarch.rpm
# Name and port of the host that "make demo" starts.
DEMO ?= demo
PORT ?= 9090

# The same commit gives the same bytes.
export SOURCE_DATE_EPOCH ?= $(shell git -c safe.directory='*' log -1 --format=%ct 2>/dev/null || stat -c %Y package.json)

SOURCES := esbuild.config.mjs manifest.json package.json \
    $(shell find src templates po packaging/bundle -type f ! -name '*.pot' 2>/dev/null)
PACKAGED := LICENSE README.md Makefile org.uyuni_project.cockpit_uyuni.metainfo.xml \
    packaging/cockpit-uyuni.spec.in packaging/install

.PHONY: all watch check unit static build-tests package-tests host-tests browser faults demo rpm dist \
    install bench po clean prepare
.DELETE_ON_ERROR:

all: $(PAGE)

$(NODE_MODULES): package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund </dev/null
	touch $@

$(PAGE): $(NODE_MODULES) $(SOURCES)
	node esbuild.config.mjs

watch: $(NODE_MODULES)
	node esbuild.config.mjs --watch

# Tests ---------------------------------------------------------------------

prepare: $(NODE_MODULES)
	@test/prepare

check: prepare
	@test/run </dev/null

unit static: $(NODE_MODULES)
	@test/run $@ $(FILE)

build-tests package-tests: prepare
	@test/run $(patsubst %-tests,%,$@) $(FILE)

host-tests browser: prepare $(RPM)
	@test/run $(patsubst %-tests,%,$@) $(FILE)

# Other kills each time, unless SEED says which; COUNT of them, or that of ROUND alone; with EVERY one at each step.
faults: prepare $(RPM)
	@SEED="$${SEED:-$$(date +%s)}" COUNT="$${COUNT:-200}" test/run $@ </dev/null

bench: prepare $(RPM)
	@test/bench/run $(ARGS)

demo: prepare $(RPM)
	test/host/host up --name $(DEMO)
	test/host/host install-rpm --name $(DEMO) $(RPM)
	@test/host/host up --name $(DEMO) --port $(PORT)

# Packages ------------------------------------------------------------------

$(SPEC): packaging/cockpit-uyuni.spec.in $(PAGE)
	provides=$$(awk '{ printf "Provides: bundled(npm(%s)) = %s\\n", $$1, $$2 }' build/bundled.txt); \
	sed 's/@VERSION@/$(VERSION)/; s|@PROVIDES@|'"$$provides"'|' $< > $@

$(TARBALL): $(SPEC) $(PAGE) $(PACKAGED)
	tar --xz --create --file $@ --sort=name --mtime=@$(SOURCE_DATE_EPOCH) --mode=go=rX,u+rw,a-s \
	    --numeric-owner --owner=0 --group=0 \
	    --transform='s,^build/$(NAME).spec$$,$(NAME).spec,' --transform='s,^,$(NAME)-$(VERSION)/,' \
	    $$(git -c safe.directory='*' ls-files | while read -r file; do [ ! -e "$$file" ] || echo "$$file"; done) \
	    $(SPEC) build/LICENSE.bundled build/bundled.txt dist

dist: $(TARBALL)
	@echo $(TARBALL)

$(RPM): $(TARBALL)
	rm -rf build/rpmbuild
	mkdir -p build/rpmbuild $(@D)
	rpmbuild -bb --quiet --nodeps \
	    --define '_topdir $(CURDIR)/build/rpmbuild' \
	    --define '_sourcedir $(CURDIR)/build' \
	    --define '_rpmdir $(CURDIR)/build/rpmbuild' \
	    --define '_buildhost cockpit-uyuni' \
	    --define 'use_source_date_epoch_as_buildtime 1' \
	    --define 'clamp_mtime_to_source_date_epoch 1' \
	    --define 'source_date_epoch_from_changelog 0' \
	    $(SPEC)
	mv build/rpmbuild/noarch/$(@F) $@
	rm -rf build/rpmbuild

rpm: $(RPM)
	@echo $(RPM)

install: $(PAGE)
	packaging/install '$(DESTDIR)' '$(PREFIX)'

# Translations --------------------------------------------------------------

po: $(NODE_MODULES)
	node packaging/bundle/make-pot.mjs po/uyuni.pot

clean:
	rm -rf build dist test-results
