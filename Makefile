# The tasks of the project. `make` without a target lists them.

SETUP    ?= Scripts/setup
HOST     ?= 127.0.0.1
PORT     ?= 8080
DATABASE ?= data/gateway.sqlite

debug   := .build/debug/token-gateway
release := .build/release/token-gateway
# The program contains Swift's libraries: it starts faster and needs less memory.
static  := --static-swift-stdlib -Xswiftc -use-ld=lld
# The base URL of the committed documents.
example := https://gateway.example
format  := --recursive --parallel Sources Tests Package.swift Benchmarks/Peers

.DEFAULT_GOAL := help
.PHONY: help run build contract debug test test-asan coverage interop bench bench-rows bench-resets wsdl format lint check-fresh clean

# Values from outside reach a recipe through its environment, unchanged: neither make nor the shell interprets them.
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

run: build ## install requirements, build, serve with demo accounts on a SQLite database
	@mkdir -p -- "$$(dirname -- "$$DATABASE")"
	@exec $(release) serve --host="$$HOST" --port="$$PORT" --database="$$DATABASE" --demo

build: ## build the release binary
	@$(SETUP) run
	swift build --configuration release --product token-gateway $(static)

contract: ## build token-gateway-contract, which tests servers from their WSDL (Documentation/ContractTests.md)
	@$(SETUP) run
	swift build --configuration release --product token-gateway-contract $(static)

debug: ## build the debug binary
	@$(SETUP) run
	swift build --product token-gateway

test: ## install requirements, build, run all tests
	@$(SETUP) test
	@Scripts/test

test-asan: ## run the tests of SafeXML and WebAuthn under AddressSanitizer
	@$(SETUP) test
	swift test --sanitize=address --filter 'SafeXMLTests|WebAuthnTests' --scratch-path .build-asan --disable-xctest --quiet

coverage: ## run the Swift tests and print covered lines by target
	@$(SETUP) test
	@Scripts/coverage

interop: $(if $(value GATEWAY),,debug) ## run the real SOAP and REST clients only
	@$(SETUP) test
	swift build --product token-gateway-contract
	@Scripts/interop

bench: $(if $(value GATEWAY),,build) ## compare with other servers (15 minutes); writes Benchmarks/RESULTS.md
	@$(SETUP) bench
	Benchmarks/bench.py --write Benchmarks/RESULTS.md

bench-rows: $(if $(value GATEWAY),,build) ## measure operations by number of rows (a few minutes); writes Benchmarks/ROWS.md
	Benchmarks/rows.py --write Benchmarks/ROWS.md

bench-resets: $(if $(GATEWAY),,build) ## compare reset requests for known and unknown addresses (a minute); writes Benchmarks/RESETS.md
	GATEWAY=$(or $(GATEWAY),$(release)) Benchmarks/resets.py --write Benchmarks/RESETS.md

wsdl: debug ## regenerate WSDL/ and OpenAPI/
	@mkdir -p OpenAPI
	$(debug) wsdl --base-url $(example) --write WSDL
	$(debug) wsdl --base-url $(example) > WSDL/.all && mv WSDL/.all WSDL/all.wsdl
	$(debug) openapi --base-url $(example) --write OpenAPI/openapi.json

format: ## format the Swift sources
	swift format --in-place $(format)

lint: ## check the format of the Swift sources
	swift format lint --strict $(format)

check-fresh: ## run all tests in a fresh clone of the last commit
	@folder=$$(mktemp -d) && trap "rm -rf '$$folder'" EXIT && \
	git clone --quiet . "$$folder/clone" && $(MAKE) --directory "$$folder/clone" test

clean: ## remove build products
	swift package clean
	rm -rf .build-asan .build-bench .build-coverage .build-python
