/* Names of images; see image_names.h. */
#include "engine/image_names.h"

#include "input/open_pair.h"

#include <stdlib.h>

ml_status ml_image_names_init(const ml_pair *pair, bool is_batch, size_t image, ml_error *error, ml_image_names *names)
{
    ml_image_names made = {.id = ml_image_name(pair->id, is_batch, image),
                           .truth = pair->truth ? ml_image_name(pair->truth, is_batch, image) : NULL,
                           .prediction = ml_image_name(pair->prediction, is_batch, image)};
    if (!made.id || (pair->truth && !made.truth) || !made.prediction) {
        ml_image_names_clear(&made);
        return ml_fail_memory(error, "a name");
    }
    *names = made;
    return ML_OK;
}

void ml_image_names_clear(ml_image_names *names)
{
    free(names->id);
    free(names->truth);
    free(names->prediction);
    free(names->group);
    *names = (ml_image_names){.id = NULL};
}

ml_status ml_image_names_find_group(const ml_set *set, ml_error *error, ml_image_names *names)
{
    const ml_image_result image = ml_image_names_result(names, 0, 0);
    return ml_set_group_of(set, &image, NULL, image.prediction, error, &names->group);
}

ml_image_result ml_image_names_result(const ml_image_names *names, size_t width, size_t height)
{
    return (ml_image_result){.id = names->id,
                             .group = names->group,
                             .truth = names->truth,
                             .prediction = names->prediction,
                             .width = width,
                             .height = height};
}
