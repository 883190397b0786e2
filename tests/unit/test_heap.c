/* base/heap: the first of things that are offered in any order, and their order. */
#include "base/heap.h"

#include "unit.h"

#include <stdlib.h>

enum { MAX_THINGS = 70 };

/* A number, the context's first bits of which count. */
static bool is_less(const void *a, const void *b, const void *context)
{
    const unsigned shift = *(const unsigned *)context;
    const uint64_t x = *(const uint64_t *)a >> shift, y = *(const uint64_t *)b >> shift;
    return x < y;
}

static int compare(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* The first n_wanted of n numbers below a limit, many of which may be equal. */
static void expect_first(size_t n, size_t n_wanted, size_t limit, uint64_t *random)
{
    static const unsigned shift = 0;
    uint64_t numbers[MAX_THINGS];
    void *heap[MAX_THINGS];
    size_t n_held = 0;
    for (size_t i = 0; i < n; i++) {
        numbers[i] = unit_below(random, limit);
        if (n_held < n_wanted) {
            ml_heap_add(heap, &n_held, &numbers[i], is_less, &shift);
            continue;
        }
        const uint64_t last = *(uint64_t *)heap[0];
        if (numbers[i] < last)
            ck_assert_uint_eq(*(uint64_t *)ml_heap_replace(heap, n_held, &numbers[i], is_less, &shift), last);
    }
    ml_heap_sort(heap, n_held, is_less, &shift);
    ck_assert_uint_eq(n_held, n < n_wanted ? n : n_wanted);
    for (size_t i = 0; i < n_held; i++)
        for (size_t k = 0; k < i; k++)
            ck_assert_ptr_ne(heap[i], heap[k]);
    uint64_t first[MAX_THINGS];
    for (size_t i = 0; i < n_held; i++)
        first[i] = *(uint64_t *)heap[i];
    qsort(numbers, n, sizeof *numbers, compare);
    for (size_t i = 0; i < n_held; i++)
        EXPECT(first[i] == numbers[i], "%zu of %zu numbers below %zu: number %zu", n_wanted, n, limit, i);
}

START_TEST(the_first_come_in_order)
{
    static const size_t limits[] = {1, 2, 10, 1000000};
    uint64_t random = 1701;
    for (size_t l = 0; l < 4; l++)
        for (size_t n = 0; n <= MAX_THINGS; n++)
            for (size_t wanted = 1; wanted <= MAX_THINGS; wanted += wanted < 8 ? 1 : 13)
                expect_first(n, wanted, limits[l], &random);
}
END_TEST

START_TEST(nothing_is_sorted)
{
    static const unsigned shift = 0;
    ml_heap_sort(NULL, 0, is_less, &shift);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, the_first_come_in_order);
    tcase_add_test(tests, nothing_is_sorted);
}

int main(void) { return unit_main("heap", add_tests); }
