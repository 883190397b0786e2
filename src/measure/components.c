/* Components of classes; see components.h. The runs of a row are joined with those that they touch in the row above, by
 * union-find; of those that are joined the first one leads. */
#include "measure/components.h"

#include "base/memory.h"
#include "kernel/pixels.h"

#include <stdlib.h>

/* The first place from x on where the label is not that of the pixel before it, or the end of the row. Most groups of pixels
 * lie within a run, and are seen at a glance. x > 0. */
static size_t next_change(const uint16_t *row, size_t columns, size_t x)
{
    const uint16_t label = row[x - 1];
    while (columns - x >= ML_LANES && ml_group_label(row + x) == label)
        x += ML_LANES;
    while (x < columns && row[x] == label)
        x++;
    return x;
}

size_t ml_components_runs(const uint16_t *truth, size_t n_rows, size_t columns)
{
    size_t n = 0;
    for (size_t y = 0; y < n_rows; y++, truth += columns)
        for (size_t x = 0; x < columns; x = next_change(truth, columns, x + 1))
            n++;
    return n;
}

size_t ml_components_bytes(size_t n_runs)
{
    size_t n_bytes;
    return n_runs < SIZE_MAX && ml_multiply(n_runs + 1, sizeof(ml_run) + sizeof(ml_component), &n_bytes) ? n_bytes : SIZE_MAX;
}

/* Room for the runs, the one behind them, and as many components. */
static bool reserve(ml_components *components, size_t n_runs)
{
    if (n_runs < components->capacity)
        return true;
    ml_components_clear(components);
    components->runs = ml_alloc_unset(n_runs + 1, sizeof *components->runs);
    components->items = ml_alloc_unset(n_runs + 1, sizeof *components->items);
    if (!components->runs || !components->items) {
        ml_components_clear(components);
        return false;
    }
    components->capacity = n_runs + 1;
    return true;
}

/* Lists the runs of a row from number n on, each for itself; the number behind the last, where the next row begins. */
static size_t list_row(ml_run *runs, size_t n, const uint16_t *row, size_t columns, size_t first)
{
    for (size_t x = 0; x < columns; x = next_change(row, columns, x + 1), n++)
        runs[n] = (ml_run){first + x, row[x] == ML_IGNORED ? ML_NO_COMPONENT : n};
    runs[n].first = first + columns;
    return n;
}

/* Who leads the runs that a run is joined with. While runs are joined, `component` is one before it that it was joined with, or
 * itself; every second step of a way is spared to who comes later. */
static size_t leader(ml_run *runs, size_t r)
{
    while (runs[r].component != r) {
        runs[r].component = runs[runs[r].component].component;
        r = runs[r].component;
    }
    return r;
}

/* Joins two runs that touch, if they have the same class. */
static void join(ml_run *runs, const uint16_t *truth, size_t a, size_t b)
{
    const uint16_t label = truth[runs[a].first];
    if (label != truth[runs[b].first] || label == ML_IGNORED)
        return;
    a = leader(runs, a);
    b = leader(runs, b);
    if (a < b)
        runs[b].component = a;
    else
        runs[a].component = b;
}

/* Joins the runs of a row, from `here` to before `end`, with those of the row above. Where two of the two rows end in the same
 * column, each touches the next of the other. */
static void join_rows(ml_run *runs, const uint16_t *truth, size_t above, size_t here, size_t end, size_t columns)
{
    for (size_t a = above, b = here; a < here && b < end;) {
        const size_t a_end = runs[a + 1].first + columns, b_end = runs[b + 1].first;
        join(runs, truth, a, b);
        if (a_end == b_end && a + 1 < here)
            join(runs, truth, a + 1, b);
        if (a_end < b_end)
            a++;
        else
            b++;
    }
}

/* Numbers the components, and counts their pixels. Who leads a run comes before it, and is numbered. */
static void number(ml_components *components, const ml_run *end)
{
    ml_run *runs = components->runs;
    components->n = 0;
    for (ml_run *run = runs; run < end; run++) {
        if (run->component == ML_NO_COMPONENT)
            continue;
        if (run->component == (size_t)(run - runs)) {
            components->items[components->n] = (ml_component){.first_pixel = run->first};
            run->component = components->n++;
        } else {
            run->component = runs[run->component].component;
        }
        components->items[run->component].n_pixels += run[1].first - run->first;
    }
}

ml_status ml_components_find(ml_components *components, const uint16_t *truth, size_t n_rows, size_t columns, size_t n_runs,
                             ml_error *error)
{
    if (!reserve(components, n_runs))
        return ml_fail_memory(error, "the objects of an image");
    ml_run *runs = components->runs;
    size_t above = 0, here = 0;
    for (size_t y = 0; y < n_rows; y++) {
        const size_t end = list_row(runs, here, truth + y * columns, columns, y * columns);
        join_rows(runs, truth, above, here, end, columns);
        above = here;
        here = end;
    }
    components->n_runs = n_runs;
    number(components, runs + n_runs);
    return ML_OK;
}

void ml_components_clear(ml_components *components)
{
    free(components->runs);
    free(components->items);
    *components = (ml_components){.runs = NULL};
}
