# A fragment for a Makefile: `include polc.mk`, then `make contracts`. polc.yaml says what it is about.
POLC ?= polc

.PHONY: contracts contracts-check contracts-test
contracts: contracts-check contracts-test
	$(POLC) eval

contracts-check:
	$(POLC) check
	$(POLC) fmt --diff

contracts-test:
	$(POLC) test
