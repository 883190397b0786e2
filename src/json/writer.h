/* Writes JSON piece by piece, in the order of the calls: nothing is held but the nesting. Objects and arrays stand one member
 * a line, or on one line where the caller says so. A document ends with a newline. */
#ifndef ML_JSON_WRITER_H
#define ML_JSON_WRITER_H

#include "io/out.h"

#include <stdbool.h>
#include <stdint.h>

enum { ML_JSON_MAX_DEPTH = 16 };

typedef enum ml_json_style { ML_JSON_LINES, ML_JSON_INLINE } ml_json_style;

typedef struct ml_json {
    ml_out *out;
    bool compact; /* everything on one line, without blanks, whatever the styles say */
    int depth;
    struct {
        char end;
        bool inline_members; /* this container or one around it is on one line */
        bool has_members;
    } levels[ML_JSON_MAX_DEPTH];
} ml_json;

/* `key` is the member's name (valid UTF-8) inside an object, NULL inside an array and at the top. */
void ml_json_object(ml_json *json, const char *key, ml_json_style style);
void ml_json_array(ml_json *json, const char *key, ml_json_style style);
void ml_json_end(ml_json *json);
void ml_json_number(ml_json *json, const char *key, double x); /* null where x is not finite */
void ml_json_count(ml_json *json, const char *key, uint64_t n);
void ml_json_bool(ml_json *json, const char *key, bool yes);
void ml_json_string(ml_json *json, const char *key, const char *text);     /* valid UTF-8 */
void ml_json_message(ml_json *json, const char *key, const char *message); /* any bytes, as ml_message_text */
void ml_json_name(ml_json *json, const char *key, const char *name);       /* any bytes, as ml_name_text */

#endif
