/* --worst=N: of all images only those with the highest figure are reported, at the end, the highest first. */
#ifndef ML_ENGINE_WORST_H
#define ML_ENGINE_WORST_H

#include "base/ranking.h"
#include "core/pictures.h"
#include "engine/job.h"
#include "input/pairs/pair.h"
#include "observe/maps/thumbnails.h"

/* The figure of an image that says how bad it is. */
typedef struct ml_by {
    char *text; /* as a message or a report shows it */
    ml_figure figure;
    bool is_turned; /* a - stands before the path: less is worse */
} ml_by;

/* What `path` says (--by), or where it is NULL the masked view's cce, or where the settings leave that out the first loss of
 * the view that goes before the others. The path must be one of images with these settings. On failure nothing is held. */
ml_status ml_by_init(const char *path, const ml_settings *settings, ml_error *error, ml_by *by) ML_MUST_USE;
void ml_by_clear(ml_by *by);

/* How an image of the worst is read again; all borrowed. */
typedef struct ml_again {
    const ml_pair *pair;
    size_t image;  /* of the pair */
    uint64_t mark; /* of its files, when it was evaluated */
    size_t n_scales;
    const double *scales; /* [n_scales] of its maps; NULL: none are known */
    size_t number;        /* whatever whoever offers the image knows it by */
} ml_again;

/* A file of the image's maps. */
typedef struct ml_kept_link {
    const char *kind; /* borrowed */
    char *path;       /* owned */
} ml_kept_link;

/* One of the worst images. */
typedef struct ml_kept_image {
    char *id, *group, *truth, *prediction; /* group and truth may be NULL */
    size_t width, height;
    ml_record record;
    ml_again again; /* no pair: it is not read again */
    double *scales; /* [again.n_scales] owned, or NULL */
    size_t n_links;
    ml_kept_link *links; /* [n_links] */
    ml_thumbnail_set thumbnails;
    bool has_failed; /* could not be read again */
} ml_kept_image;

/* A zeroed one wants no images. */
typedef struct ml_worst {
    ml_ranking ranking; /* of ml_kept_image */
    ml_by by;
    bool is_complete; /* all images have been offered before any is reported */
} ml_worst;

/* What was asked for: --worst and --by, or as many images as the form shows where --worst is not given; with --summary none. On
 * failure nothing is held. */
ml_status ml_worst_init(const ml_report_choice *choice, const ml_settings *settings, ml_error *error,
                        ml_worst *worst) ML_MUST_USE;
void ml_worst_clear(ml_worst *worst);

/* Considers an image, whose record is copied if it is among the worst so far, as is how it is read again (NULL: it is not); one
 * whose figure is null never is. Of images with the same figure the one offered first is the worse. */
ml_status ml_worst_offer(ml_worst *worst, const ml_image_result *image, const ml_record *record, const ml_again *again,
                         ml_error *error) ML_MUST_USE;

/* Reports them; `figures` is overwritten. */
ml_status ml_worst_report(const ml_worst *worst, const ml_report_form *form, ml_report *report, ml_figures *figures,
                          ml_error *error) ML_MUST_USE;

#endif
