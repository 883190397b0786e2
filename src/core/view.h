/* A view of a record: raw as it is, masked (pixels of masked classes count as right) or excluded (they count as ignored).
 * A row operation, because the mask depends on the true class alone. */
#ifndef ML_CORE_VIEW_H
#define ML_CORE_VIEW_H

#include "core/record.h"
#include "core/settings.h"

/* A row of a masked class that already is certain and right keeps its own sums: what was forgiven there is exactly 0. */
typedef struct ml_view {
    ml_view_kind kind;
    ml_record record;  /* with the row operation applied */
    uint64_t *support; /* [n_classes] N_y: valid pixels of true class y in this view */
    uint64_t n_valid;  /* their sum */
    bool *averaged;    /* [n_classes] the classes that averages run over in this view */
} ml_view;

/* On failure nothing is held. */
ml_status ml_view_init(const ml_settings *settings, ml_view_kind kind, ml_error *error, ml_view *view) ML_MUST_USE;
void ml_view_clear(ml_view *view);

/* Takes the view of a record with the settings' dimensions. */
void ml_view_take(const ml_settings *settings, const ml_record *record, ml_view *view);

#endif
