# Makefile: GNU make. Everything that is made goes under $(BUILD); sources are found by
# wildcard, so a new file needs no edit here.
#
#   make                  build/libpolc.a, build/libpolc.so, build/polc
#   make demo             builds, then shows polc at work on the policies of this repository
#   make test             everything that must hold before a commit (.ci/test)
#   make test-long        the same, the slow suites at full length, valgrind, fuzzing
#   make seeds            random policies against brute force, at length: FIRST_SEED, SEEDS
#   make lint             the rules that no compiler checks (.ci/lint)
#   make fuzz  bench      FUZZ_SECONDS for each target; the measurements of bench/
#   make install          PREFIX, LIBDIR and DESTDIR as usual
#   make static  deb      a program without shared libraries; Debian packages
#   make deps             installs missing Debian or Ubuntu packages, saying so first
#
# Variables: CC, CXX, CFLAGS, CXXFLAGS, LDFLAGS, BUILD (folder), SAN (such as
# address,undefined), WERROR (1: a warning stops the build), V (1: whole command lines).

VERSION := 0.1.0
SOVERSION := 0
BUILD ?= build
SAN ?=
WERROR ?=
FUZZ_SECONDS ?= 30
PREFIX ?= /usr/local
DESTDIR ?=
ifeq ($(origin CC),default)
CC := gcc
endif
ifeq ($(origin CXX),default)
CXX := g++
endif
BISON ?= bison
FLEX ?= flex
# An unset variable only: the assignments below add to what was given.
CFLAGS ?= -O2 -g
CXXFLAGS ?= $(CFLAGS)

ifeq ($(V),1)
say = @:
Q :=
else
say = @printf '  %-5s %s\n'
Q := @
endif

# ---- flags ----------------------------------------------------------------------

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion
WARNINGS_C = $(WARNINGS) -Wstrict-prototypes -Wmissing-prototypes
# bison and flex write code that is right but not in our style
WARNINGS_GENERATED := -Wno-conversion -Wno-sign-conversion -Wno-sign-compare -Wno-shadow \
	-Wno-unused-function -Wno-unused-but-set-variable -Wno-missing-prototypes
ifeq ($(WERROR),1)
WARNINGS += -Werror
endif
ifneq ($(SAN),)
SANITIZE := -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer
# What the sanitizers note of each variable and line is full of addresses: a program that is loaded
# where it was linked need not correct them at each start.
FIXED := -no-pie
endif

INCLUDES := -Isrc -Iinclude -I$(BUILD)/grammar
COMMON := $(INCLUDES) -DPOLC_VERSION='"$(VERSION)"' -fPIC -fvisibility=hidden $(SANITIZE) -MMD -MP
COMPILE_C = $(CC) -std=c11 -D_GNU_SOURCE $(COMMON) $(WARNINGS_C) $(CPPFLAGS) $(CFLAGS)
# simdjson's templates must not reach the objects' interface, and nothing may throw
COMPILE_CXX = $(CXX) -std=c++17 -D_GNU_SOURCE -fno-exceptions -fno-rtti \
	-DSIMDJSON_EXCEPTIONS=0 $(COMMON) $(WARNINGS) $(CPPFLAGS) $(CXXFLAGS)
LINK = $(CXX) $(SANITIZE) $(CFLAGS) $(LDFLAGS)
LIBS := -Wl,--as-needed -lsimdjson -lfyaml -lxml2 -lxxhash -lpthread -lm
# Debian keeps libxml2's headers in a folder of their own.
XML_CFLAGS := $(shell pkg-config --cflags libxml-2.0 2>/dev/null || echo -I/usr/include/libxml2)

# ---- what there is --------------------------------------------------------------

GRAMMAR := $(wildcard grammar/polc.y)
SCANNER := $(wildcard grammar/polc.l)
LIB_C := $(filter-out $(wildcard src/cli/*.c),$(wildcard src/*/*.c))
LIB_CXX := $(wildcard src/*/*.cpp)
CLI_C := $(wildcard src/cli/*.c)
GENERATED := $(if $(GRAMMAR),$(BUILD)/grammar/polc.tab.c) $(if $(SCANNER),$(BUILD)/grammar/polc.lex.c)

LIB_OBJECTS := $(LIB_C:%.c=$(BUILD)/obj/%.o) $(LIB_CXX:%.cpp=$(BUILD)/obj/%.o) \
	$(GENERATED:$(BUILD)/%.c=$(BUILD)/obj/%.o)
CLI_OBJECTS := $(CLI_C:%.c=$(BUILD)/obj/%.o)
TABLES := $(if $(GRAMMAR),$(BUILD)/grammar/polc.tab.h)

# tests/DIR/test_*.c are programs; the other tests/DIR/*.c belong to each of them.
TEST_C := $(wildcard tests/*/test_*.c)
TEST_HELPER_C := $(filter-out $(TEST_C) $(wildcard tests/fuzz/*.c),$(wildcard tests/*/*.c))
TEST_PROGRAMS := $(TEST_C:%.c=$(BUILD)/%)
TEST_OBJECTS := $(TEST_C:%.c=$(BUILD)/obj/%.o) $(TEST_HELPER_C:%.c=$(BUILD)/obj/%.o)
FUZZ_C := $(wildcard tests/fuzz/fuzz_*.c)
FUZZ_PROGRAMS := $(FUZZ_C:%.c=$(BUILD)/%)
FUZZ_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard tests/fuzz/*.c))
FUZZ_HELPERS := $(filter-out $(FUZZ_C:%.c=$(BUILD)/obj/%.o),$(FUZZ_OBJECTS))
# bench/data_read.c is a program of its own, the other files of bench/ are one.
BENCH_C := $(wildcard bench/*.c)
BENCH_CXX := $(wildcard bench/*.cpp)
BENCH_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(filter-out bench/data_read.c,$(BENCH_C))) \
	$(BENCH_CXX:%.cpp=$(BUILD)/obj/%.o)
BENCH_PROGRAMS := $(BUILD)/bench/bench $(BUILD)/bench/data_read

POLC := $(if $(CLI_C),$(BUILD)/polc)
# Printed by the program itself, which knows its options best.
PAGES := $(BUILD)/man/polc.1 $(patsubst src/cli/cmd_%.c,$(BUILD)/man/polc-%.1,$(wildcard src/cli/cmd_*.c))
COMPLETIONS := $(addprefix $(BUILD)/completion/,bash zsh fish)

# Two jobs, unless make was told how many.
JOBS = $(if $(findstring -j,$(MAKEFLAGS)),,-j2)

# ---- goals ----------------------------------------------------------------------

.DEFAULT_GOAL := all
.PHONY: all lib tests compiled demo test test-long seeds lint fuzz fuzzers bench install uninstall static deb deps clean \
	FORCE
.DELETE_ON_ERROR:
.SUFFIXES:

all: lib $(POLC) $(PAGES) $(COMPLETIONS)
lib: $(BUILD)/libpolc.a $(BUILD)/libpolc.so
tests: all $(TEST_PROGRAMS)
# Every source once, for a compiler's warnings; of the programs only polc.
compiled: $(POLC) $(TEST_OBJECTS) $(FUZZ_OBJECTS) $(BENCH_OBJECTS) $(BUILD)/obj/bench/data_read.o

deps:
	@.ci/deps test

demo:
	@.ci/deps build
	@$(MAKE) --no-print-directory $(JOBS) all
	@.ci/demo $(BUILD)/polc

test:
	@.ci/deps test
	@.ci/test

test-long:
	@.ci/deps test
	@POLC_LONG=1 .ci/test

# SUITES: agree, choices, …; all when empty. Tens of thousands of seeds take hours.
seeds: $(filter $(BUILD)/tests/oracle/%,$(TEST_PROGRAMS))
	@FIRST_SEED="$(FIRST_SEED)" SEEDS="$(SEEDS)" .ci/seeds $(BUILD) $(SUITES)

lint:
	@CC="$(CC)" CXX="$(CXX)" .ci/lint

# The targets of libFuzzer need clang; each starts from tests/fuzz/corpus/NAME.
fuzz:
	@$(MAKE) --no-print-directory $(JOBS) CC=clang CXX=clang++ BUILD=$(BUILD)/fuzz CFLAGS="-O1 -g" \
		SAN=fuzzer-no-link,address,undefined fuzzers
	@.ci/fuzz $(BUILD)/fuzz $(FUZZ_SECONDS)

fuzzers: $(FUZZ_PROGRAMS)

bench: all $(BENCH_PROGRAMS)
	@if [ -x bench/run ]; then BUILD=$(BUILD) POLC=$(BUILD)/polc bench/run; \
	 else echo "bench: there is no bench/run"; fi

clean:
	rm -rf $(BUILD)

# ---- how things are made --------------------------------------------------------

# A change of flags or of the list of files rebuilds what depends on it.
$(BUILD)/flags: FORCE
	@mkdir -p $(BUILD)
	@printf '%s\n' '$(subst ','\'',$(COMPILE_C) $(COMPILE_CXX) $(LINK))' | cmp -s - $@ || \
	 printf '%s\n' '$(subst ','\'',$(COMPILE_C) $(COMPILE_CXX) $(LINK))' > $@
$(BUILD)/objects: FORCE
	@mkdir -p $(BUILD)
	@printf '%s\n' '$(LIB_OBJECTS) $(CLI_OBJECTS)' | cmp -s - $@ || \
	 printf '%s\n' '$(LIB_OBJECTS) $(CLI_OBJECTS)' > $@

$(BUILD)/grammar/polc.tab.c: grammar/polc.y
	@mkdir -p $(@D)
	$(say) BISON $@
	$(Q)$(BISON) -Wall -Werror=conflicts-sr -Werror=conflicts-rr --header=$(BUILD)/grammar/polc.tab.h -o $@ $<
$(BUILD)/grammar/polc.tab.h: $(BUILD)/grammar/polc.tab.c ;

$(BUILD)/grammar/polc.lex.c: grammar/polc.l
	@mkdir -p $(@D)
	$(say) FLEX $@
	$(Q)$(FLEX) -o $@ $<

$(BUILD)/obj/grammar/%.o: $(BUILD)/grammar/%.c $(BUILD)/flags | $(TABLES)
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(COMPILE_C) $(WARNINGS_GENERATED) -c -o $@ $<

$(BUILD)/obj/src/emit/%.o: COMMON += $(XML_CFLAGS)
$(BUILD)/obj/tests/unit/%.o: COMMON += $(XML_CFLAGS)

$(BUILD)/obj/%.o: %.c $(BUILD)/flags | $(TABLES)
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(COMPILE_C) -c -o $@ $<

$(BUILD)/obj/%.o: %.cpp $(BUILD)/flags
	@mkdir -p $(@D)
	$(say) CXX $<
	$(Q)$(COMPILE_CXX) -c -o $@ $<

# q, not r: two stages may have files of the same name
$(BUILD)/libpolc.a: $(LIB_OBJECTS) $(BUILD)/objects
	@rm -f $@
	$(say) AR $@
	$(Q)$(AR) qcsD $@ $(LIB_OBJECTS)

# The version script also hides the C++ library's inline functions.
$(BUILD)/libpolc.map: $(BUILD)/flags
	@echo '{ global: polc_*; local: *; };' > $@

$(BUILD)/libpolc.so: $(LIB_OBJECTS) $(BUILD)/objects $(BUILD)/libpolc.map
	$(say) LINK $@
	$(Q)$(LINK) -shared -Wl,-soname,libpolc.so.$(SOVERSION) -Wl,--version-script=$(BUILD)/libpolc.map \
		-o $@ $(LIB_OBJECTS) $(LIBS)

$(BUILD)/polc: $(CLI_OBJECTS) $(BUILD)/libpolc.a
	$(say) LINK $@
	$(Q)$(LINK) $(FIXED) -o $@ $(CLI_OBJECTS) -Wl,--start-group $(BUILD)/libpolc.a -Wl,--end-group $(LIBS)

# Leaks are looked for by the tests, not here.
$(BUILD)/man/polc.1: $(POLC)
	@mkdir -p $(@D)
	$(Q)ASAN_OPTIONS=detect_leaks=0 $(POLC) help --man > $@
$(BUILD)/man/polc-%.1: $(POLC)
	@mkdir -p $(@D)
	$(Q)ASAN_OPTIONS=detect_leaks=0 $(POLC) help --man $* > $@
$(COMPLETIONS): $(POLC)
	@mkdir -p $(@D)
	$(Q)ASAN_OPTIONS=detect_leaks=0 $(POLC) help --completion $(@F) > $@

$(TEST_OBJECTS): COMMON += -Itests
.SECONDARY: $(TEST_OBJECTS)

# The helpers of a test program stand in its own folder.
helpers_of = $(patsubst %.c,$(BUILD)/obj/%.o,$(filter tests/$(1)/%,$(TEST_HELPER_C)))
.SECONDEXPANSION:
$(TEST_PROGRAMS): $(BUILD)/tests/%: $(BUILD)/obj/tests/%.o \
	$$(call helpers_of,$$(*D)) $(BUILD)/libpolc.a
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(LINK) $(FIXED) -o $@ $(filter %.o,$^) -Wl,--start-group $(BUILD)/libpolc.a -Wl,--end-group -lcmocka $(LIBS)

$(FUZZ_OBJECTS): COMMON += -Itests
.SECONDARY: $(FUZZ_OBJECTS)

$(FUZZ_PROGRAMS): $(BUILD)/tests/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(FUZZ_HELPERS) $(BUILD)/libpolc.a
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(LINK) -fsanitize=fuzzer -o $@ $(filter %.o,$^) $(BUILD)/libpolc.a $(LIBS)

# On-Demand picks its instructions when it is compiled
$(BUILD)/obj/bench/hand_json.o: COMMON += -march=native
$(BUILD)/bench/bench: $(BENCH_OBJECTS) $(BUILD)/libpolc.a
$(BUILD)/bench/data_read: $(BUILD)/obj/bench/data_read.o $(BUILD)/libpolc.a
$(BENCH_PROGRAMS):
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(LINK) -o $@ $^ $(LIBS)

# ---- installing -----------------------------------------------------------------

LIBDIR ?= $(PREFIX)/lib
# Debian's zsh looks below /usr only into a folder of its own.
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions
INSTALLED_HEADERS := $(notdir $(wildcard include/polc/*.h))
SHARED := $(DESTDIR)$(PREFIX)/share
INPUTS := $(wildcard policies/inputs/*.pol)

define PC_FILE
prefix=$(PREFIX)
includedir=$${prefix}/include
libdir=$(LIBDIR)

Name: polc
Description: compiler for contract policies
Version: $(VERSION)
Cflags: -I$${includedir}
Libs: -L$${libdir} -lpolc
Libs.private: -lsimdjson -lfyaml -lxml2 -lxxhash -lpthread -lm -lstdc++
endef
export PC_FILE

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(PREFIX)/include/polc
	$(if $(POLC),install -m 755 $(BUILD)/polc $(DESTDIR)$(PREFIX)/bin/polc)
	install -m 644 $(BUILD)/libpolc.a $(DESTDIR)$(LIBDIR)/libpolc.a
	install -m 755 $(BUILD)/libpolc.so $(DESTDIR)$(LIBDIR)/libpolc.so.$(VERSION)
	ln -sf libpolc.so.$(VERSION) $(DESTDIR)$(LIBDIR)/libpolc.so.$(SOVERSION)
	ln -sf libpolc.so.$(SOVERSION) $(DESTDIR)$(LIBDIR)/libpolc.so
	$(if $(INSTALLED_HEADERS),install -m 644 include/polc/*.h $(DESTDIR)$(PREFIX)/include/polc/)
	printf '%s\n' "$$PC_FILE" > $(DESTDIR)$(LIBDIR)/pkgconfig/polc.pc
	install -D -m 644 -t $(SHARED)/man/man1 $(PAGES)
	install -D -m 644 -t $(SHARED)/polc/inputs $(INPUTS)
	install -D -m 644 $(BUILD)/completion/bash $(SHARED)/bash-completion/completions/polc
	install -D -m 644 $(BUILD)/completion/zsh $(DESTDIR)$(ZSHDIR)/_polc
	install -D -m 644 $(BUILD)/completion/fish $(SHARED)/fish/vendor_completions.d/polc.fish

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/polc $(DESTDIR)$(LIBDIR)/libpolc.a $(DESTDIR)$(LIBDIR)/libpolc.so* \
		$(DESTDIR)$(LIBDIR)/pkgconfig/polc.pc $(INSTALLED_HEADERS:%=$(DESTDIR)$(PREFIX)/include/polc/%) \
		$(PAGES:$(BUILD)/man/%=$(SHARED)/man/man1/%) $(SHARED)/bash-completion/completions/polc \
		$(DESTDIR)$(ZSHDIR)/_polc $(SHARED)/fish/vendor_completions.d/polc.fish
	rm -f $(INPUTS:policies/inputs/%=$(SHARED)/polc/inputs/%)
	-rmdir $(DESTDIR)$(PREFIX)/include/polc $(SHARED)/polc/inputs $(SHARED)/polc

static:
	@.ci/deps static
	@$(MAKE) --no-print-directory $(JOBS) all
	@CC="$(CC)" CXX="$(CXX)" .ci/static $(BUILD)

deb:
	@.ci/deb $(BUILD) $(VERSION)

-include $(LIB_OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d) $(TEST_OBJECTS:.o=.d)
-include $(FUZZ_OBJECTS:.o=.d) $(BENCH_C:%.c=$(BUILD)/obj/%.d) $(BENCH_CXX:%.cpp=$(BUILD)/obj/%.d)
