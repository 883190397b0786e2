/* Which axes of a truth and a prediction are which, by their shapes and what is said of them.
 *
 * Covers: src/input/array_roles.c src/format/axes.c */
#include "fuzz.h"

#include "input/array_roles.h"

const fuzz_target ml_fuzz = {.name = "roles"};

/* The next byte, 0 behind the end. */
static uint8_t next(const uint8_t **bytes, size_t *n)
{
    if (*n == 0)
        return 0;
    --*n;
    return *(*bytes)++;
}

/* A side: an image, or an array of up to 7 axes, of which the file may say something. */
static ml_side make_side(const char *name, const uint8_t **bytes, size_t *n, ml_array_header *array)
{
    uint8_t flags = next(bytes, n);
    ml_side side = {.name = name,
                    .array = flags & 7 ? array : NULL,
                    .may_be_colors = flags & 8,
                    .has_index = flags & 16,
                    .index = flags & 16 ? flags >> 6 : 0,
                    .n_channels = flags & 32 ? flags >> 6 : 0};
    const uint8_t kind = flags & 7 ? next(bytes, n) : 0;
    array->rank = flags & 7;
    array->is_float = kind & 1;
    array->n_elems = 1;
    for (size_t a = 0; a < array->rank; a++) {
        array->shape[a] = 1 + next(bytes, n) % 16;
        array->n_elems *= array->shape[a];
        array->may_be[a] = kind & 2 ? next(bytes, n) : 0;
    }
    if (!side.array) {
        side.width = 1 + next(bytes, n) % 16;
        side.height = 1 + next(bytes, n) % 16;
    }
    return side;
}

/* The axes of an array are some of its own. */
static void check_axes(const ml_axes *axes, const ml_array_header *array, const ml_array_roles *roles)
{
    if (!array)
        return;
    FUZZ_CHECK(axes->height == roles->truth.height && axes->width == roles->truth.width);
    FUZZ_CHECK(axes->n_images >= 1 && axes->n_channels >= 1);
    FUZZ_CHECK((uint64_t)axes->n_images * axes->n_channels * axes->height * axes->width == array->n_elems);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    ml_array_header truth_array = {0}, prediction_array = {0};
    uint8_t said = next(&bytes, &n);
    const ml_truth_layout truth_layout = (ml_truth_layout)(said % ML_N_TRUTH_LAYOUTS);
    const ml_layout layout = (ml_layout)(said / ML_N_TRUTH_LAYOUTS % ML_N_LAYOUTS);
    const ml_side truth = make_side("t", &bytes, &n, &truth_array), prediction = make_side("p", &bytes, &n, &prediction_array);
    ml_error error = ML_ERROR_INIT;
    ml_array_roles roles;
    ml_status status = ml_array_roles_find(&truth, &prediction, truth_layout, layout, &error, &roles);
    fuzz_check_error(status, &error);
    if (status)
        return 0;
    FUZZ_CHECK(roles.n_images >= 1 && roles.truth.height >= 1 && roles.truth.width >= 1);
    FUZZ_CHECK(roles.is_batch || roles.n_images == 1);
    check_axes(&roles.truth, truth.array, &roles);
    check_axes(&roles.prediction, prediction.array, &roles);
    return 0;
}
