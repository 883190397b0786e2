/* stream/writer, stream/reader: what is written is what is read, and nothing else is. */
#include "../crc.h"
#include "stream_made.h"

#include "stream/agreement.h"

#include <stdio.h>

START_TEST(what_is_written_is_read)
{
    enum { N = 20 };
    made w;
    uint64_t state = 1;
    ml_error error = ML_ERROR_INIT;
    ml_record records[N];
    char ids[N][32];
    size_t heights[N];
    made_begin(&w, false);
    for (size_t i = 0; i < N; i++) {
        records[i] = score_record(&w.score);
        heights[i] = 1 + unit_below(&state, 6);
        made_fill(&records[i], heights[i], &state);
        snprintf(ids[i], sizeof ids[i], "\"\\x\n\xc3\xa9\xfd[%zu]", i);
        w.group = i % 3 == 0 ? NULL : ids[i] + i % 3;
        made_add(&w, ids[i], &records[i], heights[i]);
    }
    made_end(&w);
    ml_stream stream = ml_stream_memory("memory", w.out.memory, w.out.n);
    ml_stream_head head;
    made_read_head(&stream, &head);
    ck_assert_str_eq(head.version, ML_VERSION);
    ck_assert_uint_eq(head.shard_of, 4);
    ck_assert(!head.have[0] && head.have[1] && !head.have[2] && head.have[3]);
    ck_assert_str_eq(head.settings.group_rule, "before:\xff\\");
    ck_assert(head.losses.has_smooth && unit_same(head.losses.smooth, 0.5));
    ml_record record = score_record(&w.score);
    for (size_t i = 0; i < N; i++) {
        size_t width, height;
        bool has_group = false;
        made_expect(ml_stream_next(&stream, &error), ML_OK, &error);
        ck_assert(stream.event == ML_STREAM_IMAGE);
        ck_assert_str_eq(stream.id.text, ids[i]);
        made_expect(ml_stream_read_image(&stream, &error, &record, &width, &height), ML_OK, &error);
        expect_same_record(&record, &records[i], ids[i]);
        ck_assert(height == heights[i] && width * height == record.n_pixels);
        made_expect(ml_stream_look_for_group(&stream, &error, &has_group), ML_OK, &error);
        const char *group = ml_stream_group(&stream);
        ck_assert(has_group == (i % 3 != 0) && has_group == (group != NULL));
        EXPECT(!group || strcmp(group, ids[i] + i % 3) == 0, "the group %s", group);
        ck_assert_str_eq(stream.truth.text, "t");
        ck_assert_str_eq(stream.prediction.text, "p\xff\\");
        ml_record_clear(&records[i]);
    }
    made_expect(ml_stream_next(&stream, &error), ML_OK, &error);
    ck_assert(stream.event == ML_STREAM_END && !stream.is_summary);
    ck_assert(stream.n_expected == N + 2 && stream.faults.n == 1);
    ck_assert_str_eq(stream.faults.items[0].id, "bad\xfe");
    ck_assert_str_eq(stream.faults.items[0].message, "what is wrong");
    ml_record_clear(&record);
    ml_stream_head_clear(&head);
    ml_stream_close(&stream);
    made_clear(&w);
}
END_TEST

static void expect_same_spread(const ml_spread *a, const ml_spread *b)
{
    ck_assert(a->sum.bits.hi == b->sum.bits.hi && a->sum.bits.lo == b->sum.bits.lo && a->n_images == b->n_images);
    ck_assert(unit_same(a->min, b->min) && unit_same(a->max, b->max));
}

START_TEST(exact_sums_come_back_and_join_to_those_of_all)
{
    made parts[3], all;
    uint64_t state = 2;
    made_begin(&all, true);
    for (size_t p = 0; p < ML_COUNT(parts); p++) {
        made_begin(&parts[p], true);
        for (size_t i = 0; i < 5; i++) {
            ml_record record = score_record(&all.score);
            made_fill(&record, 1, &state);
            made_add(&parts[p], "x", &record, 1);
            made_add(&all, "x", &record, 1);
            ml_record_clear(&record);
        }
        made_end(&parts[p]);
    }
    ml_aggregate sum;
    ml_error error = ML_ERROR_INIT;
    EXPECT(ml_aggregate_init(&all.score.settings, &error, &sum) == ML_OK, "%s", error.text);
    for (size_t p = ML_COUNT(parts); p-- > 0;) {
        ml_stream stream = ml_stream_memory("memory", parts[p].out.memory, parts[p].out.n);
        ml_stream_head head;
        ml_aggregate part;
        made_read_head(&stream, &head);
        made_expect(ml_stream_next(&stream, &error), ML_OK, &error);
        ck_assert(stream.event == ML_STREAM_END && stream.is_summary);
        EXPECT(ml_aggregate_init(&all.score.settings, &error, &part) == ML_OK, "%s", error.text);
        made_expect(ml_stream_read_exact(&stream, &error, &part), ML_OK, &error);
        made_expect(ml_aggregate_join(&sum, &part, &error), ML_OK, &error);
        ml_aggregate_clear(&part);
        ml_stream_head_clear(&head);
        ml_stream_close(&stream);
    }
    ck_assert_uint_eq(sum.n_images, all.aggregate.n_images);
    expect_same_record(ml_tally_finish(&sum.pooled), ml_tally_finish(&all.aggregate.pooled), "the sum of the parts");
    ck_assert_uint_gt(sum.n_means, 0);
    for (size_t m = 0; m < sum.n_means; m++)
        expect_same_spread(&sum.means[m], &all.aggregate.means[m]);
    ml_aggregate_clear(&sum);
    for (size_t p = 0; p < ML_COUNT(parts); p++)
        made_clear(&parts[p]);
    made_clear(&all);
}
END_TEST

/* Reads a whole stream; returns the status, and how many images were whole. */
static ml_status read_all(const char *bytes, size_t n, ml_error *error, size_t *n_images, ml_stream_event *event)
{
    char *exact = malloc(n ? n : 1); /* of exactly this size, so that sanitizers see a byte read too far */
    EXPECT(exact, "no memory");
    memcpy(exact, bytes, n);
    ml_stream stream = ml_stream_memory("memory", exact, n);
    ml_stream_head head;
    ml_record record = {0};
    bool found;
    size_t width, height;
    *error = (ml_error)ML_ERROR_INIT;
    *n_images = 0;
    *event = ML_STREAM_CUT;
    ml_status status = ml_stream_read_head(&stream, error, &head, &found);
    if (!status && found)
        status = ml_record_init(&head.settings, error, &record);
    while (!status && found && !(status = ml_stream_next(&stream, error)) && (*event = stream.event) == ML_STREAM_IMAGE) {
        status = ml_stream_read_image(&stream, error, &record, &width, &height);
        *n_images += status == ML_OK;
    }
    if (record.hard || (!status && found))
        ml_stream_head_clear(&head);
    ml_record_clear(&record);
    ml_stream_close(&stream);
    free(exact);
    return status;
}

START_TEST(a_stream_that_was_cut_is_valid_up_to_its_last_whole_line)
{
    made w;
    made_three(&w);
    size_t n_lines = 0;
    for (size_t n = 0; n <= w.out.n; n++) {
        ml_error error;
        size_t n_images;
        ml_stream_event event;
        n_lines += n > 0 && w.out.memory[n - 1] == '\n';
        made_expect(read_all(w.out.memory, n, &error, &n_images, &event), ML_OK, &error);
        EXPECT(n_images == (n_lines > 4 ? 3 : n_lines > 0 ? n_lines - 1 : 0), "%zu bytes: %zu images", n, n_images);
        EXPECT((event == ML_STREAM_END) == (n == w.out.n), "%zu bytes: end", n);
    }
    made_clear(&w);
}
END_TEST

/* The text without check sums, and with the first `old` behind `after` replaced. Freed with free. */
static char *replaced(const ml_out *out, const char *after, const char *old, const char *new, size_t *n)
{
    char *text = malloc(out->n + strlen(new) + 1);
    EXPECT(text, "no memory");
    memcpy(text, out->memory, out->n);
    text[out->n] = '\0';
    stream_text_strip(text);
    char *from = strstr(text, after), *at = from ? strstr(from, old) : NULL;
    EXPECT(at, "there is no %s behind %s", old, after);
    memmove(at + strlen(new), at + strlen(old), strlen(at + strlen(old)) + 1);
    memcpy(at, new, strlen(new));
    *n = strlen(text);
    return text;
}

START_TEST(a_byte_that_was_changed_is_noticed)
{
    made w;
    made_three(&w);
    size_t line = 1;
    for (size_t at = 0; at < w.out.n; at++) {
        ml_error error;
        size_t n_images;
        ml_stream_event event;
        char expected[32], *byte = w.out.memory + at, was = *byte;
        snprintf(expected, sizeof expected, "memory:%zu: the line was", line);
        line += was == '\n';
        if (was < '0' || was > '9' || (at >= 7 && memcmp(byte - 5, "\"crc3", 5) == 0) || memcmp(byte - 4, "\"crc", 4) == 0)
            continue; /* another name is that of another member */
        *byte = was == '9' ? '0' : (char)(was + 1);
        made_expect(read_all(w.out.memory, w.out.n, &error, &n_images, &event), ML_E_INPUT, &error);
        EXPECT(strncmp(error.text, expected, strlen(expected)) == 0, "byte %zu: %s, not %s", at, error.text, expected);
        *byte = was;
    }
    made_clear(&w);
}
END_TEST

START_TEST(a_check_sum_stands_at_the_end_or_nowhere)
{
    static const char *const wrong[] = {
        "{\"crc32\":\"00000000\",\"id\":\"a\"}\n",
        "{\"id\":\"a\",\"crc32\":\"00000000\"}\n",
        "{\"id\":\"a\",\"crc32\":null}\n",
        "{\"id\":\"a\",\"crc32\":\"\"}\n",
        "{\"id\":\"a\", \"crc32\" : \"8f5fb8a6\" }\n",
    };
    for (size_t i = 0; i < ML_COUNT(wrong); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_stream stream = ml_stream_memory("memory", wrong[i], strlen(wrong[i]));
        made_expect(ml_stream_next(&stream, &error), ML_E_INPUT, &error);
        EXPECT(strstr(error.text, "memory:1: the line was changed"), "%s: %s", wrong[i], error.text);
        ml_stream_close(&stream);
    }
    static const char body[] = "{\"id\":\"a\"", *const ends[] = {"\"}\n", "\"} \t\r\n"};
    for (size_t i = 0; i < ML_COUNT(ends); i++) {
        char text[64];
        ml_error error = ML_ERROR_INIT;
        unsigned crc = crc_of((const uint8_t *)body, strlen(body));
        snprintf(text, sizeof text, "%s,\"crc32\":\"%08x%s", body, crc, ends[i]);
        ml_stream stream = ml_stream_memory("memory", text, strlen(text));
        made_expect(ml_stream_next(&stream, &error), ML_OK, &error);
        ml_stream_close(&stream);
    }
}
END_TEST

START_TEST(what_is_wrong_is_refused_with_the_line)
{
    static const struct {
        const char *after, *old, *new, *message;
    } cases[] = {
        {"{", "\"schema\":1", "\"schema\":2", "memory:1:"},
        {"{", "\"maskloss\"", "\"maskless\"", "not a record stream"},
        {"{", "\"epsilon\":1e-07", "\"epsilon\":0.5", "between 0 and 0.5"},
        {"{", "\"mask\":[0]", "\"mask\":[3]", "memory:1:"},
        {"{", "\"mask\":[0]", "\"mask\":[0],\"mask\":[1]", "twice"},
        {"{", "\"weights\":[1,1,1]", "\"weights\":[1,1]", "another number of values"},
        {"{", "\"weights\":[1,1,1]", "\"weights\":[1,-1,1]", "negative"},
        {"{", "\"absent\":\"skip\"", "\"absent\":\"jump\"", "unknown value"},
        {"{", "\"fp\":0.25", "\"fp\":0.5", "not those of its key"},
        {"{", "\"alpha\":[0.1,0.2,0.7]", "\"alpha\":[0.1,0.2]", "not those of its key"},
        {"{", "\"key\":\"brier\"", "\"key\":\"brier,cce\"", "proper key"},
        {"{", "\"key\":\"brier\"", "\"key\":\"blur\"", "memory:1: --loss: unknown loss"},
        {"{", "\"index\":1", "\"index\":2", "not in order"},
        {"{", "\"name\":\"1\"", "\"name\":\"2\"", "own index"},
        {"{", "\"name\":\"1\"", "\"name\":\"\\u0000\"", "name"},
        {"{", "\"labels\":[1]", "\"labels\":[16777216]", "too large"},
        {"{", "\"labels\":[1]", "\"labels\":[[1,16777216]]", "a range of labels"},
        {"{", "\"labels\":[1]", "\"labels\":[[3,2]]", "a range of labels"},
        {"{", "\"labels\":[1]", "\"labels\":[[1,2,3]]", "another number of values"},
        {"{", "\"of\":4", "\"of\":0", "no shards"},
        {"{", "\"have\":[1,3]", "\"have\":[1,4]", "too large"},
        {"{", "\"views\":[", "\"views\":[\"blurred\",", "unknown value"},
        {"{", "\"views\":[", "\"views\":[],\"x\":[", "no view"},
        {"{", "\"ignore\":[]", "\"ignore\":[[256,0,0]]", "a colour's parts"},
        {"{", "\"ignore\":[]", "\"ignore\":[[0,256,0]]", "a colour's parts"},
        {"{", "\"ignore\":[]", "\"ignore\":[[0,0,256]]", "a colour's parts"},
        {"{", "\"ignore\":[]", "\"ignore\":[[0,0]]", "another number of values"},
        {"{", "\"name\":\"1\"", "\"name\":\"\\u0007\"", "control character"},
        {"{", "\"name\":\"1\"", "\"name\":\"\\u007f\"", "control character"},
        {"{", "\"name\":\"1\"", "\"name\":\"\xc2\x85\"", "control character"},
        {"{", "\"name\":\"1\"", "\"name\":\"\"", "not empty"},
        {"{", "\"1\",\"labels\":[1],\"weight\":1},{\"index\":2,\"name\":\"2\"",
         "\"x\",\"labels\":[1],\"weight\":1},{\"index\":2,\"name\":\"x\"", "the same name"},
        {"{", "\"index\":1,", "", "without index"},
        {"{", "\"classes\":[", "\"classes\":[],\"x\":[", "another number of classes"},
        {"{", "\"epsilon\":1e-07", "\"epsilon\":1e-07,\"threshold\":2", "not between 0 and 1"},
        {"{", "\"epsilon\":1e-07", "\"epsilon\":1e-07,\"threshold\":-0.5", "not between 0 and 1"},
        {"{", "\"smooth\":0.5", "\"smooth\":-1", "memory:1:"},
        {"{", "\"losses\":[", "\"losses\":[],\"x\":[", "no losses"},
        {"{", "{\"key\":\"cce\",\"name\":\"cce\"}", "{\"key\":\"cce\",\"name\":\"cce\"},{\"key\":\"cce\",\"name\":\"cce\"}",
         "asked for twice"},
        {"{", "\"focal:alpha=0.1/0.2/0.7:gamma=3\"", "\"focal:gamma=3:alpha=0.1/0.2/0.7\"", "not written as it should be"},
        {"{", "\"key\":\"brier\"", "\"key\":\"bri er\"", "proper key"},
        {"{", "\"key\":\"brier\"", "\"key\":\"\"", "proper key"},
        {"{", "\"alpha\":[0.1,0.2,0.7]", "\"alpha\":[0.1,0.2,0.7,1]", "not those of its key"},
        {"{", "\"alpha\":[0.1,0.2,0.7]", "\"alpha\":[0.1,0.3,0.7]", "not those of its key"},
        {"{", "\"alpha\":[0.1,0.2,0.7]", "\"alpha\":[0,0.2,0.7]", "not those of its key"},
        {"{", "\"fp\":0.25", "\"fp\":0", "not those of its key"},
        {"{", "\"group\":\"", "\"group\":\"\\\\", "a name is wanted"},
        {"\"id\":\"b\"", "\"id\":\"b\"", "\"id\":\"b\",\"group\":\"\"", "the name of a group is empty"},
        {"\"id\":\"b\"", "\"b\"", "\"a\"", "memory:3: the image \"a\" stands there twice"},
        {"\"id\":\"b\"", "\"b\"", "\"A\"", "memory:3: the image \"A\" is not in order"},
        {"\"id\":\"b\"", "\"b\"", "\"b\\u0000\"", "NUL"},
        {"\"id\":\"b\"", "\"b\"", "\"\\\\\"", "no name"},
        {"\"id\":\"b\"", "\"b\"", "\"\xff\"", "not UTF-8"},
        {"\"id\":\"b\"", "\"height\":1", "\"height\":2", "width times height"},
        {"\"id\":\"b\"", "\"height\":1", "\"height\":4294967296", "too large"},
        {"\"id\":\"b\"", "\"ignored\":", "\"ignored\":1", "add up"},
        {"\"id\":\"b\"", "\"bad\":", "\"bad\":99", "add up"},
        {"\"id\":\"b\"", "\"valid\":", "\"valid\":1", "add up"},
        {"\"id\":\"b\"", "\"masked\":", "\"masked\":99", "add up"},
        {"\"id\":\"b\"", "\"pixels\":{", "\"pixels\":{\"none\":9999,\"x\":{},\"", "memory:3:"},
        {"\"id\":\"b\"", "\"height\"", "\"id\":\"c\",\"height\"", "twice"},
        {"\"id\":\"b\"", "\"record\":{\"hard\":[[", "\"record\":{\"hard\":[[18446744073709551615,", "memory:3:"},
        {"\"id\":\"b\"", "\"record\":{\"hard\":[", "\"record\":{\"hard\":[[],", "number of rows"},
        {"\"id\":\"b\"", "\"none\":[", "\"none\":[1", "add up"},
        {"\"id\":\"b\"", "\"soft\":[[", "\"soft\":[[-", "memory:3:"},
        {"\"id\":\"b\"", "\"soft\":[[", "\"soft\":[[1", "memory:3:"},
        {"\"id\":\"b\"", "\"sums\":{", "\"sums\":{\"cce\":[0,0,0],", "twice"},
        {"\"id\":\"b\"", "\"brier\":[", "\"blier\":[", "missing"},
        {"\"id\":\"b\"", "\"brier\":[", "\"brier\":[NaN,", "memory:3:"},
        {"\"id\":\"b\"", "\"brier\":[", "\"brier\":[-9", "a sum is negative"},
        {"\"id\":\"b\"", "\"cce\":[", "\"cce\":[9999", "memory:3: a sum of the record is more than its pixels can have"},
        {"\"id\":\"b\"", "\"brier\":[", "\"brier\":[9999", "memory:3: a sum of the record is more"},
        {"\"id\":\"b\"", "\"focal:gamma=3\":[", "\"focal:gamma=3\":[1e300,", "memory:3:"},
        {"\"id\":\"b\"", "\"record\":", "\"rekord\":", "an image needs"},
        {"\"id\":\"b\"", "}\n", "}}\n", "nothing more"},
        {"\"aggregate\"", "\"images\":3", "\"images\":4", "memory:5:"},
        {"\"aggregate\"", "\"expected\":5", "\"expected\":2", "memory:5:"},
        {"\"aggregate\"", "\"errors\"", "\"errers\"", "neither an image nor the last line"},
        {"\"aggregate\"", "\"message\":\"", "\"message\":1,\"x\":\"", "errors"},
        {"\"aggregate\"", "\"errors\":[{\"id\":\"", "\"errors\":[{\"id\":\"\\u0000", "NUL"},
        {"\"aggregate\"", "\"message\":\"", "\"message\":\"\\ud800", "memory:5:"},
        {"\"aggregate\"", "\"errors\":[", "\"errors\":[7,", "memory:5:"},
        {"{", "\"classes\":[", "\"classes\":[0 0],\"x\":[", "another number of classes"},
        {"{", "\"classes\":[", "\"classes\":7,\"x\":[", "a list is wanted"},
        {"{", "\"labels\":[1]", "\"labels\":[1 2]", "a comma or ]"},
        {"{", "\"labels\":[1]", "\"labels\":7", "a list is wanted"},
        {"{", "\"ignore\":[]", "\"ignore\":[1 2]", "a comma or ]"},
        {"{", "\"epsilon\":1e-07", "\"epsilon\":1e-07,\"no_data\":[1 2]", "a comma or ]"},
        {"{", "\"epsilon\":1e-07", "\"epsilon\":1e-07,\"no_data\":[\"inf\"]", "\"nan\" or \"none\""},
        {"\"id\":\"b\"", "\"none\":[", "\"none\":[0,0,0,", "another number of values"},
        {"\"id\":\"b\"", "\"height\"", "\"hints\":[\"x\"],\"height\"", "an unknown hint"},
        {"\"id\":\"b\"", "\"none\":", "\"none\":9999", "add up"},
        {"\"gates\"", "\n", "\n{}\n", "something follows the last line"},
        {"\"gates\"", "\n", "\n{", "something follows the last line"},
    };
    made w;
    made_three(&w);
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_error error;
        size_t n, n_images;
        ml_stream_event event;
        char *text = replaced(&w.out, cases[i].after, cases[i].old, cases[i].new, &n);
        ml_status status = read_all(text, n, &error, &n_images, &event);
        EXPECT(status == ML_E_INPUT, "%s for %s: status %d", cases[i].new, cases[i].old, (int)status);
        EXPECT(strncmp(error.text, "memory:", 7) == 0 && strstr(error.text, cases[i].message), "%s for %s: %s", cases[i].new,
               cases[i].old, error.text);
        free(text);
    }
    made_clear(&w);
}
END_TEST

/* Exact sums with one thing changed. */
START_TEST(exact_sums_that_are_impossible_are_refused)
{
    static const struct {
        const char *after, *old, *new, *message;
    } cases[] = {
        {"\"exact\"", "\"sums\":{\"cce\":[\"0", "\"sums\":{\"cce\":[\"7",
         "a sum of the record is more than its pixels can have"},
        {"\"exact\"", "\"brier\":[\"0", "\"brier\":[\"7", "a sum of the record is more than its pixels can have"},
        {"\"exact\"", "\"brier\":[\"0", "\"brier\":[\"8", "a sum is negative"},
        {"\"exact\"", "\"mean\":[\"0", "\"mean\":[\"7", "of a figure of the images are not possible"},
        {"\"exact\"", "\"mean\":[\"0", "\"mean\":[\"f", "of a figure of the images are not possible"},
        {"\"exact\"", "\"accuracy\":[\"0", "\"accuracy\":[\"7", "of a figure of the images are not possible"},
        {"\"exact\"", "\"accuracy\":[\"0", "\"accuracy\":[\"f", "of a figure of the images are not possible"},
        {"\"exact\"", "\"image_mean\":{\"raw\":{",
         "\"image_mean\":{\"raw\":{\"metrics\":{\"accuracy\":[\"00000000000000000000000000000000\",0,0,3,4]},",
         "sum, least, largest and number are wanted"},
        {"\"exact\"", "\"image_mean\":{\"raw\":{",
         "\"image_mean\":{\"raw\":{\"metrics\":{\"accuracy\":[\"00000000000000000000000000000000\",0,0]},",
         "sum, least, largest and number are wanted"},
        {"\"exact\"", "\"image_mean\":{\"raw\":{", "\"image_mean\":{\"raw\":{\"metrics\":{\"accuracy\":[]},",
         "sum, least, largest and number are wanted"},
        {"\"exact\"", "\"image_mean\":{\"raw\":{",
         "\"image_mean\":{\"raw\":{\"metrics\":{\"accuracy\":[\"00000000000000000000000000000000\",0,0,3],\"accuracy\":["
         "\"00000000000000000000000000000000\",0,0,3]},",
         "a figure stands there twice"},
        {"\"exact\"", "\"image_mean\":{\"raw\":{",
         "\"image_mean\":{\"raw\":{\"metrics\":[\"00000000000000000000000000000000\",0,0,3],", "an object is wanted"},
        {"\"class_images\"", "\"images\":[", "\"images\":[9", "a class is in more images than there are"},
        {"\"class_images\"", "\"missed\":[", "\"missed\":[9", "a class is in more images than there are"},
        {"\"class_images\"", "\"raw\":", "\"rew\":", "numbers of images are missing"},
        {"\"exact\"", "\"brier\":[\"0", "\"brier\":[\"G", "32 hexadecimal digits"},
        {"\"exact\"", "\"brier\":[\"0", "\"brier\":[\"/", "32 hexadecimal digits"},
        {"\"exact\"", "\"brier\":[\"0", "\"brier\":[\"g", "32 hexadecimal digits"},
        {"\"exact\"", "\"brier\":[\"0", "\"brier\":[\"00", "32 hexadecimal digits"},
        {"\"exact\"", "\"dice:smooth=1\":{\"mean\":[\"0", "\"dice:smooth=1\":{\"mean\":[\"1",
         "of a figure of the images are not possible"},
    };
    made w;
    uint64_t state = 3;
    made_begin(&w, true);
    for (size_t i = 0; i < 3; i++) {
        ml_record record = score_record(&w.score);
        made_fill(&record, 1, &state);
        made_add(&w, "x", &record, 1);
        ml_record_clear(&record);
    }
    made_end(&w);
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_error error = ML_ERROR_INIT;
        size_t n;
        char *text = replaced(&w.out, cases[i].after, cases[i].old, cases[i].new, &n);
        ml_stream stream = ml_stream_memory("memory", text, n);
        ml_stream_head head;
        ml_aggregate sums;
        made_read_head(&stream, &head);
        made_expect(ml_stream_next(&stream, &error), ML_OK, &error);
        EXPECT(ml_aggregate_init(&w.score.settings, &error, &sums) == ML_OK, "%s", error.text);
        made_expect(ml_stream_read_exact(&stream, &error, &sums), ML_E_INPUT, &error);
        EXPECT(strncmp(error.text, "memory:2:", 9) == 0 && strstr(error.text, cases[i].message), "%s: %s", cases[i].new,
               error.text);
        ml_aggregate_clear(&sums);
        ml_stream_head_clear(&head);
        ml_stream_close(&stream);
        free(text);
    }
    made_clear(&w);
}
END_TEST

START_TEST(members_may_stand_in_any_order_and_with_blanks)
{
    static const char *const changes[][3] = {
        {"\"id\":\"b\"", "\"id\":\"b\",", "\"more\":{\"x\":[1,{\"y\":\"}]\\\"\"}]},\r\t \"id\" :\"b\" ,"},
        {"\"id\":\"b\"", "\"record\":{", "\"record\" : { \"more\" : [ ] , "},
        {"\"id\":\"b\"", "\"hard\":[[", "\"hard\":[ [ "},
        {"{", "\"mask\":[0]", "\"mask\":[ 0 ]"},
    };
    made w;
    made_three(&w);
    for (size_t i = 0; i < ML_COUNT(changes); i++) {
        ml_error error;
        size_t n, n_images;
        ml_stream_event event;
        char *text = replaced(&w.out, changes[i][0], changes[i][1], changes[i][2], &n);
        made_expect(read_all(text, n, &error, &n_images, &event), ML_OK, &error);
        ck_assert(n_images == 3 && event == ML_STREAM_END);
        free(text);
    }
    made_clear(&w);
}
END_TEST

START_TEST(headers_that_differ_are_told_apart_by_the_first_difference)
{
    static const char *const changes[][2] = {
        {"\"mask\":[0]", "\"mask\":[1]"},
        {"\"ignore\":[]", "\"ignore\":[255]"},
        {"\"ignore\":[]", "\"ignore\":[[1,2,3]]"},
        {"\"weights\":[1,1,1]", "\"weights\":[1,1,2]"},
        {"\"activation\":\"none\"", "\"activation\":\"softmax\""},
        {"\"epsilon\":1e-07", "\"epsilon\":1e-06"},
        {"\"absent\":\"skip\"", "\"absent\":\"keep\""},
        {"\"average\":\"all\"", "\"average\":[0,1,2]"},
        {"\"labels\":[1]", "\"labels\":[1,4]"},
        {"\"views\":[\"raw\",", "\"views\":["},
        {",{\"key\":\"brier\",\"name\":\"brier\"}", ""},
    };
    made w;
    made_three(&w);
    ml_stream stream = ml_stream_memory("first", w.out.memory, w.out.n);
    ml_stream_head first;
    made_read_head(&stream, &first);
    for (size_t i = 0; i < ML_COUNT(changes); i++) {
        size_t n;
        char *text = replaced(&w.out, "{", changes[i][0], changes[i][1], &n);
        ml_stream changed = ml_stream_memory("changed", text, n);
        ml_stream_head head;
        ml_error error = ML_ERROR_INIT;
        made_read_head(&changed, &head);
        made_expect(ml_settings_agree(ML_AGREE_TO_MERGE, &first.settings, "a", &first.settings, "b", &error), ML_OK, &error);
        made_expect(ml_settings_agree(ML_AGREE_TO_MERGE, &head.settings, "changed", &first.settings, "first", &error),
                    ML_E_INPUT, &error);
        EXPECT(strncmp(error.text, "changed: \"", 10) == 0 && strstr(error.text, " in first"), "%s", error.text);
        ml_stream_head_clear(&head);
        ml_stream_close(&changed);
        free(text);
    }
    ml_stream_head_clear(&first);
    ml_stream_close(&stream);
    made_clear(&w);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, what_is_written_is_read);
    tcase_add_test(tests, exact_sums_come_back_and_join_to_those_of_all);
    tcase_add_test(tests, a_stream_that_was_cut_is_valid_up_to_its_last_whole_line);
    tcase_add_test(tests, a_byte_that_was_changed_is_noticed);
    tcase_add_test(tests, a_check_sum_stands_at_the_end_or_nowhere);
    tcase_add_test(tests, what_is_wrong_is_refused_with_the_line);
    tcase_add_test(tests, exact_sums_that_are_impossible_are_refused);
    tcase_add_test(tests, members_may_stand_in_any_order_and_with_blanks);
    tcase_add_test(tests, headers_that_differ_are_told_apart_by_the_first_difference);
}

int main(void) { return unit_main("stream", add_tests); }
