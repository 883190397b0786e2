/* The style and the script of pages: the files of data/page, which a script turns into a C source when the program is built. */
#ifndef ML_OUTPUT_PAGE_FILES_H
#define ML_OUTPUT_PAGE_FILES_H

#include <stddef.h>

/* Not ended by NUL. */
extern const char ml_page_style[], ml_page_script[];
extern const size_t ml_page_style_bytes, ml_page_script_bytes;

#endif
