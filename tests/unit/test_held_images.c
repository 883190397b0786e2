/* engine/held_images: records that are put aside come back as they were, or what is wrong is told. */
#include "score.h"
#include "unit.h"

#include "engine/held_images.h"

#include <sys/resource.h>

enum { N_CLASSES = 5, N_IMAGES = 7 };

static const uint64_t counts_of[N_CLASSES] = {1, 2, 3, 4, 5};

/* A record of which some rows are zeros. */
static ml_record make_record(score *s, size_t i)
{
    ml_record record = score_record(s);
    record.n_pixels = 100 + i;
    record.n_ignored = i;
    record.n_bad = 2 * i;
    record.hard[(i % N_CLASSES) * N_CLASSES + 1] = 10 + i;
    return record;
}

static void hold(ml_held_images *held, score *s)
{
    for (size_t i = 0; i < N_IMAGES; i++) {
        ml_held_image image = {.pair = i, .image = 2 * i, .is_batch = i % 2, .width = 10 + i, .height = 20 + i, .mark = 30 + i};
        ml_record record = make_record(s, i);
        EXPECT(ml_held_images_add(held, &record, counts_of, &image, &s->error) == ML_OK && image.number == i, "%s",
               s->error.text);
        ml_record_clear(&record);
    }
}

START_TEST(they_come_back_but_for_those_that_are_dropped)
{
    score s;
    ml_held_images held = {.n = 0};
    score_init(&s, N_CLASSES, "all", NULL);
    hold(&held, &s);
    ml_held_images_drop(&held, 0);
    ml_held_images_drop(&held, 3);
    ml_record record = score_record(&s);
    for (int time = 0; time < 2; time++) {
        uint64_t counts[N_CLASSES];
        ml_held_image image;
        bool found = true;
        EXPECT(ml_held_images_rewind(&held, &s.error) == ML_OK, "%s", s.error.text);
        for (size_t i = 0; i < N_IMAGES; i++) {
            if (i == 0 || i == 3)
                continue;
            EXPECT(ml_held_images_next(&held, &s.error, &found, &image, &record, counts) == ML_OK, "%s", s.error.text);
            ck_assert(found && image.number == i && image.pair == i && image.image == 2 * i && image.is_batch == i % 2);
            ck_assert(image.width == 10 + i && image.height == 20 + i && image.mark == 30 + i && !image.is_done);
            ck_assert(memcmp(counts, counts_of, sizeof counts) == 0);
            ml_record wanted = make_record(&s, i);
            expect_same_record(&record, &wanted, "held");
            ml_record_clear(&wanted);
        }
        ck_assert(ml_held_images_next(&held, &s.error, &found, &image, &record, counts) == ML_OK && !found);
    }
    ml_record_clear(&record);
    ml_held_images_clear(&held);
    score_clear(&s);
}
END_TEST

/* However much of it is left. */
START_TEST(a_spool_that_is_cut_off_gives_no_wrong_image)
{
    score s;
    ml_held_images held = {.n = 0};
    score_init(&s, N_CLASSES, "all", NULL);
    hold(&held, &s);
    ml_record record = score_record(&s);
    const size_t whole = held.spool.n;
    for (size_t n = 0; n < whole; n++) {
        uint64_t counts[N_CLASSES];
        double weights[N_CLASSES];
        ml_held_image image;
        bool found = true;
        size_t n_found = 0;
        ml_status status;
        held.spool.n = n;
        EXPECT(ml_held_images_rewind(&held, &s.error) == ML_OK, "%s", s.error.text);
        while (!(status = ml_held_images_next(&held, &s.error, &found, &image, &record, counts)) && found) {
            EXPECT(image.number == n_found && record.n_pixels == 100 + n_found, "image %zu of %zu bytes", n_found, n);
            n_found++;
        }
        EXPECT(status == ML_E_SYSTEM && n_found < N_IMAGES && strstr(s.error.text, "it ends too early"), "%zu bytes: %s", n,
               s.error.text);
        ml_error_clear(&s.error);
        EXPECT(ml_held_images_weigh(&held, ML_WEIGHTS_INVERSE, &record, &s.error, weights) == ML_E_SYSTEM, "%zu bytes", n);
        ml_error_clear(&s.error);
    }
    held.spool.n = whole;
    ml_record_clear(&record);
    ml_held_images_clear(&held);
    score_clear(&s);
}
END_TEST

/* No descriptor is left for the temporary file, wherever the memory is full. */
START_TEST(what_cannot_be_put_aside_is_told)
{
    struct rlimit before, none;
    score s;
    char *block = calloc(ML_SPOOL_MAX_IN_MEMORY, 1);
    ck_assert(block && getrlimit(RLIMIT_NOFILE, &before) == 0);
    none = before;
    none.rlim_cur = 0;
    score_init(&s, N_CLASSES, "all", NULL);
    ml_record record = make_record(&s, 1);
    ml_held_images one = {.n = 0};
    ml_held_image image = {.pair = 0};
    ck_assert_int_eq(ml_held_images_add(&one, &record, counts_of, &image, &s.error), ML_OK);
    const size_t needed = one.spool.n;
    ml_held_images_clear(&one);
    for (size_t room = 0; room < needed; room++) {
        ml_held_images held = {.n = 0};
        ck_assert_int_eq(ml_spool_write(&held.spool, block, ML_SPOOL_MAX_IN_MEMORY - room, &s.error), ML_OK);
        ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
        ml_status status = ml_held_images_add(&held, &record, counts_of, &image, &s.error);
        ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
        EXPECT(status == ML_E_SYSTEM && strstr(s.error.text, "Too many open files"), "%zu bytes: %s", room, s.error.text);
        ml_error_clear(&s.error);
        ml_held_images_clear(&held);
    }
    ml_record_clear(&record);
    score_clear(&s);
    free(block);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, they_come_back_but_for_those_that_are_dropped);
    tcase_add_test(tests, a_spool_that_is_cut_off_gives_no_wrong_image);
    tcase_add_test(tests, what_cannot_be_put_aside_is_told);
}

int main(void) { return unit_main("held_images", add_tests); }
