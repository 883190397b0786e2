/* --worst=N: of all images only those with the highest figure are reported, at the end, the highest first. */
#ifndef ML_COMMAND_WORST_H
#define ML_COMMAND_WORST_H

#include "base/ranking.h"
#include "command/arguments.h"

/* A zeroed one wants no images. */
typedef struct ml_worst {
    ml_ranking ranking; /* of copies of the images */
    ml_path by;
    char *by_text; /* as a message or a report shows it */
    bool lowest;   /* the lowest figure is the worst */
} ml_worst;

/* The path that images are sorted by unless --by says another: the masked view's cce, or where the options leave that out the
 * first loss of the first view that there is. NULL without memory. Freed with free. */
char *ml_worst_default_by(const ml_settings *settings) ML_MUST_USE;

/* What the options ask for: --worst and --by, or `fallback` images where --worst is not given; with --summary none. The path
 * must be one of images with the settings of `empty`, figures of an empty record. On failure nothing is held. */
ml_status ml_worst_init(const ml_arguments *arguments, size_t fallback, const ml_figures *empty, ml_error *error,
                        ml_worst *worst) ML_MUST_USE;
void ml_worst_clear(ml_worst *worst);

/* Considers an image, whose record is copied if it is among the worst so far; one whose figure is null never is. Of images with
 * the same figure the one offered first is the worse. */
ml_status ml_worst_offer(ml_worst *worst, const ml_image_result *image, const ml_record *record, ml_error *error) ML_MUST_USE;

/* Reports them; `figures` is overwritten. */
void ml_worst_report(const ml_worst *worst, const ml_report_form *form, ml_report *report, ml_figures *figures);

#endif
