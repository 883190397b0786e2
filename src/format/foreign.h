/* What is said of files that are recognised but not read: how they become what is read, and how those are told that begin like
 * nothing in particular. */
#ifndef ML_FORMAT_FOREIGN_H
#define ML_FORMAT_FOREIGN_H

#include "io/source.h"

/* What to do about a kind of file for which man maskloss-formats has a conversion under a heading that begins so.
 * tests/conversions.sh runs all of them. */
#define ML_CONVERSION(HEADING) "man maskloss-formats, \"" HEADING "\", converts it"

/* Whether the text begins as a table of run lengths with EncodedPixels in its first line, as JSON of labelme, or as JSON of
 * COCO. */
ml_status ml_is_like_run_lengths(const ml_source *source, ml_error *error, bool *is) ML_MUST_USE;
ml_status ml_is_like_labelme(const ml_source *source, ml_error *error, bool *is) ML_MUST_USE;
ml_status ml_is_like_coco(const ml_source *source, ml_error *error, bool *is) ML_MUST_USE;

/* ML_E_INPUT where the directory is a zarr store: an array or a group, of version 2 or 3. */
ml_status ml_refuse_zarr(const char *directory, ml_error *error) ML_MUST_USE;

/* Whether the member of an archive is one by which a zarr store in a zip is known. */
bool ml_is_zarr_member(const char *name);

#endif
