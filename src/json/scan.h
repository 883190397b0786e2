/* Reads JSON text in one pass, in place, without building a tree: whoever knows what has to come asks for it piece by piece.
 * Strict (RFC 8259): UTF-8, no trailing commas, no NaN. For streams of records, whose lines are mostly numbers; class sets are
 * read with cJSON.
 *
 * A function that returns bool says false when something else is there than what was asked for; `reason` then tells what was
 * wanted, `at` where, and all further calls say false too. Blanks are passed over. */
#ifndef ML_JSON_SCAN_H
#define ML_JSON_SCAN_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A piece of the text, borrowed; of a string what stands between the quotes, with its escapes. */
typedef struct ml_span {
    const char *text;
    size_t n;
} ml_span;

typedef struct ml_scan {
    const char *at, *end;
    const char *reason; /* NULL as long as nothing failed */
} ml_scan;

/* A scan of n bytes (which may hold anything); text may be NULL for none. */
static inline ml_scan ml_scan_of(const char *text, size_t n)
{
    const char *start = text ? text : "";
    return (ml_scan){start, start + n, NULL};
}

/* Notes a failure at the current place, unless there is one already; returns false. */
bool ml_scan_fail(ml_scan *scan, const char *reason);

/* The same unless `holds`, which it returns. */
bool ml_scan_expect(ml_scan *scan, bool holds, const char *reason);

/* The next byte that is no blank, or NUL at the end or after a failure; it is not taken. */
static inline char ml_scan_peek(ml_scan *scan)
{
    while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\r' || *scan->at == '\n'))
        scan->at++;
    return scan->at < scan->end && !scan->reason ? *scan->at : '\0';
}

/* Takes `{`, `[`. */
bool ml_scan_open(ml_scan *scan, char bracket) ML_MUST_USE;

/* Goes to the next member of an object and takes its key and the colon, or to the next element of an array. False at the end,
 * whose bracket is taken, and after a failure. `*n` counts them; it is 0 at first. */
bool ml_scan_member(ml_scan *scan, size_t *n, ml_span *key) ML_MUST_USE;
bool ml_scan_element(ml_scan *scan, size_t *n) ML_MUST_USE;

/* Whether nothing but blanks is left. */
bool ml_scan_finish(ml_scan *scan) ML_MUST_USE;

bool ml_scan_string(ml_scan *scan, ml_span *string) ML_MUST_USE;
bool ml_scan_number(ml_scan *scan, double *x) ML_MUST_USE;                /* finite */
bool ml_scan_count(ml_scan *scan, uint64_t max, uint64_t *n) ML_MUST_USE; /* 0..max, digits only */

/* Takes any value, and gives it as a span. Of objects and lists only strings and brackets are looked at, not what is between.
 */
bool ml_scan_value(ml_scan *scan, ml_span *value) ML_MUST_USE;

/* An array of exactly n numbers, or where `may_be_empty` of none; *n_read tells which. */
bool ml_scan_numbers(ml_scan *scan, size_t n, bool may_be_empty, double *to, size_t *n_read) ML_MUST_USE;
bool ml_scan_counts(ml_scan *scan, size_t n, bool may_be_empty, uint64_t *to, size_t *n_read) ML_MUST_USE;

/* Whether a string's span, as it stands, is this text. */
bool ml_span_is(ml_span span, const char *text);

/* Whether what a string's span stands for, its escapes resolved, is this text. */
bool ml_span_reads(ml_span span, const char *text);

/* The text of a string, its escapes resolved, in to[n + 1] for a span of n bytes, ended with NUL; false when it has one. */
bool ml_span_decode(ml_span string, char *to) ML_MUST_USE;

#endif
