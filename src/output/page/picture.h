/* Pictures inside a page. */
#ifndef ML_OUTPUT_PAGE_PICTURE_H
#define ML_OUTPUT_PAGE_PICTURE_H

#include "core/pictures.h"
#include "output/page/html.h"

/* The base64 text of all pictures of a page together, at most. */
enum { ML_PICTURES_MAX_BYTES = 2000000 };

/* How many bytes n bytes have as base64. */
static inline size_t ml_base64_bytes(size_t n) { return (n + 2) / 3 * 4; }

/* Pictures of an image side by side, each over its title, in the size with this number, and links to files: relative to the
 * folder of the file `page` (NULL: to the working folder). Nothing without any. */
void ml_pictures_write(ml_html *html, const ml_pictures *pictures, size_t size, const char *page);

#endif
