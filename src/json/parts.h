/* What the JSON report and the record stream have in common besides their settings: the members of their objects, written into
 * an open one. */
#ifndef ML_JSON_PARTS_H
#define ML_JSON_PARTS_H

#include "core/note.h"
#include "json/writer.h"

/* The members of an image: what it is called, and its figures (ML_IN_LINE or ML_IN_IMAGE). */
void ml_json_image(ml_json *json, const ml_image_result *image, ml_scope scope);

/* The members of a group: its name and its figures. */
void ml_json_group(ml_json *json, const ml_group_result *group);

/* The members of the aggregate. */
void ml_json_aggregate(ml_json *json, const ml_set_result *set);

/* The member errors. */
void ml_json_errors(ml_json *json, const ml_faults *faults);

/* The member notes. */
void ml_json_notes(ml_json *json, const ml_note *notes, size_t n);

/* The member gates. */
void ml_json_gates(ml_json *json, const ml_verdicts *verdicts);

#endif
