/* Names of files and classes as text: UTF-8 validity, and a reversible printable form. */
#ifndef ML_BASE_TEXT_H
#define ML_BASE_TEXT_H

#include "base/quirks.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Length of the valid UTF-8 sequence at s (1 to 4; n bytes are left), or 0: no overlong forms, surrogates or values past
 * U+10FFFF. */
size_t ml_utf8_length(const char *s, size_t n);

/* Whether a valid sequence is a character that drives what shows it: control characters, ends of lines (U+2028, U+2029), and
 * those that turn the direction in which a line is read, so that a name would look like another (U+061C, U+200E, U+200F, U+202A
 * to U+202E, U+2066 to U+2069); or is none, which neither HTML nor XML may hold (U+FDD0 to U+FDEF, U+FFFE and U+FFFF of each
 * plane). */
bool ml_utf8_is_control(const char *s, size_t length);

/* Whether all n bytes are valid UTF-8. */
bool ml_utf8_valid(const char *s, size_t n);

/* The name as valid UTF-8: bytes that are not UTF-8 become \xHH, and \ is doubled. NULL without memory. Freed with free. */
char *ml_name_text(const char *name) ML_MUST_USE;

/* Turns such a text back into the name, in place. False, and the text undefined, where a \ is neither doubled nor before xHH.
 */
bool ml_name_parse(char *text) ML_MUST_USE;

/* The same as ml_name_text, not reversibly, for messages, which are one line: the bytes of what
 * ml_utf8_is_control says become \xHH too, and \ stays, so that a hostile file name cannot drive the terminal, or look like
 * another one. */
char *ml_message_text(const char *message) ML_MUST_USE;

/* Whether two texts are the same; NULL is the same as NULL alone. */
static inline bool ml_same_text(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

/* Whether s ends in `end`. */
bool ml_ends_with(const char *s, const char *end);

/* The order of images by id, as strcmp says it: bytewise, but images ID[n] of a batch by number and before what else begins
 * with ID. Ids that differ are never equal. */
int ml_id_compare(const char *a, const char *b);

/* Splits "[number]" off the end of an id: the length of what is before it; *number is 0 without one, else 1 more. */
size_t ml_id_split(const char *id, uint64_t *number);

/* The next item of a list with commas, without the blanks around it: *item and *n (0 for an empty one). *rest is the list at
 * first, then what is left, and NULL after the last item, when the answer is false. */
bool ml_list_next(const char **rest, const char **item, size_t *n);

/* Number of columns that valid UTF-8 text takes: one per code point, two for those of East Asian scripts and pictures, none for
 * marks that combine with what is before them. */
size_t ml_text_columns(const char *s);

/* The same for its first n bytes. */
size_t ml_text_columns_of(const char *s, size_t n);

#endif
