/* Counts of labels; see label_counts.h. */
#include "input/label_counts.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { N_CELLS = ML_N_BYTES * ML_N_BYTES, AT_ONCE = 8 };

void ml_label_counter_clear(ml_label_counter *counter)
{
    free(counter->tables);
    free(counter->counts);
    free(counter->truth);
    *counter = (ml_label_counter){0};
}

static size_t size_of(size_t n_cells) { return sizeof(ml_label_counts) + n_cells * sizeof(ml_label_cell); }

size_t ml_label_counts_size_bytes(const ml_label_counts *counts) { return size_of(counts->n_cells); }

ml_label_counts *ml_label_counts_copy(const ml_label_counts *counts)
{
    ml_label_counts *copy = ml_alloc_unset(size_of(counts->n_cells), 1);
    if (copy)
        memcpy(copy, counts, size_of(counts->n_cells));
    return copy;
}

bool ml_label_counts_fit(const ml_open_pair *opened)
{
    const ml_labels *prediction = ml_prediction_labels(&opened->prediction);
    return opened->has_labels && prediction && ml_labels_are_bytes(&opened->truth) && ml_labels_are_bytes(prediction);
}

/* Room for an image of n pixels. */
static ml_status hold(ml_label_counter *counter, size_t n, ml_error *error)
{
    if (!counter->tables)
        counter->tables = ml_alloc(2 * N_CELLS, sizeof *counter->tables);
    if (!counter->counts)
        counter->counts = ml_alloc_unset(size_of(N_CELLS), 1);
    if (n > counter->capacity) {
        free(counter->truth);
        counter->truth = ml_alloc_unset(n, 1);
        counter->capacity = counter->truth ? n : 0;
    }
    return counter->tables && counter->counts && counter->truth ? ML_OK : ml_fail_memory(error, "the labels");
}

static bool is_uniform(uint64_t bytes) { return bytes == (bytes << 8 | bytes >> 56); }

/* Counts n pixels: labels come in runs, and most groups have one of each side. Pixels that follow each other go to two tables,
 * so that a sum need not wait for the one before. Notes which bytes of the truth there are. */
static void count(const uint8_t *truth, const uint8_t *prediction, size_t n, uint64_t *tables, bool occurs[ML_N_BYTES])
{
    size_t i = 0;
    for (; i + AT_ONCE <= n; i += AT_ONCE) {
        uint64_t t, p;
        memcpy(&t, truth + i, sizeof t);
        memcpy(&p, prediction + i, sizeof p);
        if (is_uniform(t) && is_uniform(p)) {
            tables[truth[i] * ML_N_BYTES + prediction[i]] += AT_ONCE;
            occurs[truth[i]] = true;
            continue;
        }
        for (size_t k = i; k < i + AT_ONCE; k++) {
            tables[k % 2 * N_CELLS + truth[k] * ML_N_BYTES + prediction[k]]++;
            occurs[truth[k]] = true;
        }
    }
    for (; i < n; i++) {
        tables[truth[i] * ML_N_BYTES + prediction[i]]++;
        occurs[truth[i]] = true;
    }
}

/* Reads both images into the tables. */
static ml_status read_images(ml_label_counter *counter, ml_open_pair *opened, ml_error *error, bool occurs[ML_N_BYTES])
{
    enum { SOME_PIXELS = 4 * ML_TILE_PIXELS };
    uint8_t bytes[SOME_PIXELS];
    ml_labels *prediction = ml_prediction_labels(&opened->prediction);
    const size_t width = opened->truth.width, n = opened->truth.n_pixels;
    const size_t at_once = width < SOME_PIXELS ? SOME_PIXELS / width * width : SOME_PIXELS; /* whole rows */
    ml_status status = ml_labels_read_bytes(&opened->truth, n, error, counter->truth);
    for (size_t first = 0, some; first < n && !status; first += some) {
        some = n - first < at_once ? n - first : at_once;
        status = ml_labels_read_bytes(prediction, some, error, bytes);
        if (!status)
            count(counter->truth + first, bytes, some, counter->tables, occurs);
    }
    return status;
}

/* Lists what was counted, as bytes, and empties the tables. */
static void list_cells(ml_label_counter *counter, const bool occurs[ML_N_BYTES])
{
    ml_label_counts *counts = counter->counts;
    counts->n_cells = 0;
    for (size_t t = 0; t < ML_N_BYTES; t++) {
        uint64_t *even = counter->tables + t * ML_N_BYTES, *odd = even + N_CELLS;
        for (size_t p = 0; p < ML_N_BYTES && occurs[t]; p++)
            if (even[p] + odd[p] > 0)
                counts->cells[counts->n_cells++] = (ml_label_cell){(int32_t)t, (int32_t)p, even[p] + odd[p]};
        if (occurs[t]) {
            memset(even, 0, ML_N_BYTES * sizeof *even);
            memset(odd, 0, ML_N_BYTES * sizeof *odd);
        }
    }
}

/* Turns bytes into labels, where that is simple. */
static ml_status find_labels(ml_open_pair *opened, const bool occurs[ML_N_BYTES], ml_error *error, ml_label_counts *counts,
                             bool *are_simple)
{
    ml_labels *truth = &opened->truth, *prediction = ml_prediction_labels(&opened->prediction);
    int32_t of_truth[ML_N_BYTES], of_prediction[ML_N_BYTES];
    bool counted[ML_N_BYTES] = {false};
    ml_status status = ml_labels_of_bytes(truth, occurs, error, of_truth, are_simple);
    if (status || !*are_simple)
        return status;
    for (size_t i = 0; i < counts->n_cells; i++) {
        ml_label_cell *cell = &counts->cells[i];
        cell->truth = of_truth[cell->truth];
        const bool has_label = cell->truth >= 0;
        if (has_label && !(opened->classes && ml_label_class(truth->table, (uint32_t)cell->truth) == ML_IGNORED))
            counted[cell->prediction] = true;
    }
    status = ml_labels_of_bytes(prediction, counted, error, of_prediction, are_simple);
    for (size_t i = 0; i < counts->n_cells && !status && *are_simple; i++)
        counts->cells[i].prediction = of_prediction[counts->cells[i].prediction];
    return status;
}

ml_status ml_label_counter_read(ml_label_counter *counter, ml_open_pair *opened, ml_error *error,
                                const ml_label_counts **counts)
{
    bool occurs[ML_N_BYTES] = {false}, are_simple;
    ml_status status = hold(counter, opened->truth.n_pixels, error);
    if (status)
        return status;
    status = read_images(counter, opened, error, occurs);
    list_cells(counter, occurs);
    if (status)
        return status;
    counter->counts->width = opened->truth.width;
    counter->counts->height = opened->truth.height;
    status = find_labels(opened, occurs, error, counter->counts, &are_simple);
    if (!status)
        *counts = are_simple ? counter->counts : NULL;
    return status;
}

bool ml_label_counts_classes(const ml_label_counts *counts, const ml_classes *classes, const ml_input_options *options,
                             void (*use)(void *context, uint16_t truth, uint16_t decision, uint64_t n), void *context,
                             ml_hints *hints)
{
    const bool by_index = options->prediction_as == ML_AS_INDICES;
    const ml_label_table *of_prediction = by_index ? &classes->index_of : &classes->class_of;
    ml_survey survey = {0};
    bool has_no_data = false, has_unknown = false;
    for (size_t i = 0; i < counts->n_cells; i++) {
        const ml_label_cell *cell = &counts->cells[i];
        const bool is_no_data = cell->truth == ML_BYTE_NO_DATA, has_label = cell->truth >= 0;
        const uint16_t truth = is_no_data  ? (uint16_t)ML_IGNORED
                               : has_label ? ml_label_class(&classes->class_of, (uint32_t)cell->truth)
                                           : (uint16_t)ML_NONE;
        if (truth == ML_NONE || (truth != ML_IGNORED && cell->prediction < 0))
            return false;
        has_no_data |= is_no_data;
        if (truth == ML_IGNORED) {
            use(context, truth, ML_NONE, cell->n);
            continue;
        }
        const uint16_t decision = ml_label_class(of_prediction, (uint32_t)cell->prediction);
        ml_survey_note_meaning(&survey, classes, (double)cell->prediction, decision);
        has_unknown |= decision == ML_NONE;
        use(context, truth, decision == ML_IGNORED ? (uint16_t)ML_NONE : decision, cell->n);
    }
    *hints = ml_hint_bit(ML_HINT_HARD) | (has_no_data ? ml_hint_bit(ML_HINT_NO_DATA) : 0) |
             (has_unknown ? ml_hint_bit(ML_HINT_UNKNOWN_LABELS) : 0);
    return !(has_unknown && !options->unknown_is_miss) &&
           !(options->prediction_as == ML_AS_AUTO && ml_survey_is_doubtful(&survey));
}
