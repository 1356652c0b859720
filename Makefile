# Every task of the project. `make` alone lists them.

SETUP    ?= Scripts/setup
HOST     ?= 127.0.0.1
PORT     ?= 8080
DATABASE ?= data/gateway.sqlite

debug   := .build/debug/token-gateway
release := .build/release/token-gateway
# The program stands alone, without Swift's libraries: it starts sooner and takes less memory.
whole   := --static-swift-stdlib -Xswiftc -use-ld=lld
# The address that the committed documents speak of.
example := https://gateway.example
format  := --recursive --parallel Sources Tests Package.swift Benchmarks/Peers

.DEFAULT_GOAL := help
.PHONY: help run build debug test test-asan interop bench bench-rows bench-resets wsdl format lint check-fresh clean

# Values from outside reach a recipe through its environment, as they were given: neither make nor the shell looks into them.
run: override export HOST := $(value HOST)
run: override export PORT := $(value PORT)
run: override export DATABASE := $(value DATABASE)
test interop: override export GATEWAY := $(value GATEWAY)
bench bench-rows: override export GATEWAY := $(or $(value GATEWAY),$(release))

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo '  Settings, with their defaults: HOST=127.0.0.1 PORT=8080 DATABASE=data/gateway.sqlite (run);'
	@echo '  GATEWAY=path of a binary (test, interop, bench…)'

run: build ## install what is missing, build, serve with demo accounts on a SQLite database
	@mkdir -p -- "$$(dirname -- "$$DATABASE")"
	@exec $(release) serve --host="$$HOST" --port="$$PORT" --database="$$DATABASE" --demo

build: ## build the release binary
	@$(SETUP) run
	swift build --configuration release --product token-gateway $(whole)

debug: ## build the debug binary
	@$(SETUP) run
	swift build --product token-gateway

test: ## install what is missing, build, run every test
	@$(SETUP) test
	@Scripts/test

test-asan: ## run the tests of SafeXML and WebAuthn under AddressSanitizer
	@$(SETUP) test
	swift test --sanitize=address --filter 'SafeXMLTests|WebAuthnTests' --scratch-path .build-asan --disable-xctest --quiet

interop: $(if $(value GATEWAY),,debug) ## run the real SOAP and REST clients alone
	@$(SETUP) test
	@Scripts/interop

bench: $(if $(value GATEWAY),,build) ## measure it beside other servers (a quarter of an hour); writes Benchmarks/RESULTS.md
	@$(SETUP) bench
	Benchmarks/bench.py --write Benchmarks/RESULTS.md

bench-rows: $(if $(value GATEWAY),,build) ## measure how daily work grows with the rows (a few minutes); writes Benchmarks/ROWS.md
	Benchmarks/rows.py --write Benchmarks/ROWS.md

bench-resets: $(if $(GATEWAY),,build) ## compare reset requests for known and unknown addresses (a minute); writes Benchmarks/RESETS.md
	GATEWAY=$(or $(GATEWAY),$(release)) Benchmarks/resets.py --write Benchmarks/RESETS.md

wsdl: debug ## write WSDL/ and OpenAPI/ anew
	@mkdir -p OpenAPI
	$(debug) wsdl --base-url $(example) --write WSDL
	$(debug) wsdl --base-url $(example) > WSDL/.all && mv WSDL/.all WSDL/all.wsdl
	$(debug) openapi --base-url $(example) --write OpenAPI/openapi.json

format: ## format the Swift sources
	swift format --in-place $(format)

lint: ## check the format of the Swift sources
	swift format lint --strict $(format)

check-fresh: ## run every test in a fresh clone of what is committed
	@folder=$$(mktemp -d) && trap "rm -rf '$$folder'" EXIT && \
	git clone --quiet . "$$folder/clone" && $(MAKE) --directory "$$folder/clone" test

clean: ## remove what was built
	swift package clean
	rm -rf .build-asan .build-bench .build-python
