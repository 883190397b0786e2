/* Numbers as text: the shortest that reads back the same, and strict reading. Independent of the locale as long as nobody calls
 * setlocale. */
#ifndef ML_BASE_NUMBER_H
#define ML_BASE_NUMBER_H

#include "base/quirks.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ML_NUMBER_TEXT_SIZE = 64 };

/* Writes x, finite, with the fewest significant digits that read back as x: plain notation from 1e-4 up to 1e16, else with
 * an exponent of at least two digits ("1e-07"); whole numbers without a point; -0 as "0". Returns text. */
char *ml_number_text(double x, char text[ML_NUMBER_TEXT_SIZE]);

/* Reads the whole of text (n bytes, below 512) as a finite decimal number (digits, point, exponent; no hexadecimal, inf, nan,
 * blanks). */
bool ml_number_parse(const char *text, size_t n, double *x) ML_MUST_USE;

/* Reads the whole of text (n bytes) as an integer 0..max in plain decimal without sign or superfluous leading zeros. */
bool ml_integer_parse(const char *text, size_t n, uint64_t max, uint64_t *value) ML_MUST_USE;

#endif
