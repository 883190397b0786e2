/* Objects, found or missed; see objects.h. While tiles pass, a bit is noted for each pixel that is decided right, and its
 * decision where the worst objects are wanted; in the end those of each object are counted. */
#include "measure/objects.h"

#include "base/memory.h"
#include "measure/components.h"
#include "measure/decided.h"
#include "measure/object_figures.h"
#include "measure/object_parts.h"
#include "measure/worst_part.h"

#include <stdlib.h>
#include <string.h>

/* Pixels of a word of bits. */
enum { WORD_PIXELS = 64 };
_Static_assert(ML_TILE_PIXELS % WORD_PIXELS == 0, "no two threads write to the same word");

/* Of one thread, or of an image that several work on; then the first one's bits are what the others write to. */
typedef struct objects {
    uint64_t min;
    uint64_t *numbers[ML_N_OBJECT_PARTS]; /* of the tally */
    const ml_part *worst;                 /* the list of these; NULL: they are not wanted */
    ml_rows *rows;                        /* of the tally: that list */
    size_t n_classes;
    ml_components components;
    const uint16_t *truth; /* of the current image; whose threads but one need none, as with the next */
    size_t n_rows, n_columns;
    uint64_t *made; /* [capacity] */
    size_t capacity;
    uint64_t *right;    /* of the current image: whether each pixel is decided right; of ignored pixels anything */
    ml_decided decided; /* where the worst are wanted */
} objects;

static ml_status create(const void *params, const ml_settings *settings, ml_tally *tally, ml_error *error, void **state)
{
    const ml_measure *measure = params;
    objects *o = ml_alloc(1, sizeof *o);
    if (!o)
        return ml_fail_memory(error, "the measure objects");
    o->min = ml_objects_min(measure);
    o->n_classes = settings->classes->n;
    for (int p = 0; p < ML_N_OBJECT_PARTS; p++)
        o->numbers[p] = ml_objects_numbers(&tally->counts, measure->key, p);
    const ml_slot *worst = ml_worst_part_find(&tally->counts, measure->key);
    if (worst) {
        o->worst = &worst->part;
        o->rows = &tally->counts.own_lists[worst->first];
    }
    *state = o;
    return ML_OK;
}

static void destroy(void *state)
{
    objects *o = state;
    ml_components_clear(&o->components);
    free(o->made);
    ml_decided_clear(&o->decided);
    free(o);
}

/* What is held of an image; UINT64_MAX: more than there can be. */
static uint64_t bytes_of(const objects *o, const ml_observed_image *image, size_t n_words, size_t n_runs)
{
    const uint64_t parts[] = {n_words * sizeof *o->made, ml_components_bytes(n_runs), o->worst ? ml_decided_bytes(image) : 0,
                              o->worst ? ml_worst_objects_bytes(o->worst, o->n_classes, n_runs) : 0};
    uint64_t sum = 0;
    for (size_t p = 0; p < ML_COUNT(parts); p++)
        sum = parts[p] > UINT64_MAX - sum ? UINT64_MAX : sum + parts[p];
    return sum;
}

static ml_status begin(void *state, const ml_observed_image *image, void *joined, ml_error *error)
{
    objects *o = state;
    const objects *other = joined;
    if (joined) {
        o->right = other->right;
        return o->worst ? ml_decided_begin(&o->decided, image, &other->decided, error) : ML_OK;
    }
    const size_t n_words = (image->width * image->height - 1) / WORD_PIXELS + 1;
    const size_t n_runs = ml_components_runs(image->truth, image->height, image->width);
    ml_status status =
        ml_limits_memory(image->limits, image->name, bytes_of(o, image, n_words, n_runs), "the measure objects", error);
    if (!status && !ml_reserve(&o->made, &o->capacity, n_words, sizeof *o->made))
        status = ml_fail_memory(error, "the measure objects");
    if (!status && o->worst)
        status = ml_decided_begin(&o->decided, image, NULL, error);
    if (!status)
        status = ml_components_find(&o->components, image->truth, image->height, image->width, n_runs, error);
    o->truth = image->truth;
    o->n_rows = image->height;
    o->n_columns = image->width;
    o->right = o->made;
    return status;
}

/* The bits of n pixels, most groups of which are all right. */
static uint64_t right_of(const uint16_t *truth, const uint16_t *decision, size_t n, bool has_bad)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < n; i += ML_LANES) {
        const size_t end = n - i < ML_LANES ? n : i + ML_LANES;
        if (end == i + ML_LANES && !has_bad && memcmp(truth + i, decision + i, sizeof(uint16_t[ML_LANES])) == 0)
            bits |= UINT64_C(0xff) << i;
        else
            for (size_t k = i; k < end; k++)
                bits |= (uint64_t)(truth[k] != ML_IGNORED && truth[k] == decision[k]) << k;
    }
    return bits;
}

static ml_status take(void *state, const ml_observed_tile *tile, ml_error *error)
{
    objects *o = state;
    const ml_pixels *px = tile->pixels;
    uint64_t *right = o->right + tile->first / WORD_PIXELS;
    ML_UNUSED(error);
    for (size_t i = 0; i < px->n_pixels; i += WORD_PIXELS) {
        const size_t n = px->n_pixels - i < WORD_PIXELS ? px->n_pixels - i : WORD_PIXELS;
        *right++ = right_of(px->label + i, px->decision + i, n, px->n_bad > 0);
    }
    if (o->worst)
        ml_decided_take(&o->decided, tile);
    return ML_OK;
}

/* How many bits of a word are set. */
static unsigned ones(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (unsigned)((word * UINT64_C(0x0101010101010101)) >> 56);
}

/* How many pixels from the first to the last are decided right. */
static size_t count_right(const uint64_t *right, size_t first, size_t last)
{
    size_t n = 0;
    for (size_t w = first / WORD_PIXELS; w <= last / WORD_PIXELS; w++) {
        uint64_t word = right[w];
        if (w == first / WORD_PIXELS)
            word &= UINT64_MAX << first % WORD_PIXELS;
        if (w == last / WORD_PIXELS)
            word &= UINT64_MAX >> (WORD_PIXELS - 1 - last % WORD_PIXELS);
        n += ones(word);
    }
    return n;
}

static void count_object(const objects *o, const ml_component *object)
{
    const size_t y = o->truth[object->first_pixel];
    if (object->n_pixels < o->min) {
        o->numbers[ML_OBJECTS_LEFT_OUT][y]++;
        return;
    }
    uint64_t *numbers = o->numbers[ml_object_size(object->n_pixels)] + y * ML_N_OBJECT_NUMBERS;
    numbers[ML_OBJECTS_THERE]++;
    numbers[ML_OBJECTS_FOUND] += object->n_right > 0;
    numbers[ML_OBJECTS_HALF] += object->n_right >= object->n_pixels - object->n_right;
}

static ml_status finish(void *state, ml_error *error, void **left)
{
    objects *o = state;
    ml_components *components = &o->components;
    ML_UNUSED(left);
    for (const ml_run *run = components->runs; run < components->runs + components->n_runs; run++)
        if (run->component != ML_NO_COMPONENT)
            components->items[run->component].n_right += count_right(o->right, run->first, run[1].first - 1);
    for (size_t i = 0; i < components->n; i++)
        count_object(o, &components->items[i]);
    const ml_worst_search search = {o->n_rows, o->n_columns, o->n_classes, o->truth, o->decided.at, o->min, o->worst};
    return o->worst ? ml_worst_objects_find(&search, components, error, o->rows) : ML_OK;
}

static void make_part(const ml_measure *measure, size_t i, ml_part *part)
{
    if (i < ML_N_OBJECT_PARTS)
        ml_objects_make_part(measure, i, part);
    else
        ml_worst_part_make(measure, part);
}

static const ml_observer_kind observer = {
    .name = "objects", .create = create, .destroy = destroy, .begin = begin, .take = take, .finish = finish};

const ml_measure_kind ml_measure_objects = {
    .name = "objects",
    .title = "objects found and missed",
    .definition = "Regions of a true class, connected over sides and corners, of at least\n"
                  "min pixels: found where a pixel is decided right. No views. worst=N: the\n"
                  "N of which the most pixels are not, with their images and boxes.",
    .source = "Lin et al. 2014 (COCO), for the sizes",
    .params = {{.name = "min",
                .meaning = "pixels of the least object that counts",
                .fallback = 1,
                .least = 1,
                .most = 1 << 30,
                .is_whole = true},
               {.name = "worst",
                .meaning = "how many objects are listed: those with the most pixels not decided right",
                .fallback = 0,
                .least = 0,
                .most = 1 << 30,
                .is_whole = true}},
    .n_parts = ML_N_OBJECT_PARTS + 1,
    .make_part = make_part,
    .observer = &observer,
    .rows = ml_object_rows,
    .create = ml_object_figures_create,
    .destroy = ml_object_figures_destroy,
    .compute = ml_object_figures_compute,
    .n_sums = ml_object_figures_n_sums,
    .take_sums = ml_object_figures_take_sums,
    .from_sums = ml_object_figures_from_sums,
};
