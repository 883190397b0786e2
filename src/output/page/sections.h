/* Sections that the pages of evaluations and of comparisons share. */
#ifndef ML_OUTPUT_PAGE_SECTIONS_H
#define ML_OUTPUT_PAGE_SECTIONS_H

#include "core/gate.h"
#include "core/note.h"
#include "output/page/page.h"

/* The class of the first heading: only where nothing is missing it is that of gates that hold. NULL: none. */
const char *ml_page_headline_class(const ml_verdicts *verdicts, bool is_incomplete);

/* What each gate says, those first that fail; nothing without gates. */
void ml_page_gates(ml_page *page, const ml_verdicts *verdicts);

/* Nothing without notes. */
void ml_page_notes(ml_page *page, const ml_note *notes, size_t n);

/* The version, and what the figures depend on besides the files; of a comparison the baseline's settings, and those of the
 * candidate (else NULL) where they differ. */
void ml_page_settings(ml_page *page, const ml_settings *settings, const ml_settings *candidate);

/* The masked classes, as many as a line has room for, or "nothing". */
void ml_page_masked(ml_html *html, const ml_settings *settings);

#endif
