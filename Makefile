# SPDX-License-Identifier: BSD-2-Clause
# How tpm-probe is built and installed; tests/rules.mk: how it is tested. Each directory's module.mk only
# lists its sources.
#
#   make            build/tpm-probe and both TCTI modules       make run     show this machine's TPMs
#   make check      every test                                  make help    all targets
#
# Variants, each in its own directory below build/: SAN=address,undefined  SAN=thread  COV=1  FUZZ=1,
# and any CC other than the default.

VERSION := 0.1.0
SHELL   := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules

# ---- Where things go --------------------------------------------------------------------------
PREFIX   ?= /usr/local
BINDIR   ?= $(PREFIX)/bin
LIBDIR   ?= $(PREFIX)/lib
DATADIR  ?= $(PREFIX)/share
INCLUDEDIR ?= $(PREFIX)/include
PKGCONFIGDIR ?= $(LIBDIR)/pkgconfig
MANDIR   ?= $(DATADIR)/man
UDEVDIR  ?= /usr/lib/udev
SYSUSERSDIR ?= /usr/lib/sysusers.d
TMPFILESDIR ?= /usr/lib/tmpfiles.d
SYSTEMDUNITDIR ?= /usr/lib/systemd/system
DESTDIR  ?=

# ---- Variant ----------------------------------------------------------------------------------
ifeq ($(origin CC),default)
CC := gcc
endif
comma   := ,
variant := $(if $(SAN),san-$(subst $(comma),-,$(SAN)))$(if $(COV),cov)$(if $(FUZZ),fuzz)
VARIANT := $(or $(variant),release)$(if $(filter-out gcc,$(notdir $(CC))),-$(notdir $(CC)))
B       := build/$(VARIANT)

# ---- Flags ------------------------------------------------------------------------------------
PKGS := tss2-sys tss2-tctildr tss2-mu tss2-rc libudev libsystemd json-c smartcols libtracefs libcrypto libarchive expat
pkg_cflags := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
WARN := -Wall -Wextra -Wformat=2 -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
	-Wundef -Wvla -Wwrite-strings -Wdeclaration-after-statement -Wno-declaration-after-statement
OPT  ?= -O2
base_cflags := -std=gnu11 $(OPT) -g $(WARN) -fPIC -fvisibility=hidden -ffunction-sections \
	-fdata-sections -fstack-protector-strong -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64
base_ldflags := -Wl,--as-needed -Wl,--gc-sections -Wl,-z,relro,-z,now
ifeq ($(variant),)
# What this compiler knows of it. The paths that debug information holds are those below this directory,
# so that what is built does not depend on where.
cc_option = $(shell $(CC) -Werror $(1) -fsyntax-only -x c /dev/null 2>/dev/null && echo '$(1)')
hardening := $(foreach o,-fcf-protection -fstack-clash-protection -ffile-prefix-map=$(CURDIR)=.,$(call cc_option,$o))
fortify := $(if $(shell $(CC) -O2 -D_FORTIFY_SOURCE=3 -include features.h -dM -E -x c /dev/null 2>/dev/null | \
	grep '__USE_FORTIFY_LEVEL 3'),3,2)
base_cflags += -D_FORTIFY_SOURCE=$(fortify) $(hardening)
endif
ifneq ($(SAN),)
base_cflags  += -fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all
base_ldflags += -fsanitize=$(SAN)
else ifneq ($(COV),)
base_cflags  += --coverage -O0
base_ldflags += --coverage
else ifneq ($(FUZZ),)
CC := clang
base_cflags  += -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
base_ldflags += -fsanitize=address,undefined
endif
ifneq ($(WERROR),)
base_cflags += -Werror
endif
all_cflags = $(base_cflags) $(pkg_cflags) $(CFLAGS)
all_ldflags = $(base_ldflags) $(LDFLAGS)

# ---- What each directory may see -----------------------------------------------------------------
# A directory gets only these -I paths, so that a forbidden include does not compile. Those of the
# tool's rooms are in probe/module.mk.
sees.tcti          := -Isysfs
sees.sysfs         :=
sees.udev          := -Itcti -Isysfs -Iprobe/tpm
include tcti/module.mk sysfs/module.mk probe/module.mk

# Tests may see every room.
all_rooms := $(patsubst %,-I%,$(filter-out probe,$(probe_DIRS)) probe tcti sysfs udev tests/fake)
unit_DIRS := $(patsubst %/,%,$(wildcard tests/unit/*/))
$(foreach d,$(unit_DIRS) tests/fuzz,$(eval sees.$d := $(unit_DIRS:%=-I%) $(all_rooms)))
sees.tests/fake    := $(all_rooms)
sees.tests/guest   := $(all_rooms)
sees.tests/bench   := $(all_rooms)
sees.tests/import  := $(all_rooms)

include tests/module.mk udev/module.mk

obj = $(patsubst %.c,$(B)/obj/%.o,$(1))

# Every product: its objects and libraries.
modules := libtss2-tcti-device.so.0 libtss2-tcti-tpmrm.so.0
PRODUCTS := $(B)/tpm-probe $(B)/tpm-probe-id $(addprefix $(B)/,$(modules))
# What is made of a template: @NAME@ is replaced.
pc_files := $(patsubst tcti/%.in,$(B)/%,$(tcti_PC))
man_SRCS := $(probe_MAN) $(tcti_MAN)
man_pages := $(addprefix $(B)/man/,$(notdir $(man_SRCS:.in=)))
unit_files := $(addprefix $(B)/units/,$(notdir $(udev_UNITS:.in=)))
udev_made := $(patsubst udev/%.in,$(B)/%,$(udev_RULES_IN))
schema_file := $(B)/tpm-probe-1.schema.json
GENERATED := $(pc_files) $(man_pages) $(unit_files) $(udev_made) $(schema_file)

.PHONY: all
all: $(PRODUCTS) $(GENERATED) $(if $(filter release,$(VARIANT)),links compile_commands.json)

# The links name the release build, whatever other variants exist.
.PHONY: links
links: $(PRODUCTS)
	@for f in tpm-probe $(modules); do ln -sfn release/$$f build/$$f; done

# ---- Compile ----------------------------------------------------------------------------------
# A stamp is rewritten, and so what depends on it rebuilt, only when what it holds changes: compiler
# and flags for everything, and for the few files that name them the version and the places.
# A moved tree is compiled with the same flags.
$(B)/flags: stamp = $(CC) $(subst $(CURDIR),.,$(all_cflags)) $(all_ldflags)
$(B)/places: stamp = $(VERSION) $(PREFIX) $(LIBDIR) $(INCLUDEDIR) $(BINDIR) $(UDEVDIR)
$(B)/flags $(B)/places: FORCE
	@mkdir -p $(@D); printf '%s\n' '$(stamp)' | cmp -s - $@ || printf '%s\n' '$(stamp)' > $@
$(addprefix $(B)/obj/probe/,main.o session/target.o cmd/watch.o): $(B)/places
.PHONY: FORCE
FORCE:

# A place below PREFIX is told by it, so that a moved tree can be named by prefix alone.
below_prefix = $(patsubst $(PREFIX)/%,$${prefix}/%,$(1))
$(pc_files): $(B)/%: tcti/%.in $(B)/places
	@sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(call below_prefix,$(LIBDIR))|' \
		-e 's|@INCLUDEDIR@|$(call below_prefix,$(INCLUDEDIR))|' \
		-e 's|@VERSION@|$(VERSION)|' $< > $@

$(udev_made): $(B)/%: udev/%.in $(B)/places
	@sed 's|@UDEVDIR@|$(UDEVDIR)|' $< > $@

vpath %.in $(sort $(dir $(man_SRCS)))
$(man_pages): $(B)/man/%: %.in $(tcti_MAN_INCS) $(B)/places
	@mkdir -p $(@D)
	@sed $(foreach i,$(tcti_MAN_INCS),-e '/^@$(notdir $i)@$$/{r $i' -e 'd;}') $< | \
		sed -e 's|@LIBDIR@|$(subst -,\\-,$(LIBDIR))|' -e 's|@VERSION@|$(VERSION)|' > $@

$(unit_files): $(udev_UNITS) $(B)/places
	@mkdir -p $(@D)
	@sed -e 's|@BINDIR@|$(BINDIR)|' $(filter udev/$(@F) udev/$(@F).in,$(udev_UNITS)) > $@

# Data files that are built in, as the text NAME_text.
gen_srcs := $(patsubst %.csv,$(B)/gen/%-text.c,$(probe/doctor_DATA))
gen_objs := $(patsubst $(B)/gen/%.c,$(B)/obj/%.o,$(gen_srcs))
sees.$(B)/gen/probe/doctor := -Iprobe/doctor $(sees.probe/doctor)
$(gen_srcs): $(B)/gen/%-text.c: %.csv
	@mkdir -p $(@D)
	@{ echo '#include "$(*F).h"'; echo 'const char $(*F)_text[] ='; \
		sed -e 's/[\\"]/\\&/g' -e 's/.*/\t"&\\n"/' $<; echo ';'; } > $@
$(B)/obj/%-text.o: $(B)/gen/%-text.c $(B)/flags
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(compile)

# Libraries that are loaded when a command needs them: a header that stands for each one's own.
libraries := $(shell awk '$$1 == "library" { print $$2 }' probe/base/libraries.list)
library_headers := $(libraries:%=$(B)/gen/library/library-%.h)
$(library_headers): $(B)/gen/library/library-%.h: probe/base/libraries.list probe/base/libraries.awk
	@mkdir -p $(@D)
	@awk -f probe/base/libraries.awk -v name=$* -v what=header probe/base/libraries.list > $@
$(B)/gen/library/library-%-text.c: probe/base/libraries.list probe/base/libraries.awk
	@mkdir -p $(@D)
	@awk -f probe/base/libraries.awk -v name=$* -v what=source probe/base/libraries.list > $@
sees.$(B)/gen/library := -Iprobe/base
gen_objs += $(libraries:%=$(B)/obj/library/library-%-text.o)

# One compilation, and what compile_commands.json says of it.
compile = $(CC) $(all_cflags) -DTPM_PROBE_VERSION='"$(VERSION)"' -DTPM_PROBE_LIBDIR='"$(LIBDIR)"' \
	-I$(patsubst %/,%,$(dir $<)) -I$(B)/gen/library $(sees.$(patsubst %/,%,$(dir $<))) -MMD -MP -c $< -o $@

$(B)/obj/%.o: %.c $(B)/flags | $(library_headers)
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(compile)
	@printf '{"directory": "%s", "file": "%s", "command": "%s"}\n' '$(CURDIR)' '$<' \
		'$(subst ",\\\",$(subst ',,$(compile)))' > $(@:.o=.json)

# The reference table of bench as C: each row an initializer of struct reference in reference-rank.c.
$(B)/gen/reference-data.inc: $(probe/bench_REFERENCE)
	@mkdir -p $(@D)
	@awk -F, '/^#/ || /^operation,/ { next } \
		{ printf "\t{ \"%s\", \"%s\", %d, %s },\n", $$1, $$2, $$5, $$6 }' $< > $@
$(B)/obj/probe/bench/reference-rank.o: $(B)/gen/reference-data.inc
$(B)/obj/probe/bench/reference-rank.o: private base_cflags += -I$(B)/gen

# The causes of differences between boots as C: each line is an initializer already.
$(B)/gen/causes-data.inc: $(probe/boots_CAUSES)
	@mkdir -p $(@D)
	@sed -e '/^#/d' -e 's/^\("[^"]*","[^"]*","[^"]*"\),\(.*\)$$/\t{ \1, { \2 } },/' $< > $@
$(B)/obj/probe/boots/causes.o: $(B)/gen/causes-data.inc
$(B)/obj/probe/boots/causes.o: private base_cflags += -I$(B)/gen

# They are many, and of no use to those who build nothing.
ifneq ($(filter-out install-% uninstall% clean help deps,$(or $(MAKECMDGOALS),all)),)
-include $(shell test -d $(B)/obj && find $(B)/obj -name '*.d')
endif

# ---- Link -------------------------------------------------------------------------------------
PROBE_LIBS := -ltss2-sys -ltss2-tctildr -ltss2-mu -ltss2-rc -ludev -ljson-c -lsmartcols -lm

$(B)/tpm-probe: $(call obj,$(probe_srcs)) $(gen_objs)
	@echo "  LINK  $@"
	@$(CC) $(all_cflags) -pie -o $@ $^ $(all_ldflags) $(PROBE_LIBS) $(LDLIBS)

# The schema of the JSON output, as the field table has it.
$(schema_file): $(B)/tpm-probe
	@$< schema > $@

# A module: its own file and what it needs of the I/O core and of discovery, so that module device
# does not load libudev. Nothing is exported but what its map lists. It stays in memory: a thread that
# waits may outlive the dlclose() of a program that does not finalize its context.
module_archives := $(B)/obj/tcti.a $(B)/obj/sysfs.a
$(B)/obj/tcti.a: $(call obj,$(tcti_CORE_SRCS))
$(B)/obj/sysfs.a: $(call obj,$(sysfs_SRCS))
$(module_archives):
	@rm -f $@; $(AR) rcs $@ $^
$(B)/libtss2-tcti-%.so.0: tcti/%.map $(B)/obj/tcti/%.o $(module_archives) tcti/layout.ld
	@echo "  LINK  $@"
	@$(CC) $(all_cflags) -shared -Wl,-soname,$(@F) -Wl,--version-script=$< -Wl,-z,defs,-z,nodelete -o $@ \
		$(filter %.o %.a,$^) -Wl,-T,tcti/layout.ld $(all_ldflags) -ludev

# The udev helper: small, and with no library of tpm2-tss, as it runs in an initramfs too.
$(B)/tpm-probe-id: $(call obj,$(udev_SRCS) $(udev_USES)) $(module_archives)
	@echo "  LINK  $@"
	@$(CC) $(all_cflags) -pie -o $@ $^ $(all_ldflags) -ludev $(LDLIBS)

# For clangd and clang-tidy: one line per compiled file, put together.
compile_commands.json: $(PRODUCTS)
	@{ echo '['; find $(B)/obj -name '*.json' | sort | xargs cat | sed '$$!s/$$/,/'; echo ']'; } > $@

# ---- Tests and measurements -------------------------------------------------------------------
include tests/rules.mk

# ---- Lint -------------------------------------------------------------------------------------
c_files  = $(shell git ls-files -co --exclude-standard '*.c' '*.h')
sh_files = .ci/run .ci/deps .packaging/make tests/run $(shell git ls-files -co --exclude-standard '*.sh' ':!tests/data') tests/guest/run tests/guest/init \
	tests/guest/inside
# The analyzer gives up on a function after a third of the states that it would look at by itself: half
# the time, and "make lint tidy_FLAGS=" has it look at all.
tidy_FLAGS = $(addprefix -extra-arg=,-Xclang -analyzer-config -Xclang max-nodes=75000)
.PHONY: lint format
lint:
	@.ci/deps build test lint
	@echo "  structure"; tests/run tests/lint/structure.py
	@echo "  clang-format"; clang-format --dry-run -Werror $(c_files)
	@echo "  shellcheck"; shellcheck -x $(sh_files)
	@echo "  cppcheck"; cppcheck -q --std=c11 --error-exitcode=1 --inline-suppr \
		--enable=warning,portability --suppress=unknownMacro --suppress=missingIncludeSystem \
		--suppress=internalAstError \
		-D__GNUC__ $(sort $(dir $(probe_srcs) $(tcti_CORE_SRCS) $(udev_SRCS)))
	@$(MAKE) --no-print-directory all compile_commands.json
	@echo "  clang-tidy"; printf '%s\n' $(probe_srcs) $(tcti_CORE_SRCS) $(tcti_MODULE_SRCS) $(udev_SRCS) | \
		xargs -P "$$(nproc)" -n 8 clang-tidy -quiet -p . $(tidy_FLAGS)

format:
	@clang-format -i $(c_files)

# ---- Install ----------------------------------------------------------------------------------
# The drop-in for the distribution's module of the same name goes to a directory of its own, so that
# nothing of the distribution's is overwritten.
.PHONY: install uninstall clean help
TCTILDRDIR ?= $(or $(patsubst %/,%,$(dir $(shell PATH=$$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | \
	sed -n 's/.*libtss2-tctildr\.so\.0 .* => //p' | head -n 1))),$(LIBDIR))
default_tcti = $(DESTDIR)$(TCTILDRDIR)/libtss2-tcti-default.so
refresh_loader = $(if $(DESTDIR),,-@PATH=$$PATH:/sbin:/usr/sbin ldconfig 2>/dev/null)
man_place = $(foreach p,$(1),$(MANDIR)/man$(subst .,,$(suffix $p))/$(notdir $p))
installed := $(BINDIR)/tpm-probe $(LIBDIR)/libtss2-tcti-tpmrm.so.0 $(LIBDIR)/libtss2-tcti-tpmrm.so \
	$(LIBDIR)/tpm-probe/libtss2-tcti-device.so.0 $(LIBDIR)/tpm-probe/libtss2-tcti-device.so \
	$(INCLUDEDIR)/tss2/tss2-tcti-tpmrm.h $(INCLUDEDIR)/tpm-probe/tss2/tss2_tcti_device.h \
	$(addprefix $(PKGCONFIGDIR)/,$(notdir $(pc_files))) $(call man_place,$(man_pages)) \
	$(UDEVDIR)/rules.d/60-tpm-probe.rules $(UDEVDIR)/rules.d/61-tpm-probe-id.rules $(UDEVDIR)/tpm-probe-id \
	$(SYSUSERSDIR)/tpm-probe.conf $(TMPFILESDIR)/tpm-probe.conf \
	$(DATADIR)/bash-completion/completions/tpm-probe $(DATADIR)/zsh/site-functions/_tpm-probe \
	$(DATADIR)/fish/vendor_completions.d/tpm-probe.fish \
	$(DATADIR)/tpm-probe/$(notdir $(schema_file)) \
	$(addprefix $(SYSTEMDUNITDIR)/,$(notdir $(unit_files))) \
	$(addprefix $(DATADIR)/tpm-probe/,$(notdir $(probe_MONITORING)))

install: all
	install -D -m 755 $(B)/tpm-probe $(DESTDIR)$(BINDIR)/tpm-probe
	install -D -m 755 $(B)/libtss2-tcti-tpmrm.so.0 $(DESTDIR)$(LIBDIR)/libtss2-tcti-tpmrm.so.0
	install -D -m 755 $(B)/libtss2-tcti-device.so.0 \
		$(DESTDIR)$(LIBDIR)/tpm-probe/libtss2-tcti-device.so.0
	ln -sfn libtss2-tcti-tpmrm.so.0 $(DESTDIR)$(LIBDIR)/libtss2-tcti-tpmrm.so
	ln -sfn libtss2-tcti-device.so.0 $(DESTDIR)$(LIBDIR)/tpm-probe/libtss2-tcti-device.so
	install -D -m 644 -t $(DESTDIR)$(INCLUDEDIR)/tss2 tcti/tss2-tcti-tpmrm.h
	install -D -m 644 -t $(DESTDIR)$(INCLUDEDIR)/tpm-probe/tss2 tcti/tss2_tcti_device.h
	install -D -m 644 -t $(DESTDIR)$(PKGCONFIGDIR) $(pc_files)
	$(foreach p,$(man_pages),install -D -m 644 $p $(DESTDIR)$(call man_place,$p) &&) :
	install -D -m 644 $(udev_RULES) $(DESTDIR)$(UDEVDIR)/rules.d/60-tpm-probe.rules
	install -D -m 644 -t $(DESTDIR)$(UDEVDIR)/rules.d $(udev_made)
	install -D -m 755 $(B)/tpm-probe-id $(DESTDIR)$(UDEVDIR)/tpm-probe-id
	install -D -m 644 $(udev_SYSUSERS) $(DESTDIR)$(SYSUSERSDIR)/tpm-probe.conf
	install -D -m 644 $(udev_TMPFILES) $(DESTDIR)$(TMPFILESDIR)/tpm-probe.conf
	install -d $(DESTDIR)$(DATADIR)/bash-completion/completions \
		$(DESTDIR)$(DATADIR)/zsh/site-functions $(DESTDIR)$(DATADIR)/fish/vendor_completions.d
	$(B)/tpm-probe completion bash > $(DESTDIR)$(DATADIR)/bash-completion/completions/tpm-probe
	$(B)/tpm-probe completion zsh > $(DESTDIR)$(DATADIR)/zsh/site-functions/_tpm-probe
	$(B)/tpm-probe completion fish > $(DESTDIR)$(DATADIR)/fish/vendor_completions.d/tpm-probe.fish
	install -D -m 644 -t $(DESTDIR)$(DATADIR)/tpm-probe $(schema_file)
	install -D -m 644 -t $(DESTDIR)$(SYSTEMDUNITDIR) $(unit_files)
	install -D -m 644 -t $(DESTDIR)$(DATADIR)/tpm-probe $(filter-out %.fact,$(probe_MONITORING))
	install -D -m 755 -t $(DESTDIR)$(DATADIR)/tpm-probe $(filter %.fact,$(probe_MONITORING))
	$(refresh_loader)

uninstall:
	@test "$$(readlink $(default_tcti))" != $(LIBDIR)/libtss2-tcti-tpmrm.so.0 || \
		$(MAKE) --no-print-directory uninstall-default
	@! test -e $(DESTDIR)$(LIBDIR)/tpm-probe/distribution || \
		$(MAKE) --no-print-directory uninstall-dropin
	rm -f $(addprefix $(DESTDIR),$(installed))
	-rmdir $(addprefix $(DESTDIR),$(LIBDIR)/tpm-probe $(DATADIR)/tpm-probe \
		$(INCLUDEDIR)/tpm-probe/tss2 $(INCLUDEDIR)/tpm-probe)
	$(refresh_loader)

# What every program gets that was told no TCTI: tctildr tries this name first. The link stands beside
# tctildr: ldconfig does not put a name that is no soname into its cache, so only the directories that the
# loader searches without it will do.
.PHONY: install-default uninstall-default install-dropin uninstall-dropin
install-default:
	@test -e $(DESTDIR)$(LIBDIR)/libtss2-tcti-tpmrm.so.0 || { \
		echo "$(LIBDIR)/libtss2-tcti-tpmrm.so.0: no such file; make install first" >&2; exit 1; }
	@! test -e $(default_tcti) -o -L $(default_tcti) || \
		test "$$(readlink $(default_tcti))" = $(LIBDIR)/libtss2-tcti-tpmrm.so.0 || { \
		echo "$(default_tcti): somebody else's; nothing was changed" >&2; exit 1; }
	@mkdir -p $(dir $(default_tcti))
	ln -sfn $(LIBDIR)/libtss2-tcti-tpmrm.so.0 $(default_tcti)

uninstall-default:
	@if test "$$(readlink $(default_tcti))" = $(LIBDIR)/libtss2-tcti-tpmrm.so.0; then \
		rm -f $(default_tcti); echo "$(default_tcti): taken away"; \
	elif test -e $(default_tcti) -o -L $(default_tcti); then \
		echo "$(default_tcti): somebody else's; nothing was changed" >&2; exit 1; fi

# In the place of the distribution's module of the same name, which is diverted.
install-dropin uninstall-dropin: %-dropin:
	@DESTDIR=$(DESTDIR) tcti/dropin.sh $* $(LIBDIR)/tpm-probe/libtss2-tcti-device.so.0 \
		$(LIBDIR)/tpm-probe/distribution

# ---- Packages -----------------------------------------------------------------------------------
.PHONY: dist deb rpm
dist deb rpm:
	@.packaging/make $@ $(VERSION)

.PHONY: check-packages
check-packages: deb rpm
	@tests/run tests/packages.sh

clean:
	rm -rf $(filter-out build/guest,$(wildcard build/*)) compile_commands.json

help:
	@echo "make                 build/tpm-probe and the two TCTI modules"
	@echo "make run             install what is missing, build, show this machine's TPMs"
	@echo "make check           every test, on the kernel's own TPM driver too (about 20 minutes on two processors)"
	@echo "make check-fast      what takes no time of the tests without the guest: the developer's loop"
	@echo "make check-guest     only the tests in the guest"
	@echo "make bench           measure: tpm-probe caps beside tpm2_getcap, the modules beside tpm2-tss' one"
	@echo "make bench-gate      fail where the modules are slower than tests/bench/tcti-limits.json allows"
	@echo "make bench-probe     fail where tpm-probe bench errs by more than tests/bench/probe-limits.json allows"
	@echo "make bench-start     fail where starting tpm-probe costs more instructions, libraries or bytes than it may"
	@echo "make bench-growth    fail where a command's cost grows faster than its input"
	@echo "make fuzz-commands   whole commands on mutated input, for SECONDS=$(SECONDS) each, side by side"
	@echo "make coverage        lines that the tests outside the guest reach, and what is left of each file"
	@echo "make deps            install what building, running, testing and linting need"
	@echo "make lint            structure, clang-format, shellcheck, cppcheck, clang-tidy"
	@echo "make format          put every C file into the house's format"
	@echo "make install         PREFIX=$(PREFIX) LIBDIR=$(LIBDIR) UDEVDIR=$(UDEVDIR) DESTDIR="
	@echo "make uninstall       take away exactly what install put there"
	@echo "make install-default   module tpmrm for every program that was told no TCTI; undo: uninstall-default"
	@echo "make install-dropin    module device in the place of the distribution's; undo: uninstall-dropin"
	@echo "make dist|deb|rpm    a tarball of the sources; packages of it, below build/"
	@echo "make clean           remove what was built (the guest's kernel stays)"
	@echo "variants             SAN=address,undefined | SAN=thread | COV=1 | FUZZ=1 | CC=clang | WERROR=1"
