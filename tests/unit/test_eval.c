/* engine/eval, engine/merge, engine/compare: sets evaluated, streamed, merged, resumed and compared without a command line;
 * with an observer whose parts of the record only this test knows. */
#include "set.h"
#include "watcher.h"

#include "data.h"
#include "engine/compare.h"
#include "engine/eval.h"
#include "engine/merge.h"
#include "io/destination.h"

#include <stdatomic.h>

/* What the engine tells. */
typedef struct told {
    size_t n_notes, n_warnings, n_begun, n_steps;
    uint64_t n_pairs, n_bytes;
    char last[ML_ERROR_TEXT_SIZE];
} told;

static void say(void *context, ml_message_kind kind, const char *text)
{
    told *t = context;
    *(kind == ML_MESSAGE_NOTE ? &t->n_notes : &t->n_warnings) += 1;
    if (kind == ML_MESSAGE_WARNING)
        snprintf(t->last, sizeof t->last, "%s", text);
}

static bool begin(void *context, uint64_t n_pairs)
{
    told *t = context;
    t->n_begun++;
    t->n_pairs = n_pairs;
    return true;
}

static void step(void *context, uint64_t n_bytes)
{
    told *t = context;
    t->n_steps++;
    t->n_bytes += n_bytes;
}

static const ml_report_form *form(const char *name)
{
    for (size_t f = 0; ml_report_forms[f]; f++)
        if (strcmp(ml_report_forms[f]->name, name) == 0)
            return ml_report_forms[f];
    ck_abort_msg("no form %s", name);
}

/* A job with the watcher whose report is a record stream. */
static void make_job(set_job *s, size_t n_threads)
{
    set_job_init(s, n_threads);
    s->job.report.form = form("jsonl");
    s->job.observers = &watcher_observer;
    s->job.n_observers = 1;
}

typedef ml_status command(const ml_job *job, ml_out *out, ml_error *error);

/* Runs the job with its report in the file `name`. */
static ml_status run_into(command *run, set_job *s, const char *name, ml_error *error)
{
    ml_out out;
    s->job.report.output = tree_path(name, s->output);
    EXPECT(ml_out_open(s->output, error, &out) == ML_OK, "%s", error->text);
    out.by_line = run != ml_compare && s->job.report.form->by_line;
    ml_status status = run(&s->job, &out, error);
    ml_out_close(&out);
    return status;
}

/* The text of a file; to be freed. */
static char *text_of(const char *name)
{
    char path[TREE_PATH_SIZE];
    return data_read_text(tree_path(name, path));
}

static void succeed(command *run, set_job *s, const char *name)
{
    ml_error error = ML_ERROR_INIT;
    EXPECT(run_into(run, s, name, &error) == ML_OK, "%s: %s", name, error.text);
}

static void expect_same_text(const char *a, const char *b)
{
    char *x = text_of(a), *y = text_of(b);
    EXPECT(strcmp(x, y) == 0, "%s and %s differ", a, b);
    free(x);
    free(y);
}

/* Merges n streams of the folder into the file `name`; `s` says the rest. */
static ml_status merge_into(set_job *s, const char *const *names, size_t n, const char *name, ml_error *error)
{
    static char paths[4][TREE_PATH_SIZE];
    char *inputs[4];
    EXPECT(n <= 4, "too many streams");
    for (size_t i = 0; i < n; i++) {
        tree_path(names[i], paths[i]);
        inputs[i] = paths[i];
    }
    s->job.inputs = inputs;
    s->job.n_inputs = n;
    ml_status status = run_into(ml_merge, s, name, error);
    s->job.inputs = s->inputs;
    s->job.n_inputs = 2;
    return status;
}

static void merge(set_job *s, const char *const *names, size_t n, const char *name)
{
    ml_error error = ML_ERROR_INIT;
    EXPECT(merge_into(s, names, n, name, &error) == ML_OK, "%s: %s", name, error.text);
}

START_TEST(streams_have_the_parts_of_observers_and_do_not_depend_on_threads)
{
    static const size_t threads[] = {2, 7};
    set_job s;
    make_job(&s, 1);
    succeed(ml_eval, &s, "1.jsonl");
    char *text = text_of("1.jsonl");
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, "\"watcher\":{\"bins\":[")); at++)
        n++;
    ck_assert_uint_eq(n, SET_IMAGES);
    free(text);
    for (size_t t = 0; t < ML_COUNT(threads); t++) {
        s.job.n_threads = threads[t];
        succeed(ml_eval, &s, "n.jsonl");
        expect_same_text("1.jsonl", "n.jsonl");
    }
    set_job_clear(&s);
}
END_TEST

/* The shards of the set, of three. */
static void make_shards(set_job *s)
{
    static const char *const names[] = {"s0.jsonl", "s1.jsonl", "s2.jsonl"};
    for (size_t k = 0; k < ML_COUNT(names); k++) {
        s->job.pairs.shard = k;
        s->job.pairs.shard_of = ML_COUNT(names);
        succeed(ml_eval, s, names[k]);
    }
    s->job.pairs.shard_of = 0;
}

START_TEST(shards_merge_into_the_whole_with_and_without_images)
{
    static const char *const shards[] = {"s2.jsonl", "s0.jsonl", "s1.jsonl"}, *const tree[] = {"s1.jsonl", "part.jsonl"};
    for (int summary = 0; summary < 2; summary++) {
        set_job s;
        make_job(&s, 2);
        s.job.report.summary = summary;
        succeed(ml_eval, &s, "whole.jsonl");
        make_shards(&s);
        merge(&s, shards, 3, "merged.jsonl");
        expect_same_text("whole.jsonl", "merged.jsonl");
        s.job.partial = true;
        merge(&s, shards, 2, "part.jsonl");
        merge(&s, tree, 2, "merged.jsonl");
        expect_same_text("whole.jsonl", "merged.jsonl");
        char *text = text_of("whole.jsonl");
        EXPECT(!summary || strstr(strstr(text, "\"exact\":"), "\"watcher\":{\"bins\":["), "no exact sums");
        free(text);
        set_job_clear(&s);
    }
}
END_TEST

START_TEST(streams_are_scored_again_as_evaluations_are)
{
    static const char *const whole[] = {"whole.jsonl"};
    set_job s;
    make_job(&s, 2);
    succeed(ml_eval, &s, "whole.jsonl");
    s.job.scoring.mask = "1,2";
    s.job.scoring.weights = "1,2,3";
    s.job.scoring.losses = "dice,cce";
    s.job.scoring.has_views = true;
    s.job.scoring.views[ML_VIEW_EXCLUDED] = true;
    succeed(ml_eval, &s, "masked.jsonl");
    merge(&s, whole, 1, "merged.jsonl");
    expect_same_text("masked.jsonl", "merged.jsonl");
    set_job_clear(&s);
}
END_TEST

START_TEST(weights_follow_from_truths_or_from_streams)
{
    static const char *const shards[] = {"s0.jsonl", "s1.jsonl", "s2.jsonl"};
    set_job s;
    make_job(&s, 2);
    make_shards(&s);
    for (int weighing = ML_WEIGHTS_INVERSE; weighing < ML_N_WEIGHINGS; weighing++) {
        s.job.scoring.weighing = (ml_weighing)weighing;
        succeed(ml_eval, &s, "weighed.jsonl");
        merge(&s, shards, 3, "merged.jsonl");
        expect_same_text("weighed.jsonl", "merged.jsonl");
    }
    set_job_clear(&s);
}
END_TEST

START_TEST(a_stream_without_a_part_is_refused_and_one_with_more_is_read)
{
    static const char *const without[] = {"without.jsonl"}, *const with[] = {"with.jsonl"};
    ml_error error = ML_ERROR_INIT;
    set_job s;
    make_job(&s, 2);
    succeed(ml_eval, &s, "with.jsonl");
    s.job.n_observers = 0;
    succeed(ml_eval, &s, "without.jsonl");
    merge(&s, with, 1, "merged.jsonl");
    expect_same_text("without.jsonl", "merged.jsonl");
    s.job.n_observers = 1;
    ck_assert_int_eq(merge_into(&s, without, 1, "merged.jsonl", &error), ML_E_INPUT);
    EXPECT(strstr(error.text, "without.jsonl:2: "), "%s", error.text);
    set_job_clear(&s);
}
END_TEST

/* Counts the images that are evaluated. */
static atomic_size_t n_evaluated;

static ml_status begin_counted(void *state, const ml_observed_image *image, void *joined, ml_error *error)
{
    atomic_fetch_add(&n_evaluated, joined ? 0 : 1);
    return watcher_begin(state, image, joined, error);
}

/* Leaves n lines of a file, and half of the next. */
static void cut(const char *name, const char *text, size_t n)
{
    char path[TREE_PATH_SIZE];
    const char *at = text;
    while (n-- > 0)
        at = strchr(at, '\n') + 1;
    const char *end = strchr(at, '\n');
    FILE *file = fopen(tree_path(name, path), "wb");
    size_t size = (size_t)(at - text) + (end ? (size_t)(end - at) / 2 : 0);
    EXPECT(file && fwrite(text, 1, size, file) == size && fclose(file) == 0, "%s", path);
}

START_TEST(a_stream_that_was_cut_off_is_gone_on_with)
{
    ml_observer_kind kind = watcher_kind;
    kind.begin = begin_counted;
    ml_observer observer = watcher_observer;
    observer.kind = &kind;
    set_job s;
    make_job(&s, 2);
    succeed(ml_eval, &s, "whole.jsonl");
    char *whole = text_of("whole.jsonl");
    s.job.observers = &observer;
    s.job.resume = true;
    for (size_t n_lines = 0; n_lines <= 1 + SET_IMAGES; n_lines++) {
        size_t n_there = n_lines > 0 ? n_lines - 1 : 0;
        atomic_store(&n_evaluated, 0);
        cut("cut.jsonl", whole, n_lines);
        succeed(ml_eval, &s, "cut.jsonl");
        expect_same_text("whole.jsonl", "cut.jsonl");
        EXPECT(atomic_load(&n_evaluated) == SET_IMAGES - n_there, "%zu lines: %zu evaluated", n_lines,
               atomic_load(&n_evaluated));
    }
    free(whole);
    set_job_clear(&s);
}
END_TEST

START_TEST(the_listener_is_told_of_each_pair_and_of_odd_sums)
{
    told t = {.n_notes = 0};
    set_job s;
    make_job(&s, 2);
    s.job.listener = (ml_listener){.context = &t, .say = say, .begin = begin, .step = step};
    succeed(ml_eval, &s, "whole.jsonl");
    ck_assert(t.n_begun == 1 && t.n_pairs == SET_FILES && t.n_steps == SET_FILES);
    ck_assert(t.n_bytes > 601 * 503 * (1 + 4 * SET_CLASSES));
    ck_assert(t.n_notes >= 1 && t.n_warnings == 1); /* the note says it of the set, the warning of a file */
    EXPECT(strncmp(t.last, "warning: ", 9) == 0 && strstr(t.last, "; the same of 7 more"), "%s", t.last);
    t.n_warnings = 0;
    s.job.say_how = true;
    succeed(ml_eval, &s, "whole.jsonl");
    ck_assert_uint_eq(t.n_warnings, SET_FILES + 1);
    set_job_clear(&s);
}
END_TEST

START_TEST(a_faulty_image_ends_the_run_unless_it_keeps_going)
{
    told t = {.n_notes = 0};
    set_job s;
    make_job(&s, 2);
    ml_error error = ML_ERROR_INIT;
    tree_add("pred/a/1.npy"); /* empty */
    s.job.listener = (ml_listener){.context = &t, .say = say};
    s.job.report.form = form("json");
    ck_assert_int_eq(run_into(ml_eval, &s, "faulty.json", &error), ML_E_INPUT);
    EXPECT(strstr(error.text, "/pred/a/1.npy: "), "%s", error.text);
    EXPECT(access(s.output, F_OK) != 0, "%s is there", s.output);
    s.job.keep_going = true;
    ml_error_clear(&error);
    ck_assert_int_eq(run_into(ml_eval, &s, "faulty.json", &error), ML_E_INPUT);
    ck_assert_str_eq(error.text, "1 error: the result is incomplete");
    char *text = text_of("faulty.json");
    EXPECT(strstr(text, "\"errors\": [\n    {\"id\": \"a/1\"") && !strstr(text, "{\"id\": \"a/1\", \"truth\""), "%s", text);
    ck_assert_uint_eq(t.n_warnings, 2); /* and that of odd sums */
    free(text);
    set_job_clear(&s);
}
END_TEST

START_TEST(a_gate_that_fails_is_the_status)
{
    ml_error error = ML_ERROR_INIT;
    set_job s;
    make_job(&s, 2);
    ck_assert_int_eq(ml_gates_add(&s.job.report.gates, "gate", "raw.metrics.accuracy>=2", ML_GATES_OF_VALUES, &error), ML_OK);
    ck_assert_int_eq(run_into(ml_eval, &s, "whole.jsonl", &error), ML_E_GATE);
    EXPECT(strstr(error.text, "1 of 1 gate fails: raw.metrics.accuracy>=2"), "%s", error.text);
    ml_gates_clear(&s.job.report.gates);
    set_job_clear(&s);
}
END_TEST

START_TEST(a_set_is_no_better_than_itself)
{
    ml_error error = ML_ERROR_INIT;
    char path[TREE_PATH_SIZE];
    char *inputs[] = {path, path};
    set_job s;
    make_job(&s, 2);
    succeed(ml_eval, &s, "whole.jsonl");
    tree_path("whole.jsonl", path);
    s.job.inputs = inputs;
    const char *const gates[] = {"delta:raw.metrics.miou==0", "high:image_mean.masked.losses.cce.mean==0"};
    for (size_t g = 0; g < ML_COUNT(gates); g++)
        ck_assert_int_eq(ml_gates_add(&s.job.report.gates, "gate", gates[g], ML_GATES_OF_COMPARISONS, &error), ML_OK);
    succeed(ml_compare, &s, "comparison.txt");
    ml_gates_clear(&s.job.report.gates);
    set_job_clear(&s);
}
END_TEST

START_TEST(an_input_is_not_overwritten)
{
    ml_error error = ML_ERROR_INIT;
    static const char *const stream[] = {"whole.jsonl"};
    set_job s;
    make_job(&s, 2);
    char *before = text_of("truth/a/0.npy");
    ck_assert_int_eq(run_into(ml_eval, &s, "truth/a/0.npy", &error), ML_E_USAGE);
    char *after = text_of("truth/a/0.npy");
    ck_assert_str_eq(before, after);
    succeed(ml_eval, &s, "whole.jsonl");
    ck_assert_int_eq(merge_into(&s, stream, 1, "whole.jsonl", &error), ML_E_USAGE);
    EXPECT(strstr(error.text, "whole.jsonl is one of the streams"), "%s", error.text);
    free(before);
    free(after);
    set_job_clear(&s);
}
END_TEST

static void add_tests(TCase *tests)
{
    set_use(tests);
    tcase_add_test(tests, streams_have_the_parts_of_observers_and_do_not_depend_on_threads);
    tcase_add_test(tests, shards_merge_into_the_whole_with_and_without_images);
    tcase_add_test(tests, streams_are_scored_again_as_evaluations_are);
    tcase_add_test(tests, weights_follow_from_truths_or_from_streams);
    tcase_add_test(tests, a_stream_without_a_part_is_refused_and_one_with_more_is_read);
    tcase_add_test(tests, a_stream_that_was_cut_off_is_gone_on_with);
    tcase_add_test(tests, the_listener_is_told_of_each_pair_and_of_odd_sums);
    tcase_add_test(tests, a_gate_that_fails_is_the_status);
    tcase_add_test(tests, a_set_is_no_better_than_itself);
    tcase_add_test(tests, an_input_is_not_overwritten);
    tcase_add_test(tests, a_faulty_image_ends_the_run_unless_it_keeps_going); /* the last: it spoils a file */
}

int main(void) { return unit_main("eval", add_tests); }
