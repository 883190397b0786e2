/* core/record: records and their exact sums. */
#include "score.h"
#include "unit.h"

#include "core/record.h"

enum { N_RECORDS = 40 };

static void make_records(score *s, ml_record records[N_RECORDS], uint64_t seed)
{
    for (size_t i = 0; i < N_RECORDS; i++) {
        records[i] = score_record(s);
        score_fill(&records[i], 1 + (UINT64_C(1) << unit_below(&seed, 40)), &seed);
    }
}

static void clear_records(ml_record records[N_RECORDS])
{
    for (size_t i = 0; i < N_RECORDS; i++)
        ml_record_clear(&records[i]);
}

static ml_tally make_tally(score *s)
{
    ml_tally tally;
    EXPECT(ml_tally_init(&s->settings, &s->error, &tally) == ML_OK, "%s", s->error.text);
    return tally;
}

static const ml_record *sum_up(score *s, ml_tally *tally, const ml_record *records, size_t n)
{
    ml_tally_reset(tally);
    for (size_t i = 0; i < n; i++)
        EXPECT(ml_tally_add_record(tally, &records[i], &s->error) == ML_OK, "%s", s->error.text);
    return ml_tally_finish(tally);
}

START_TEST(a_fresh_record_is_empty)
{
    score s;
    score_init(&s, 4, "all", NULL);
    ml_record r = score_record(&s), again = score_record(&s);
    ck_assert(r.n_classes == 4 && r.n_summed == 16 + 4 * s.losses.n_sums && r.n_pixels == 0 && r.n_ignored == 0 &&
              r.n_bad == 0);
    for (size_t y = 0; y < 4; y++)
        ck_assert_uint_eq(ml_record_support(&r, y), 0);
    expect_same_record(&r, &again, "fresh");
    ml_record_clear(&r);
    ml_record_clear(&again);
    ml_record_clear(&r); /* clearing twice does no harm */
    score_clear(&s);
}
END_TEST

START_TEST(support_counts_the_row_and_none)
{
    score s;
    score_init(&s, 3, "cce", NULL);
    ml_record r = score_record(&s);
    r.hard[3] = 5;
    r.hard[4] = 6;
    r.hard[5] = UINT64_C(1) << 40;
    r.hard[1] = 100; /* another row, the same column */
    r.none[1] = 7;
    r.none[2] = 9;
    ck_assert_uint_eq(ml_record_support(&r, 0), 100);
    ck_assert_uint_eq(ml_record_support(&r, 1), (UINT64_C(1) << 40) + 18);
    ck_assert_uint_eq(ml_record_support(&r, 2), 9);
    ml_record_clear(&r);
    score_clear(&s);
}
END_TEST

START_TEST(a_copy_has_everything)
{
    uint64_t state = 43;
    score s;
    score_init(&s, 5, "all,focal:gamma=3", NULL);
    ml_record from = score_record(&s), to = score_record(&s);
    score_fill(&from, 1000, &state);
    score_fill(&to, 1000, &state);
    ml_record_copy(&from, &to);
    expect_same_record(&from, &to, "copy");
    ml_record_clear(&from);
    ml_record_clear(&to);
    score_clear(&s);
}
END_TEST

START_TEST(a_tally_of_one_record_is_the_record)
{
    score s;
    score_init(&s, 4, "all", NULL);
    ml_record record = score_record(&s);
    ml_tally tally = make_tally(&s);
    uint64_t state = 44;
    for (int round = 0; round < 50; round++) {
        score_fill(&record, 1u << 20, &state);
        for (size_t i = 0; i < 16; i++)
            record.soft[i] = ldexp(floor(ldexp(record.soft[i], 30)), -30); /* nothing below 2^-64 */
        for (size_t i = 0; i < 4 * s.losses.n_sums; i++)
            record.sums[i] = ldexp(floor(ldexp(record.sums[i], 30)), -30);
        expect_same_record(sum_up(&s, &tally, &record, 1), &record, "one");
    }
    ml_tally_clear(&tally);
    ml_record_clear(&record);
    score_clear(&s);
}
END_TEST

START_TEST(records_in_any_order_give_the_same_bits)
{
    uint64_t state = 45;
    score s;
    ml_record records[N_RECORDS], wanted;
    score_init(&s, 4, "all", NULL);
    make_records(&s, records, 46);
    ml_tally tally = make_tally(&s);
    wanted = score_record(&s);
    ml_record_copy(sum_up(&s, &tally, records, N_RECORDS), &wanted);
    for (int order = 0; order < 100; order++) {
        for (size_t i = N_RECORDS; i > 1; i--) {
            size_t j = unit_below(&state, i);
            ml_record kept = records[i - 1];
            records[i - 1] = records[j];
            records[j] = kept;
        }
        expect_same_record(sum_up(&s, &tally, records, N_RECORDS), &wanted, "another order");
    }
    ml_record_clear(&wanted);
    ml_tally_clear(&tally);
    clear_records(records);
    score_clear(&s);
}
END_TEST

START_TEST(tallies_of_parts_add_up_to_the_bits_of_the_whole)
{
    score s;
    ml_error error = ML_ERROR_INIT;
    ml_record records[N_RECORDS], wanted;
    score_init(&s, 4, "all", NULL);
    make_records(&s, records, 47);
    ml_tally whole = make_tally(&s), first = make_tally(&s), second = make_tally(&s);
    wanted = score_record(&s);
    ml_record_copy(sum_up(&s, &whole, records, N_RECORDS), &wanted);
    for (size_t n = 0; n <= N_RECORDS; n++) {
        ml_tally_reset(&first);
        ml_tally_reset(&second);
        for (size_t i = 0; i < N_RECORDS; i++)
            ck_assert_int_eq(ml_tally_add_record(i < n ? &first : &second, &records[i], &error), ML_OK);
        ck_assert_int_eq(ml_tally_add(&first, &second, &error), ML_OK);
        expect_same_record(ml_tally_finish(&first), &wanted, "two parts");
    }
    ml_record_clear(&wanted);
    ml_tally_clear(&whole);
    ml_tally_clear(&first);
    ml_tally_clear(&second);
    clear_records(records);
    score_clear(&s);
}
END_TEST

START_TEST(sums_are_those_of_long_double)
{
    score s;
    ml_record records[N_RECORDS];
    score_init(&s, 4, "all", NULL);
    make_records(&s, records, 47);
    ml_tally tally = make_tally(&s);
    const ml_record *got = sum_up(&s, &tally, records, N_RECORDS);
    for (size_t i = 0; i < 16; i++) {
        long double soft = 0;
        uint64_t hard = 0;
        for (size_t k = 0; k < N_RECORDS; k++) {
            soft += records[k].soft[i];
            hard += records[k].hard[i];
        }
        EXPECT(unit_near(got->soft[i], (double)soft, (double)soft * 1e-14), "soft %zu", i);
        EXPECT(got->hard[i] == hard, "hard %zu", i);
    }
    uint64_t n_pixels = 0, n_ignored = 0, n_bad = 0, none = 0;
    for (size_t k = 0; k < N_RECORDS; k++) {
        n_pixels += records[k].n_pixels;
        n_ignored += records[k].n_ignored;
        n_bad += records[k].n_bad;
        none += records[k].none[3];
    }
    ck_assert(got->n_pixels == n_pixels && got->n_ignored == n_ignored && got->n_bad == n_bad && got->none[3] == none);
    ml_tally_clear(&tally);
    clear_records(records);
    score_clear(&s);
}
END_TEST

START_TEST(a_reset_tally_is_empty_again)
{
    uint64_t state = 48;
    score s;
    score_init(&s, 3, "all", NULL);
    ml_record record = score_record(&s), empty = score_record(&s);
    ml_tally tally = make_tally(&s);
    score_fill(&record, 1000, &state);
    sum_up(&s, &tally, &record, 1);
    ml_tally_reset(&tally);
    expect_same_record(ml_tally_finish(&tally), &empty, "reset");
    ml_tally_clear(&tally);
    ml_record_clear(&record);
    ml_record_clear(&empty);
    score_clear(&s);
}
END_TEST

START_TEST(a_tally_can_be_finished_and_go_on)
{
    score s;
    ml_record records[N_RECORDS], wanted;
    score_init(&s, 3, "all", NULL);
    make_records(&s, records, 49);
    ml_tally tally = make_tally(&s);
    wanted = score_record(&s);
    ml_record_copy(sum_up(&s, &tally, records, N_RECORDS), &wanted);
    ml_tally_reset(&tally);
    for (size_t i = 0; i < N_RECORDS; i++) {
        ck_assert_int_eq(ml_tally_add_record(&tally, &records[i], &s.error), ML_OK);
        ml_tally_finish(&tally); /* rounds what is shown, not what is kept */
    }
    expect_same_record(ml_tally_finish(&tally), &wanted, "with looks between");
    ml_record_clear(&wanted);
    ml_tally_clear(&tally);
    clear_records(records);
    score_clear(&s);
}
END_TEST

START_TEST(an_overflow_of_soft_or_sums_is_an_error)
{
    score s;
    score_init(&s, 2, "cce,brier", NULL);
    for (int where = 0; where < 2; where++) {
        ml_record record = score_record(&s);
        ml_tally tally = make_tally(&s);
        ml_error error = ML_ERROR_INIT;
        (where ? record.sums : record.soft)[3] = 0x1p62;
        ck_assert_int_eq(ml_tally_add_record(&tally, &record, &error), ML_OK);
        ck_assert_int_eq(ml_tally_add_record(&tally, &record, &error), ML_E_SYSTEM);
        ck_assert_int_eq(error.status, ML_E_SYSTEM);
        ml_tally_clear(&tally);
        ml_record_clear(&record);
    }
    score_clear(&s);
}
END_TEST

START_TEST(an_impossible_size_is_refused)
{
    ml_error error = ML_ERROR_INIT;
    ml_record record;
    ml_tally tally;
    const ml_part wide[] = {{.name = "wide", .n_rows = 1, .n_columns = SIZE_MAX}},
                  long_one[] = {{.name = "long", .n_columns = SIZE_MAX / 2}};
    ml_classes classes = {.n = SIZE_MAX / 2};
    const ml_losses losses = {0};
    ml_settings settings = {.classes = &classes, .losses = &losses};
    ck_assert_int_eq(ml_record_init(&settings, &error, &record), ML_E_SYSTEM);
    ck_assert_int_eq(ml_tally_init(&settings, &error, &tally), ML_E_SYSTEM);
    classes.n = 2;
    settings.n_parts = 1;
    settings.parts = wide;
    ck_assert_int_eq(ml_record_init(&settings, &error, &record), ML_E_SYSTEM);
    settings.parts = long_one;
    ck_assert_int_eq(ml_record_init(&settings, &error, &record), ML_E_SYSTEM);
    settings.parts = NULL;
    settings.n_parts = SIZE_MAX;
    ck_assert_int_eq(ml_record_init(&settings, &error, &record), ML_E_SYSTEM);
}
END_TEST

START_TEST(rows_that_are_known_to_be_empty_make_no_difference)
{
    uint64_t state = 31;
    score s;
    score_init(&s, 7, "all", NULL);
    ml_record image = score_record(&s), copy = score_record(&s), wanted = score_record(&s), plain = score_record(&s);
    ml_tally known_sum = make_tally(&s), plain_sum = make_tally(&s), both = make_tally(&s);
    for (int round = 0; round < 60; round++) {
        if (round % 3 == 0) {
            ml_tally_reset(&known_sum);
            ml_tally_reset(&plain_sum);
            memset(known_sum.counts.has_row, false, 7);
        }
        score_fill(&image, 1000, &state);
        memset(image.has_row, true, 7);
        ml_record_copy(&image, &plain);
        ml_record_copy(&image, &wanted);
        score_tell_rows(&image, &state);
        ml_record_copy(&image, &copy); /* which has other rows of the image before */
        expect_same_record(&copy, &wanted, "a copy");
        ck_assert_mem_eq(copy.has_row, image.has_row, 7);
        ml_record fresh;
        EXPECT(ml_record_init_copy(&image, &s.error, &fresh) == ML_OK, "%s", s.error.text);
        expect_same_record(&fresh, &wanted, "a new copy");
        ml_record_clear(&fresh);
        for (size_t y = 0; y < 7; y++)
            ck_assert_uint_eq(ml_record_support(&image, y), ml_record_support(&plain, y));
        ck_assert_int_eq(ml_tally_add_record(&known_sum, &image, &s.error), ML_OK);
        ck_assert_int_eq(ml_tally_add_record(&plain_sum, &plain, &s.error), ML_OK);
        expect_same_record(ml_tally_finish(&known_sum), ml_tally_finish(&plain_sum), "a sum");
        ml_tally_reset(&both);
        memset(both.counts.has_row, false, 7);
        ck_assert_int_eq(ml_tally_add(&both, &known_sum, &s.error), ML_OK);
        expect_same_record(ml_tally_finish(&both), ml_tally_finish(&plain_sum), "a sum of sums");
    }
    ml_tally_clear(&known_sum);
    ml_tally_clear(&plain_sum);
    ml_tally_clear(&both);
    ml_record_clear(&image);
    ml_record_clear(&copy);
    ml_record_clear(&wanted);
    ml_record_clear(&plain);
    score_clear(&s);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, a_fresh_record_is_empty);
    tcase_add_test(tests, support_counts_the_row_and_none);
    tcase_add_test(tests, a_copy_has_everything);
    tcase_add_test(tests, a_tally_of_one_record_is_the_record);
    tcase_add_test(tests, records_in_any_order_give_the_same_bits);
    tcase_add_test(tests, tallies_of_parts_add_up_to_the_bits_of_the_whole);
    tcase_add_test(tests, sums_are_those_of_long_double);
    tcase_add_test(tests, a_reset_tally_is_empty_again);
    tcase_add_test(tests, a_tally_can_be_finished_and_go_on);
    tcase_add_test(tests, an_overflow_of_soft_or_sums_is_an_error);
    tcase_add_test(tests, rows_that_are_known_to_be_empty_make_no_difference);
    tcase_add_test(tests, an_impossible_size_is_refused);
}

int main(void) { return unit_main("record", add_tests); }
