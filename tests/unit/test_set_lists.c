/* core/set_lists, core/rows: lists go wherever records go, and those of a set do not depend on how its images were put
 * together. */
#include "score.h"

#include "base/text.h"
#include "core/aggregate.h"
#include "engine/held_images.h"

#include <stdio.h>

enum { N_CLASSES = 4, N_IMAGES = 9, N_COLUMNS = 4, MAX_ROWS = 400 };

static uint64_t second(const uint64_t *row) { return row[1]; }

static const char *always_right(const ml_part *part, const ml_record *record, const ml_rows *rows, uint64_t width,
                                uint64_t height)
{
    ML_UNUSED(part);
    ML_UNUSED(record);
    ML_UNUSED(rows);
    return width < height ? "higher than wide" : NULL;
}

/* A list between other parts, of at most so many rows of a class. */
typedef struct fixture {
    score s;
    ml_part parts[3];
    ml_record records[N_IMAGES];
    char ids[N_IMAGES][8];
} fixture;

static void begin(fixture *f, size_t n_rows, uint64_t *random)
{
    score_init(&f->s, N_CLASSES, "cce", NULL);
    score_mask(&f->s, 1u << 1);
    f->parts[0] = (ml_part){.group = "test", .name = "n", .kind = ML_PART_COUNTS, .n_rows = ML_EACH_CLASS, .n_columns = 2};
    f->parts[1] = (ml_part){.group = "test",
                            .name = "list",
                            .kind = ML_PART_LIST,
                            .n_rows = n_rows,
                            .n_columns = N_COLUMNS,
                            .rank = second,
                            .list_fault = always_right};
    f->parts[2] = (ml_part){.group = "test", .name = "m", .kind = ML_PART_COUNTS, .n_rows = 3, .n_columns = 2};
    f->s.settings.parts = f->parts;
    f->s.settings.n_parts = 3;
    for (size_t i = 0; i < N_IMAGES; i++) {
        f->records[i] = score_record(&f->s);
        snprintf(f->ids[i], sizeof f->ids[i], "%c[%d]", "ab"[i % 2], (int)i); /* not in order */
        for (size_t n = unit_below(random, 40); n > 0; n--) {
            const uint64_t row[N_COLUMNS] = {unit_below(random, N_CLASSES), unit_below(random, 3), i * 100 + n,
                                             unit_below(random, 2) ? ML_ROW_NOTHING : 5};
            ck_assert(ml_rows_add(&f->records[i].own_lists[0], row));
        }
        ml_record_counts(&f->records[i], "test", "m")[5] = i;
    }
}

static void end(fixture *f)
{
    for (size_t i = 0; i < N_IMAGES; i++)
        ml_record_clear(&f->records[i]);
    score_clear(&f->s);
}

/* A row and its image. */
typedef struct pair {
    const char *id;
    const uint64_t *row;
} pair;

/* Whether a comes before b, looked at slowly. */
static bool is_before(pair a, pair b, bool mixed)
{
    if (!mixed && a.row[0] != b.row[0])
        return a.row[0] < b.row[0];
    if (a.row[1] != b.row[1])
        return a.row[1] > b.row[1];
    if (strcmp(a.id, b.id) != 0)
        return ml_id_compare(a.id, b.id) < 0;
    return a.row[2] < b.row[2];
}

/* All rows of some classes, in order: their number. */
static size_t sort_all(const fixture *f, unsigned classes, bool mixed, pair *all)
{
    size_t n = 0;
    for (size_t i = 0; i < N_IMAGES; i++)
        for (size_t r = 0; r < f->records[i].lists[0].n; r++) {
            const pair one = {f->ids[i], ml_rows_at(&f->records[i].lists[0], r)};
            if (!(classes >> one.row[0] & 1))
                continue;
            size_t at = n++;
            for (; at > 0 && is_before(one, all[at - 1], mixed); at--)
                all[at] = all[at - 1];
            all[at] = one;
        }
    return n;
}

static void expect_row(const ml_list_row *row, pair wanted, const char *what, size_t i)
{
    EXPECT(strcmp(row->id, wanted.id) == 0 && memcmp(row->cells, wanted.row, N_COLUMNS * sizeof *row->cells) == 0,
           "%s, row %zu: %s, %llu", what, i, row->id, (unsigned long long)row->cells[2]);
}

/* Sorts the lists of all images, and looks at them. */
static void expect_lists(const fixture *f, ml_set_lists *lists)
{
    static pair all[MAX_ROWS];
    const size_t most = f->parts[1].n_rows;
    ml_error error = {0};
    ck_assert_int_eq(ml_set_lists_sort(lists, &error), ML_OK);
    ck_assert(ml_set_lists_find(lists, "test") == &lists->items[0] && !ml_set_lists_find(lists, "tes"));
    for (size_t y = 0; y < N_CLASSES; y++) {
        const ml_class_list *class = &lists->items[0].classes[y];
        const size_t n = sort_all(f, 1u << y, false, all);
        ck_assert_uint_eq(class->n, n < most ? n : most);
        for (size_t i = 0; i < class->n; i++)
            expect_row(class->items[i], all[i], "a class", i);
    }
    const size_t n = sort_all(f, ~(1u << 1), true, all);
    ck_assert_uint_eq(lists->items[0].n_first, n < most ? n : most);
    for (size_t i = 0; i < lists->items[0].n_first; i++)
        expect_row(lists->items[0].first[i], all[i], "all classes", i);
}

START_TEST(those_of_a_set_are_the_first_however_they_are_put_together)
{
    static const size_t mosts[] = {1, 2, 5, 30, 1 << 30};
    uint64_t random = 41;
    for (size_t m = 0; m < ML_COUNT(mosts); m++)
        for (int round = 0; round < 10; round++) {
            fixture f;
            size_t order[N_IMAGES];
            ml_aggregate parts[3];
            begin(&f, mosts[m], &random);
            for (size_t i = 0; i < N_IMAGES; i++)
                order[i] = i;
            unit_shuffle(order, N_IMAGES, sizeof *order, &random);
            for (size_t p = 0; p < 3; p++)
                ck_assert_int_eq(ml_aggregate_init(&f.s.settings, &f.s.error, &parts[p]), ML_OK);
            for (size_t i = 0; i < N_IMAGES; i++) {
                ml_aggregate *to = &parts[round == 0 ? 0 : unit_below(&random, 3)];
                ck_assert_int_eq(ml_set_lists_add(&to->lists, f.ids[order[i]], &f.records[order[i]], &f.s.error), ML_OK);
            }
            ck_assert_int_eq(ml_aggregate_join(&parts[2], &parts[1], &f.s.error), ML_OK);
            ck_assert_int_eq(ml_aggregate_join(&parts[0], &parts[2], &f.s.error), ML_OK);
            expect_lists(&f, &parts[0].lists);
            for (size_t p = 0; p < 3; p++)
                ml_aggregate_clear(&parts[p]);
            end(&f);
        }
}
END_TEST

START_TEST(lists_take_no_place_among_numbers_and_do_not_add_up)
{
    uint64_t random = 42;
    fixture f;
    ml_tally tally;
    begin(&f, 7, &random);
    const ml_record *r = &f.records[3];
    const ml_slot *list = ml_record_find(r, "test", "list"), *behind = ml_record_find(r, "test", "m");
    ck_assert(list && behind && list->n_rows == 0 && list->n_columns == N_COLUMNS && list->first == 0 && r->n_lists == 1);
    ck_assert_uint_eq(behind->first + 6, r->n_counted);
    ck_assert_int_eq(ml_tally_init(&f.s.settings, &f.s.error, &tally), ML_OK);
    ck_assert_int_eq(ml_tally_add_record(&tally, r, &f.s.error), ML_OK);
    ck_assert(tally.counts.lists[0].n == 0 && ml_record_counts(&tally.counts, "test", "m")[5] == 3);
    const uint64_t row[N_COLUMNS] = {0};
    ck_assert(ml_rows_add(&tally.counts.own_lists[0], row));
    ml_tally_reset(&tally);
    ck_assert_uint_eq(tally.counts.lists[0].n, 0);
    ck_assert(ml_record_list_fault(r, 2, 1) == NULL && strcmp(ml_record_list_fault(r, 1, 2), "higher than wide") == 0);
    ml_tally_clear(&tally);
    end(&f);
}
END_TEST

START_TEST(copies_have_their_own_and_views_borrow)
{
    uint64_t random = 43;
    fixture f;
    ml_record copy, borrowing;
    begin(&f, 7, &random);
    ml_record *r = &f.records[4];
    while (r->lists[0].n < 3)
        ck_assert(ml_rows_add(&r->own_lists[0], (uint64_t[N_COLUMNS]){2, 1, r->lists[0].n, 7}));
    ck_assert_int_eq(ml_record_init_copy(r, &f.s.error, &copy), ML_OK);
    borrowing = score_record(&f.s);
    ml_record_copy(r, &borrowing);
    ck_assert(borrowing.lists == r->lists && borrowing.own_lists[0].n == 0);
    ck_assert(ml_rows_same(&copy.lists[0], &r->lists[0]) && copy.lists == copy.own_lists &&
              copy.lists[0].cells != r->lists[0].cells);
    copy.own_lists[0].cells[N_COLUMNS] ^= 1;
    ck_assert(!ml_rows_same(&copy.lists[0], &r->lists[0]));
    ml_record_clear_lists(&copy);
    ck_assert(copy.lists[0].n == 0 && copy.lists[0].n_columns == N_COLUMNS && !ml_rows_same(&copy.lists[0], &r->lists[0]));
    ml_record_clear(&copy);
    ml_record_clear(&borrowing);
    end(&f);
}
END_TEST

START_TEST(images_that_are_held_have_them)
{
    static const uint64_t counts_of[N_CLASSES] = {1, 2, 3, 4};
    uint64_t random = 44, counts[N_CLASSES];
    fixture f;
    ml_held_images held = {.n = 0};
    ml_held_image image = {.pair = 0};
    bool found;
    begin(&f, 7, &random);
    for (size_t i = 0; i < N_IMAGES; i++)
        ck_assert_int_eq(ml_held_images_add(&held, &f.records[i], counts_of, &image, &f.s.error), ML_OK);
    ml_record record = score_record(&f.s);
    for (int time = 0; time < 2; time++) {
        ck_assert_int_eq(ml_held_images_rewind(&held, &f.s.error), ML_OK);
        for (size_t i = 0; i < N_IMAGES; i++) {
            ck_assert_int_eq(ml_held_images_next(&held, &f.s.error, &found, &image, &record, counts), ML_OK);
            ck_assert(found && ml_rows_same(&record.lists[0], &f.records[i].lists[0]));
            ck_assert_uint_eq(ml_record_counts(&record, "test", "m")[5], i);
        }
    }
    ml_record_clear(&record);
    ml_held_images_clear(&held);
    end(&f);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, those_of_a_set_are_the_first_however_they_are_put_together);
    tcase_add_test(tests, lists_take_no_place_among_numbers_and_do_not_add_up);
    tcase_add_test(tests, copies_have_their_own_and_views_borrow);
    tcase_add_test(tests, images_that_are_held_have_them);
}

int main(void) { return unit_main("set_lists", add_tests); }
