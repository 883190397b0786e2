/* Pictures inside a page. */
#ifndef ML_OUTPUT_PAGE_PICTURE_H
#define ML_OUTPUT_PAGE_PICTURE_H

#include "core/pictures.h"
#include "output/page/html.h"

/* The base64 text of all pictures of a page together, at most. */
enum { ML_PICTURES_MAX_BYTES = 2000000 };

/* The number of the largest size in which the pictures of n images are not too much together, the same for all; the smallest,
 * where none is. */
size_t ml_pictures_size(const ml_pictures *pictures, size_t n);

/* The pictures of the image with this id side by side, each over its title, in the size with this number; small ones are
 * enlarged by a whole number. Nothing without any. */
void ml_pictures_write(ml_html *html, const ml_pictures *pictures, size_t size, const char *id);

/* Links to an image's files, relative to the folder of the file `page` (NULL: to the working folder). Nothing without any. */
void ml_picture_links_write(ml_html *html, const ml_pictures *pictures, const char *page);

#endif
