#!/bin/sh
# Record streams: splits, merges, scoring again, interruptions, spoilt streams. STREAMS_KILLS=100 for a longer run.
# In make check: runs the program often
exec "${PYTHON3:-python3}" "$srcdir/tests/streams.py" --maskloss "$MASKLOSS" --kills "${STREAMS_KILLS:-8}" --rounds 6
