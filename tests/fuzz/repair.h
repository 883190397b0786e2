/* Repairs what formats check before they look at anything else, so that changed bytes reach what lies behind. What is too
 * damaged stays as it is; no byte is added or taken away. */
#ifndef ML_TESTS_FUZZ_REPAIR_H
#define ML_TESTS_FUZZ_REPAIR_H

#include "fuzz.h"

/* PNG: the check sums of chunks, and that of the image data. */
fuzz_repair fuzz_repair_png;

/* zip: offsets and sizes of members and of their directory, check sums, and local headers, which say what the directory says.
 */
fuzz_repair fuzz_repair_zip;

/* gzip: check sum and length of each member. */
fuzz_repair fuzz_repair_gzip;

/* Record streams: the check sum at the end of each line that has one. */
fuzz_repair fuzz_repair_lines;

/* Whichever of these the bytes begin like. */
fuzz_repair fuzz_repair_any;

#endif
