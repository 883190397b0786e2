#!/bin/sh
# The picture of a page in README shows the page that the program writes of the sample set.
exec "${srcdir:-.}/tools/page-picture.sh" "$MASKLOSS" --check
