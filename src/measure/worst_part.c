/* The list of the worst objects; see worst_part.h. */
#include "measure/worst_part.h"

#include "measure/object_parts.h"

static const char name[] = "worst";

/* The more pixels are not decided right, the worse. */
static uint64_t rank(const uint64_t *row) { return row[ML_WORST_PIXELS] - row[ML_WORST_HIT]; }

/* Whether an image of this size, with these pixels, can have such an object. */
static bool is_possible(const ml_record *record, const uint64_t *row, uint64_t min, uint64_t width, uint64_t height)
{
    const uint64_t y = row[ML_WORST_CLASS], as = row[ML_WORST_AS], pixels = row[ML_WORST_PIXELS];
    if (row[ML_WORST_LAST_ROW] >= height || row[ML_WORST_FIRST_ROW] > row[ML_WORST_LAST_ROW] ||
        row[ML_WORST_LAST_COLUMN] >= width || row[ML_WORST_FIRST_COLUMN] > row[ML_WORST_LAST_COLUMN])
        return false;
    const uint64_t rows = row[ML_WORST_LAST_ROW] - row[ML_WORST_FIRST_ROW] + 1;
    const uint64_t columns = row[ML_WORST_LAST_COLUMN] - row[ML_WORST_FIRST_COLUMN] + 1;
    if (pixels < min || pixels < rows || pixels < columns || pixels > rows * columns || row[ML_WORST_HIT] >= pixels)
        return false;
    if (as == ML_ROW_NOTHING)
        return rank(row) <= record->none[y] + record->n_bad;
    return as < record->n_classes && as != y && record->hard[y * record->n_classes + as] > 0;
}

/* What the rows of a class come to. */
typedef struct class_sums {
    uint64_t pixels, hit;
    uint64_t of[ML_N_OBJECT_SIZES][ML_N_OBJECT_NUMBERS];
} class_sums;

/* Adds a row. False where its pixels are more than are left. */
static bool add(class_sums *sums, const uint64_t *row, const class_sums *most)
{
    const uint64_t pixels = row[ML_WORST_PIXELS], hit = row[ML_WORST_HIT];
    if (pixels > most->pixels - sums->pixels || hit > most->hit - sums->hit)
        return false;
    uint64_t *numbers = sums->of[ml_object_size(pixels)];
    sums->pixels += pixels;
    sums->hit += hit;
    numbers[ML_OBJECTS_THERE]++;
    numbers[ML_OBJECTS_FOUND] += hit > 0;
    numbers[ML_OBJECTS_HALF] += hit >= pixels - hit;
    return true;
}

/* Whether these are among the objects that are counted: so many of each size, and of those that are missed, or found but not by
 * half. Where not all that there may be are listed, these are all there are. */
static bool agree(const class_sums *listed, const class_sums *all, bool is_whole)
{
    bool agrees = true;
    for (int size = ML_OBJECTS_SMALL; size < ML_N_OBJECT_SIZES; size++) {
        const uint64_t *few = listed->of[size], *most = all->of[size];
        for (int i = 0; i < ML_N_OBJECT_NUMBERS; i++) {
            const uint64_t others = few[ML_OBJECTS_THERE] - few[i], most_others = most[ML_OBJECTS_THERE] - most[i];
            agrees = agrees && few[i] <= most[i] && others <= most_others && (!is_whole || others == most_others);
        }
    }
    return agrees;
}

static const char *fault(const ml_part *part, const ml_record *record, const ml_rows *rows, uint64_t width, uint64_t height)
{
    const ml_measure *measure = part->context;
    const uint64_t *numbers[ML_N_OBJECT_SIZES];
    bool fits = true;
    size_t i = 0;
    for (int size = ML_OBJECTS_SMALL; size < ML_N_OBJECT_SIZES; size++)
        numbers[size] = ml_objects_numbers(record, measure->key, size);
    for (size_t y = 0; y < record->n_classes && fits; y++) {
        const uint64_t right = record->hard[y * record->n_classes + y], n_pixels = ml_record_support(record, y) + record->n_bad;
        class_sums listed = {.pixels = 0}, all = {.pixels = n_pixels, .hit = right};
        const size_t first = i;
        for (int size = ML_OBJECTS_SMALL; size < ML_N_OBJECT_SIZES; size++)
            for (int c = 0; c < ML_N_OBJECT_NUMBERS; c++)
                all.of[size][c] = numbers[size][y * ML_N_OBJECT_NUMBERS + (size_t)c];
        for (; i < rows->n && ml_rows_at(rows, i)[ML_WORST_CLASS] == y && fits; i++)
            fits = is_possible(record, ml_rows_at(rows, i), ml_objects_min(measure), width, height) &&
                   add(&listed, ml_rows_at(rows, i), &all);
        fits = fits && listed.pixels - listed.hit <= n_pixels - right && agree(&listed, &all, i - first < part->n_rows);
    }
    return fits ? NULL : "the worst objects are none that the pixels and the numbers of objects allow";
}

void ml_worst_part_make(const ml_measure *measure, ml_part *part)
{
    if (ml_worst_n_wanted(measure) > 0)
        *part = (ml_part){.name = name,
                          .kind = ML_PART_LIST,
                          .n_rows = ml_worst_n_wanted(measure),
                          .n_columns = ML_WORST_COLUMNS,
                          .rank = rank,
                          .list_fault = fault,
                          .context = measure};
}

const ml_slot *ml_worst_part_find(const ml_record *record, const char *key) { return ml_record_find(record, key, name); }
