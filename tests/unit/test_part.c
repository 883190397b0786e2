/* core/part: parts that only this test defines go wherever records go, without a line about them anywhere else. */
#include "score.h"
#include "stream_text.h"

#include "base/memory.h"
#include "stream/reader.h"
#include "stream/writer.h"

enum { N_CLASSES = 4, N_BINS = 3, N_IMAGES = 8 };

static const int test_context;

/* All pixels of a certain, right prediction are in the last bin. */
static void mask_bins(const ml_part *part, const ml_masked_row *masked, ml_row row)
{
    ck_assert(part->context == &test_context);
    for (int b = 0; b < N_BINS; b++)
        ck_assert_uint_eq(row.counts[b], 0);
    row.counts[N_BINS - 1] = masked->n_pixels;
}

/* As many as the pixels of the row in the part before, times that of the settings. */
static void mask_weighed(const ml_part *part, const ml_masked_row *masked, ml_row row)
{
    const ml_slot *bins = ml_record_find(masked->record, "test", "bins");
    ck_assert(bins != NULL && strcmp(part->name, "weighed") == 0);
    const uint64_t *before = ml_record_row(masked->record, bins, masked->y).counts;
    row.sums[0] = (double)(before[0] + before[1] + before[2]) * masked->settings->epsilon;
}

static const char *bins_fault(const ml_part *part, const ml_record *record)
{
    ck_assert_str_eq(part->name, "bins");
    const ml_slot *slot = ml_record_find(record, "test", "bins");
    for (size_t y = 0; y < record->n_classes; y++)
        if (ml_record_row(record, slot, y).counts[0] > 1000000)
            return "the first bin is too full";
    return NULL;
}

/* A matrix and a row of sums for each class, in a group; and parts that views leave alone, one of them without classes. */
static const ml_part parts[] = {
    {.group = "test",
     .name = "bins",
     .kind = ML_PART_COUNTS,
     .n_rows = ML_EACH_CLASS,
     .n_columns = N_BINS,
     .mask = mask_bins,
     .fault = bins_fault,
     .context = &test_context},
    {.group = "test", .name = "weighed", .kind = ML_PART_SUMS, .n_rows = ML_EACH_CLASS, .n_columns = 1, .mask = mask_weighed},
    {.name = "sizes", .kind = ML_PART_COUNTS, .n_rows = 2, .n_columns = 3},
    {.name = "drift", .kind = ML_PART_SUMS, .n_rows = ML_EACH_CLASS, .n_columns = 2, .may_be_negative = true},
};

static void begin(score *s)
{
    score_init(s, N_CLASSES, "cce,brier,dice", NULL);
    s->settings.parts = parts;
    s->settings.n_parts = ML_COUNT(parts);
    score_mask(s, 1u << 0 | 1u << 2);
}

/* Reduces one image of N pixels by hand: a tally that is filled in tile by tile, as observers do. */
static const ml_record *reduce(ml_tally *tally, uint64_t *state)
{
    ml_record *r = &tally->counts;
    const ml_slot *bins = ml_record_find(r, "test", "bins"), *weighed = ml_record_find(r, "test", "weighed");
    const ml_slot *sizes = ml_record_find(r, NULL, "sizes"), *drift = ml_record_find(r, NULL, "drift");
    ck_assert(bins && weighed && sizes && drift);
    ck_assert(!ml_record_find(r, NULL, "bins") && !ml_record_find(r, "test", "sizes") && ml_record_find(r, NULL, "hard"));
    ml_tally_reset(tally);
    for (int i = 0; i < 50; i++) {
        size_t y = unit_below(state, N_CLASSES - 1), d = unit_below(state, N_CLASSES); /* the last class is absent */
        r->n_pixels++;
        r->hard[y * N_CLASSES + d]++;
        ck_assert(ml_fixed_add(&tally->soft[y * N_CLASSES + d], 1));
        ck_assert(ml_fixed_add(&tally->sums[y], unit_fraction(state)));
        ml_record_row(r, bins, y).counts[unit_below(state, N_BINS)]++;
        ml_record_row(r, sizes, unit_below(state, 2)).counts[unit_below(state, 3)]++;
        ck_assert(ml_fixed_add(&tally->summed[weighed->first + y], unit_fraction(state)));
        ck_assert(ml_fixed_add(&tally->summed[drift->first + (N_CLASSES - 1) * 2], unit_fraction(state) - 0.75));
    }
    return ml_tally_finish(tally);
}

START_TEST(parts_have_their_places_behind_the_standing_ones)
{
    static const char *const names[] = {"hard", "none", "soft", "cce", "brier", "bins", "weighed", "sizes", "drift"};
    score s;
    begin(&s);
    ml_record r = score_record(&s);
    ck_assert_uint_eq(r.n_slots, ML_COUNT(names));
    for (size_t i = 0; i < r.n_slots; i++)
        ck_assert_str_eq(r.slots[i].part.name, names[i]);
    ck_assert_uint_eq(r.n_counted, N_CLASSES * N_CLASSES + N_CLASSES + N_CLASSES * N_BINS + 2 * 3);
    ck_assert_uint_eq(r.n_summed, N_CLASSES * N_CLASSES + 2 * N_CLASSES + N_CLASSES + N_CLASSES * 2);
    ck_assert(r.hard == r.counted && r.none == r.hard + N_CLASSES * N_CLASSES);
    ck_assert(r.soft == r.summed && r.sums == ml_record_row(&r, ml_record_find(&r, "sums", "cce"), 0).sums);
    ml_record_clear(&r);
    score_clear(&s);
}
END_TEST

START_TEST(views_do_to_a_part_what_it_says)
{
    uint64_t state = 201;
    score s;
    ml_tally tally;
    ml_figures f;
    begin(&s);
    ck_assert_int_eq(ml_tally_init(&s.settings, &s.error, &tally), ML_OK);
    ck_assert_int_eq(ml_figures_init(&s.settings, &s.error, &f), ML_OK);
    const ml_record *record = reduce(&tally, &state);
    const ml_slot *bins = ml_record_find(record, "test", "bins"), *weighed = ml_record_find(record, "test", "weighed");
    ml_figures_compute(record, &f);
    expect_same_record(&f.views[ML_VIEW_RAW].view.record, record, "raw");
    for (int v = ML_VIEW_MASKED; v < ML_N_VIEWS; v++) {
        ml_record wanted;
        ck_assert_int_eq(ml_record_init_copy(&f.views[v].view.record, &s.error, &wanted), ML_OK);
        for (size_t i = 2; i < 4; i++) { /* those that views leave alone */
            const ml_slot *slot = &record->slots[5 + i];
            size_t size = slot->n_rows * slot->n_columns * sizeof(double);
            ck_assert(memcmp(ml_record_row(&wanted, slot, 0).sums, ml_record_row(record, slot, 0).sums, size) == 0);
        }
        for (size_t y = 0; y < N_CLASSES; y++) {
            const uint64_t *got = ml_record_row(&wanted, bins, y).counts, *raw = ml_record_row(record, bins, y).counts;
            double sum = ml_record_row(&wanted, weighed, y).sums[0], raw_sum = ml_record_row(record, weighed, y).sums[0];
            uint64_t n = v == ML_VIEW_MASKED ? raw[0] + raw[1] + raw[2] : 0;
            if (s.settings.masked[y]) {
                ck_assert(got[0] == 0 && got[1] == 0 && got[2] == n && raw[0] + raw[1] > 0);
                ck_assert(unit_same(sum, (double)n * s.settings.epsilon));
            } else {
                ck_assert(memcmp(got, raw, N_BINS * sizeof *got) == 0 && unit_same(sum, raw_sum));
            }
        }
        ml_record_clear(&wanted);
    }
    ml_figures_clear(&f);
    ml_tally_clear(&tally);
    score_clear(&s);
}
END_TEST

/* The images of a set, written as a stream. */
typedef struct written_set {
    ml_out out;
    bool is_summary;
    ml_aggregate aggregate;
    ml_figures figures;
} written_set;

static void start_set(score *s, bool summary, written_set *set)
{
    memset(set, 0, sizeof *set);
    set->out = (ml_out){.path = "memory", .fd = -1};
    set->is_summary = summary;
    ck_assert_int_eq(ml_aggregate_init(&s->settings, &s->error, &set->aggregate), ML_OK);
    ck_assert_int_eq(ml_figures_init(&s->settings, &s->error, &set->figures), ML_OK);
    ml_stream_write_head(&set->out, &s->settings, (ml_shards){0, NULL}, 0, NULL);
}

static void add_image(score *s, written_set *set, const char *id, const ml_record *record)
{
    const ml_image_result image = {
        .id = id, .truth = "t", .prediction = "p", .width = (size_t)record->n_pixels, .height = 1, .figures = &set->figures};
    ml_figures_compute(record, &set->figures);
    if (!set->is_summary)
        ml_stream_write_image(&set->out, &image);
    ck_assert_int_eq(ml_aggregate_add(&set->aggregate, record, &set->figures, &s->error), ML_OK);
}

static void end_set(written_set *set)
{
    const ml_faults faults = {0};
    const ml_verdicts verdicts = {0};
    const ml_set_result result = {.aggregate = &set->aggregate,
                                  .figures = &set->figures,
                                  .n_expected = set->aggregate.n_images,
                                  .faults = &faults,
                                  .verdicts = &verdicts};
    ml_figures_compute(ml_tally_finish(&set->aggregate.pooled), &set->figures);
    ml_stream_write_end(&set->out, &result, set->is_summary);
    ck_assert_int_eq(set->out.status, ML_OK);
}

static void clear_set(written_set *set)
{
    ml_figures_clear(&set->figures);
    ml_aggregate_clear(&set->aggregate);
    ml_out_close(&set->out);
}

static ml_stream open_set(const written_set *set)
{
    ml_stream stream = ml_stream_memory("memory", set->out.memory, set->out.n);
    ml_error error = ML_ERROR_INIT;
    bool found;
    EXPECT(ml_stream_pass_head(&stream, &error, &found) == ML_OK && found, "%s", error.text);
    return stream;
}

START_TEST(images_of_two_streams_add_up_to_those_of_one)
{
    uint64_t state = 202;
    score s;
    ml_tally tally;
    written_set all, halves[2];
    begin(&s);
    ck_assert_int_eq(ml_tally_init(&s.settings, &s.error, &tally), ML_OK);
    start_set(&s, false, &all);
    for (int h = 0; h < 2; h++)
        start_set(&s, false, &halves[h]);
    for (int i = 0; i < N_IMAGES; i++) {
        const char id[] = {(char)('a' + i), '\0'};
        const ml_record *record = reduce(&tally, &state);
        add_image(&s, &all, id, record);
        add_image(&s, &halves[i % 2], id, record);
    }
    ml_record record = score_record(&s);
    ml_tally_reset(&tally);
    for (int h = 0; h < 2; h++) {
        size_t width, height;
        end_set(&halves[h]);
        ml_stream stream = open_set(&halves[h]);
        while (ml_stream_next(&stream, &s.error) == ML_OK && stream.event == ML_STREAM_IMAGE) {
            EXPECT(ml_stream_read_image(&stream, &s.error, &record, &width, &height) == ML_OK, "%s", s.error.text);
            ck_assert_int_eq(ml_tally_add_record(&tally, &record, &s.error), ML_OK);
        }
        ck_assert(stream.event == ML_STREAM_END && stream.n_images == N_IMAGES / 2);
        ml_stream_close(&stream);
        clear_set(&halves[h]);
    }
    expect_same_record(ml_tally_finish(&tally), ml_tally_finish(&all.aggregate.pooled), "two streams");
    ml_record_clear(&record);
    clear_set(&all);
    ml_tally_clear(&tally);
    score_clear(&s);
}
END_TEST

START_TEST(exact_sums_of_two_summaries_join_to_those_of_one)
{
    uint64_t state = 203;
    score s;
    ml_tally tally;
    written_set all, halves[2];
    ml_aggregate sum;
    begin(&s);
    ck_assert_int_eq(ml_tally_init(&s.settings, &s.error, &tally), ML_OK);
    ck_assert_int_eq(ml_aggregate_init(&s.settings, &s.error, &sum), ML_OK);
    start_set(&s, true, &all);
    for (int h = 0; h < 2; h++)
        start_set(&s, true, &halves[h]);
    for (int i = 0; i < N_IMAGES; i++) {
        const ml_record *record = reduce(&tally, &state);
        add_image(&s, &all, "x", record);
        add_image(&s, &halves[i % 2], "x", record);
    }
    for (int h = 0; h < 2; h++) {
        ml_aggregate part;
        end_set(&halves[h]);
        ml_stream stream = open_set(&halves[h]);
        ck_assert_int_eq(ml_aggregate_init(&s.settings, &s.error, &part), ML_OK);
        EXPECT(ml_stream_next(&stream, &s.error) == ML_OK && stream.is_summary, "%s", s.error.text);
        EXPECT(ml_stream_read_exact(&stream, &s.error, &part) == ML_OK, "%s", s.error.text);
        ck_assert_int_eq(ml_aggregate_join(&sum, &part, &s.error), ML_OK);
        ml_aggregate_clear(&part);
        ml_stream_close(&stream);
        clear_set(&halves[h]);
    }
    for (size_t i = 0; i < tally.counts.n_summed; i++) {
        ml_wide a = sum.pooled.summed[i].bits, b = all.aggregate.pooled.summed[i].bits;
        ck_assert(a.hi == b.hi && a.lo == b.lo);
    }
    expect_same_record(ml_tally_finish(&sum.pooled), ml_tally_finish(&all.aggregate.pooled), "two summaries");
    ml_aggregate_clear(&sum);
    clear_set(&all);
    ml_tally_clear(&tally);
    score_clear(&s);
}
END_TEST

/* One image, with its parts in a stream as they are documented. */
static char *one_image(score *s, ml_record *record)
{
    written_set set;
    *record = score_record(s);
    record->n_pixels = record->hard[5] = 2;
    record->soft[5] = 2;
    ml_record_row(record, ml_record_find(record, "test", "bins"), 1).counts[2] = 2;
    ml_record_row(record, ml_record_find(record, "test", "bins"), 3).counts[0] = 7; /* of a class without pixels */
    ml_record_row(record, ml_record_find(record, "test", "weighed"), 1).sums[0] = 0.5;
    ml_record_row(record, ml_record_find(record, NULL, "sizes"), 1).counts[1] = 3;
    ml_record_row(record, ml_record_find(record, NULL, "drift"), 3).sums[0] = -0.25;
    start_set(s, false, &set);
    add_image(s, &set, "a", record);
    char *text = ml_strndup(set.out.memory, set.out.n);
    ck_assert(text != NULL);
    clear_set(&set);
    return text;
}

START_TEST(a_part_stands_behind_the_standing_ones_in_a_line)
{
    score s;
    ml_record record;
    begin(&s);
    char *text = one_image(&s, &record);
    static const char wanted[] =
        "\"record\":{\"hard\":[[],[0,2,0,0],[],[]],\"none\":[0,0,0,0],\"soft\":[[],[0,2,0,0],[],[]],"
        "\"sums\":{\"cce\":[0,0,0,0],\"brier\":[0,0,0,0]},\"test\":{\"bins\":[[],[0,0,2],[],[7,0,0]],\"weighed\":[0,0.5,0,0]},"
        "\"sizes\":[[0,0,0],[0,3,0]],\"drift\":[[],[0,0],[],[-0.25,0]]},\"crc32\":\"";
    const char *got = strstr(text, "\"record\"");
    ck_assert(got != NULL);
    EXPECT(strncmp(got, wanted, strlen(wanted)) == 0, "%s", got);
    free(text);
    ml_record_clear(&record);
    score_clear(&s);
}
END_TEST

START_TEST(a_part_that_is_missing_or_wrong_is_refused_with_the_line)
{
    static const char *const cases[][3] = {
        {"\"bins\":", "\"pins\":", "memory:2: the record's \"test.bins\" is missing"},
        {"\"test\":", "\"toast\":", "memory:2: the record's \"test.bins\" is missing"},
        {"\"drift\":", "\"draft\":", "memory:2: the record's \"drift\" is missing"},
        {"\"sizes\":[[0,0,0],", "\"sizes\":[[],", "another number of values"},
        {"\"sizes\":[[0,0,0],", "\"sizes\":[[0,0,0],[0,0,0],", "another number of rows"},
        {"\"sizes\":[[0,0,0],", "\"sizes\":[", "another number of rows"},
        {"\"sizes\":[[0", "\"sizes\":[[9223372036854775808", "a count is too large"},
        {"\"sizes\":[[0", "\"sizes\":[[-1", "memory:2:"},
        {"[7,0,0]", "[7000000,0,0]", "memory:2: the first bin is too full"},
        {"[7,0,0]", "[7,0]", "another number of values"},
        {"\"weighed\":[0,", "\"weighed\":[-1,", "a sum is negative"},
        {"\"weighed\":[0,0.5,0,0]", "\"weighed\":[]", "another number of values"},
        {"\"test\":{", "\"test\":{\"bins\":[[],[],[],[]],", "twice"},
        {"\"sizes\":", "\"test\":{\"x\":1},\"sizes\":", "twice"},
        {"-0.25", "1e999", "memory:2:"},
    };
    score s;
    ml_record record;
    begin(&s);
    char *text = one_image(&s, &record);
    stream_text_strip(text);
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        const char *at = strstr(text, cases[i][0]);
        ck_assert(at != NULL);
        char *changed = ml_format("%.*s%s%s", (int)(at - text), text, cases[i][1], at + strlen(cases[i][0]));
        ck_assert(changed != NULL);
        const written_set set = {.out = {.memory = changed, .n = strlen(changed)}};
        ml_stream stream = open_set(&set);
        ml_error error = ML_ERROR_INIT;
        size_t width, height;
        ck_assert_int_eq(ml_stream_next(&stream, &error), ML_OK);
        ml_status status = ml_stream_read_image(&stream, &error, &record, &width, &height);
        EXPECT(status == ML_E_INPUT && strncmp(error.text, "memory:2:", 9) == 0 && strstr(error.text, cases[i][2]), "%s: %s",
               cases[i][1], error.text);
        ml_stream_close(&stream);
        free(changed);
    }
    free(text);
    ml_record_clear(&record);
    score_clear(&s);
}
END_TEST

START_TEST(counts_that_wrap_are_an_error)
{
    score s;
    ml_tally tally;
    begin(&s);
    ml_record record = score_record(&s);
    ck_assert_int_eq(ml_tally_init(&s.settings, &s.error, &tally), ML_OK);
    ml_record_row(&record, ml_record_find(&record, NULL, "sizes"), 1).counts[2] = UINT64_MAX / 2;
    ck_assert_int_eq(ml_tally_add_record(&tally, &record, &s.error), ML_OK);
    ck_assert_int_eq(ml_tally_add_record(&tally, &record, &s.error), ML_OK);
    ck_assert_int_eq(ml_tally_add_record(&tally, &record, &s.error), ML_E_SYSTEM);
    ml_tally_clear(&tally);
    ml_record_clear(&record);
    score_clear(&s);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, parts_have_their_places_behind_the_standing_ones);
    tcase_add_test(tests, views_do_to_a_part_what_it_says);
    tcase_add_test(tests, images_of_two_streams_add_up_to_those_of_one);
    tcase_add_test(tests, exact_sums_of_two_summaries_join_to_those_of_one);
    tcase_add_test(tests, a_part_stands_behind_the_standing_ones_in_a_line);
    tcase_add_test(tests, a_part_that_is_missing_or_wrong_is_refused_with_the_line);
    tcase_add_test(tests, counts_that_wrap_are_an_error);
}

int main(void) { return unit_main("part", add_tests); }
