#!/bin/sh
# The oracle itself: the worked example, plain loops instead of arrays (on fewer cases if FULL_LENGTH is not set), and that
# the generated cases notice mistakes made on purpose.
# In make check: sources only
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/oracle/run.py" --self-test \
    $([ -n "${FULL_LENGTH:-}" ] || echo --short)
