/* Records, and the parts that all of them have; see record.h. */
#include "core/record.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* Decisions and sums of p: all of them are right. */
static void mask_hard(const ml_part *part, const ml_masked_row *masked, ml_row row)
{
    ML_UNUSED(part);
    row.counts[masked->y] = masked->n_pixels;
}

static void mask_soft(const ml_part *part, const ml_masked_row *masked, ml_row row)
{
    ML_UNUSED(part);
    row.sums[masked->y] = (double)masked->n_pixels;
}

/* Decisions that are no class: there are none. */
static void mask_none(const ml_part *part, const ml_masked_row *masked, ml_row row)
{
    ML_UNUSED(part);
    ML_UNUSED(masked);
    ML_UNUSED(row);
}

static void mask_loss(const ml_part *part, const ml_masked_row *masked, ml_row row)
{
    row.sums[0] = (double)masked->n_pixels * ml_loss_when_certain(part->context, masked->settings->epsilon);
}

static const char *hard_fault(const ml_part *part, const ml_record *record)
{
    ML_UNUSED(part);
    static const char fault[] = "the counts of the record do not add up to the valid pixels";
    size_t n_cells = record->n_classes * record->n_classes;
    uint64_t left = record->n_pixels;
    if (record->n_ignored > left || record->n_bad > record->n_ignored)
        return fault;
    left -= record->n_ignored;
    for (size_t i = 0; i < n_cells; i++) {
        if (record->hard[i] > left)
            return fault;
        left -= record->hard[i];
    }
    for (size_t y = 0; y < record->n_classes; y++) {
        if (record->none[y] > left)
            return fault;
        left -= record->none[y];
    }
    return left == 0 ? NULL : fault;
}

/* Row by row the probabilities sum to the number of pixels that have any: a void prediction has none. */
static const char *soft_fault(const ml_part *part, const ml_record *record)
{
    ML_UNUSED(part);
    size_t n = record->n_classes;
    for (size_t y = 0; y < n; y++) {
        double sum = 0, support = (double)ml_record_support(record, y), pixels = support - (double)record->none[y];
        for (size_t c = 0; c < n; c++)
            sum += record->soft[y * n + c];
        if (!(sum >= pixels - 1e-6 * support && sum <= pixels + 1e-6 * support))
            return "the soft counts of the record do not add up to its pixels";
    }
    return NULL;
}

/* The parts of every record; behind them come the sums of the losses. */
enum { HARD, NONE, SOFT, SUMS };
static const ml_part standing[SUMS] = {
    [HARD] = {.name = "hard",
              .kind = ML_PART_COUNTS,
              .n_rows = ML_EACH_CLASS,
              .n_columns = ML_EACH_CLASS,
              .mask = mask_hard,
              .fault = hard_fault},
    [NONE] = {.name = "none", .kind = ML_PART_COUNTS, .n_rows = ML_EACH_CLASS, .n_columns = 1, .mask = mask_none},
    [SOFT] = {.name = "soft",
              .kind = ML_PART_SUMS,
              .n_rows = ML_EACH_CLASS,
              .n_columns = ML_EACH_CLASS,
              .mask = mask_soft,
              .fault = soft_fault},
};

static ml_part part_of_loss(const ml_loss_sum *sum, double epsilon)
{
    return (ml_part){.group = "sums",
                     .name = sum->key,
                     .kind = ML_PART_SUMS,
                     .n_rows = ML_EACH_CLASS,
                     .n_columns = 1,
                     .most = ml_loss_at_most(sum, epsilon),
                     .mask = mask_loss,
                     .context = sum};
}

/* Puts a part behind those that are there. False when the sizes do not fit. */
static bool place(ml_record *record, ml_part part)
{
    ml_slot *slot = &record->slots[record->n_slots++];
    if (part.kind == ML_PART_LIST) {
        *slot = (ml_slot){part, 0, part.n_columns, record->n_lists++};
        return true;
    }
    size_t *n = part.kind == ML_PART_COUNTS ? &record->n_counted : &record->n_summed, n_cells;
    *slot = (ml_slot){part, part.n_rows, part.n_columns, *n};
    if (part.n_rows == ML_EACH_CLASS)
        slot->n_rows = record->n_classes;
    if (part.n_columns == ML_EACH_CLASS)
        slot->n_columns = record->n_classes;
    if (!ml_multiply(slot->n_rows, slot->n_columns, &n_cells) || n_cells > SIZE_MAX - *n)
        return false;
    *n += n_cells;
    return true;
}

static bool place_all(const ml_settings *settings, ml_record *record)
{
    const ml_losses *losses = settings->losses;
    size_t n_parts = losses->n_sums + settings->n_parts;
    record->slots = n_parts <= SIZE_MAX - SUMS ? ml_alloc(SUMS + n_parts, sizeof *record->slots) : NULL;
    bool fits = record->slots != NULL;
    for (size_t p = 0; p < SUMS && fits; p++)
        fits = place(record, standing[p]);
    for (size_t s = 0; s < losses->n_sums && fits; s++)
        fits = place(record, part_of_loss(&losses->sums[s], settings->epsilon));
    for (size_t p = 0; p < settings->n_parts && fits; p++)
        fits = place(record, settings->parts[p]);
    return fits;
}

static void set_rows(ml_record *record, bool filled) { memset(record->has_row, filled, record->n_classes * sizeof(bool)); }

/* Memory for the numbers of the parts: an empty record without rows. */
static bool allocate(ml_record *record)
{
    record->lists = record->own_lists = ml_alloc(record->n_lists, sizeof *record->own_lists);
    record->counted = ml_alloc(record->n_counted, sizeof *record->counted);
    record->summed = ml_alloc(record->n_summed, sizeof *record->summed);
    record->has_row = ml_alloc(record->n_classes, sizeof *record->has_row);
    if (!record->own_lists || !record->counted || !record->summed || !record->has_row)
        return false;
    for (size_t s = 0; s < record->n_slots; s++)
        if (record->slots[s].part.kind == ML_PART_LIST)
            record->own_lists[record->slots[s].first].n_columns = record->slots[s].n_columns;
    record->hard = record->counted + record->slots[HARD].first;
    record->none = record->counted + record->slots[NONE].first;
    record->soft = record->summed + record->slots[SOFT].first;
    record->sums = record->soft + record->n_classes * record->n_classes;
    return true;
}

ml_status ml_record_init(const ml_settings *settings, ml_error *error, ml_record *record)
{
    *record = (ml_record){.n_classes = settings->classes->n};
    if (place_all(settings, record) && allocate(record)) {
        set_rows(record, true);
        return ML_OK;
    }
    ml_record_clear(record);
    return ml_fail_memory(error, "a record");
}

ml_status ml_record_init_copy(const ml_record *from, ml_error *error, ml_record *record)
{
    *record = *from;
    record->counted = NULL;
    record->summed = NULL;
    record->has_row = NULL;
    record->own_lists = NULL;
    record->slots = ml_alloc(from->n_slots, sizeof *record->slots);
    if (record->slots)
        memcpy(record->slots, from->slots, from->n_slots * sizeof *record->slots);
    bool fits = record->slots && allocate(record);
    for (size_t l = 0; l < from->n_lists && fits; l++)
        fits = ml_rows_copy(&from->lists[l], &record->own_lists[l]);
    if (!fits) {
        ml_record_clear(record);
        return ml_fail_memory(error, "a record");
    }
    ml_record_copy(from, record);
    record->lists = record->own_lists;
    return ML_OK;
}

void ml_record_clear_lists(ml_record *record)
{
    for (size_t l = 0; l < record->n_lists && record->own_lists; l++)
        ml_rows_clear(&record->own_lists[l]);
}

void ml_record_clear(ml_record *record)
{
    ml_record_clear_lists(record);
    free(record->own_lists);
    free(record->slots);
    free(record->counted);
    free(record->summed);
    free(record->has_row);
    memset(record, 0, sizeof *record);
}

static void copy_row(const ml_record *from, ml_record *to, size_t y)
{
    size_t n = from->n_classes, at = y * n;
    if (from->has_row[y]) {
        memcpy(to->hard + at, from->hard + at, n * sizeof *to->hard);
        memcpy(to->soft + at, from->soft + at, n * sizeof *to->soft);
    } else if (to->has_row[y]) {
        memset(to->hard + at, 0, n * sizeof *to->hard);
        memset(to->soft + at, 0, n * sizeof *to->soft);
    }
    to->has_row[y] = from->has_row[y];
}

void ml_record_copy(const ml_record *from, ml_record *to)
{
    const size_t n = from->n_classes, cells = ml_record_cells(from);
    to->n_pixels = from->n_pixels;
    to->n_ignored = from->n_ignored;
    to->n_bad = from->n_bad;
    to->hints = from->hints;
    to->lists = from->lists;
    for (size_t y = 0; y < n; y++)
        copy_row(from, to, y);
    memcpy(to->counted + cells, from->counted + cells, (from->n_counted - cells) * sizeof *to->counted);
    memcpy(to->summed + cells, from->summed + cells, (from->n_summed - cells) * sizeof *to->summed);
}

const ml_slot *ml_record_find(const ml_record *record, const char *group, const char *name)
{
    for (size_t s = 0; s < record->n_slots; s++) {
        const ml_part *part = &record->slots[s].part;
        bool same_group = group && part->group ? strcmp(group, part->group) == 0 : group == part->group;
        if (same_group && strcmp(name, part->name) == 0)
            return &record->slots[s];
    }
    return NULL;
}

uint64_t *ml_record_counts(const ml_record *record, const char *group, const char *name)
{
    return record->counted + ml_record_find(record, group, name)->first;
}

ml_row ml_record_row(const ml_record *record, const ml_slot *slot, size_t y)
{
    size_t at = slot->first + y * slot->n_columns;
    return slot->part.kind == ML_PART_COUNTS ? (ml_row){.counts = record->counted + at} : (ml_row){.sums = record->summed + at};
}

uint64_t ml_record_support(const ml_record *record, size_t y)
{
    uint64_t n = record->none[y];
    for (size_t c = 0; c < record->n_classes && record->has_row[y]; c++)
        n += record->hard[y * record->n_classes + c];
    return n;
}

/* Whether the sums of each class are no more than its pixels can have added to them. */
static bool are_at_most(const ml_record *record, const ml_slot *slot)
{
    for (size_t y = 0; y < slot->n_rows; y++) {
        const double *sums = ml_record_row(record, slot, y).sums;
        double limit = (double)ml_record_support(record, y) * slot->part.most;
        for (size_t c = 0; c < slot->n_columns; c++)
            if (!(sums[c] <= limit))
                return false;
    }
    return true;
}

const char *ml_record_fault(const ml_record *record)
{
    const char *fault = NULL;
    for (size_t s = 0; s < record->n_slots && !fault; s++)
        if (record->slots[s].part.fault)
            fault = record->slots[s].part.fault(&record->slots[s].part, record);
    for (size_t s = 0; s < record->n_slots && !fault; s++)
        if (record->slots[s].part.most > 0 && !are_at_most(record, &record->slots[s]))
            fault = "a sum of the record is more than its pixels can have";
    return fault;
}

const char *ml_record_list_fault(const ml_record *record, uint64_t width, uint64_t height)
{
    const char *fault = NULL;
    for (size_t s = 0; s < record->n_slots && !fault; s++) {
        const ml_slot *slot = &record->slots[s];
        if (slot->part.kind == ML_PART_LIST)
            fault = slot->part.list_fault(&slot->part, record, &record->lists[slot->first], width, height);
    }
    return fault;
}
