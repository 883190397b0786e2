#!/bin/sh
# The oracle itself: the worked example, plain loops instead of arrays, and that the generated cases cover what they
# should and notice mistakes made on purpose.
# In make check: sources only
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/oracle/run.py" --self-test
