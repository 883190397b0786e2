/* base/ranking: the highest of many, in order, and that nothing is lost or kept too long. */
#include "unit.h"

#include "base/ranking.h"

#include <math.h>

static size_t n_alive;

static void destroy(void *thing)
{
    n_alive--;
    free(thing);
}

/* Offers 0..n-1 with figures from few values, as the number's own figure says. */
static void offer(ml_ranking *ranking, size_t n, uint64_t *state, double *figures)
{
    ml_error error = ML_ERROR_INIT;
    for (size_t i = 0; i < n; i++) {
        figures[i] = unit_below(state, 6) == 0 ? (double)NAN : (double)unit_below(state, 7);
        size_t *thing = malloc(sizeof *thing);
        ck_assert_ptr_nonnull(thing);
        *thing = i;
        n_alive++;
        ck_assert_int_eq(ml_ranking_add(ranking, figures[i], thing, &error), ML_OK);
    }
}

START_TEST(the_highest_are_kept_in_order_and_of_equal_ones_the_first)
{
    enum { MAX = 40 };
    uint64_t state = 11;
    for (size_t n_wanted = 0; n_wanted < 6; n_wanted++)
        for (size_t n = 0; n < MAX; n++) {
            double figures[MAX];
            ml_ranking ranking = {n_wanted, destroy, 0, 0, NULL};
            bool taken[MAX] = {false};
            offer(&ranking, n, &state, figures);
            for (size_t k = 0; k < n_wanted; k++) {
                size_t best = MAX;
                for (size_t i = 0; i < n; i++)
                    if (!taken[i] && !isnan(figures[i]) && (best == MAX || figures[i] > figures[best]))
                        best = i;
                EXPECT((best == MAX) == (k >= ranking.n), "%zu of %zu: has %zu", n_wanted, n, ranking.n);
                if (best == MAX)
                    break;
                taken[best] = true;
                EXPECT(*(size_t *)ranking.items[k].thing == best, "%zu of %zu: place %zu", n_wanted, n, k);
            }
            EXPECT(n_alive == ranking.n && ranking.n <= n_wanted, "%zu of %zu: %zu alive", n_wanted, n, n_alive);
            ml_ranking_clear(&ranking);
            ck_assert_uint_eq(n_alive, 0);
        }
}
END_TEST

static void add_tests(TCase *tests) { tcase_add_test(tests, the_highest_are_kept_in_order_and_of_equal_ones_the_first); }

int main(void) { return unit_main("ranking", add_tests); }
