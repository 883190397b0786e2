#!/bin/sh
# The oracle of compare itself: its draws, and that its cases notice mistakes made on purpose.
# In make check: sources only
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/oracle/paired_run.py" --self-test
