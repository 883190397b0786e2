/* output/page/html: whatever text is given, it is text; what is begun ends. */
#include "written.h"

#include "output/page/html.h"

/* Begins a part of a document that `take` ends. */
static ml_html begin(ml_out *out)
{
    written_begin(out);
    return (ml_html){.out = out};
}

static void expect(ml_out *out, const char *wanted)
{
    char *got = written_take(out);
    ck_assert_str_eq(got, wanted);
    free(got);
}

START_TEST(elements_nest_and_empty_ones_end_by_themselves)
{
    ml_out out;
    ml_html html = begin(&out);
    ml_html_begin_class(&html, "ul", "a b");
    ml_html_element(&html, "li", "one");
    ml_html_begin(&html, "li");
    ml_html_begin(&html, "img");
    ml_html_attribute(&html, "alt", "x");
    ml_html_begin(&html, "br");
    ml_html_text(&html, "two");
    ml_html_end(&html);
    ml_html_begin_class(&html, "svg", NULL);
    ml_html_begin(&html, "rect");
    ml_html_attribute_printf(&html, "width", "%d", 3);
    ml_html_end(&html);
    ml_html_begin(&html, "p");
    ml_html_end(&html);
    ml_html_end(&html);
    ck_assert_int_eq(html.depth, 0);
    expect(&out, "<ul class=\"a b\"><li>one</li><li><img alt=\"x\"><br>two</li><svg><rect width=\"3\"/></svg><p></p></ul>");
}
END_TEST

START_TEST(no_text_is_markup)
{
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"", ""},
        {"road 1.5", "road 1.5"},
        {"</style><script>alert('x')</script>", "&lt;/style&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"},
        {"\" onclick=\"x", "&quot; onclick=&quot;x"},
        {"&amp;&#60;", "&amp;amp;&amp;#60;"},
        {"a\nb\x1b\x7f\xc2\x85\xff", "a\\x0Ab\\x1B\\x7F\\xC2\\x85\\xFF"},
        {"\xe2\x80\xae"
         "gpj\xe2\x81\xa6\xe2\x80\x8f\xd8\x9c\xe2\x80\xa8",
         "\\xE2\\x80\\xAEgpj\\xE2\\x81\\xA6\\xE2\\x80\\x8F\\xD8\\x9C\\xE2\\x80\\xA8"},
        {"\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80", "\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80"},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        char wanted[512];
        ml_out out;
        ml_html html = begin(&out);
        ml_html_begin(&html, "p");
        ml_html_attribute(&html, "title", cases[i].text);
        ml_html_text(&html, cases[i].text);
        ml_html_end(&html);
        snprintf(wanted, sizeof wanted, "<p title=\"%s\">%s</p>", cases[i].wanted, cases[i].wanted);
        expect(&out, wanted);
    }
}
END_TEST

START_TEST(every_byte_is_harmless)
{
    for (int byte = 1; byte < 256; byte++) {
        const char text[] = {(char)byte, '\0'};
        ml_out out;
        ml_html html = begin(&out);
        ml_html_begin(&html, "p");
        ml_html_attribute(&html, "title", text);
        ml_html_name(&html, 80, text);
        ml_html_end(&html);
        char *got = written_take(&out);
        size_t n = strlen(got);
        ck_assert_uint_eq(strspn(got + n - 4, "</p>"), 4);
        for (size_t i = 10, n_quotes = 0; i < n - 4; i++) {
            n_quotes += got[i] == '"';
            ck_assert_uint_le(n_quotes, 1);
            ck_assert(got[i] != '<' && got[i] != '\'' && (unsigned char)got[i] >= ' ' && (unsigned char)got[i] < 0x7f);
        }
        free(got);
    }
}
END_TEST

START_TEST(a_value_may_have_several_parts)
{
    ml_out out;
    ml_html html = begin(&out);
    ml_html_begin(&html, "td");
    ml_html_value(&html, "title");
    ml_html_text(&html, "a\"b");
    ml_html_printf(&html, " %d%% ", 5);
    ml_html_name(&html, 80, "c\\d\xfe");
    ml_html_verbatim(&html, "==", 2);
    ml_html_value_end(&html);
    ml_html_attribute(&html, "id", "x");
    ml_html_verbatim(&html, "<i>", 3);
    ml_html_end(&html);
    expect(&out, "<td title=\"a&quot;b 5% c\\\\d\\xFE==\" id=\"x\"><i></td>");
}
END_TEST

START_TEST(names_are_cut_like_labels)
{
    ml_out out;
    ml_html html = begin(&out);
    ml_html_name(&html, 6, "<<<<\xfe");
    ml_html_begin(&html, "wbr");
    ml_html_name(&html, 8, "<<<<\xfe");
    expect(&out, "&lt;&lt;&lt;&lt;\\\xe2\x80\xa6<wbr>&lt;&lt;&lt;&lt;\\xFE");
}
END_TEST

static void expect_label(size_t columns, const char *text, const char *wanted)
{
    ml_out out;
    ml_html html = begin(&out);
    ml_html_label(&html, columns, text);
    expect(&out, wanted);
}

START_TEST(labels_are_cut_between_characters)
{
    char many[200] = "a", wanted[200] = "a";
    expect_label(5, "", "");
    expect_label(5, "abcde", "abcde");
    expect_label(5, "abcdef", "abcd\xe2\x80\xa6");
    expect_label(3, "<<<", "&lt;&lt;&lt;");
    expect_label(3, "a<<<", "a&lt;\xe2\x80\xa6");
    expect_label(4, "\xe6\x97\xa5\xe6\x9c\xac", "\xe6\x97\xa5\xe6\x9c\xac"); /* two columns each */
    expect_label(3, "\xe6\x97\xa5\xe6\x9c\xac", "\xe6\x97\xa5\xe2\x80\xa6");
    expect_label(4, "a\xff", "a\\x\xe2\x80\xa6"); /* of a\xFF */
    /* marks that take no column still have an end */
    for (int i = 0; i < 40; i++)
        strcat(many, "\xcc\x81");
    for (int i = 0; i < 6; i++)
        strcat(wanted, "\xcc\x81");
    strcat(wanted, "\xe2\x80\xa6");
    expect_label(2, many, wanted);
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, elements_nest_and_empty_ones_end_by_themselves);
    tcase_add_test(tests, no_text_is_markup);
    tcase_add_test(tests, every_byte_is_harmless);
    tcase_add_test(tests, a_value_may_have_several_parts);
    tcase_add_test(tests, names_are_cut_like_labels);
    tcase_add_test(tests, labels_are_cut_between_characters);
}

int main(void) { return unit_main("html", add_tests); }
