# Each command is one script under scripts/, which installs what it lacks and says so.
#
#   make run [REGISTER=FILES]  builds and starts Vigie with a demonstration under ./data
#   make test                  everything: unit and store tests on both engines, then Chromium
#   make check                 format, lints, documentation, layers
#   make e2e [ONLY=FILES]      the journeys in Chromium alone
#   make bench [ONLY=WORDS]    the measures of docs/benchmarks.md, each beside its yardstick
#   make clean                 what was built; never ./data

.PHONY: run test check e2e bench clean
.DEFAULT_GOAL := run

run:
	@scripts/run.sh $(REGISTER)

test:
	@scripts/test.sh

check:
	@scripts/check.sh

e2e:
	@scripts/e2e.sh $(ONLY)

bench:
	@scripts/bench.sh $(ONLY)

clean:
	cargo clean
	rm -rf e2e/node_modules
