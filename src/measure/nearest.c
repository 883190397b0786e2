/* Nearest places; see nearest.h. Most places have a near one, which a search in the rows around finds at once. Where searches
 * have taken as many steps as the box has room for, the rows that are left are swept: of each column the nearest place above
 * and below is known, and of a row's places each has its nearest column, in the same order as the places themselves, because
 * the squares of distances are a Monge matrix (Aggarwal et al. 1987; Felzenszwalb and Huttenlocher 2012 for the two steps). */
#include "measure/nearest.h"

#include "base/memory.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* A search takes a step for so many pixels of the box, then a sweep is faster (tried with noise and with regions far apart). */
enum { PIXELS_OF_STEP = 32 };

/* Arrays of a sweep that have a number for each column. */
enum { N_ROWS = 3 };

/* What is searched. */
typedef struct target {
    ml_places to;
    uint32_t first_row, last_row, first_column, last_column;
    const size_t *first_of_row; /* counted from the first row */
    const double *spacing;
    uint64_t n_steps; /* so far */
} target;

static double square_of(double apart, double spacing)
{
    const double d = apart * spacing;
    return d * d;
}

static bool is_before(ml_place a, ml_place b) { return a.row != b.row ? a.row < b.row : a.column < b.column; }

/* The first of the places first .. end - 1, all of one row, whose column is not before this one; end: none is. */
static size_t not_before(const ml_place *places, size_t first, size_t end, uint32_t column)
{
    while (first < end) {
        const size_t middle = first + (end - first) / 2;
        if (places[middle].column < column)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

/* The square of the distance from a column to the nearer of the places `at`, the first not before it, and at - 1, as far as
 * they are in this row. */
static double square_in_row(const target *t, int64_t row, size_t at, uint32_t column)
{
    const ml_place *items = t->to.items;
    double square = HUGE_VAL;
    if (at < t->to.n && items[at].row == row)
        square = square_of((double)items[at].column - column, t->spacing[1]);
    if (at > 0 && items[at - 1].row == row) {
        const double left = square_of((double)column - items[at - 1].column, t->spacing[1]);
        square = left < square ? left : square;
    }
    return square;
}

/* The same of any row. */
static double square_to_row(target *t, int64_t row, uint32_t column)
{
    if (row < t->first_row || row > t->last_row)
        return HUGE_VAL;
    const size_t *first = t->first_of_row + (row - t->first_row);
    t->n_steps++;
    return square_in_row(t, row, not_before(t->to.items, first[0], first[1], column), column);
}

/* Searches rows that are further and further away. `at` is the first of the places not before this one. */
static double search(target *t, ml_place from, size_t at)
{
    int64_t rows_apart = 1, row = from.row;
    double best = square_in_row(t, row, at, from.column);
    if (row < t->first_row)
        rows_apart = t->first_row - row;
    else if (row > t->last_row)
        rows_apart = row - t->last_row;
    for (; row - rows_apart >= t->first_row || row + rows_apart <= t->last_row; rows_apart++) {
        const double square = square_of((double)rows_apart, t->spacing[0]);
        if (square >= best)
            break;
        const double up = square + square_to_row(t, row - rows_apart, from.column);
        const double down = square + square_to_row(t, row + rows_apart, from.column);
        best = up < best ? up : best;
        best = down < best ? down : best;
    }
    return best;
}

/* Where each row's places begin. */
static void index_rows(const target *t, size_t *first_of_row)
{
    size_t k = 0, row = t->first_row;
    for (; row <= t->last_row; row++) {
        first_of_row[row - t->first_row] = k;
        while (k < t->to.n && t->to.items[k].row == row)
            k++;
    }
    first_of_row[row - t->first_row] = k;
}

/* A sweep over rows from above. */
typedef struct sweep {
    const target *target;
    size_t n_columns; /* those of the target, like the next */
    double *above;    /* [n_columns] the row of the last place that the sweep has reached; -infinity: none */
    double *under;    /* [n_columns] the row of the first that it has not; infinity: none */
    double *squares;  /* [n_columns] of the distances from the current row to the nearest place in the column */
    const size_t *below;
    size_t n_reached;
} sweep;

/* Before the first row: no place has been reached. */
static void start_sweep(sweep *s, size_t *below, size_t *last_found)
{
    const target *t = s->target;
    for (size_t x = 0; x < s->n_columns; x++) {
        s->above[x] = -HUGE_VAL;
        s->under[x] = HUGE_VAL;
        last_found[x] = SIZE_MAX;
    }
    for (size_t k = t->to.n; k-- > 0;) {
        const size_t x = t->to.items[k].column - t->first_column;
        below[k] = last_found[x];
        last_found[x] = k;
        s->under[x] = t->to.items[k].row;
    }
    s->below = below;
    s->n_reached = 0;
}

/* Goes on to a row. */
static void advance(sweep *s, uint32_t row)
{
    const target *t = s->target;
    for (; s->n_reached < t->to.n && t->to.items[s->n_reached].row <= row; s->n_reached++) {
        const size_t next = s->below[s->n_reached], x = t->to.items[s->n_reached].column - t->first_column;
        s->above[x] = t->to.items[s->n_reached].row;
        s->under[x] = next == SIZE_MAX ? HUGE_VAL : (double)t->to.items[next].row;
    }
    for (size_t x = 0; x < s->n_columns; x++) {
        const double a = row - s->above[x], b = s->under[x] - row;
        s->squares[x] = square_of(a < b ? a : b, t->spacing[0]);
    }
}

/* What has been found of a place of the row. */
typedef struct nearest_column {
    double square;
    size_t column;
} nearest_column;

/* Looks at column u, of x or further away than those before: false where no further one can be nearer. */
static bool look_at(const sweep *s, size_t u, double x, nearest_column *found)
{
    const double apart = square_of(x - (double)u, s->target->spacing[1]), square = s->squares[u] + apart;
    if (apart >= found->square)
        return false;
    if (square < found->square)
        *found = (nearest_column){square, u};
    return true;
}

/* The nearest of the columns low .. high to a place at x: outwards from x, or from the end that is nearer to it. */
static nearest_column find_column(const sweep *s, double x, size_t low, size_t high)
{
    nearest_column found = {HUGE_VAL, low};
    const size_t start = x <= (double)low ? low : x >= (double)high ? high : (size_t)x;
    for (size_t u = start + 1; u-- > low;)
        if (!look_at(s, u, x, &found))
            break;
    for (size_t u = start + 1; u <= high; u++)
        if (!look_at(s, u, x, &found))
            break;
    return found;
}

/* Of n places of the row, whose nearest columns are among low .. high. */
static void find_columns(const sweep *s, const ml_place *from, size_t n, size_t low, size_t high, double *squares)
{
    if (n == 0)
        return;
    const size_t middle = n / 2;
    const nearest_column found = find_column(s, (double)from[middle].column - s->target->first_column, low, high);
    squares[middle] = found.square;
    find_columns(s, from, middle, low, found.column, squares);
    find_columns(s, from + middle + 1, n - middle - 1, found.column, high, squares + middle + 1);
}

/* Sweeps the rows of these places; returns how many squares other than 0 there are. */
static size_t sweep_rows(sweep *s, ml_places from, double *squares)
{
    size_t n_squares = 0;
    for (size_t first = 0, end; first < from.n; first = end) {
        end = first + 1;
        while (end < from.n && from.items[end].row == from.items[first].row)
            end++;
        advance(s, from.items[first].row);
        double *of_row = squares + n_squares;
        find_columns(s, from.items + first, end - first, 0, s->n_columns - 1, of_row);
        for (size_t i = 0; i < end - first; i++)
            if (of_row[i] > 0)
                squares[n_squares++] = of_row[i];
    }
    return n_squares;
}

static ml_status sweep_rest(ml_nearest *scratch, const target *t, ml_places from, ml_error *error, double *squares,
                            size_t *n_squares)
{
    const size_t n_columns = t->last_column - (size_t)t->first_column + 1;
    if (!ml_reserve(&scratch->below, &scratch->below_capacity, t->to.n, sizeof *scratch->below) ||
        !ml_reserve(&scratch->last_found, &scratch->found_capacity, n_columns, sizeof *scratch->last_found) ||
        n_columns > SIZE_MAX / N_ROWS ||
        !ml_reserve(&scratch->columns, &scratch->column_capacity, N_ROWS * n_columns, sizeof *scratch->columns))
        return ml_fail_memory(error, "distances");
    sweep s = {.target = t,
               .n_columns = n_columns,
               .above = scratch->columns,
               .under = scratch->columns + n_columns,
               .squares = scratch->columns + 2 * n_columns};
    start_sweep(&s, scratch->below, scratch->last_found);
    *n_squares += sweep_rows(&s, from, squares + *n_squares);
    return ML_OK;
}

/* The pixels of the box around both sets. */
static uint64_t box_of(const target *t, ml_places from)
{
    uint32_t first_row = t->first_row, last_row = t->last_row, first_column = t->first_column, last_column = t->last_column;
    for (size_t i = 0; i < from.n; i++) {
        const ml_place *p = &from.items[i];
        first_row = p->row < first_row ? p->row : first_row;
        last_row = p->row > last_row ? p->row : last_row;
        first_column = p->column < first_column ? p->column : first_column;
        last_column = p->column > last_column ? p->column : last_column;
    }
    return (last_row - (uint64_t)first_row + 1) * (last_column - (uint64_t)first_column + 1);
}

/* The rows and columns of the places that are searched. */
static target target_of(ml_places to, const double *spacing)
{
    target t = {.to = to,
                .first_row = to.items[0].row,
                .last_row = to.items[to.n - 1].row,
                .first_column = UINT32_MAX,
                .spacing = spacing};
    for (size_t k = 0; k < to.n; k++) {
        t.first_column = to.items[k].column < t.first_column ? to.items[k].column : t.first_column;
        t.last_column = to.items[k].column > t.last_column ? to.items[k].column : t.last_column;
    }
    return t;
}

ml_status ml_nearest_find(ml_nearest *scratch, ml_places from, ml_places to, const double spacing[2], ml_error *error,
                          double *squares, size_t *n_squares)
{
    target t = target_of(to, spacing);
    const uint64_t most_steps = box_of(&t, from) / PIXELS_OF_STEP;
    if (!ml_reserve(&scratch->first_of_row, &scratch->row_capacity, t.last_row - (size_t)t.first_row + 2,
                    sizeof *scratch->first_of_row))
        return ml_fail_memory(error, "distances");
    index_rows(&t, scratch->first_of_row);
    t.first_of_row = scratch->first_of_row;
    *n_squares = 0;
    for (size_t i = 0, at = 0; i < from.n; i++) {
        const ml_place place = from.items[i];
        while (at < to.n && is_before(to.items[at], place))
            at++;
        if (at < to.n && !is_before(place, to.items[at]))
            continue;
        if (t.n_steps > most_steps)
            return sweep_rest(scratch, &t, (ml_places){from.n - i, from.items + i}, error, squares, n_squares);
        squares[(*n_squares)++] = search(&t, place, at);
    }
    return ML_OK;
}

void ml_nearest_clear(ml_nearest *scratch)
{
    free(scratch->first_of_row);
    free(scratch->below);
    free(scratch->last_found);
    free(scratch->columns);
    *scratch = (ml_nearest){.first_of_row = NULL};
}

uint64_t ml_nearest_bytes(size_t n_places, size_t rows, size_t columns)
{
    return (n_places + (rows + UINT64_C(1))) * sizeof(size_t) + columns * (uint64_t)(N_ROWS * sizeof(double) + sizeof(size_t));
}
