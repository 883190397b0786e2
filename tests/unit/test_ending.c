/* stream/ending: whether a file ends as a record stream does. */
#include "tree.h"
#include "unit.h"

#include "stream/reader.h"

/* Whether a file of this text has an end; `times` spaces stand in its last line. */
static bool has_end(const char *text, size_t times)
{
    char path[TREE_PATH_SIZE];
    bool known = false;
    FILE *file = fopen(tree_path("stream", path), "wb");
    size_t n = strlen(text), n_last = n > 0 && text[n - 1] == '\n' ? n - 1 : n;
    EXPECT(file && fwrite(text, 1, n_last, file) == n_last, "%s cannot be written", path);
    for (size_t i = 0; i < times; i++)
        fputc(' ', file);
    EXPECT(fputs(text + n_last, file) >= 0 && fclose(file) == 0, "%s cannot be written", path);
    bool has = ml_stream_has_end(path, &known);
    ck_assert(known);
    return has;
}

START_TEST(a_file_ends_with_a_whole_last_line_or_does_not)
{
    static const struct {
        const char *text;
        bool has_end;
    } cases[] = {
        {"", false},
        {"\n", false},
        {"{\"maskloss\":{}}\n", false},
        {"{\"aggregate\":{}}\n", true},
        {"{\"aggregate\":{}}", false},
        {"{\"maskloss\":{}}\n{\"id\":\"a\"}\n", false},
        {"{\"maskloss\":{}}\n{\"aggregate\":{}}\n", true},
        {"{\"maskloss\":{}}\n { \"aggregate\" : {}}\n", true},
        {"{\"maskloss\":{}}\n{\"aggregate\":{}}\n\n", true}, /* what follows is what is wrong */
        {"{\"maskloss\":{}}\n{\"aggregate\":{}}\n \r\n\t\n\n", true},
        {"{\"maskloss\":{}}\n{\"aggregate\":{}}\n{\"id\"", true},
        {"{\"maskloss\":{}}\n{\"id\":\"a\"}\n\n", false},
        {"{\"maskloss\":{}}\n{\"id\":\"a\"}\n{\"aggregate\":{}}", false},
        {"{\"maskloss\":{}}\n{\"errors\":[{\"id\":\"a\"}],\"gates\":[],\"aggregate\":{}}\n", true},
        {"{\"maskloss\":{}}\n{\"more\":1,\"id\":\"a\",\"aggregate\":{}}\n", false},
        {"{\"maskloss\":{}}\n{\"more\":{\"aggregate\":{}}}\n", false},
        {"{\"maskloss\":{}}\n{\"aggregat\":{}}\n", false},
        {"{\"maskloss\":{}}\n[\"aggregate\"]\n", false},
        {"{\"maskloss\":{}}\naggregate\n", false},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++)
        EXPECT(has_end(cases[i].text, 0) == cases[i].has_end, "%s", cases[i].text);
}
END_TEST

START_TEST(a_last_line_may_be_longer_than_a_block)
{
    for (size_t n = 4090 - 40; n < 4100; n++)
        EXPECT(has_end("{\"maskloss\":{}}\n{\"aggregate\":{}}\n", n), "%zu bytes more", n);
    ck_assert(has_end("{\"maskloss\":{}}\n{\"aggregate\":{}}\n", 100000));
    ck_assert(!has_end("{\"maskloss\":{}}\n{\"id\":\"aggregate\"}\n", 100000));
    char long_last[20100], long_other[sizeof long_last];
    for (size_t n = 1; n < 20000; n += n < 4100 ? 1 : 977) { /* what stands before the key */
        snprintf(long_last, sizeof long_last, "{\"maskloss\":{}}\n{\"more\":\"%0*d\",\"aggregate\":{}}\n", (int)n, 0);
        snprintf(long_other, sizeof long_other, "{\"maskloss\":{}}\n{\"more\":\"%0*d\",\"id\":{}}\n", (int)n, 0);
        EXPECT(has_end(long_last, 0) && !has_end(long_other, 0), "%zu bytes before", n);
    }
}
END_TEST

START_TEST(what_is_no_file_is_not_known)
{
    char path[TREE_PATH_SIZE];
    bool known = true;
    ck_assert(!ml_stream_has_end("-", &known) && !known);
    known = true;
    ck_assert(!ml_stream_has_end(tree_path("none", path), &known) && !known);
    known = true;
    ck_assert(!ml_stream_has_end(tree_root, &known) && !known);
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, a_file_ends_with_a_whole_last_line_or_does_not);
    tcase_add_test(tests, a_last_line_may_be_longer_than_a_block);
    tcase_add_test(tests, what_is_no_file_is_not_known);
}

int main(void) { return unit_main("ending", add_tests); }
