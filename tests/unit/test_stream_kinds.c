/* stream/reader: a value of a stream that is exchanged for one of another kind is refused, with file and line, wherever it
 * stands and whatever is wrong with it; but for values that are not read. */
#include "stream_made.h"

#include <math.h>
#include <stdio.h>

/* Everything that a header can say. */
static void say_all(score *s)
{
    static const double no_data[] = {255, NAN, -1};
    ml_settings *settings = &s->settings;
    settings->has_empty = settings->has_threshold = settings->intervals = settings->conventions = true;
    settings->empty = ML_EMPTY_ONE;
    settings->threshold = 0.25;
    settings->no_data = (ml_no_data){.n = ML_COUNT(no_data), .values = no_data, .none = true};
    settings->weighing = ML_WEIGHTS_INVERSE;
    for (int said = 0; said < ML_N_SAID; said++)
        settings->said[said] = "1";
    settings->average = ML_AVERAGE_LIST;
    settings->averaged[1] = true;
    EXPECT(ml_label_list_add(&s->classes.ignored, 255, &s->error) == ML_OK, "%s", s->error.text);
    s->classes.ignored_colors = calloc(1, sizeof *s->classes.ignored_colors);
    ck_assert(s->classes.ignored_colors);
    s->classes.n_ignored_colors = 1;
    s->classes.items[1].labels[0].last = 7;
}

/* A stream of one image, or (summary) its exact sums, as text without check sums. Freed with free. */
static char *text_of(bool summary)
{
    made w;
    uint64_t state = 5;
    made_begin_with(&w, summary, say_all);
    ml_record record = score_record(&w.score);
    made_fill(&record, 1, &state);
    record.hints = ml_hint_bit(ML_HINT_HARD);
    w.group = "g";
    made_add(&w, "a", &record, 1);
    ml_record_clear(&record);
    w.score.settings.intervals = false; /* they are not among the figures here */
    made_end(&w);
    char *text = malloc(w.out.n + 1);
    ck_assert(text);
    memcpy(text, w.out.memory, w.out.n);
    text[w.out.n] = '\0';
    stream_text_strip(text);
    made_clear(&w);
    return text;
}

/* Reads all that there is. */
static ml_status read_everything(const char *text, size_t n, ml_error *error)
{
    ml_stream stream = ml_stream_memory("memory", text, n);
    ml_stream_head head;
    ml_record record = {0};
    ml_aggregate aggregate;
    bool found;
    size_t width, height;
    ml_status status = ml_stream_read_head(&stream, error, &head, &found);
    if (status || !found) {
        ml_stream_close(&stream);
        return status;
    }
    EXPECT(ml_record_init(&head.settings, error, &record) == ML_OK, "%s", error->text);
    EXPECT(ml_aggregate_init(&head.settings, error, &aggregate) == ML_OK, "%s", error->text);
    while (!(status = ml_stream_next(&stream, error)) && stream.event == ML_STREAM_IMAGE && !status)
        if ((status = ml_stream_read_image(&stream, error, &record, &width, &height)))
            break;
    if (!status && stream.event == ML_STREAM_END && stream.is_summary)
        status = ml_stream_read_exact(&stream, error, &aggregate);
    ml_aggregate_clear(&aggregate);
    ml_record_clear(&record);
    ml_stream_head_clear(&head);
    ml_stream_close(&stream);
    return status;
}

static const char *string_end(const char *at)
{
    for (at++; *at != '"'; at++)
        at += *at == '\\';
    return at + 1;
}

static const char *value_end(const char *at)
{
    size_t depth = 0;
    do {
        if (*at == '"') {
            at = string_end(at);
        } else {
            depth += *at == '[' || *at == '{';
            depth -= depth > 0 && (*at == ']' || *at == '}');
            at++;
        }
    } while (depth > 0 || !strchr(",]}\n", *at));
    return at;
}

enum { DEEPEST = 16 };

/* A place of a value: the keys that lead to it, lists having none. */
typedef struct place {
    const char *keys[DEEPEST];
    size_t n_keys[DEEPEST];
    size_t depth;
} place;

/* Whether it is at these keys, or below: "a.b". */
static bool is_below(const place *p, const char *keys)
{
    const char *at = keys;
    for (size_t d = 0; d < p->depth && *at; d++) {
        if (p->n_keys[d] == 0)
            continue;
        if (strncmp(at, p->keys[d], p->n_keys[d]) != 0)
            return false;
        at += p->n_keys[d];
        if (*at && *at++ != '.')
            return false;
    }
    return !*at;
}

static bool is_below_any(const place *p, const char *const *paths, size_t n)
{
    bool found = false;
    for (size_t i = 0; i < n && !found; i++)
        found = is_below(p, paths[i]);
    return found;
}

/* What nobody reads: it is for people, or follows from the rest. */
static bool is_unread(const place *p)
{
    static const char *const paths[] = {"gates",    "raw",      "masked",         "excluded",
                                        "forgiven", "punished", "classes.weight", "settings.losses.name"};
    static const char *const read[] = {"aggregate.exact", "aggregate.images", "aggregate.coverage"};
    return is_below_any(p, paths, ML_COUNT(paths)) ||
           (is_below(p, "aggregate") && p->depth > 1 && !is_below_any(p, read, ML_COUNT(read)));
}

/* What may be of several kinds. */
static bool is_of_kinds(const place *p)
{
    static const char *const paths[] = {"settings.no_data", "truth"};
    return is_below_any(p, paths, ML_COUNT(paths));
}

/* What need not be there: since some version, or where something was said. */
static bool is_optional(const place *p)
{
    static const char *const paths[] = {"group",
                                        "weighing",
                                        "shard",
                                        "intervals",
                                        "conventions",
                                        "hints",
                                        "pixels.valid",
                                        "pixels.none",
                                        "pixels.masked",
                                        "settings.truth_code",
                                        "settings.threshold",
                                        "settings.samples",
                                        "settings.prediction_as",
                                        "settings.no_data",
                                        "settings.missing_truth",
                                        "settings.empty",
                                        "aggregate.coverage.without_truth",
                                        "aggregate.exact.hints",
                                        "aggregate.exact.class_images"};
    static const char *const of_images[] = {"per_class", "mean_unmasked", "micro_iou", "mean_precision"};
    bool found = is_below_any(p, paths, ML_COUNT(paths));
    for (size_t d = 3; d < p->depth && is_below(p, "aggregate.exact.image_mean"); d++)
        for (size_t i = 0; i < ML_COUNT(of_images); i++)
            found |= p->n_keys[d] == strlen(of_images[i]) && memcmp(p->keys[d], of_images[i], p->n_keys[d]) == 0;
    return found;
}

/* Exchanges the value from `at` to `end` for another, and reads it. */
static ml_status read_with(const char *text, const char *at, const char *end, const char *other, ml_error *error)
{
    size_t before = (size_t)(at - text), n = before + strlen(other) + strlen(end);
    char *changed = malloc(n + 1);
    ck_assert(changed);
    memcpy(changed, text, before);
    strcpy(changed + before, other);
    strcat(changed, end);
    ml_error_clear(error);
    ml_status status = read_everything(changed, n, error);
    free(changed);
    return status;
}

/* Values of all kinds; each is of none of the kinds of the others, or out of what can be meant. */
static const char *const others[] = {"\"\\u0000\"", "\"x\"", "{}", "[]", "[[]]", "-1", "0.5", "1e999", "true", "null"};

static char kind_of(const char *value) { return (char)(*value == '-' || (*value >= '0' && *value <= '9') ? '0' : *value); }

static void exchange(const char *text, const char *at, const place *p)
{
    const char *end = value_end(at);
    char start[64];
    size_t line = 1;
    for (const char *before = text; before < at; before++)
        line += *before == '\n';
    snprintf(start, sizeof start, "memory:%zu:", line);
    for (size_t i = 0; i < ML_COUNT(others); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_status status = read_with(text, at, end, others[i], &error);
        const bool is_other = kind_of(at) != kind_of(others[i]);
        EXPECT(status == ML_E_INPUT || !status, "%.60s: %s: status %d", at, others[i], (int)status);
        EXPECT(!status || strncmp(error.text, start, strlen(start)) == 0, "%.60s: %s: %s", at, others[i], error.text);
        EXPECT(status || !is_other || is_unread(p) || is_of_kinds(p), "%.60s below %.*s: %s is read", at,
               (int)p->n_keys[p->depth - 1], p->keys[p->depth - 1], others[i]);
    }
    ml_error error = ML_ERROR_INIT;
    EXPECT(read_with(text, at, end, "[1,{\"x\":\"", &error) == ML_E_INPUT, "%.60s: what does not end is read", at);
}

/* Renames the key at `at`, and reads the line without what it was. */
static void rename_key(const char *text, const char *at, const place *p)
{
    ml_error error = ML_ERROR_INIT;
    ml_status status = read_with(text, at, at + 2, "\"?", &error);
    EXPECT(status == ML_E_INPUT || (!status && (is_unread(p) || is_optional(p))), "without %.40s: status %d: %s", at,
           (int)status, error.text);
}

/* Exchanges each value, and renames each key, one at a time; how many values there are. */
static size_t exchange_all(const char *text)
{
    place p = {.depth = 0};
    size_t n = 0;
    for (const char *at = text; *at;) {
        const bool is_string = *at == '"';
        const char *end = is_string ? string_end(at) : at;
        if (is_string && *end == ':') { /* a key */
            p.keys[p.depth - 1] = at + 1;
            p.n_keys[p.depth - 1] = (size_t)(end - at) - 2;
            rename_key(text, at, &p);
            at = end + 1;
            continue;
        }
        if (!strchr(",]}\n:", *at)) {
            exchange(text, at, &p);
            n++;
            if (is_unread(&p)) { /* neither is what is in it */
                at = value_end(at);
                continue;
            }
        }
        if (*at == '[' || *at == '{') {
            ck_assert_uint_lt(p.depth, DEEPEST);
            p.n_keys[p.depth++] = 0;
        }
        p.depth -= *at == ']' || *at == '}';
        at = is_string ? end : strchr("[]{},\n", *at) ? at + 1 : value_end(at);
    }
    return n;
}

START_TEST(a_value_of_another_kind_is_refused_in_a_line_of_an_image)
{
    char *text = text_of(false);
    ck_assert_uint_gt(exchange_all(text), 120);
    free(text);
}
END_TEST

START_TEST(a_value_of_another_kind_is_refused_in_exact_sums)
{
    char *text = text_of(true);
    ck_assert_uint_gt(exchange_all(text), 300);
    free(text);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, a_value_of_another_kind_is_refused_in_a_line_of_an_image);
    tcase_add_test(tests, a_value_of_another_kind_is_refused_in_exact_sums);
}

int main(void) { return unit_main("stream_kinds", add_tests); }
