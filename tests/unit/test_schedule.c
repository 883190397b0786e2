/* engine/schedule, engine/bands, engine/worker: images in order, the same to the bit with any number of threads, and what
 * observers see of them. */
#include "set.h"
#include "watcher.h"

#include "engine/schedule.h"
#include "engine/scoring.h"
#include "engine/set.h"

static const size_t some_threads[] = {1, 2, 7};

/* A run of the schedule. */
typedef struct schedule_run {
    set_job s;
    ml_inputs inputs;
    ml_set set;
    size_t n_taken, stop_after;    /* fail when so many were taken; 0: never */
    ml_record records[SET_IMAGES]; /* of zero classes where an image failed */
    size_t last_wrong[SET_IMAGES]; /* what the watcher has left; 0: nothing */
    char *messages[SET_IMAGES];    /* of failures */
} schedule_run;

static ml_status take(void *context, const ml_scheduled_image *image, ml_error *error)
{
    schedule_run *r = context;
    const ml_outcome *outcome = image->outcome;
    size_t n = r->n_taken++;
    const set_image *im = &set_images[n];
    char id[32];
    EXPECT(n < SET_IMAGES, "an image too many");
    snprintf(id, sizeof id, image->is_batch ? "%s[%zu]" : "%s", image->pair->id, image->image);
    EXPECT(strcmp(id, im->id) == 0, "image %zu is %s, not %s", n, id, im->id);
    if (outcome->status) {
        EXPECT(outcome->message && outcome->seen.n_left == 0 && outcome->seen.record.n_classes == 0, "%s", id);
        r->messages[n] = strdup(outcome->message);
    } else {
        EXPECT(!outcome->message && outcome->height == im->height && outcome->width == im->width, "%s", id);
        EXPECT(ml_record_init_copy(&outcome->seen.record, error, &r->records[n]) == ML_OK, "%s", error->text);
        EXPECT(outcome->seen.n_left == r->s.job.n_observers, "%s", id);
        if (outcome->seen.n_left && outcome->seen.left[0])
            r->last_wrong[n] = *(const size_t *)outcome->seen.left[0];
    }
    return r->n_taken == r->stop_after ? ml_fail(error, ML_E_USAGE, "enough") : ML_OK;
}

static schedule_run *start(size_t n_threads, const ml_observer *observer)
{
    ml_error error = ML_ERROR_INIT;
    schedule_run *r = calloc(1, sizeof *r);
    ck_assert(r != NULL);
    set_job_init(&r->s, n_threads);
    ml_job *job = &r->s.job;
    job->observers = observer;
    job->n_observers = observer ? 1 : 0;
    EXPECT(ml_inputs_find(job, NULL, &error, &r->inputs) == ML_OK, "%s", error.text);
    EXPECT(r->inputs.pairs.n == SET_FILES && r->inputs.classes.n == SET_CLASSES, "%zu pairs", r->inputs.pairs.n);
    EXPECT(ml_losses_parse("all", NULL, &error, &r->set.losses) == ML_OK, "%s", error.text);
    EXPECT(ml_set_make_settings(&r->set, job, &r->inputs.classes, &error) == ML_OK, "%s", error.text);
    EXPECT(ml_kernel_choose(job->kernel, &error, &r->set.settings.kernel) == ML_OK, "%s", error.text);
    ml_settings_finish(&r->set.settings);
    return r;
}

static ml_status run_schedule(schedule_run *r, ml_error *error)
{
    const ml_resume nothing = {0};
    const ml_taker taker = {take, r};
    return ml_schedule_run(&r->s.job, &r->inputs.pairs, &r->set.settings, &nothing, NULL, &taker, error);
}

static schedule_run *run(size_t n_threads, const ml_observer *observer)
{
    ml_error error = ML_ERROR_INIT;
    schedule_run *r = start(n_threads, observer);
    EXPECT(run_schedule(r, &error) == ML_OK, "%s", error.text);
    ck_assert_uint_eq(r->n_taken, SET_IMAGES);
    return r;
}

static void end(schedule_run *r)
{
    for (size_t i = 0; i < SET_IMAGES; i++) {
        ml_record_clear(&r->records[i]);
        free(r->messages[i]);
    }
    ml_set_clear(&r->set);
    ml_inputs_clear(&r->inputs);
    set_job_clear(&r->s);
    free(r);
}

static void expect_same_numbers(const ml_record *a, const ml_record *b, const char *what)
{
    EXPECT(a->n_pixels == b->n_pixels && a->n_ignored == b->n_ignored && a->n_bad == b->n_bad, "%s: pixels", what);
    EXPECT(a->n_counted <= b->n_counted && a->n_summed <= b->n_summed, "%s: parts", what);
    EXPECT(memcmp(a->counted, b->counted, a->n_counted * sizeof *a->counted) == 0, "%s: counts", what);
    EXPECT(memcmp(a->summed, b->summed, a->n_summed * sizeof *a->summed) == 0, "%s: sums", what);
}

START_TEST(records_are_those_of_a_naive_loop)
{
    schedule_run *r = run(1, NULL);
    for (size_t k = 0; k < SET_IMAGES; k++) {
        const set_image *im = &set_images[k];
        uint64_t hard[SET_CLASSES][SET_CLASSES] = {{0}}, n_ignored = 0;
        for (size_t i = 0; i < im->height * im->width; i++) {
            const float *q = im->q + i * SET_CLASSES;
            size_t d = 0;
            for (size_t c = 1; c < SET_CLASSES; c++)
                d = q[c] > q[d] ? c : d;
            if (im->truth[i] == SET_IGNORED)
                n_ignored++;
            else
                hard[im->truth[i]][d]++;
        }
        EXPECT(memcmp(hard, r->records[k].hard, sizeof hard) == 0 && r->records[k].n_ignored == n_ignored &&
                   r->records[k].n_pixels == im->height * im->width,
               "%s", im->id);
    }
    end(r);
}
END_TEST

START_TEST(records_do_not_depend_on_threads_or_bands)
{
    schedule_run *wanted = run(1, NULL);
    for (size_t t = 1; t < ML_COUNT(some_threads); t++) {
        schedule_run *r = run(some_threads[t], NULL);
        for (size_t k = 0; k < SET_IMAGES; k++)
            expect_same_numbers(&wanted->records[k], &r->records[k], set_images[k].id);
        end(r);
    }
    end(wanted);
}
END_TEST

START_TEST(observers_see_every_tile_whoever_reads_it)
{
    schedule_run *plain = run(1, NULL);
    for (size_t round = unit_rounds(5); round-- > 0;)
        for (size_t t = 0; t < ML_COUNT(some_threads); t++) {
            schedule_run *r = run(some_threads[t], &watcher_observer);
            for (size_t k = 0; k < SET_IMAGES; k++) {
                const watcher_result wanted = watcher_naive(&set_images[k]);
                expect_same_numbers(&plain->records[k], &r->records[k], set_images[k].id);
                watcher_expect(&r->records[k], &wanted, set_images[k].id);
                EXPECT(r->last_wrong[k] == wanted.last_wrong, "%s: left %zu, not %zu", set_images[k].id, r->last_wrong[k],
                       wanted.last_wrong);
            }
            end(r);
        }
    end(plain);
}
END_TEST

/* An observer that fails at a tile of the large image. */
static ml_status fail_late(void *state, const ml_observed_tile *tile, ml_error *error)
{
    if (tile->first == 40 * (size_t)ML_TILE_PIXELS)
        return ml_fail(error, ML_E_INPUT, "tile 40 does not please");
    return watcher_take(state, tile, error);
}

START_TEST(the_failure_of_an_observer_is_that_of_its_image)
{
    ml_observer_kind kind = watcher_kind;
    kind.take = fail_late;
    const ml_observer observer = {&kind, watcher_parts, true, true, ML_COUNT(watcher_parts), watcher_parts};
    for (size_t t = 0; t < ML_COUNT(some_threads); t++) {
        schedule_run *r = run(some_threads[t], &observer);
        for (size_t k = 0; k < SET_IMAGES; k++)
            if (strcmp(set_images[k].id, "b/large") == 0)
                ck_assert_str_eq(r->messages[k], "tile 40 does not please");
            else
                ck_assert(r->messages[k] == NULL && r->records[k].n_classes == SET_CLASSES);
        end(r);
    }
}
END_TEST

START_TEST(a_taker_that_fails_ends_the_run)
{
    for (size_t t = 0; t < ML_COUNT(some_threads); t++)
        for (size_t n = 1; n <= SET_IMAGES; n++) {
            ml_error error = ML_ERROR_INIT;
            schedule_run *r = start(some_threads[t], &watcher_observer);
            r->stop_after = n;
            ck_assert_int_eq(run_schedule(r, &error), ML_E_USAGE);
            ck_assert_str_eq(error.text, "enough");
            ck_assert_uint_eq(r->n_taken, n);
            end(r);
        }
}
END_TEST

static void add_tests(TCase *tests)
{
    set_use(tests);
    tcase_add_test(tests, records_are_those_of_a_naive_loop);
    tcase_add_test(tests, records_do_not_depend_on_threads_or_bands);
    tcase_add_test(tests, observers_see_every_tile_whoever_reads_it);
    tcase_add_test(tests, the_failure_of_an_observer_is_that_of_its_image);
    tcase_add_test(tests, a_taker_that_fails_ends_the_run);
}

int main(void) { return unit_main("schedule", add_tests); }
