/* The objects that are decided wrong the most; see worst_objects.h. The objects that are wrong at all get their boxes from the
 * runs; a heap for each class finds those that are wanted, and only their pixels are looked at once more. */
#include "measure/worst_objects.h"

#include "base/heap.h"
#include "base/memory.h"
#include "kernel/pixels.h"

#include <stdlib.h>
#include <string.h>

#define NO_RUN SIZE_MAX

/* An object that is wrong somewhere. */
typedef struct wrong_object {
    uint64_t row[ML_WORST_COLUMNS];
    size_t run; /* its first one; that one's `component` is the next, and so on to NO_RUN */
} wrong_object;

/* The heaps of the classes, one behind the other. */
typedef struct heap_of_class {
    size_t first, n, most; /* in `heaps` */
} heap_of_class;

typedef struct search {
    const ml_worst_search *of;
    ml_components *components;
    size_t n;
    wrong_object *objects;  /* [n] in the order of the components */
    void **heaps;           /* [n] of these */
    heap_of_class *classes; /* [n_classes] */
    size_t *called;         /* [n_classes] pixels of an object; 0 between them */
} search;

static bool is_wrong(const ml_worst_search *of, const ml_component *object)
{
    return object->n_right < object->n_pixels && object->n_pixels >= of->min;
}

uint64_t ml_worst_objects_bytes(const ml_part *part, size_t n_classes, size_t n_runs)
{
    const size_t row_bytes = sizeof(uint64_t[ML_WORST_COLUMNS]);
    const size_t n_rows = n_runs / n_classes < part->n_rows ? n_runs : part->n_rows * n_classes;
    size_t objects, classes, rows;
    if (!ml_multiply(n_runs, sizeof(wrong_object) + sizeof(void *), &objects) ||
        !ml_multiply(n_classes, sizeof(heap_of_class) + sizeof(size_t), &classes) ||
        !ml_multiply(n_rows, 3 * row_bytes, &rows) /* where they grow, old and new */ || objects > SIZE_MAX - classes ||
        rows > SIZE_MAX - classes - objects)
        return UINT64_MAX;
    return objects + classes + rows;
}

static bool reserve(search *s)
{
    for (size_t i = 0; i < s->components->n; i++)
        s->n += is_wrong(s->of, &s->components->items[i]);
    s->objects = ml_alloc_unset(s->n, sizeof *s->objects);
    s->heaps = ml_alloc_unset(s->n, sizeof *s->heaps);
    s->classes = ml_alloc(s->of->n_classes, sizeof *s->classes);
    s->called = ml_alloc(s->of->n_classes, sizeof *s->called);
    return s->objects && s->heaps && s->classes && s->called;
}

/* Lists the objects, but for boxes and runs; what n_right was of each component becomes its number among them, or is none. */
static void list_objects(search *s)
{
    const ml_worst_search *of = s->of;
    size_t n = 0;
    for (size_t i = 0; i < s->components->n; i++) {
        ml_component *component = &s->components->items[i];
        if (!is_wrong(of, component)) {
            component->n_right = SIZE_MAX;
            continue;
        }
        s->objects[n] = (wrong_object){.row = {[ML_WORST_CLASS] = of->truth[component->first_pixel],
                                               [ML_WORST_FIRST_ROW] = component->first_pixel / of->n_columns,
                                               [ML_WORST_FIRST_COLUMN] = of->n_columns,
                                               [ML_WORST_PIXELS] = component->n_pixels,
                                               [ML_WORST_HIT] = component->n_right,
                                               [ML_WORST_AS] = ML_ROW_NOTHING},
                                       .run = NO_RUN};
        s->classes[of->truth[component->first_pixel]].most++;
        component->n_right = n++;
    }
}

/* The boxes; and from the last run to the first, each is put before those of its object that come behind it. */
static void gather_runs(search *s)
{
    const size_t columns = s->of->n_columns;
    ml_run *runs = s->components->runs;
    size_t row_start = s->of->n_rows * columns, y = s->of->n_rows;
    for (size_t r = s->components->n_runs; r-- > 0;) {
        if (runs[r].first < row_start) {
            row_start -= columns;
            y--;
        }
        const size_t number = runs[r].component == ML_NO_COMPONENT ? SIZE_MAX : s->components->items[runs[r].component].n_right;
        if (number == SIZE_MAX)
            continue;
        wrong_object *object = &s->objects[number];
        const size_t first = runs[r].first - row_start, last = runs[r + 1].first - 1 - row_start;
        uint64_t *row = object->row;
        if (object->run == NO_RUN)
            row[ML_WORST_LAST_ROW] = y;
        row[ML_WORST_FIRST_COLUMN] = first < row[ML_WORST_FIRST_COLUMN] ? first : row[ML_WORST_FIRST_COLUMN];
        row[ML_WORST_LAST_COLUMN] = last > row[ML_WORST_LAST_COLUMN] ? last : row[ML_WORST_LAST_COLUMN];
        runs[r].component = object->run;
        object->run = r;
    }
}

static bool comes_before(const void *a, const void *b, const void *part)
{
    return ml_row_compare(part, "", ((const wrong_object *)a)->row, "", ((const wrong_object *)b)->row) < 0;
}

/* The worst of each class, in order. */
static void choose(search *s)
{
    const ml_part *part = s->of->part;
    for (size_t y = 0, first = 0; y < s->of->n_classes; y++) {
        heap_of_class *class = &s->classes[y];
        class->first = first;
        first += class->most;
        class->most = class->most < part->n_rows ? class->most : part->n_rows;
    }
    for (size_t i = 0; i < s->n; i++) {
        wrong_object *object = &s->objects[i];
        heap_of_class *class = &s->classes[object->row[ML_WORST_CLASS]];
        void **heap = s->heaps + class->first;
        if (class->n < class->most)
            ml_heap_add(heap, &class->n, object, comes_before, part);
        else if (comes_before(object, heap[0], part))
            ml_heap_replace(heap, class->n, object, comes_before, part);
    }
    for (size_t y = 0; y < s->of->n_classes; y++)
        ml_heap_sort(s->heaps + s->classes[y].first, s->classes[y].n, comes_before, part);
}

/* Counts what an object's pixels that are not right are called, and then takes the counts away again. */
static void find_called(search *s, wrong_object *object)
{
    const ml_worst_search *of = s->of;
    const ml_run *runs = s->components->runs;
    size_t most = 0;
    for (size_t r = object->run; r != NO_RUN; r = runs[r].component)
        for (size_t i = runs[r].first; i < runs[r + 1].first; i++)
            if (of->decision[i] < of->n_classes && of->decision[i] != object->row[ML_WORST_CLASS])
                s->called[of->decision[i]]++;
    for (size_t r = object->run; r != NO_RUN; r = runs[r].component)
        for (size_t i = runs[r].first; i < runs[r + 1].first; i++) {
            const uint16_t d = of->decision[i];
            if (d >= of->n_classes || s->called[d] == 0)
                continue;
            if (s->called[d] > most || (s->called[d] == most && d < object->row[ML_WORST_AS])) {
                most = s->called[d];
                object->row[ML_WORST_AS] = d;
            }
            s->called[d] = 0;
        }
}

static ml_status find(search *s, ml_error *error, ml_rows *rows)
{
    list_objects(s);
    gather_runs(s);
    choose(s);
    for (size_t y = 0; y < s->of->n_classes; y++)
        for (size_t i = 0; i < s->classes[y].n; i++) {
            wrong_object *object = s->heaps[s->classes[y].first + i];
            find_called(s, object);
            if (!ml_rows_add(rows, object->row))
                return ml_fail_memory(error, "the worst objects of an image");
        }
    return ML_OK;
}

ml_status ml_worst_objects_find(const ml_worst_search *of, ml_components *components, ml_error *error, ml_rows *rows)
{
    search s = {.of = of, .components = components};
    ml_status status = reserve(&s) ? find(&s, error, rows) : ml_fail_memory(error, "the worst objects of an image");
    free(s.objects);
    free(s.heaps);
    free(s.classes);
    free(s.called);
    return status;
}
