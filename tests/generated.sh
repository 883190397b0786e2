#!/bin/sh
# The lists of files, fixtures, seeds of fuzzing, completions, schema, lists of the manual, palettes and the sample set are what their programs make.
# In make check: sources only
set -e
sh "${srcdir:-.}/tools/lists.sh" --check
"${PYTHON3:-python3}" "${srcdir:-.}/tests/data/make.py" --check
"${PYTHON3:-python3}" "${srcdir:-.}/data/make-sample.py" --check
"${PYTHON3:-python3}" "${srcdir:-.}/tests/fuzz/make-corpus.py" --check
"${PYTHON3:-python3}" "${srcdir:-.}/src/base/make-powers.py" --check
"${PYTHON3:-python3}" "${srcdir:-.}/src/core/make-palettes.py" --check
sh "${srcdir:-.}/tools/tables.sh" "$TABLES" --check
