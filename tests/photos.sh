#!/bin/sh
# Photos have the gray values that Pillow's colours have; skipped without Pillow.
# In make check: runs the program often
exec "${PYTHON3:-python3}" "${srcdir:-.}/tests/photos.py" --rows "$PHOTO_ROWS"
