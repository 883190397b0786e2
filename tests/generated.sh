#!/bin/sh
# The committed fixtures, seeds of fuzzing, completions and the sample set are what their programs make.
set -e
"${PYTHON3:-python3}" "${srcdir:-.}/tests/data/make.py" --check
"${PYTHON3:-python3}" "${srcdir:-.}/data/make-sample.py" --check
"${PYTHON3:-python3}" "${srcdir:-.}/tests/fuzz/make-corpus.py" --check
"${PYTHON3:-python3}" "${srcdir:-.}/src/base/make-powers.py" --check
sh "${srcdir:-.}/data/make-completions.sh" "$COMPLETIONS" --check
