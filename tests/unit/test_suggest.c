/* base/suggest: the name nearest to a mistyped word. */
#include "unit.h"

#include "base/suggest.h"

static const char *nearest(const char *word, const char *const *names, size_t n_names)
{
    ml_suggestion meant = {.word = word, .n = strlen(word)};
    for (size_t i = 0; i < n_names; i++)
        ml_suggest(&meant, names[i]);
    return meant.best ? meant.best : "(none)";
}

START_TEST(a_mistyped_word_finds_its_name)
{
    static const char *const names[] = {"cce", "wcce", "focal", "brier", "dice", "jaccard", "tversky", "focal_tversky"};
    static const char *const cases[][2] = {
        {"tverski", "tversky"},
        {"tvesrky", "tversky"},
        {"foccal", "focal"},
        {"focal_tverksy", "focal_tversky"},
        {"jacard", "jaccard"},
        {"Dice", "dice"},
        {"DICE", "dice"},
        {"cee", "cce"},
        {"wcc", "wcce"},
        {"dices", "dice"},
        {"dice", "dice"},
        {"focaltversky", "focal_tversky"},
        {"mse", "(none)"},
        {"x", "(none)"},
        {"", "(none)"},
        {"hinge", "(none)"},
        {"crossentropy", "(none)"},
        {"foc", "focal"},
        {"dicescore", "dice"},
        {"fo", "(none)"},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        const char *got = nearest(cases[i][0], names, ML_COUNT(names));
        EXPECT(strcmp(got, cases[i][1]) == 0, "%s: %s, not %s", cases[i][0], got, cases[i][1]);
    }
}
END_TEST

START_TEST(the_first_of_equally_near_names_is_kept)
{
    static const char *const names[] = {"roads", "roadx", "road"};
    ck_assert_str_eq(nearest("roada", names, 3), "roads");
    ck_assert_str_eq(nearest("road", names, 3), "road");
}
END_TEST

START_TEST(no_more_than_a_third_of_the_letters_may_change)
{
    static const char *const names[] = {"abcdef"};
    ck_assert_str_eq(nearest("abcdef", names, 1), "abcdef");
    ck_assert_str_eq(nearest("abcdxx", names, 1), "abcdef"); /* 2 of 6 */
    ck_assert_str_eq(nearest("abcxxx", names, 1), "(none)");
    ck_assert_str_eq(nearest("bcdef", names, 1), "abcdef"); /* 1 of 5 */
    ck_assert_str_eq(nearest("cdef", names, 1), "(none)");  /* 2 of 4 */
    ck_assert_str_eq(nearest("abc", names, 1), "abcdef");   /* but its beginning */
    ck_assert_str_eq(nearest("abcdefghijkl", names, 1), "abcdef");
}
END_TEST

START_TEST(the_nearest_is_found_however_far_it_is_if_that_is_wanted)
{
    static const char *const names[] = {"forgiven.rate", "raw.metrics.miou", "masked.metrics.miou"};
    static const char *const cases[][2] = {{"forgotten", "forgiven.rate"},
                                           {"x", "forgiven.rate"},
                                           {"miou", "raw.metrics.miou"},
                                           {"metrics.miou", "raw.metrics.miou"},
                                           {"mask.miou", "raw.metrics.miou"}};
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_suggestion meant = {.word = cases[i][0], .n = strlen(cases[i][0]), .distant = true};
        for (size_t n = 0; n < ML_COUNT(names); n++)
            ml_suggest(&meant, names[n]);
        EXPECT(strcmp(meant.best, cases[i][1]) == 0, "%s: %s", cases[i][0], meant.best);
    }
}
END_TEST

START_TEST(only_the_bytes_of_the_word_count)
{
    ml_suggestion meant = {.word = "roadside,car", .n = 4};
    ml_suggest(&meant, "side,car");
    ck_assert(meant.best == NULL);
    ml_suggest(&meant, "road");
    ck_assert_str_eq(meant.best, "road");
    ck_assert_uint_eq(meant.distance, 0);
}
END_TEST

START_TEST(long_words_are_near_to_nothing)
{
    char word[300], name[300];
    for (size_t n = 250; n < 260; n++)
        for (size_t m = 250; m < 260; m++) {
            memset(word, 'a', n);
            memset(name, 'a', m);
            word[n] = name[m] = '\0';
            const char *const names[] = {name};
            bool found = strcmp(nearest(word, names, 1), name) == 0;
            EXPECT(found == (n <= 255 && m <= 255), "%zu and %zu letters", n, m);
        }
}
END_TEST

/* The definition of Levenshtein's distance, slowly. */
static size_t slow_distance(const char *a, const char *b)
{
    if (!*a || !*b)
        return strlen(a) + strlen(b);
    size_t best = slow_distance(a + 1, b + 1) + (*a != *b), one = slow_distance(a + 1, b) + 1,
           other = slow_distance(a, b + 1) + 1;
    best = one < best ? one : best;
    return other < best ? other : best;
}

START_TEST(distances_are_levenshteins)
{
    uint64_t state = 83;
    for (size_t round = unit_rounds(3000); round-- > 0;) {
        char word[7], name[7];
        size_t n = unit_below(&state, 7), m = unit_below(&state, 7);
        for (size_t i = 0; i < 6; i++) {
            word[i] = (char)('a' + unit_below(&state, 2));
            name[i] = (char)('a' + unit_below(&state, 2));
        }
        word[n] = name[m] = '\0';
        size_t wanted = slow_distance(word, name);
        ml_suggestion meant = {.word = word, .n = n};
        ml_suggest(&meant, name);
        size_t shorter = n < m ? n : m;
        bool begins = shorter >= 3 && strncmp(word, name, shorter) == 0;
        EXPECT((meant.best != NULL) == (3 * wanted <= n || begins), "%s, %s", word, name);
        EXPECT(!meant.best || meant.distance == wanted, "%s, %s: %zu, not %zu", word, name, meant.distance, wanted);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, a_mistyped_word_finds_its_name);
    tcase_add_test(tests, the_first_of_equally_near_names_is_kept);
    tcase_add_test(tests, no_more_than_a_third_of_the_letters_may_change);
    tcase_add_test(tests, the_nearest_is_found_however_far_it_is_if_that_is_wanted);
    tcase_add_test(tests, only_the_bytes_of_the_word_count);
    tcase_add_test(tests, long_words_are_near_to_nothing);
    tcase_add_test(tests, distances_are_levenshteins);
}

int main(void) { return unit_main("suggest", add_tests); }
