/* Images that are held back; see held_images.h. */
#include "engine/held_images.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* What goes before the parts of a record. */
enum { PAIR, IMAGE, IS_BATCH, IS_DONE, WIDTH, HEIGHT, MARK, PIXELS, IGNORED, BAD, HINTS, N_NUMBERS };

/* A row's numbers, of one that is no list. */
static void *cells_of(const ml_record *record, const ml_slot *slot, size_t row, size_t *n_bytes)
{
    ml_row at = ml_record_row(record, slot, row);
    bool are_counts = slot->part.kind == ML_PART_COUNTS;
    *n_bytes = slot->n_columns * (are_counts ? sizeof *at.counts : sizeof *at.sums);
    return are_counts ? (void *)at.counts : (void *)at.sums;
}

static bool is_zero(const char *bytes, size_t n) { return n == 0 || (!*bytes && memcmp(bytes, bytes + 1, n - 1) == 0); }

static ml_status write_lists(ml_spool *spool, const ml_record *record, ml_error *error)
{
    ml_status status = ML_OK;
    for (size_t l = 0; l < record->n_lists && !status; l++) {
        const ml_rows *rows = &record->lists[l];
        status = ml_spool_write(spool, &rows->n, sizeof rows->n, error);
        if (!status && rows->n > 0)
            status = ml_spool_write(spool, rows->cells, rows->n * rows->n_columns * sizeof *rows->cells, error);
    }
    return status;
}

static ml_status read_lists(ml_spool *spool, ml_error *error, ml_record *record)
{
    uint64_t row[ML_LIST_MAX_COLUMNS];
    ml_status status = ML_OK;
    for (size_t l = 0; l < record->n_lists && !status; l++) {
        ml_rows *rows = &record->own_lists[l];
        size_t n = 0;
        rows->n = 0;
        status = ml_spool_read(spool, sizeof n, error, &n);
        for (; n > 0 && !status; n--) {
            status = ml_spool_read(spool, rows->n_columns * sizeof *row, error, row);
            if (!status && !ml_rows_add(rows, row))
                status = ml_fail_memory(error, "the images of a set");
        }
    }
    return status;
}

/* Most classes are in few images: rows of zeros are left out. */
static ml_status write_record(ml_spool *spool, const ml_record *record, ml_error *error)
{
    ml_status status = write_lists(spool, record, error);
    for (size_t s = 0; s < record->n_slots; s++)
        for (size_t y = 0; y < record->slots[s].n_rows && !status; y++) {
            size_t n;
            const void *cells = cells_of(record, &record->slots[s], y, &n);
            const char has_row = !is_zero(cells, n);
            status = ml_spool_write(spool, &has_row, 1, error);
            if (!status && has_row)
                status = ml_spool_write(spool, cells, n, error);
        }
    return status;
}

static ml_status read_record(ml_spool *spool, ml_error *error, ml_record *record)
{
    ml_status status = read_lists(spool, error, record);
    for (size_t s = 0; s < record->n_slots; s++)
        for (size_t y = 0; y < record->slots[s].n_rows && !status; y++) {
            size_t n;
            void *cells = cells_of(record, &record->slots[s], y, &n);
            char has_row = 0;
            status = ml_spool_read(spool, 1, error, &has_row);
            if (!status && has_row)
                status = ml_spool_read(spool, n, error, cells);
            else if (!status)
                memset(cells, 0, n);
        }
    return status;
}

ml_status ml_held_images_add(ml_held_images *held, const ml_record *record, const uint64_t *counts, ml_held_image *image,
                             ml_error *error)
{
    if (!ml_grow(&held->are_dropped, &held->capacity, held->n, sizeof *held->are_dropped))
        return ml_fail_memory(error, "the images of a set");
    held->are_dropped[held->n] = false;
    image->number = held->n++;
    const uint64_t numbers[N_NUMBERS] = {
        [PAIR] = image->pair,          [IMAGE] = image->image,   [IS_BATCH] = image->is_batch, [IS_DONE] = image->is_done,
        [WIDTH] = image->width,        [HEIGHT] = image->height, [MARK] = image->mark,         [PIXELS] = record->n_pixels,
        [IGNORED] = record->n_ignored, [BAD] = record->n_bad,    [HINTS] = record->hints};
    ml_status status = ml_spool_write(&held->spool, numbers, sizeof numbers, error);
    if (!status)
        status = ml_spool_write(&held->spool, counts, record->n_classes * sizeof *counts, error);
    return status ? status : write_record(&held->spool, record, error);
}

ml_status ml_held_images_rewind(ml_held_images *held, ml_error *error)
{
    held->next = 0;
    return ml_spool_rewind(&held->spool, error);
}

ml_status ml_held_images_next(ml_held_images *held, ml_error *error, bool *found, ml_held_image *image, ml_record *record,
                              uint64_t *counts)
{
    bool is_there = false;
    ml_status status = ML_OK;
    uint64_t numbers[N_NUMBERS];
    while (held->next < held->n && !is_there && !status) {
        is_there = !held->are_dropped[held->next++];
        status = ml_spool_read(&held->spool, sizeof numbers, error, numbers);
        if (!status)
            status = ml_spool_read(&held->spool, record->n_classes * sizeof *counts, error, counts);
        if (!status)
            status = read_record(&held->spool, error, record);
    }
    if (status)
        return status;
    *found = is_there;
    if (!is_there)
        return ML_OK;
    *image = (ml_held_image){.number = held->next - 1,
                             .pair = (size_t)numbers[PAIR],
                             .image = (size_t)numbers[IMAGE],
                             .is_batch = numbers[IS_BATCH],
                             .is_done = numbers[IS_DONE],
                             .width = (size_t)numbers[WIDTH],
                             .height = (size_t)numbers[HEIGHT],
                             .mark = numbers[MARK]};
    record->n_pixels = numbers[PIXELS];
    record->n_ignored = numbers[IGNORED];
    record->n_bad = numbers[BAD];
    record->hints = (ml_hints)numbers[HINTS];
    return ML_OK;
}

void ml_held_images_drop(ml_held_images *held, size_t number) { held->are_dropped[number] = true; }

ml_status ml_held_images_weigh(ml_held_images *held, ml_weighing weighing, ml_record *record, ml_error *error, double *weights)
{
    bool found = true;
    ml_held_image image;
    ml_weigher weigher;
    ml_status status = ml_weigher_init(record->n_classes, error, &weigher);
    if (status)
        return status;
    uint64_t *counts = ml_alloc(record->n_classes, sizeof *counts);
    status = counts ? ml_held_images_rewind(held, error) : ml_fail_memory(error, "the weights");
    while (!status && !(status = ml_held_images_next(held, error, &found, &image, record, counts)) && found)
        ml_weigher_add(&weigher, counts);
    if (!status)
        status = ml_weigher_finish(&weigher, weighing, error, weights);
    free(counts);
    ml_weigher_clear(&weigher);
    return status;
}

void ml_held_images_clear(ml_held_images *held)
{
    ml_spool_clear(&held->spool);
    free(held->are_dropped);
    *held = (ml_held_images){.n = 0};
}
