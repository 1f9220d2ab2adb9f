# Plain "make" shows this list rather than building: "site" may install system packages,
# and nobody should get that without having asked for it.
.DEFAULT_GOAL := help

SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
BIN := .venv/bin

.PHONY: help site serve test test-windows lint types data pytest fuzz golden bench gambar roda catatan format lock clean setup-site setup-test

help: ## Tampilkan daftar perintah ini
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: setup-site ## Pasang yang belum ada, lalu terbitkan situs ke _site/
	@$(BIN)/python build.py build -o _site

serve: setup-site ## Tampilkan situs di komputer ini dan perbarui setiap kali berkas berubah
	@$(BIN)/python build.py serve

test: lint types data pytest ## Pasang yang belum ada, lalu jalankan semua pemeriksaan dan pengujian

lint: setup-test ## Periksa gaya kode
	@echo "• gaya kode"
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --quiet --check || { echo "Jalankan: make format"; exit 1; }

types: setup-test ## Periksa tipe
	@echo "• tipe"
	@$(BIN)/mypy

data: setup-test ## Periksa skema dan semua data
	@echo "• skema dan data"
	@$(BIN)/python build.py schema --check
	@$(BIN)/python build.py codeowners --check
	@$(BIN)/python build.py check

pytest: setup-test ## Jalankan pengujian, termasuk di peramban
	@echo "• pengujian"
	@$(BIN)/python -m pytest -n auto --dist loadfile

fuzz: export FUZZ := 10000
fuzz: setup-test ## Tanyai Git tentang 10.000 commit, folder dan trailer yang aneh
	@$(BIN)/python -m pytest -n auto tests/test_git_fuzz.py

test-windows: setup-test ## Uji perintah operator dengan Python untuk Windows, di sini lewat Wine
	@scripts/windows/pasang
	@MUSRENBANG="scripts/windows/jalankan build.py" $(BIN)/python -m pytest tests/test_operator_year.py

golden: setup-test ## Tulis ulang skema dan hasil yang diharapkan pengujian; baca bedanya sebelum dicatat
	@$(BIN)/python build.py schema
	@REVIEW_BLESS=1 $(BIN)/python -m pytest --quiet tests/test_review_golden.py

# Measured is what users wait for: the program compiled once, as it is after its first run.
bench: export PYTHONDONTWRITEBYTECODE :=
bench: setup-test ## Ukur kecepatan, bersama pembandingnya
	@$(BIN)/python -m benchmarks.site
	@$(BIN)/python -m benchmarks.documents
	@$(BIN)/python -m benchmarks.reading
	@$(BIN)/python -m benchmarks.rules
	@$(BIN)/python -m benchmarks.review
	@$(BIN)/python -m benchmarks.find
	@$(BIN)/python -m benchmarks.audit
	@$(BIN)/python -m benchmarks.city

gambar: setup-test ## Ambil ulang gambar panduan dari tahun contoh
	@$(BIN)/python -m scripts.gambar

roda: ## Buat roda (wheel) ke dist/ dan sebutkan SHA-256-nya
	@mkdir -p dist
	@python3 musrenbang/files/program.py dist

# GITHUB_*: as a workflow has them; what founding asks for stands on the page of the release.
catatan: export BERKAS = $(GITHUB_SERVER_URL)/$(GITHUB_REPOSITORY)/releases/download/$(GITHUB_REF_NAME)
catatan: roda ## Tulis catatan rilis roda itu ke dist/catatan.md
	@{ cat CATATAN.md; printf '\nUntuk mendirikan kecamatan dengan versi ini:\n\n'; \
	printf '    --tanda %s\n' "PEMILIK_REPO=$$GITHUB_REPOSITORY" "COMMIT=$$GITHUB_SHA" \
	"ALAMAT_RODA=$$BERKAS/$$(basename dist/*.whl)"; } > dist/catatan.md

format: setup-test ## Rapikan kode
	@$(BIN)/ruff check --quiet --fix-only
	@$(BIN)/ruff format

# pip-tools reads its options from pyproject.toml; UPGRADE=1 also moves what is already pinned.
lock: setup-test ## Perbarui kunci pustaka (UPGRADE=1: ke versi terbaru)
	@export CUSTOM_COMPILE_COMMAND="make lock"; compile="$(BIN)/pip-compile --quiet $(if $(UPGRADE),--upgrade)"; \
	$$compile --output-file requirements.txt pyproject.toml && \
	$$compile --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean: ## Hapus situs dan berkas sementara; .venv tetap ada
	@rm -rf _site dist .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

setup-site setup-test:
	@scripts/setup $(@:setup-%=%)
