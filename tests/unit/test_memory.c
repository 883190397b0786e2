/* base/memory: checked products, allocation, growing arrays. */
#include "unit.h"

#include "base/memory.h"

#include <errno.h>

START_TEST(a_product_that_does_not_fit_is_refused_and_leaves_the_result_alone)
{
    static const size_t pairs[][2] = {{SIZE_MAX, 2},         {2, SIZE_MAX},         {SIZE_MAX, SIZE_MAX},
                                      {SIZE_MAX / 2 + 1, 2}, {SIZE_MAX / 3 + 1, 3}, {3, SIZE_MAX / 3 + 1}};
    for (size_t i = 0; i < ML_COUNT(pairs); i++) {
        size_t product = 77;
        EXPECT(!ml_multiply(pairs[i][0], pairs[i][1], &product), "%zu x %zu fits", pairs[i][0], pairs[i][1]);
        EXPECT(product == 77, "%zu x %zu changed the result", pairs[i][0], pairs[i][1]);
    }
}
END_TEST

START_TEST(a_product_that_just_fits_is_exact)
{
    static const size_t pairs[][2] = {{0, 0},        {0, SIZE_MAX}, {SIZE_MAX, 0},     {1, SIZE_MAX},
                                      {SIZE_MAX, 1}, {7, 6},        {SIZE_MAX / 2, 2}, {SIZE_MAX / 3, 3}};
    for (size_t i = 0; i < ML_COUNT(pairs); i++) {
        size_t product = 77;
        EXPECT(ml_multiply(pairs[i][0], pairs[i][1], &product), "%zu x %zu is refused", pairs[i][0], pairs[i][1]);
        EXPECT(product == pairs[i][0] * pairs[i][1], "%zu x %zu", pairs[i][0], pairs[i][1]);
    }
}
END_TEST

START_TEST(random_products_agree_with_wider_arithmetic)
{
#if defined __SIZEOF_INT128__
    __extension__ typedef unsigned __int128 u128;
    uint64_t state = 1;
    for (size_t i = unit_rounds(1000000); i-- > 0;) {
        size_t a = (size_t)(unit_random(&state) >> unit_below(&state, 64));
        size_t b = (size_t)(unit_random(&state) >> unit_below(&state, 64)), product = 0;
        bool fits = (u128)a * b <= SIZE_MAX;
        EXPECT(ml_multiply(a, b, &product) == fits, "%zu x %zu", a, b);
        EXPECT(product == (fits ? a * b : 0), "%zu x %zu = %zu", a, b, product);
    }
#endif
}
END_TEST

START_TEST(allocated_memory_is_zeroed)
{
    for (int round = 0; round < 8; round++) {
        unsigned char *bytes = ml_alloc(1000, 3);
        ck_assert(bytes != NULL);
        for (size_t i = 0; i < 3000; i++)
            EXPECT(bytes[i] == 0, "byte %zu is %u", i, bytes[i]);
        memset(bytes, 0xff, 3000);
        free(bytes);
    }
}
END_TEST

START_TEST(nothing_is_allocated_as_something)
{
    char *none = ml_alloc(0, 8), *empty = ml_alloc(8, 0), *unset = ml_alloc_unset(0, 8);
    ck_assert(none != NULL && empty != NULL && unset != NULL);
    *none = *empty = *unset = 1; /* at least one byte */
    free(none);
    free(unset);
    free(empty);
}
END_TEST

START_TEST(an_allocation_whose_size_overflows_is_refused)
{
    ck_assert(ml_alloc(SIZE_MAX, 2) == NULL);
    ck_assert(ml_alloc(SIZE_MAX / 8 + 2, 8) == NULL); /* 8 modulo the size of memory */
    ck_assert(ml_alloc_unset(SIZE_MAX, 2) == NULL && ml_alloc_unset(SIZE_MAX / 8 + 2, 8) == NULL);
}
END_TEST

START_TEST(copies_of_strings_are_whole_and_ended)
{
    char *all = ml_strdup("abc"), *some = ml_strndup("abcdef", 2), *none = ml_strndup("abc", 0), *empty = ml_strdup("");
    ck_assert_str_eq(all, "abc");
    ck_assert_str_eq(some, "ab");
    ck_assert_str_eq(none, "");
    ck_assert_str_eq(empty, "");
    free(all);
    free(some);
    free(none);
    free(empty);
}
END_TEST

START_TEST(formatted_strings_have_any_length)
{
    char *empty = ml_format("%s", ""), *text = ml_format("%s-%d", "a", 42), *wide = ml_format("%*d", 100000, 7);
    ck_assert_str_eq(empty, "");
    ck_assert_str_eq(text, "a-42");
    ck_assert_uint_eq(strlen(wide), 100000);
    ck_assert(wide[99999] == '7' && wide[99998] == ' ');
    free(empty);
    free(text);
    free(wide);
}
END_TEST

START_TEST(a_growing_array_keeps_what_is_in_it)
{
    uint32_t *elems = NULL;
    size_t capacity = 0;
    for (size_t n = 0; n < 100000; n++) {
        EXPECT(ml_grow(&elems, &capacity, n, sizeof *elems), "no room for element %zu", n);
        EXPECT(capacity > n, "capacity %zu for element %zu", capacity, n);
        elems[n] = (uint32_t)n * 7;
    }
    for (size_t n = 0; n < 100000; n++)
        EXPECT(elems[n] == n * 7, "element %zu", n);
    free(elems);
}
END_TEST

START_TEST(an_array_with_room_is_not_moved)
{
    char *elems = NULL;
    size_t capacity = 0;
    ck_assert(ml_grow(&elems, &capacity, 0, 1));
    char *before = elems;
    size_t room = capacity;
    for (size_t n = 0; n < room; n++)
        ck_assert(ml_grow(&elems, &capacity, n, 1));
    ck_assert(elems == before && capacity == room);
    free(elems);
}
END_TEST

START_TEST(an_array_whose_size_would_overflow_is_left_as_it_was)
{
    static const struct {
        size_t capacity, elem_size;
    } cases[] = {{SIZE_MAX / 2 + 1, 1}, {SIZE_MAX / 8, 16}, {SIZE_MAX / 16 + 1, 8}, {SIZE_MAX, 1}};
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        char small[8], *elems = small;
        size_t capacity = cases[i].capacity;
        EXPECT(!ml_grow(&elems, &capacity, capacity, cases[i].elem_size), "%zu elements of %zu bytes could double",
               cases[i].capacity, cases[i].elem_size);
        EXPECT(elems == small && capacity == cases[i].capacity, "case %zu: changed", i);
    }
}
END_TEST

/* As libraries that call malloc do. What malloc leaves then is put there by hand: sanitizers end a program that asks for too
 * much. */
START_TEST(an_allocation_that_failed_since_is_noticed)
{
    errno = ENOMEM;
    ml_memory_watch();
    ck_assert(!ml_memory_lacked());
    free(malloc(1));
    ck_assert(!ml_memory_lacked());
    errno = ENOMEM;
    ck_assert(ml_memory_lacked());
    ml_memory_watch();
    ck_assert(!ml_memory_lacked());
}
END_TEST

START_TEST(room_for_many_is_made_once_and_nothing_of_it_is_kept)
{
    uint32_t *elems = NULL, *first;
    size_t capacity = 0;
    ck_assert(ml_reserve(&elems, &capacity, 7, sizeof *elems) && capacity == 7);
    first = elems;
    ck_assert(ml_reserve(&elems, &capacity, 3, sizeof *elems) && elems == first && capacity == 7);
    ck_assert(ml_reserve(&elems, &capacity, 8, sizeof *elems) && capacity == 8);
    elems[7] = 1;
    ck_assert(!ml_reserve(&elems, &capacity, SIZE_MAX, sizeof *elems) && elems == NULL && capacity == 0);
    free(elems);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, room_for_many_is_made_once_and_nothing_of_it_is_kept);
    tcase_add_test(tests, a_product_that_does_not_fit_is_refused_and_leaves_the_result_alone);
    tcase_add_test(tests, a_product_that_just_fits_is_exact);
    tcase_add_test(tests, random_products_agree_with_wider_arithmetic);
    tcase_add_test(tests, allocated_memory_is_zeroed);
    tcase_add_test(tests, nothing_is_allocated_as_something);
    tcase_add_test(tests, an_allocation_whose_size_overflows_is_refused);
    tcase_add_test(tests, copies_of_strings_are_whole_and_ended);
    tcase_add_test(tests, formatted_strings_have_any_length);
    tcase_add_test(tests, a_growing_array_keeps_what_is_in_it);
    tcase_add_test(tests, an_array_with_room_is_not_moved);
    tcase_add_test(tests, an_array_whose_size_would_overflow_is_left_as_it_was);
    tcase_add_test(tests, an_allocation_that_failed_since_is_noticed);
}

int main(void) { return unit_main("memory", add_tests); }
