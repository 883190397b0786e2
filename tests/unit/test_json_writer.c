/* json/writer: JSON piece by piece, checked by text and by another parser. */
#include "data.h"
#include "tree.h"
#include "unit.h"

#include "io/destination.h"
#include "json/writer.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>

/* A writer whose text can be taken. */
typedef struct writer {
    ml_out out;
    ml_json json;
    char path[TREE_PATH_SIZE];
} writer;

static void writer_init(writer *w)
{
    ml_error error = ML_ERROR_INIT;
    EXPECT(ml_out_open(tree_path("result", w->path), &error, &w->out) == ML_OK, "%s", error.text);
    w->json = (ml_json){.out = &w->out};
}

/* What was written, to be freed. */
static char *writer_take(writer *w)
{
    ml_error error = ML_ERROR_INIT;
    size_t n;
    EXPECT(w->json.depth == 0, "%d levels are open", w->json.depth);
    EXPECT(ml_out_commit(&w->out, &error) == ML_OK, "%s", error.text);
    ml_out_close(&w->out);
    uint8_t *bytes = data_read(w->path, &n);
    char *text = malloc(n + 1);
    ck_assert(text != NULL);
    memcpy(text, bytes, n);
    text[n] = '\0';
    free(bytes);
    EXPECT(strlen(text) == n, "a NUL is written");
    return text;
}

static void expect_text(writer *w, const char *wanted)
{
    char *text = writer_take(w);
    EXPECT(strcmp(text, wanted) == 0, "%s\ninstead of\n%s", text, wanted);
    cJSON *root = cJSON_Parse(text);
    EXPECT(root, "not JSON: %s", text);
    cJSON_Delete(root);
    free(text);
}

START_TEST(members_stand_on_their_own_lines)
{
    writer w;
    writer_init(&w);
    ml_json_object(&w.json, NULL, ML_JSON_LINES);
    ml_json_number(&w.json, "a", 1);
    ml_json_string(&w.json, "b", "text");
    ml_json_object(&w.json, "c", ML_JSON_LINES);
    ml_json_count(&w.json, "d", 2);
    ml_json_end(&w.json);
    ml_json_array(&w.json, "e", ML_JSON_LINES);
    ml_json_number(&w.json, NULL, 3);
    ml_json_number(&w.json, NULL, 4);
    ml_json_end(&w.json);
    ml_json_end(&w.json);
    expect_text(&w, "{\n  \"a\": 1,\n  \"b\": \"text\",\n  \"c\": {\n    \"d\": 2\n  },\n  \"e\": [\n    3,\n    4\n  ]\n}\n");
}
END_TEST

START_TEST(inline_containers_stand_on_one_line_with_all_that_is_in_them)
{
    writer w;
    writer_init(&w);
    ml_json_object(&w.json, NULL, ML_JSON_LINES);
    ml_json_object(&w.json, "a", ML_JSON_INLINE);
    ml_json_number(&w.json, "b", 0.5);
    ml_json_array(&w.json, "c", ML_JSON_LINES); /* inside one that is inline */
    ml_json_number(&w.json, NULL, 1);
    ml_json_object(&w.json, NULL, ML_JSON_LINES);
    ml_json_string(&w.json, "d", "e");
    ml_json_end(&w.json);
    ml_json_end(&w.json);
    ml_json_end(&w.json);
    ml_json_array(&w.json, "f", ML_JSON_LINES);
    ml_json_array(&w.json, NULL, ML_JSON_INLINE);
    ml_json_count(&w.json, NULL, 1);
    ml_json_count(&w.json, NULL, 2);
    ml_json_end(&w.json);
    ml_json_array(&w.json, NULL, ML_JSON_INLINE);
    ml_json_count(&w.json, NULL, 3);
    ml_json_end(&w.json);
    ml_json_end(&w.json);
    ml_json_end(&w.json);
    expect_text(&w, "{\n  \"a\": {\"b\": 0.5, \"c\": [1, {\"d\": \"e\"}]},\n  \"f\": [\n    [1, 2],\n    [3]\n  ]\n}\n");
}
END_TEST

START_TEST(empty_containers_have_nothing_inside)
{
    writer w;
    writer_init(&w);
    ml_json_array(&w.json, NULL, ML_JSON_LINES);
    for (int style = ML_JSON_LINES; style <= ML_JSON_INLINE; style++) {
        ml_json_object(&w.json, NULL, (ml_json_style)style);
        ml_json_end(&w.json);
        ml_json_array(&w.json, NULL, (ml_json_style)style);
        ml_json_end(&w.json);
    }
    ml_json_end(&w.json);
    expect_text(&w, "[\n  {},\n  [],\n  {},\n  []\n]\n");
    writer_init(&w);
    ml_json_object(&w.json, NULL, ML_JSON_LINES);
    ml_json_end(&w.json);
    expect_text(&w, "{}\n");
}
END_TEST

START_TEST(several_documents_are_lines)
{
    writer w;
    writer_init(&w);
    for (int i = 0; i < 3; i++) {
        ml_json_object(&w.json, NULL, ML_JSON_INLINE);
        ml_json_count(&w.json, "i", (uint64_t)i);
        ml_json_end(&w.json);
    }
    char *text = writer_take(&w);
    ck_assert_str_eq(text, "{\"i\": 0}\n{\"i\": 1}\n{\"i\": 2}\n");
    free(text);
}
END_TEST

START_TEST(numbers_are_shortest_and_never_infinite_or_nan)
{
    writer w;
    writer_init(&w);
    ml_json_array(&w.json, NULL, ML_JSON_INLINE);
    const double numbers[] = {0, -0.0, 1, -2.5, 1e-7, 1e16, 0.1, NAN, -NAN, INFINITY, -INFINITY, DBL_MAX, 5e-324};
    for (size_t i = 0; i < ML_COUNT(numbers); i++)
        ml_json_number(&w.json, NULL, numbers[i]);
    ml_json_count(&w.json, NULL, 0);
    ml_json_count(&w.json, NULL, UINT64_MAX);
    ml_json_end(&w.json);
    expect_text(&w, "[0, 0, 1, -2.5, 1e-07, 1e+16, 0.1, null, null, null, null, 1.7976931348623157e+308, 5e-324, 0, "
                    "18446744073709551615]\n");
}
END_TEST

START_TEST(strings_and_keys_are_escaped_as_json_and_terminals_demand)
{
    writer w;
    writer_init(&w);
    ml_json_object(&w.json, NULL, ML_JSON_INLINE);
    ml_json_string(&w.json, "", " a b ");
    ml_json_string(&w.json, "quote\"", "\"\"");
    ml_json_string(&w.json, "back\\", "\\n");
    ml_json_string(&w.json, "\n", "\b\t\n\f\r\x01\x1f\x7f");
    ml_json_string(&w.json, "\xc3\xa4", "\xf0\x9f\x9a\x97/'");
    ml_json_string(&w.json, "\xc2\x80", "\xc2\x85\xc2\x9f\xc2\xa0\xc2\xbf");
    ml_json_end(&w.json);
    expect_text(&w, "{\"\": \" a b \", \"quote\\\"\": \"\\\"\\\"\", \"back\\\\\": \"\\\\n\", \"\\u000a\": "
                    "\"\\u0008\\u0009\\u000a\\u000c\\u000d\\u0001\\u001f\\u007f\", \"\xc3\xa4\": \"\xf0\x9f\x9a\x97/'\", "
                    "\"\\u0080\": \"\\u0085\\u009f\xc2\xa0\xc2\xbf\"}\n");
}
END_TEST

START_TEST(names_of_any_bytes_are_valid_text)
{
    writer w;
    writer_init(&w);
    ml_json_array(&w.json, NULL, ML_JSON_INLINE);
    ml_json_name(&w.json, NULL, "a\\b");
    ml_json_name(&w.json, NULL,
                 "r\xff"
                 "ad");
    ml_json_name(&w.json, NULL, "tab\tquote\"");
    ml_json_end(&w.json);
    expect_text(&w, "[\"a\\\\\\\\b\", \"r\\\\xFFad\", \"tab\\u0009quote\\\"\"]\n");
}
END_TEST

START_TEST(random_strings_come_back_from_another_parser)
{
    static const char *const pieces[] = {
        "a",     "\"",        "\\",   "/",        "\n",       "\r",           "\t",
        "\x01",  "\x1f",      "\x7f", "\xc2\x85", "\xc3\xa4", "\xe2\x80\xa8", "\xf0\x9f\x9a\x97",
        "u0041", "</script>", " "};
    uint64_t state = 84;
    writer w;
    char strings[300][64];
    writer_init(&w);
    ml_json_array(&w.json, NULL, ML_JSON_LINES);
    for (size_t i = 0; i < ML_COUNT(strings); i++) {
        *strings[i] = '\0';
        for (size_t n = unit_below(&state, 7); n-- > 0;)
            strcat(strings[i], pieces[unit_below(&state, ML_COUNT(pieces))]);
        ml_json_object(&w.json, NULL, ML_JSON_INLINE);
        ml_json_string(&w.json, strings[i], strings[i]);
        ml_json_end(&w.json);
    }
    ml_json_end(&w.json);
    char *text = writer_take(&w);
    cJSON *root = cJSON_Parse(text);
    EXPECT(root && cJSON_GetArraySize(root) == (int)ML_COUNT(strings), "not JSON: %s", text);
    const cJSON *item = root->child;
    for (size_t i = 0; i < ML_COUNT(strings); i++, item = item->next) {
        EXPECT(strcmp(item->child->string, strings[i]) == 0, "the key %s", item->child->string);
        EXPECT(strcmp(item->child->valuestring, strings[i]) == 0, "the string %s", item->child->valuestring);
    }
    cJSON_Delete(root);
    free(text);
}
END_TEST

START_TEST(the_deepest_nesting_works)
{
    writer w;
    char wanted[64] = "";
    writer_init(&w);
    for (int i = 0; i < ML_JSON_MAX_DEPTH; i++) {
        ml_json_array(&w.json, NULL, ML_JSON_INLINE);
        strcat(wanted, "[");
    }
    for (int i = 0; i < ML_JSON_MAX_DEPTH; i++) {
        ml_json_end(&w.json);
        strcat(wanted, "]");
    }
    expect_text(&w, strcat(wanted, "\n"));
}
END_TEST

START_TEST(strings_longer_than_any_buffer_are_whole)
{
    writer w;
    char *source = malloc(100001);
    ck_assert(source != NULL);
    for (size_t i = 0; i < 100000; i++)
        source[i] = i % 1000 == 999 ? '"' : 'x';
    source[100000] = '\0';
    writer_init(&w);
    ml_json_array(&w.json, NULL, ML_JSON_INLINE);
    ml_json_string(&w.json, NULL, source);
    ml_json_name(&w.json, NULL, source);
    ml_json_end(&w.json);
    char *text = writer_take(&w);
    cJSON *root = cJSON_Parse(text);
    ck_assert(root && strcmp(root->child->valuestring, source) == 0 && strcmp(root->child->next->valuestring, source) == 0);
    cJSON_Delete(root);
    free(text);
    free(source);
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, members_stand_on_their_own_lines);
    tcase_add_test(tests, inline_containers_stand_on_one_line_with_all_that_is_in_them);
    tcase_add_test(tests, empty_containers_have_nothing_inside);
    tcase_add_test(tests, several_documents_are_lines);
    tcase_add_test(tests, numbers_are_shortest_and_never_infinite_or_nan);
    tcase_add_test(tests, strings_and_keys_are_escaped_as_json_and_terminals_demand);
    tcase_add_test(tests, names_of_any_bytes_are_valid_text);
    tcase_add_test(tests, random_strings_come_back_from_another_parser);
    tcase_add_test(tests, the_deepest_nesting_works);
    tcase_add_test(tests, strings_longer_than_any_buffer_are_whole);
}

int main(void) { return unit_main("json_writer", add_tests); }
