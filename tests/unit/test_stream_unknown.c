/* stream: what the exact sums of a stream of maskloss 0.1 do not have is not made up where they are written on. */
#include "stream_made.h"

static const char *const since_0_2[] = {"\"class_images\":", "\"micro_iou\":", "\"mean_precision\":"};

/* Gives a key another name of as many letters, wherever it stands behind the exact sums' beginning; how often. */
static size_t hide(char *text, const char *key)
{
    size_t n = 0;
    char *exact = strstr(text, "\"exact\":");
    ck_assert_ptr_nonnull(exact);
    for (char *at = exact; (at = strstr(at, key)); n++)
        memset(at + 1, 'x', strlen(key) - 3);
    return n;
}

/* The text of a summary of two images, without check sums. Freed with free. */
static char *text_of(made *w)
{
    char *text = malloc(w->out.n + 1);
    ck_assert_ptr_nonnull(text);
    memcpy(text, w->out.memory, w->out.n);
    text[w->out.n] = '\0';
    stream_text_strip(text);
    return text;
}

static void read_sums(const char *text, ml_aggregate *aggregate)
{
    ml_stream stream = ml_stream_memory("memory", text, strlen(text));
    ml_stream_head head;
    ml_error error = ML_ERROR_INIT;
    made_read_head(&stream, &head);
    made_expect(ml_stream_next(&stream, &error), ML_OK, &error);
    ck_assert(stream.event == ML_STREAM_END && stream.is_summary);
    made_expect(ml_stream_read_exact(&stream, &error, aggregate), ML_OK, &error);
    ml_stream_head_clear(&head);
    ml_stream_close(&stream);
}

START_TEST(what_is_not_known_is_not_written)
{
    made w, again;
    uint64_t state = 9;
    made_begin(&w, true);
    for (size_t i = 0; i < 2; i++) {
        ml_record record = score_record(&w.score);
        made_fill(&record, 1, &state);
        made_add(&w, "x", &record, 1);
        ml_record_clear(&record);
    }
    made_end(&w);
    char *text = text_of(&w);
    for (size_t k = 0; k < ML_COUNT(since_0_2); k++)
        EXPECT(hide(text, since_0_2[k]) > 0, "%s is not there", since_0_2[k]);
    made_begin(&again, true);
    read_sums(text, &again.aggregate);
    ck_assert_uint_eq(again.aggregate.n_images, 2);
    ck_assert(again.aggregate.presence.is_unknown);
    made_end(&again);
    char *second = text_of(&again);
    const char *exact = strstr(second, "\"exact\":");
    for (size_t k = 0; k < ML_COUNT(since_0_2); k++)
        EXPECT(exact && !strstr(exact, since_0_2[k]), "%s is made up", since_0_2[k]);
    EXPECT(strstr(exact, "\"accuracy\":["), "nothing is left: %.600s", exact);
    ml_aggregate third;
    ml_error error = ML_ERROR_INIT;
    made_expect(ml_aggregate_init(&w.score.settings, &error, &third), ML_OK, &error);
    read_sums(second, &third); /* and so it is read again */
    ck_assert(third.presence.is_unknown && third.n_images == 2);
    ml_aggregate_clear(&third);
    free(second);
    free(text);
    made_clear(&again);
    made_clear(&w);
}
END_TEST

static void add_tests(TCase *tests) { tcase_add_test(tests, what_is_not_known_is_not_written); }

int main(void) { return unit_main("stream_unknown", add_tests); }
