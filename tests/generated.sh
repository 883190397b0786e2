#!/bin/sh
# The committed fixtures and the sample set are what their programs make.
set -e
"${PYTHON3:-python3}" "${srcdir:-.}/tests/data/make.py" --check
"${PYTHON3:-python3}" "${srcdir:-.}/data/make-sample.py" --check
