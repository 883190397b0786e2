/* engine/holding, io/spool: an image that could be evaluated and cannot be read any more when its maps are drawn has failed,
 * and what is reported is what would be without it: weights, figures, which images are the worst, maps. */
#include "score.h"
#include "set.h"

#include "data.h"
#include "engine/class_choice.h"
#include "engine/eval.h"
#include "engine/weigh_truths.h"
#include "io/destination.h"
#include "io/spool.h"

#include <math.h>
#include <sys/resource.h>

/* How a prediction is spoilt. */
typedef enum spoiling { MOVED, CUT, OTHER_VALUES, NOT_A_NUMBER, N_SPOILINGS } spoiling;

/* Spoils a file when the last pair has been evaluated. */
typedef struct vandal {
    size_t n_steps;
    bool is_idle;
    spoiling how;
    char path[TREE_PATH_SIZE], elsewhere[TREE_PATH_SIZE];
} vandal;

static bool begin(void *context, uint64_t n_pairs)
{
    vandal *v = context;
    v->n_steps = (size_t)n_pairs;
    return true;
}

/* pred/a/0.npy as it was written. */
static void write_first(float value, size_t n_values)
{
    const set_image *image = &set_images[0];
    size_t n = image->height * image->width * SET_CLASSES;
    float *q = malloc(n * sizeof *q);
    char shape[64];
    ck_assert(q != NULL);
    memcpy(q, image->q, n * sizeof *q);
    for (size_t i = 0; i < n_values; i++)
        q[i] = value;
    snprintf(shape, sizeof shape, "%zu, %zu, %d", image->height, image->width, SET_CLASSES);
    set_write_npy("pred/a/0.npy", set_float_type(), shape, q, n * sizeof *q);
    free(q);
}

static void step(void *context, uint64_t n_bytes)
{
    vandal *v = context;
    ML_UNUSED(n_bytes);
    if (--v->n_steps > 0 || v->is_idle)
        return;
    if (v->how == MOVED)
        ck_assert_int_eq(rename(v->path, v->elsewhere), 0);
    else if (v->how == CUT)
        ck_assert_int_eq(truncate(v->path, 300), 0);
    else
        write_first(v->how == NOT_A_NUMBER ? (float)NAN : 0.5F, set_images[0].height * set_images[0].width * SET_CLASSES);
}

/* The text of a file; to be freed. */
static char *text_of(const char *name)
{
    char path[TREE_PATH_SIZE];
    return data_read_text(tree_path(name, path));
}

static ml_status run(set_job *s, const char *name, ml_error *error)
{
    ml_out out;
    EXPECT(ml_out_open(tree_path(name, s->output), error, &out) == ML_OK, "%s", error->text);
    out.by_line = s->job.report.form->by_line;
    ml_status status = ml_eval(&s->job, &out, error);
    ml_out_close(&out);
    return status;
}

/* Cuts what tells of failures out of a stream. */
static void forget_failures(char *text)
{
    char *from = strstr(text, "\"coverage\":"), *to = from ? strchr(from, '}') : NULL;
    ck_assert(from && to);
    memmove(from, to, strlen(to) + 1);
    ck_assert_ptr_nonnull(from = strstr(from, "\"errors\":"));
    *from = '\0';
}

static void expect_same_stream(const char *a, const char *b, spoiling how)
{
    char *x = text_of(a), *y = text_of(b);
    forget_failures(x);
    forget_failures(y);
    EXPECT(strcmp(x, y) == 0, "%d: %s is\n%s\n%s is\n%s", (int)how, a, x, b, y);
    free(x);
    free(y);
}

static void expect_same_file(const char *a, const char *b)
{
    char path[TREE_PATH_SIZE];
    size_t n, m;
    uint8_t *x = data_read(tree_path(a, path), &n), *y = data_read(tree_path(b, path), &m);
    EXPECT(n == m && memcmp(x, y, n) == 0, "%s and %s differ", a, b);
    free(x);
    free(y);
}

/* A list of all pairs but the first. */
static void list_the_others(char path[TREE_PATH_SIZE])
{
    tree_add("list");
    FILE *file = fopen(tree_path("list", path), "wb");
    ck_assert_ptr_nonnull(file);
    for (size_t f = 1; f < SET_FILES; f++) {
        char truth[TREE_PATH_SIZE], prediction[TREE_PATH_SIZE], name[64];
        snprintf(name, sizeof name, "truth/%s.npy", set_files[f].id);
        tree_path(name, truth);
        snprintf(name, sizeof name, "pred/%s.npy", set_files[f].id);
        fprintf(file, "%s\t%s\t%s\n", truth, tree_path(name, prediction), set_files[f].id);
    }
    ck_assert_int_eq(fclose(file), 0);
}

static void make_job(set_job *s, ml_weighing weighing, size_t n_worst, const char *maps)
{
    set_job_init(s, 1);
    s->job.report.form = &ml_jsonl_form;
    s->job.report.n_worst = n_worst;
    s->job.scoring.weighing = weighing;
    s->job.maps = (ml_map_choice){.directory = maps, .kinds = "error,loss:wcce"};
}

static void check(ml_weighing weighing, size_t n_worst, spoiling how)
{
    static const char *const drawn[] = {"b/large.error.png", "b/large.loss-wcce.png"};
    ml_error error = ML_ERROR_INIT;
    char list[TREE_PATH_SIZE], maps[TREE_PATH_SIZE];
    vandal v = {.how = how};
    set_job s;
    tree_path("pred/a/0.npy", v.path);
    tree_path("moved.npy", v.elsewhere);
    write_first(0, 0);
    list_the_others(list);
    make_job(&s, weighing, n_worst, tree_path("without", maps));
    s.job.pairs.list = list;
    s.job.n_inputs = 0;
    EXPECT(run(&s, "without.jsonl", &error) == ML_OK, "%s", error.text);
    set_job_clear(&s);
    make_job(&s, weighing, n_worst, tree_path("kept", maps));
    s.job.keep_going = true;
    s.job.listener = (ml_listener){.context = &v, .begin = begin, .step = step};
    EXPECT(run(&s, "kept.jsonl", &error) == ML_E_INPUT && strstr(error.text, "1 error"), "%s", error.text);
    expect_same_stream("without.jsonl", "kept.jsonl", how);
    for (size_t k = 0; k < ML_COUNT(drawn); k++) {
        char a[64], b[64];
        snprintf(a, sizeof a, "without/%s", drawn[k]);
        snprintf(b, sizeof b, "kept/%s", drawn[k]);
        expect_same_file(a, b);
    }
    set_job_clear(&s);
}

/* Of the ways to weigh from `first` on, where the last one to try ends: after one of them, where tests are short. */
static int weighings_end(int first) { return unit_rounds(1000) < 1000 ? first + 1 : ML_N_WEIGHINGS; }

START_TEST(what_fails_in_a_second_reading_is_left_out)
{
    for (spoiling how = MOVED; how < N_SPOILINGS; how++)
        for (int weighing = ML_WEIGHTS_INVERSE; weighing < weighings_end(ML_WEIGHTS_INVERSE); weighing++)
            check((ml_weighing)weighing, 0, how);
}
END_TEST

/* All images but one are reported, so that it matters which is missing. */
START_TEST(so_it_is_among_the_worst)
{
    for (spoiling how = MOVED; how < N_SPOILINGS; how++)
        for (int weighing = ML_WEIGHTS_GIVEN; weighing < weighings_end(ML_WEIGHTS_GIVEN); weighing++)
            check((ml_weighing)weighing, SET_IMAGES - 1, how);
}
END_TEST

START_TEST(without_maps_nothing_is_read_twice)
{
    ml_error error = ML_ERROR_INIT;
    vandal v = {.how = MOVED, .is_idle = true};
    set_job s;
    tree_path("pred/a/0.npy", v.path);
    tree_path("moved.npy", v.elsewhere);
    write_first(0, 0);
    set_job_init(&s, 1);
    s.job.report.form = &ml_jsonl_form;
    s.job.scoring.weighing = ML_WEIGHTS_MEDIAN;
    EXPECT(run(&s, "whole.jsonl", &error) == ML_OK, "%s", error.text);
    s.job.keep_going = true;
    s.job.listener = (ml_listener){.context = &v, .begin = begin, .step = step};
    v.is_idle = false;
    EXPECT(run(&s, "held.jsonl", &error) == ML_OK, "%s", error.text);
    expect_same_file("whole.jsonl", "held.jsonl");
    set_job_clear(&s);
}
END_TEST

/* Writes the last truth once more, as it was, when the first pair has been evaluated. */
static void rewrite_last(void *context, uint64_t n_bytes)
{
    vandal *v = context;
    size_t n;
    ML_UNUSED(n_bytes);
    if (v->n_steps-- != SET_FILES)
        return;
    uint8_t *bytes = data_read(v->path, &n);
    ck_assert_int_eq(rename(v->path, v->elsewhere), 0);
    FILE *file = fopen(v->path, "wb");
    ck_assert(file && fwrite(bytes, 1, n, file) == n && fclose(file) == 0);
    free(bytes);
}

START_TEST(truths_are_those_that_were_weighed)
{
    ml_error error = ML_ERROR_INIT;
    vandal v = {.how = MOVED};
    char name[64];
    set_job s;
    write_first(0, 0);
    snprintf(name, sizeof name, "truth/%s.npy", set_files[SET_FILES - 1].id);
    tree_path(name, v.path);
    tree_path("moved-truth.npy", v.elsewhere);
    set_job_init(&s, 1);
    s.job.report.form = &ml_jsonl_form;
    s.job.scoring.weighing = ML_WEIGHTS_INVERSE;
    s.job.listener = (ml_listener){.context = &v, .begin = begin, .step = rewrite_last};
    ck_assert_int_eq(run(&s, "weighed.jsonl", &error), ML_E_INPUT);
    EXPECT(strstr(error.text, "has changed since it was read first"), "%s", error.text);
    set_job_clear(&s);
}
END_TEST

/* The classes of the first image's pixels, whose record tells those of none: all are bad. */
static ml_record count_first(score *s, uint64_t counts[SET_CLASSES])
{
    const set_image *image = &set_images[0];
    ml_record record = score_record(s);
    memset(counts, 0, SET_CLASSES * sizeof *counts);
    for (size_t i = 0; i < image->height * image->width; i++) {
        record.n_bad += image->truth[i] < SET_CLASSES;
        record.n_ignored += image->truth[i] >= SET_CLASSES;
        if (image->truth[i] < SET_CLASSES)
            counts[image->truth[i]]++;
    }
    record.n_pixels = record.n_ignored;
    return record;
}

/* Of bad pixels a record does not tell the classes: that it is of the truth that is there now shows in the numbers. */
START_TEST(a_truth_that_contradicts_its_record_has_changed)
{
    char truth[TREE_PATH_SIZE], prediction[TREE_PATH_SIZE], id[] = "a/0";
    uint64_t wanted[SET_CLASSES], counts[SET_CLASSES];
    ml_error error = ML_ERROR_INIT;
    score s;
    set_job job;
    set_job_init(&job, 1);
    score_init(&s, SET_CLASSES, "cce", NULL);
    ck_assert_int_eq(ml_class_choice_index(&job.job.classes, &error, &s.classes), ML_OK);
    tree_path("truth/a/0.npy", truth);
    tree_path("pred/a/0.npy", prediction);
    write_first(0, 0);
    const ml_pair pair = {.id = id, .truth = truth, .prediction = prediction};
    ml_record record = count_first(&s, wanted);
    EXPECT(ml_count_classes_of(&job.job, &s.classes, &pair, 0, &record, &error, counts) == ML_OK, "%s", error.text);
    ck_assert(memcmp(counts, wanted, sizeof counts) == 0);
    for (int how = 0; how < 3; how++) {
        ml_record other = count_first(&s, wanted);
        if (how < 2)
            other.n_bad += how ? 1 : UINT64_MAX; /* one too few, one too many */
        else
            other.hard[0] = wanted[0] + 1; /* more pixels of a class than it has */
        ck_assert_int_eq(ml_count_classes_of(&job.job, &s.classes, &pair, 0, &other, &error, counts), ML_E_INPUT);
        EXPECT(strstr(error.text, truth) == error.text && strstr(error.text, "has changed"), "%s", error.text);
        ml_error_clear(&error);
        ml_record_clear(&other);
    }
    ml_record_clear(&record);
    score_clear(&s);
    set_job_clear(&job);
}
END_TEST

START_TEST(a_spool_gives_back_what_it_was_given)
{
    static const size_t sizes[] = {0, 1, 7, 4096, ML_SPOOL_MAX_IN_MEMORY / 2, ML_SPOOL_MAX_IN_MEMORY / 2, 3};
    uint8_t *block = malloc(ML_SPOOL_MAX_IN_MEMORY), *back = malloc(ML_SPOOL_MAX_IN_MEMORY);
    ml_error error = ML_ERROR_INIT;
    ck_assert(block && back);
    for (size_t n_blocks = 0; n_blocks <= ML_COUNT(sizes); n_blocks++) {
        ml_spool spool = {.n = 0};
        for (size_t b = 0; b < n_blocks; b++) {
            memset(block, (int)b + 1, sizes[b]);
            EXPECT(ml_spool_write(&spool, block, sizes[b], &error) == ML_OK, "%s", error.text);
        }
        ck_assert_int_eq(spool.file.n > 0, n_blocks >= 6);
        for (int time = 0; time < 2; time++) {
            EXPECT(ml_spool_rewind(&spool, &error) == ML_OK, "%s", error.text);
            for (size_t b = 0; b < n_blocks; b++) {
                memset(block, (int)b + 1, sizes[b]);
                EXPECT(ml_spool_read(&spool, sizes[b], &error, back) == ML_OK, "%s", error.text);
                ck_assert(memcmp(block, back, sizes[b]) == 0);
            }
            ck_assert_int_eq(ml_spool_read(&spool, 1, &error, back), ML_E_SYSTEM);
            EXPECT(strstr(error.text, "it ends too early"), "%s", error.text);
            ml_error_clear(&error);
        }
        ml_spool_clear(&spool);
    }
    free(block);
    free(back);
}
END_TEST

/* No descriptor is left for the temporary file. */
START_TEST(a_spool_that_cannot_be_held_says_why)
{
    struct rlimit before, none;
    ml_spool spool = {.n = 0};
    ml_error error = ML_ERROR_INIT;
    uint8_t *block = calloc(ML_SPOOL_MAX_IN_MEMORY, 1);
    ck_assert(block && getrlimit(RLIMIT_NOFILE, &before) == 0);
    none = before;
    none.rlim_cur = 0;
    ck_assert_int_eq(ml_spool_write(&spool, block, ML_SPOOL_MAX_IN_MEMORY, &error), ML_OK);
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
    ck_assert_int_eq(ml_spool_write(&spool, block, 1, &error), ML_E_SYSTEM);
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
    ck_assert_str_eq(error.text, "the records of the images could not be held in a temporary file: Too many open files");
    ml_spool_clear(&spool);
    free(block);
}
END_TEST

static void add_tests(TCase *tests)
{
    set_use(tests);
    tcase_add_test(tests, what_fails_in_a_second_reading_is_left_out);
    tcase_add_test(tests, so_it_is_among_the_worst);
    tcase_add_test(tests, without_maps_nothing_is_read_twice);
    tcase_add_test(tests, truths_are_those_that_were_weighed);
    tcase_add_test(tests, a_truth_that_contradicts_its_record_has_changed);
    tcase_add_test(tests, a_spool_gives_back_what_it_was_given);
    tcase_add_test(tests, a_spool_that_cannot_be_held_says_why);
}

int main(void) { return unit_main("holding", add_tests); }
