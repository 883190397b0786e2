/* What all kinds of predictions have in common; see prediction.h. */
#include "input/prediction.h"

ml_status ml_fail_activation(const ml_prediction *prediction, const char *what, ml_error *error)
{
    return ml_fail(error, ML_E_INPUT, "%s: holds %s, which are no logits: --activation is for floats", prediction->name, what);
}

void ml_prediction_close(ml_prediction *prediction)
{
    if (prediction->ops)
        prediction->ops->close(prediction->state);
    *prediction = (ml_prediction){0};
}

ml_status ml_prediction_bind(ml_prediction *prediction, const ml_array_roles *roles, const ml_classes *classes, ml_error *error)
{
    if (!prediction->array && (prediction->width != roles->truth.width || prediction->height != roles->truth.height))
        return ml_fail(error, ML_E_INPUT, "%s: is %zu wide and %zu high, its truth %zu wide and %zu high; %s", prediction->name,
                       prediction->width, prediction->height, roles->truth.width, roles->truth.height,
                       prediction->width == roles->truth.height && prediction->height == roles->truth.width
                           ? "if height and width are exchanged, transpose one of them"
                           : "nothing is ever resized: man maskloss-formats, \"SIZES THAT DIFFER\"");
    return prediction->ops->bind(prediction, roles, classes, error);
}

ml_labels *ml_prediction_labels(const ml_prediction *prediction)
{
    return prediction->ops->labels ? prediction->ops->labels(prediction->state) : NULL;
}
