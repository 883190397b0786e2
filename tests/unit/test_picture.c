/* output/page/picture: base64, links, and the one size that all pictures of a page have. */
#include "written.h"

#include "output/page/picture.h"

static void expect_base64(const char *bytes, const char *wanted)
{
    ml_picture picture = {.title = "a<b"};
    ml_pictures pictures = {.n = 1, .items = &picture};
    char whole[512];
    ml_out out;
    picture.sizes[2] = (ml_thumbnail){(const uint8_t *)bytes, strlen(bytes), 7, 9};
    written_begin(&out);
    ml_html html = {.out = &out};
    ml_pictures_write(&html, &pictures, 2, "towns/x\"y");
    ml_picture_links_write(&html, &pictures, NULL); /* there are none */
    char *got = written_take(&out);
    snprintf(whole, sizeof whole,
             "<div class=\"pictures\"><figure><img alt=\"a&lt;b of towns/x&quot;y\" width=\"182\" height=\"234\" "
             "src=\"data:image/png;base64,%s\">"
             "<figcaption>a&lt;b</figcaption></figure></div>",
             wanted);
    ck_assert_str_eq(got, whole);
    free(got);
}

START_TEST(base64_is_that_of_the_standard)
{
    expect_base64("", ""); /* RFC 4648, section 10 */
    expect_base64("f", "Zg==");
    expect_base64("fo", "Zm8=");
    expect_base64("foo", "Zm9v");
    expect_base64("foob", "Zm9vYg==");
    expect_base64("fooba", "Zm9vYmE=");
    expect_base64("foobar", "Zm9vYmFy");
    expect_base64("\xff\xfe\xfb", "//77");
}
END_TEST

START_TEST(long_pictures_lose_nothing)
{
    enum { N = 3000 };
    static uint8_t bytes[N];
    ml_picture picture = {.title = "t"};
    ml_pictures pictures = {.n = 1, .items = &picture};
    for (size_t n = N - 3; n <= N; n++) {
        ml_out out;
        picture.sizes[0] = (ml_thumbnail){bytes, n, 1, 1};
        written_begin(&out);
        ml_html html = {.out = &out};
        ml_pictures_write(&html, &pictures, 0, "x");
        char *got = written_take(&out), *text = strstr(got, "base64,") + strlen("base64,");
        size_t n_digits = strspn(text, "A"), n_signs = strspn(text + n_digits, "=");
        ck_assert_uint_eq(n_digits, (8 * n + 5) / 6);
        ck_assert_uint_eq((n_digits + n_signs) % 4, 0);
        ck_assert_int_eq(text[n_digits + n_signs], '"');
        free(got);
    }
}
END_TEST

START_TEST(links_lead_from_the_page_to_the_files)
{
    const ml_picture_link links[] = {{"error", "maps/a b.error.png"}, {"probability:\"x\"", "maps/a b.p.png"}};
    const ml_pictures pictures = {.n_links = 2, .links = links};
    ml_out out;
    written_begin(&out);
    ml_html html = {.out = &out};
    ml_pictures_write(&html, &pictures, 0, "x"); /* there are none */
    ml_picture_links_write(&html, &pictures, "out/report.html");
    char *got = written_take(&out);
    ck_assert_str_eq(got,
                     "<ul class=\"links\"><li class=\"quiet\">files:</li><li><a href=\"../maps/a%20b.error.png\">error</a></li>"
                     "<li><a href=\"../maps/a%20b.p.png\">probability:&quot;x&quot;</a></li></ul>");
    free(got);
}
END_TEST

START_TEST(the_size_is_the_largest_that_fits)
{
    ml_picture items[3] = {{.title = "truth"}, {.title = "error"}, {.title = "loss"}};
    const ml_pictures all[] = {{.n = 3, .items = items}, {.n = 0}, {.n = 0}, {.n = 3, .items = items}};
    for (size_t size = 0; size < ML_N_THUMBNAIL_SIZES; size++)
        for (size_t i = 0; i < 3; i++)
            items[i].sizes[size].n_bytes = size < 2 ? 249999 : 1000; /* 333332 as base64, and there are six of them */
    ck_assert_uint_eq(ml_pictures_size(all, 0), 0);
    ck_assert_uint_eq(ml_pictures_size(all + 1, 2), 0);
    ck_assert_uint_eq(ml_pictures_size(all, 4), 0);
    items[0].sizes[0].n_bytes = 250002; /* 333336: exactly 2000000 */
    ck_assert_uint_eq(ml_pictures_size(all, 4), 0);
    items[0].sizes[0].n_bytes = 250003;
    ck_assert_uint_eq(ml_pictures_size(all, 4), 1);
    items[1].sizes[1].n_bytes = 300000;
    ck_assert_uint_eq(ml_pictures_size(all, 4), 2);
    for (size_t size = 0; size < ML_N_THUMBNAIL_SIZES; size++)
        items[2].sizes[size].n_bytes = 2000000;
    ck_assert_uint_eq(ml_pictures_size(all, 4), ML_N_THUMBNAIL_SIZES - 1);
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, base64_is_that_of_the_standard);
    tcase_add_test(tests, long_pictures_lose_nothing);
    tcase_add_test(tests, links_lead_from_the_page_to_the_files);
    tcase_add_test(tests, the_size_is_the_largest_that_fits);
}

int main(void) { return unit_main("picture", add_tests); }
