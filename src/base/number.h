/* Numbers as text: the shortest that reads back the same, and strict reading. Independent of the locale as long as nobody calls
 * setlocale. The same bytes on every machine: integers only, no C library. */
#ifndef ML_BASE_NUMBER_H
#define ML_BASE_NUMBER_H

#include "base/quirks.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ML_NUMBER_TEXT_SIZE = 64 };

/* Writes x, finite, with the fewest significant digits that read back as x, of those the ones closest to x: plain notation
 * from 1e-4 up to 1e16, else with an exponent of at least two digits ("1e-07"); whole numbers without a point; -0 as "0".
 * Returns text. */
char *ml_number_text(double x, char text[ML_NUMBER_TEXT_SIZE]);

/* The same without the NUL at the end; returns the length. */
size_t ml_number_write(double x, char text[ML_NUMBER_TEXT_SIZE]);

/* Writes n in plain decimal, without a NUL; returns the length, at most 20. */
size_t ml_integer_write(uint64_t n, char text[ML_NUMBER_TEXT_SIZE]);

/* Reads the whole of text (n bytes, below 512) as a finite decimal number (digits, point, exponent; no hexadecimal, inf, nan,
 * blanks), correctly rounded. */
bool ml_number_parse(const char *text, size_t n, double *x) ML_MUST_USE;

/* Reads the number at the start of text (n bytes) as JSON writes numbers, correctly rounded. Its length, or 0 when there is
 * none, it is not finite, or 512 bytes or longer. */
size_t ml_number_scan(const char *text, size_t n, double *x) ML_MUST_USE;

/* Reads the whole of text (n bytes) as an integer 0..max in plain decimal without sign or superfluous leading zeros. */
bool ml_integer_parse(const char *text, size_t n, uint64_t max, uint64_t *value) ML_MUST_USE;

#endif
