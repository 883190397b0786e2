/* The maps of a job: what is asked for, and what has become of those of an image, until its files are moved to their places. */
#ifndef ML_ENGINE_DRAWING_H
#define ML_ENGINE_DRAWING_H

#include "core/pictures.h"
#include "engine/kept_files.h"
#include "io/beneath.h"
#include "observe/maps/thumbnails.h"

/* Read-only once opened, so that threads may share it. Must not move. A zeroed one has no maps. */
typedef struct ml_drawing {
    const ml_map_choice *choice; /* borrowed, like the settings and limits */
    const ml_settings *settings;
    const ml_limits *limits;
    size_t n_files;    /* the first so many maps are files, the others pictures of a page */
    ml_maps maps;      /* all of them */
    bool files_at_end; /* only the images that are reported at the end have files */
    ml_observer
        scales; /* finds the largest values where nobody says what the brightest colour stands for; no kind: not wanted */
    ml_beneath *directory;     /* NULL: no files */
    const ml_kept_files *kept; /* what must not be replaced; borrowed */
} ml_drawing;

/* What the job asks for, checked before any map is drawn: names that are none, or that two maps would have, are usage errors.
 * The directory is made. On failure nothing is held. */
ml_status ml_drawing_open(const ml_job *job, const ml_pairs *pairs, const ml_settings *settings, const ml_kept_files *kept,
                          ml_error *error, ml_drawing *drawing) ML_MUST_USE;
/* Waits until the files that were written are safe. */
ml_status ml_drawing_finish(const ml_drawing *drawing, ml_error *error) ML_MUST_USE;
void ml_drawing_clear(ml_drawing *drawing);

/* What has been drawn of an image. A zeroed one is nothing. */
typedef struct ml_drawn {
    size_t n_files;
    ml_new_file **files;  /* [n_files] in order of the kinds that the image has; owned, and gone unless they are moved */
    const ml_map **kinds; /* [n_files] */
    ml_thumbnail_set thumbnails;
} ml_drawn;

void ml_drawn_clear(ml_drawn *drawn);

/* Moves the files of the image `id` to their places; those that could not be are lost. */
ml_status ml_drawn_move(const ml_drawing *drawing, ml_drawn *drawn, const char *id, ml_error *error) ML_MUST_USE;

#endif
