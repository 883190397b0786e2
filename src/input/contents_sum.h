/* What several files hold together, as far as they are alike. */
#ifndef ML_INPUT_CONTENTS_SUM_H
#define ML_INPUT_CONTENTS_SUM_H

#include "input/contents.h"

/* Whether two files are of one kind: eval reads them in the same way, and what they hold looks alike. Their sizes may differ.
 */
bool ml_contents_alike(const ml_contents *a, const ml_contents *b);

/* Adds what a file holds to a sum, which is that of a file like it, or of several: labels, colours, values and bytes. The place
 * of the first bad value stays that of the file that had one first. */
void ml_contents_add(ml_contents *sum, const ml_contents *file);

#endif
