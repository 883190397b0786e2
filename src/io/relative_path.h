/* The address of a file in a page that lies beside it. */
#ifndef ML_IO_RELATIVE_PATH_H
#define ML_IO_RELATIVE_PATH_H

#include "base/quirks.h"

/* The way from the folder of the file `from` (NULL: from the working folder) to the file `to`, as a page has it: beginning with
 * ./ or ../, so that it is no scheme and no host, and each byte that could mean something written %HH. Names are taken as they
 * are written, without asking which of them are links. NULL without memory, or where the working folder is needed and not
 * known. Freed with free. */
char *ml_relative_address(const char *from, const char *to) ML_MUST_USE;

#endif
