# make run     the whole shop on this machine: nothing needed but Python 3.11 or newer
# make demo    the same, with invented shoppers who buy; RATE=30 for more visits a minute
# make test    every test              make check   what tools can judge without running the shop
# make certificate   kills relays, broker and database under load, and compares every book;
#              EVENTS=1000000 KILLS=200 for a long one; needs PostgreSQL and Kafka to start
# make hardship      lets one thing after the other go bad for long under a steady load, and
#              compares every book; CASE=broker-away for one of them
# make storm   two minutes of 32 buyers who want the same few goods in every order of lines, while
#              clerks move them and sweepers release holds; SECONDS=120 CLIENTS=32
# make replay  a real shop's orders played through the services under the clock, and compared with
#              what the files say; ORDERS=1000 for the oldest ones
# make smoke   two orders, from the first click to the customer's door, in a folder of their own
# make soak    ten minutes of orders, paid in every way, while everything is killed again and again;
#              then what must always be true is tried with ten times as many stories as in a test
# make screenshots   the pages of a demo shop in var/screenshots; needs Chromium
# make bench   every performance claim; BENCH=orders for one of them
# make stop    ends what a killed `make run` left behind
# make lock    pins the newest versions that requirements*.in allow

PYTHON ?= python3
PROVIDE := $(PYTHON) -I shop/operations/running/virtual_environment.py
IN_VENV := .venv/bin/python
COMPILE := $(IN_VENV) -m uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --custom-compile-command "make lock" --upgrade
# The checks look at code and settings only; nobody listens at this address.
NO_DATABASE := DATABASE_URL=postgresql://shop@127.0.0.1:1/shop REDIS_URL=redis://127.0.0.1:1/0
# What a real shop would set.
SECRETS := $(foreach name,SECRET_KEY JWT_SECRET CUSTOMER_KEYS_SECRET SANDBOX_SECRET LIVE_SECRET,\
	$(name)=checked-only-never-used-by-any-shop-0123456789-$(name))
PRODUCTION := $(NO_DATABASE) $(SECRETS) TRADEWIND_DEMO=no ALLOWED_HOSTS=shop.example \
	FORCE_TLS=yes BEHIND_TLS_PROXY=yes HSTS_SECONDS=31536000

.PHONY: run demo stop smoke screenshots test certificate hardship storm replay soak check bench lock packages tools
.DEFAULT_GOAL := run

run: packages
	@exec $(IN_VENV) -m shop.operations.running

demo: packages
	@DEMO_SHOPPERS=$(or $(RATE),12) exec $(IN_VENV) -m shop.operations.running

stop:
	@test ! -x $(IN_VENV) || $(IN_VENV) -m shop.operations.running stop

smoke: packages
	@$(IN_VENV) -m shop.operations.smoke

screenshots: tools
	@$(IN_VENV) -m tests.browser.screenshots

bench: packages
	@$(IN_VENV) -m bench $(BENCH)

# Hundreds of processes begin in this: what one of them has compiled, the others read.
test: tools
	@PYTHONDONTWRITEBYTECODE= $(IN_VENV) -m pytest -n 3 --dist worksteal $(ARGS)

certificate: tools
	@$(IN_VENV) -m tests.faults.certificate

hardship: tools
	@$(IN_VENV) -m tests.faults.hardships $(CASE)

storm: tools
	@$(IN_VENV) -m tests.faults.storm

replay: tools
	@$(IN_VENV) -m tests.replay

soak: tools
	@CAPTURE=at_once ORDERS=400 KILLS=80 $(IN_VENV) -m pytest -s tests/faults/test_kills.py
	@CAPTURE=on_dispatch ORDERS=400 KILLS=80 $(IN_VENV) -m pytest -s tests/faults/test_kills.py
	@THOROUGH=10 $(IN_VENV) -m pytest -n 2 tests/apps/*/test_*always_true.py \
		tests/apps/orders/test_crediting.py tests/apps/payments/test_wallet_ledger.py \
		tests/faults/test_machine.py tests/api/test_fuzzing.py

check: tools
	$(IN_VENV) -m ruff check
	$(IN_VENV) -m ruff format --check
	$(IN_VENV) -m mypy
	.venv/bin/lint-imports
	$(NO_DATABASE) $(IN_VENV) -W "ignore:Got an error checking:RuntimeWarning" \
		manage.py makemigrations --check
	$(PRODUCTION) $(IN_VENV) manage.py check --deploy --fail-level WARNING

lock: tools
	$(COMPILE) requirements.in --output-file requirements.txt
	$(COMPILE) requirements-dev.in --constraint requirements.txt \
		--output-file requirements-dev.txt

packages:
	@$(PROVIDE) requirements.txt

tools:
	@$(PROVIDE) requirements.txt requirements-dev.txt
