/* Parts of the record for objects; see object_parts.h. */
#include "measure/object_parts.h"

static const char *const names[ML_N_OBJECT_PARTS] = {[ML_OBJECTS_SMALL] = "small",
                                                     [ML_OBJECTS_MEDIUM] = "medium",
                                                     [ML_OBJECTS_LARGE] = "large",
                                                     [ML_OBJECTS_LEFT_OUT] = "left_out"};

/* The pixels of the least object of each size. */
static const uint64_t least_pixels[ML_N_OBJECT_SIZES] = {
    [ML_OBJECTS_SMALL] = 1, [ML_OBJECTS_MEDIUM] = 32 * 32, [ML_OBJECTS_LARGE] = 96 * 96};

int ml_object_size(uint64_t n_pixels)
{
    int size = ML_OBJECTS_LARGE;
    while (n_pixels < least_pixels[size])
        size--;
    return size;
}

uint64_t *ml_objects_numbers(const ml_record *record, const char *key, int part)
{
    return ml_record_counts(record, key, names[part]);
}

/* Takes n things of so many pixels each from those that are left. */
static bool takes(uint64_t *left, uint64_t n, uint64_t n_pixels)
{
    if (n > *left / n_pixels)
        return false;
    *left -= n * n_pixels;
    return true;
}

/* What a class has for its objects. */
typedef struct class_room {
    uint64_t pixels; /* bad ones may be in any object */
    uint64_t right;
} class_room;

/* Whether the numbers of a size are possible, and what they leave. */
static bool fits(const uint64_t *numbers, int size, uint64_t min, class_room *room)
{
    const uint64_t n = numbers[ML_OBJECTS_THERE], found = numbers[ML_OBJECTS_FOUND], half = numbers[ML_OBJECTS_HALF];
    const uint64_t least = min > least_pixels[size] ? min : least_pixels[size];
    const bool may_be = size == ML_OBJECTS_LARGE || min < least_pixels[size + 1];
    return half <= found && found <= n && (n == 0 || may_be) && takes(&room->pixels, n, least) &&
           takes(&room->right, half, least - least / 2) && takes(&room->right, found - half, 1);
}

static const char *fault(const ml_part *part, const ml_record *record)
{
    const ml_measure *measure = part->context;
    const uint64_t min = ml_objects_min(measure), *numbers[ML_N_OBJECT_PARTS];
    bool all_fit = true;
    for (int p = 0; p < ML_N_OBJECT_PARTS; p++)
        numbers[p] = ml_objects_numbers(record, measure->key, p);
    for (size_t y = 0; y < record->n_classes && all_fit; y++) {
        class_room room = {ml_record_support(record, y) + record->n_bad, record->hard[y * record->n_classes + y]};
        for (int size = ML_OBJECTS_SMALL; size < ML_N_OBJECT_SIZES && all_fit; size++)
            all_fit = fits(numbers[size] + y * ML_N_OBJECT_NUMBERS, size, min, &room);
        all_fit = all_fit && numbers[ML_OBJECTS_LEFT_OUT][y] <= (min > 1 ? room.pixels : 0);
    }
    return all_fit ? NULL : "the objects are more, or found more often, than the pixels allow";
}

void ml_objects_make_part(const ml_measure *measure, size_t i, ml_part *part)
{
    *part = (ml_part){.name = names[i],
                      .kind = ML_PART_COUNTS,
                      .n_rows = ML_EACH_CLASS,
                      .n_columns = i == ML_OBJECTS_LEFT_OUT ? 1 : ML_N_OBJECT_NUMBERS,
                      .fault = i == ML_OBJECTS_LEFT_OUT ? fault : NULL,
                      .context = measure};
}
