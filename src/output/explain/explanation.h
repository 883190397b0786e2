/* One pixel explained, in each form. Failures of output show when it is committed. */
#ifndef ML_OUTPUT_EXPLAIN_EXPLANATION_H
#define ML_OUTPUT_EXPLAIN_EXPLANATION_H

#include "core/explained.h"
#include "io/out.h"

void ml_explanation_text(const ml_explained *explained, ml_out *out);
void ml_explanation_json(const ml_explained *explained, ml_out *out);

#endif
