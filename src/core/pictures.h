/* Pictures of an image, for whoever shows it: small ones in several sizes, and the files in which the whole ones are.
 * Everything is borrowed; what `items` leads to holds until the report has ended. */
#ifndef ML_CORE_PICTURES_H
#define ML_CORE_PICTURES_H

#include <stddef.h>
#include <stdint.h>

enum { ML_MAX_IMAGES_WITH_PICTURES = 100 }; /* of a report */

enum { ML_N_THUMBNAIL_SIZES = 5 }; /* at most 240, 160, 120, 80, 40 pixels wide and high */

typedef struct ml_thumbnail {
    const uint8_t *png; /* [n_bytes] */
    size_t n_bytes;
    size_t width, height;
} ml_thumbnail;

typedef struct ml_picture {
    const char *title; /* "photo", "truth", "decision", "error", "loss" */
    ml_thumbnail sizes[ML_N_THUMBNAIL_SIZES];
} ml_picture;

/* A file of --maps. */
typedef struct ml_picture_link {
    const char *kind; /* as --kinds has it */
    const char *path; /* as the file system has it, beginning with what --maps says */
} ml_picture_link;

typedef struct ml_pictures {
    size_t n;
    const ml_picture *items; /* [n] in the order in which they are shown */
    size_t n_links;
    const ml_picture_link *links; /* [n_links] */
} ml_pictures;

#endif
