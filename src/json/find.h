/* Figures by the path under which the JSON report has them. */
#ifndef ML_JSON_FIND_H
#define ML_JSON_FIND_H

#include "core/path.h"
#include "json/writer.h"

/* Writes the members of an object: what `subject` is, its writer knows. */
typedef void (*ml_members)(ml_json *json, const void *subject);

/* The members of an aggregate (of an ml_set_result) and of an image (of an ml_image_result). */
void ml_members_of_aggregate(ml_json *json, const void *set);
void ml_members_of_image(ml_json *json, const void *image);

/* Calls `visit` for each number of the object, in order. */
void ml_visit(ml_members members, const void *subject,
              void (*visit)(void *context, const char *const *keys, size_t n_keys, double value), void *context);

/* The figure that the path leads to, NaN for null; false where there is none. */
bool ml_find(ml_members members, const void *subject, const ml_path *path, double *value) ML_MUST_USE;

/* A usage error unless there is a figure under the path: it names the nearest path that there is. `option` and `text` are what
 * was said. */
ml_status ml_find_check(ml_members members, const void *subject, const ml_path *path, const char *option, const char *text,
                        ml_error *error) ML_MUST_USE;

#endif
