/* core/label_table: lists of labels, and the class of each. */
#include "unit.h"

#include "core/label_table.h"

static void add(ml_label_list *list, uint32_t label)
{
    ml_error error = ML_ERROR_INIT;
    ck_assert_int_eq(ml_label_list_add(list, label, &error), ML_OK);
}

START_TEST(a_sorted_list_has_each_label_once)
{
    static const uint32_t labels[] = {255, 3, ML_LARGEST_LABEL, 3, 0, 255, 70000};
    static const uint32_t wanted[] = {0, 3, 255, 70000, ML_LARGEST_LABEL};
    ml_label_list list = {0};
    ml_label_list_sort(&list);
    ck_assert(list.n == 0 && !ml_label_list_has(&list, 0) && ml_label_list_below(&list, 7) == 0);
    for (size_t i = 0; i < ML_COUNT(labels); i++)
        add(&list, labels[i]);
    ml_label_list_sort(&list);
    ck_assert_uint_eq(list.n, ML_COUNT(wanted));
    for (size_t i = 0; i < ML_COUNT(wanted); i++) {
        ck_assert_uint_eq(list.items[i], wanted[i]);
        ck_assert(ml_label_list_has(&list, wanted[i]) && ml_label_list_below(&list, wanted[i]) == i);
    }
    ck_assert(!ml_label_list_has(&list, 4) && ml_label_list_below(&list, 4) == 2);
    ml_label_list_clear(&list);
    ck_assert(list.n == 0 && !list.items);
}
END_TEST

/* What the class of a label is, looked for one span after the other. */
static uint16_t search(const ml_label_span *spans, size_t n, const ml_label_list *ignored, uint32_t label)
{
    if (ml_label_list_has(ignored, label))
        return ML_IGNORED;
    for (size_t i = 0; i < n; i++)
        if (spans[i].range.first <= label && label <= spans[i].range.last)
            return spans[i].class;
    return ML_NONE;
}

START_TEST(small_and_large_labels_have_the_class_of_their_span)
{
    uint64_t state = 9;
    for (int round = 0; round < 200; round++) {
        ml_label_span spans[12];
        ml_label_list ignored = {0};
        ml_label_table table;
        ml_error error = ML_ERROR_INIT;
        size_t n = 0;
        /* mostly around the border between the table and the search, and at the very end */
        for (uint32_t at = round % 3 ? 65500 : ML_LARGEST_LABEL - 200; n < 12 && at <= ML_LARGEST_LABEL; n++) {
            uint32_t first = at + (uint32_t)unit_below(&state, 5), last = first + (uint32_t)unit_below(&state, 20);
            if (last > ML_LARGEST_LABEL)
                break;
            spans[n] = (ml_label_span){{first, last}, (uint16_t)n};
            at = last + 1;
        }
        for (size_t i = unit_below(&state, 20); i > 0; i--)
            add(&ignored, (round % 3 ? 65490 : ML_LARGEST_LABEL - 210) + (uint32_t)unit_below(&state, 210));
        if (round % 7 == 0)
            add(&ignored, ML_LARGEST_LABEL);
        ml_label_list_sort(&ignored);
        ck_assert_int_eq(ml_label_table_init(spans, n, &ignored, &error, &table), ML_OK);
        for (uint32_t label = 65480; label < 65900; label++)
            EXPECT(ml_label_class(&table, label) == search(spans, n, &ignored, label), "round %d, label %u", round, label);
        for (uint32_t label = ML_LARGEST_LABEL - 300; label <= ML_LARGEST_LABEL + 9; label++)
            EXPECT(ml_label_class(&table, label) == search(spans, n, &ignored, label), "round %d, label %u", round, label);
        ck_assert(ml_label_class(&table, 0) == ML_NONE && ml_label_class(&table, UINT32_MAX) == ML_NONE);
        ml_label_table_clear(&table);
        ml_label_list_clear(&ignored);
    }
}
END_TEST

START_TEST(small_labels_alone_leave_nothing_to_search)
{
    static const ml_label_span spans[] = {{{0, 9}, 0}, {{65535, 65535}, 1}};
    ml_label_list ignored = {0};
    ml_label_table table;
    ml_error error = ML_ERROR_INIT;
    add(&ignored, 5);
    ck_assert_int_eq(ml_label_table_init(spans, 2, &ignored, &error, &table), ML_OK);
    ck_assert(table.n_large == 0 && !table.large);
    ck_assert(table.of_small[4] == 0 && table.of_small[5] == ML_IGNORED && table.of_small[65535] == 1);
    ck_assert(ml_label_class(&table, 65536) == ML_NONE);
    ml_label_table_clear(&table);
    ml_label_list_clear(&ignored);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, a_sorted_list_has_each_label_once);
    tcase_add_test(tests, small_and_large_labels_have_the_class_of_their_span);
    tcase_add_test(tests, small_labels_alone_leave_nothing_to_search);
}

int main(void) { return unit_main("label_table", add_tests); }
