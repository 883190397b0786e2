/* input/pairs: which prediction belongs to which truth. */
#include "tree.h"
#include "unit.h"

#include "base/text.h"
#include "input/pairs/pairs.h"

enum { TEXT_SIZE = 16384 };

/* Appends text without the temporary folder's path. */
static void append(char *to, const char *text, const char *end)
{
    size_t n = strlen(tree_root);
    const char *rest = strncmp(text, tree_root, n) == 0 && text[n] == '/' ? text + n + 1 : text;
    EXPECT(strlen(to) + strlen(rest) + strlen(end) < TEXT_SIZE, "too long");
    strcat(strcat(to, rest), end);
}

/* Pairs as lines "id: truth prediction", planes with "stem*tail xN" behind; a failure as "status text". */
static void find(const char *truth, const char *prediction, const ml_pairing *pairing, char text[TEXT_SIZE])
{
    char truth_path[TREE_PATH_SIZE], prediction_path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_pairs pairs = {0};
    tree_path(truth, truth_path);
    tree_path(prediction, prediction_path);
    ml_status status = ml_pairs_find(truth_path, prediction_path, pairing, &error, &pairs);
    *text = '\0';
    if (status) {
        EXPECT(error.status == status && pairs.n == 0 && !pairs.items, "something is held");
        snprintf(text, TEXT_SIZE, "%d ", (int)status);
        append(text, error.text, "");
        return;
    }
    EXPECT(pairs.n_expected == pairs.n, "%zu of %zu", pairs.n, pairs.n_expected);
    for (size_t i = 0; i < pairs.n; i++) {
        const ml_pair *pair = &pairs.items[i];
        append(text, pair->id, ": ");
        append(text, pair->truth ? pair->truth : "(none)", " ");
        append(text, pair->prediction, "");
        if (pair->n_planes) {
            char number[32];
            snprintf(number, sizeof number, " x%zu", pair->n_planes);
            append(text, " ", "");
            append(text, pair->plane_stem, "*");
            append(text, pair->plane_tail, number);
        }
        append(text, "", "\n");
    }
    ml_pairs_clear(&pairs);
    ml_pairs_clear(&pairs); /* clearing twice does no harm */
}

static const ml_pairing plain = {.by_name = false};

static void expect(const char *truth, const char *prediction, const ml_pairing *pairing, const char *wanted)
{
    char text[TEXT_SIZE];
    find(truth, prediction, pairing, text);
    EXPECT(strcmp(text, wanted) == 0, "%s, %s:\n%s\ninstead of\n%s", truth, prediction, text, wanted);
}

/* Expects an input error with all of the parts (up to 4) in its text. */
static void expect_error(const char *truth, const char *prediction, const ml_pairing *pairing, const char *const parts[4])
{
    char text[TEXT_SIZE];
    find(truth, prediction, pairing, text);
    EXPECT(strncmp(text, "3 ", 2) == 0, "%s, %s:\n%s", truth, prediction, text);
    for (size_t i = 0; i < 4 && parts[i]; i++)
        EXPECT(strstr(text, parts[i]), "'%s' is missing in: %s", parts[i], text);
}
#define PARTS(...) ((const char *const[4]){__VA_ARGS__})

/* A class set of three named classes. */
static ml_classes make_named(void)
{
    static const char *const names[] = {"road", "traffic_light", "car"};
    ml_error error = ML_ERROR_INIT;
    ml_classes classes;
    EXPECT(ml_classes_init_plain(3, &error, &classes) == ML_OK, "%s", error.text);
    for (size_t c = 0; c < 3; c++) {
        free(classes.items[c].name);
        classes.items[c].name = malloc(strlen(names[c]) + 1);
        strcpy(classes.items[c].name, names[c]);
    }
    return classes;
}

#define ADD(...)                                                                                                               \
    do {                                                                                                                       \
        static const char *const added[] = {__VA_ARGS__};                                                                      \
        tree_add_all(added, sizeof added / sizeof *added);                                                                     \
    } while (0)

START_TEST(keys_are_relative_paths_without_extension_in_bytewise_order)
{
    ADD("k/t/b.png", "k/t/a/z.png", "k/t/a-b.PNG", "k/t/B.png", "k/t/a.b.png", "k/p/a/z.npy", "k/p/b.npy", "k/p/a-b.npy",
        "k/p/B.NPY", "k/p/a.b.png");
    expect("k/t", "k/p", &plain,
           "B: k/t/B.png k/p/B.NPY\n"
           "a-b: k/t/a-b.PNG k/p/a-b.npy\n"
           "a.b: k/t/a.b.png k/p/a.b.png\n"
           "a/z: k/t/a/z.png k/p/a/z.npy\n"
           "b: k/t/b.png k/p/b.npy\n");
    expect("k/t/", "k/p//", &plain,
           "B: k/t/B.png k/p//B.NPY\n"
           "a-b: k/t/a-b.PNG k/p//a-b.npy\n"
           "a.b: k/t/a.b.png k/p//a.b.png\n"
           "a/z: k/t/a/z.png k/p//a/z.npy\n"
           "b: k/t/b.png k/p//b.npy\n");
}
END_TEST

START_TEST(files_are_never_paired_by_position)
{
    ADD("pos/t/a.png", "pos/t/b.png", "pos/p/c.npy", "pos/p/d.npy");
    expect_error("pos/t", "pos/p", &plain, PARTS("no prediction for 2 of 2", "a, b", "no truth for 2", "c.npy, d.npy"));
    ADD("pos/q/x/a.npy", "pos/q/x/b.npy"); /* the same names in another folder are other keys */
    expect_error("pos/t", "pos/q", &plain, PARTS("no prediction for 2 of 2", "x/a.npy"));
}
END_TEST

START_TEST(suffixes_choose_files_and_are_cut_off)
{
    const ml_pairing both = {.truth_suffix = "_gt.png", .prediction_suffix = "_pred.npy"},
                     truth = {.truth_suffix = "_labelIds.png"}, prediction = {.prediction_suffix = "_pred.npy"};
    ADD("s/t/a_gt.png", "s/t/a_color.png", "s/t/x/b_gt.png", "s/t/_gt.png", "s/p/a_pred.npy", "s/p/a_other.npy",
        "s/p/x/b_pred.npy");
    expect("s/t", "s/p", &both, "a: s/t/a_gt.png s/p/a_pred.npy\nx/b: s/t/x/b_gt.png s/p/x/b_pred.npy\n");
    ADD("s/city/c_labelIds.png", "s/city/c_instanceIds.png", "s/out/c.npy");
    expect("s/city", "s/out", &truth, "c: s/city/c_labelIds.png s/out/c.npy\n");
    ADD("s/u/d.png", "s/v/d_pred.npy", "s/v/d.npy", "s/v/d.png");
    expect("s/u", "s/v", &prediction, "d: s/u/d.png s/v/d_pred.npy\n");
}
END_TEST

START_TEST(prefixes_choose_files_and_are_cut_off)
{
    const ml_pairing both = {.truth_prefix = "gt_", .prediction_prefix = "out_"},
                     all = {.truth_prefix = "gt_", .truth_suffix = "_l.png", .prediction_suffix = ".npy"},
                     prediction = {.prediction_prefix = "out_"}, flat = {.truth_prefix = "gt_", .by_name = true};
    ADD("pre/t/gt_a.png", "pre/t/a_gt_.png", "pre/t/x/gt_b.png", "pre/t/gt_.png", "pre/t/gt_x", "pre/p/out_a.npy",
        "pre/p/a.npy", "pre/p/x/out_b.npy", "pre/p/x/out_.npy");
    expect("pre/t", "pre/p", &both, "a: pre/t/gt_a.png pre/p/out_a.npy\nx/b: pre/t/x/gt_b.png pre/p/x/out_b.npy\n");
    ADD("pre/u/gt_c_l.png", "pre/u/gt_c.png", "pre/u/gt_l.png", "pre/v/c.npy");
    expect("pre/u", "pre/v", &all, "c: pre/u/gt_c_l.png pre/v/c.npy\n");
    ADD("pre/w/y/gt_d.png", "pre/q/d.npy");
    expect("pre/w", "pre/q", &flat, "d: pre/w/y/gt_d.png pre/q/d.npy\n");
    ADD("pre/m/e.png", "pre/m/y/f.png", "pre/n/out_e_0.png", "pre/n/out_e_1.png", "pre/n/y/f/out_0.png", "pre/n/y/f/out_1.png",
        "pre/n/y/f/2.png");
    expect("pre/m", "pre/n", &prediction,
           "e: pre/m/e.png pre/n/out_e_*.png pre/n/out_e_*.png x2\n"
           "y/f: pre/m/y/f.png pre/n/y/f pre/n/y/f/out_*.png x2\n");
    expect("pre/m/y/f.png", "pre/n/y/f", &prediction, "f: pre/m/y/f.png pre/n/y/f pre/n/y/f/out_*.png x2\n");
}
END_TEST

START_TEST(a_message_proposes_the_prefixes_that_pair_most)
{
    ADD("prop/t/gt_a.png", "prop/t/gt_b.png", "prop/t/mask_a.png", "prop/p/net-a.npy", "prop/p/net-b.npy");
    expect_error("prop/t", "prop/p", &plain, PARTS("perhaps --truth-prefix=gt_ --prediction-prefix=net-"));
    ADD("prop/u/1_a.png", "prop/u/2_a.png", "prop/v/3_a.npy"); /* numbers are other images */
    expect_error("prop/u", "prop/v", &plain, PARTS("--list=FILE"));
}
END_TEST

/* The truth's planes of the only pair, as lines "class path". */
static void expect_truth_planes(const char *truth, const char *prediction, const ml_pairing *pairing, const char *wanted)
{
    char truth_path[TREE_PATH_SIZE], prediction_path[TREE_PATH_SIZE], text[TEXT_SIZE] = "";
    ml_error error = ML_ERROR_INIT;
    ml_pairs pairs = {0};
    ml_status status =
        ml_pairs_find(tree_path(truth, truth_path), tree_path(prediction, prediction_path), pairing, &error, &pairs);
    EXPECT(status == ML_OK && pairs.n == 1, "%zu pairs: %s", pairs.n, error.text);
    for (size_t p = 0; p < pairs.items[0].n_truth_planes; p++) {
        char number[32];
        snprintf(number, sizeof number, "%u ", pairs.items[0].truth_planes[p].class);
        append(text, number, "");
        append(text, pairs.items[0].truth_planes[p].path, "\n");
    }
    EXPECT(strcmp(text, wanted) == 0, "%s instead of %s", text, wanted);
    ml_pairs_clear(&pairs);
}

START_TEST(truth_planes_are_known_by_any_of_them)
{
    const ml_pairing planes = {.truth_planes = true},
                     affixes = {.truth_planes = true, .truth_prefix = "m_", .truth_suffix = "_t.png"};
    ADD("tp/t/a/1.png", "tp/t/a/0.png", "tp/t/x/b_c_3.png", "tp/t/notes.txt", "tp/p/a.npy", "tp/p/x/b_c.npy", "tp/q/a.npy");
    expect_error("tp/t", "tp/p", &planes, PARTS("tp/t/x/b_c_*.png", "no plane of class 0", "tp/t/a/0.png"));
    ADD("tp/t/x/b_c_0.png");
    expect("tp/t", "tp/p", &planes, "a: tp/t/a tp/p/a.npy\nx/b_c: tp/t/x/b_c_*.png tp/p/x/b_c.npy\n");
    expect_truth_planes("tp/t/a", "tp/q/a.npy", &planes, "0 tp/t/a/0.png\n1 tp/t/a/1.png\n");
    expect_truth_planes("tp/t/x/b_c", "tp/q/a.npy", &planes, "0 tp/t/x/b_c_0.png\n3 tp/t/x/b_c_3.png\n");
    ADD("tp/u/m_a_2_t.png", "tp/u/m_a_1_t.png", "tp/u/m_a_4.png", "tp/u/a_5_t.png");
    expect_truth_planes("tp/u", "tp/q", &affixes, "1 tp/u/m_a_1_t.png\n2 tp/u/m_a_2_t.png\n");
}
END_TEST

START_TEST(truth_planes_in_doubt_are_errors)
{
    const ml_pairing planes = {.truth_planes = true};
    ADD("td/p/a.npy", "td/none/a_.png", "td/two/a/1.png", "td/two/a_2.png", "td/twice/a_1.png", "td/twice/a_1.PNG",
        "td/empty/a.txt");
    expect_error("td/none", "td/p", &planes, PARTS("td/none/a_.png", "no class"));
    expect_error("td/two", "td/p", &planes, PARTS("\"a\" has two truths", "a/1.png", "a_2.png"));
    expect_error("td/twice", "td/p", &planes, PARTS("a_1.png", "a_1.PNG"));
    expect_error("td/empty", "td/p", &planes, PARTS("td/empty", "no truth"));
    expect_error("td/two/a/1.png", "td/p/a.npy", &planes, PARTS("is a file", "CLASS.png"));
    expect_error("td/two/b", "td/p/a.npy", &planes, PARTS("td/two/b"));
}
END_TEST

START_TEST(predictions_without_truth_are_pairs_where_that_is_said)
{
    const ml_pairing missing = {.missing_truth = true}, suffix = {.missing_truth = true, .prediction_suffix = ".png"},
                     name = {.missing_truth = true, .by_name = true};
    ADD("mt/t/b.png", "mt/p/a.npy", "mt/p/b.npy", "mt/p/x/c.png", "mt/p/notes.txt", "mt/p/c.nii");
    expect("mt/t", "mt/p", &missing, "a: (none) mt/p/a.npy\nb: mt/t/b.png mt/p/b.npy\nx/c: (none) mt/p/x/c.png\n");
    expect("mt/t", "mt/p", &name, "a: (none) mt/p/a.npy\nb: mt/t/b.png mt/p/b.npy\nc: (none) mt/p/x/c.png\n");
    ADD("mt/none/notes.txt", "mt/q/a_0.png", "mt/q/a_1.png", "mt/planes/b.png", "mt/r/a_0.png", "mt/r/a_1.png", "mt/r/b/0.png",
        "mt/r/b/1.png");
    expect_error("mt/none", "mt/q", &missing, PARTS("a_0.png", "may be a plane of \"a\"", "--prediction-suffix=.png"));
    expect("mt/none", "mt/q", &suffix, "a_0: (none) mt/q/a_0.png\na_1: (none) mt/q/a_1.png\n");
    expect("mt/planes", "mt/r", &missing,
           "a: (none) mt/r/a_*.png mt/r/a_*.png x2\nb: mt/planes/b.png mt/r/b mt/r/b/*.png x2\n");
    expect_error("mt/none", "mt/none", &missing, PARTS("holds no prediction", "no truth"));
    ADD("mt/gt/gt_a.png");
    expect_error("mt/gt", "mt/p", &missing, PARTS("no prediction for 1 of 1 truths", "--truth-prefix=gt_"));
    expect_error("mt/t/none.png", "mt/p/a.npy", &missing, PARTS("mt/t/none.png"));
}
END_TEST

START_TEST(a_suffix_that_no_file_has_is_an_error)
{
    const ml_pairing wrong_truth = {.truth_suffix = "_gt.png"}, wrong_prediction = {.prediction_suffix = "_pred.npy"};
    ADD("ns/t/a.png", "ns/p/a.npy");
    expect_error("ns/t", "ns/p", &wrong_truth, PARTS("ns/t", "_gt.png"));
    expect_error("ns/t", "ns/p", &wrong_prediction, PARTS("no prediction for 1 of 1", "a"));
}
END_TEST

START_TEST(an_empty_set_is_an_error)
{
    ADD("e/t/", "e/p/a.npy", "e/u/notes.txt");
    expect_error("e/t", "e/p", &plain, PARTS("e/t", "no truth"));
    expect_error("e/u", "e/p", &plain, PARTS("e/u", "no truth"));
}
END_TEST

START_TEST(missing_and_extra_partners_are_listed_up_to_ten)
{
    char name[64], text[TEXT_SIZE];
    for (int i = 0; i < 25; i++) {
        snprintf(name, sizeof name, "list/t/%02d.png", i);
        tree_add(name);
        snprintf(name, sizeof name, "list/p/%02d.npy", i % 2 ? i : i + 100);
        tree_add(name);
    }
    find("list/t", "list/p", &plain, text);
    ck_assert(strstr(text, "no prediction for 13 of 25 truths: 00, 02, 04, 06, 08, 10, 12, 14, 16, 18, and 3 more"));
    ck_assert(strstr(text,
                     "no truth for 13 predictions: 100.npy, 102.npy, 104.npy, 106.npy, 108.npy, 110.npy, 112.npy, 114.npy, "
                     "116.npy, 118.npy, and 3 more"));
}
END_TEST

START_TEST(only_missing_or_only_extra_partners_are_errors_too)
{
    ADD("o/t/a.png", "o/t/b.png", "o/p/a.npy", "o/q/a.npy", "o/q/b.npy", "o/q/c.npy");
    expect_error("o/t", "o/p", &plain, PARTS("o/p", "no prediction for 1 of 2", " b"));
    expect_error("o/t", "o/q", &plain, PARTS("o/q", "no truth for 1 prediction:", " c.npy"));
}
END_TEST

START_TEST(the_suffixes_that_were_meant_are_suggested)
{
    ADD("sg/t/a_gt.png", "sg/p/a_pred.npy", "sg/u/b.png", "sg/q/b_pred.npy", "sg/w/c_gtFine.png", "sg/r/c.npy");
    expect_error("sg/t", "sg/p", &plain, PARTS("--truth-suffix=_gt.png", "--prediction-suffix=_pred.npy"));
    expect_error("sg/u", "sg/q", &plain, PARTS("--prediction-suffix=_pred.npy"));
    expect_error("sg/w", "sg/r", &plain, PARTS("--truth-suffix=_gtFine.png"));
}
END_TEST

START_TEST(no_suffix_is_suggested_that_would_pair_other_numbers)
{
    char text[TEXT_SIZE];
    ADD("other/t/img_1.png", "other/t/img_2.png", "other/p/img_3.npy", "other/p/img_4.npy");
    find("other/t", "other/p", &plain, text);
    EXPECT(strncmp(text, "3 ", 2) == 0 && !strstr(text, "suffix"), "%s", text);
}
END_TEST

START_TEST(labels_are_suggested_and_not_what_lies_beside_them)
{
    ADD("city/t/u/u_1_gt_color.png", "city/t/u/u_1_gt_instanceIds.png", "city/t/u/u_1_gt_labelIds.png",
        "city/t/v/v_2_gt_color.png", "city/t/v/v_2_gt_instanceIds.png", "city/t/v/v_2_gt_labelIds.png", "city/p/u_1_left.npy",
        "city/p/v_2_left.npy", "city/q/u_1.png", "city/q/v_2.png", "city/r/u/u_1_left.npy", "city/r/v/v_2_left.npy",
        "city/f/u_1/0.png", "city/f/u_1/1.png", "city/g/v_2_0.png", "city/g/v_2_1.png");
    expect_error("city/t", "city/p", &plain,
                 PARTS("; perhaps --truth-suffix=_gt_labelIds.png --prediction-suffix=_left.npy --match=name"));
    expect_error("city/t", "city/q", &plain, PARTS("; perhaps --truth-suffix=_gt_labelIds.png --match=name"));
    expect_error("city/t", "city/f", &plain, PARTS("; perhaps --truth-suffix=_gt_labelIds.png --match=name"));
    expect_error("city/t", "city/g", &plain, PARTS("; perhaps --truth-suffix=_gt_labelIds.png --match=name"));
    char text[TEXT_SIZE];
    find("city/t", "city/r", &plain, text);
    EXPECT(ml_ends_with(text, "; perhaps --truth-suffix=_gt_labelIds.png --prediction-suffix=_left.npy"), "%s", text);
}
END_TEST

START_TEST(names_alone_pair_files_of_different_folders)
{
    const ml_pairing by_name = {.by_name = true},
                     suffixes = {.truth_suffix = "_gt.png", .prediction_suffix = "_p.png", .by_name = true};
    ADD("nm/t/b/x.png", "nm/t/a/y.png", "nm/p/x.npy", "nm/p/c/d/y.npy", "nm/u/b/x_gt.png", "nm/u/b/x_color.png",
        "nm/u/a/y_gt.png", "nm/q/x_p.png", "nm/q/y_p.png", "nm/q/z.txt");
    expect("nm/t", "nm/p", &by_name, "x: nm/t/b/x.png nm/p/x.npy\ny: nm/t/a/y.png nm/p/c/d/y.npy\n");
    expect("nm/u", "nm/q", &suffixes, "x: nm/u/b/x_gt.png nm/q/x_p.png\ny: nm/u/a/y_gt.png nm/q/y_p.png\n");
    expect_error("nm/t", "nm/p", &plain, PARTS("no prediction for 2 of 2", "; perhaps --match=name"));
}
END_TEST

START_TEST(names_alone_pair_planes_too)
{
    const ml_pairing by_name = {.by_name = true};
    ADD("np2/t/b/x.png", "np2/p/x/0.png", "np2/p/x/1.png", "np2/q/c/x/0.png", "np2/q/c/x/1.png", "np2/r/c/x_0.png",
        "np2/r/c/x_1.png", "np2/s/x/0.png", "np2/s/c/x/1.png");
    expect("np2/t", "np2/p", &by_name, "x: np2/t/b/x.png np2/p/x np2/p/x/*.png x2\n");
    expect("np2/t", "np2/q", &by_name, "x: np2/t/b/x.png np2/q/c/x np2/q/c/x/*.png x2\n");
    expect("np2/t", "np2/r", &by_name, "x: np2/t/b/x.png np2/r/c/x_*.png np2/r/c/x_*.png x2\n");
    expect_error("np2/t", "np2/s", &by_name, PARTS("\"x\" has two predictions", "c/x/1.png and x/0.png", "--match=name"));
}
END_TEST

START_TEST(two_files_of_one_name_are_an_error_when_names_alone_count)
{
    const ml_pairing by_name = {.by_name = true};
    ADD("tn/t/a/x.png", "tn/t/b/x.png", "tn/u/x.png", "tn/p/x.npy", "tn/q/a/x.npy", "tn/q/b/x.npy", "tn/v/x.png",
        "tn/v/a/x.npy");
    expect_error("tn/t", "tn/p", &by_name, PARTS("a/x.png and b/x.png have the same key \"x\"", "--match=name"));
    expect_error("tn/u", "tn/q", &by_name, PARTS("\"x\" has two predictions, a/x.npy and b/x.npy", "--match=name"));
    expect_error("tn/v", "tn/p", &by_name, PARTS("a/x.npy and x.png have the same key \"x\"", "--truth-suffix"));
}
END_TEST

START_TEST(a_suffix_with_a_slash_leaves_the_name_of_a_folder)
{
    const ml_pairing inside = {.truth_suffix = "/truth.png", .prediction_suffix = "/prob.npy"};
    ADD("in/a/truth.png", "in/a/prob.npy", "in/b/c/truth.png", "in/b/c/prob.npy", "in/truth.png", "in/prob.npy");
    expect("in", "in", &inside, "a: in/a/truth.png in/a/prob.npy\nb/c: in/b/c/truth.png in/b/c/prob.npy\n");
}
END_TEST

/* What the pairs of a successful search are and are not, as text. */
static void describe(const ml_pairs *pairs, char text[TEXT_SIZE])
{
    *text = '\0';
    for (size_t i = 0; i < pairs->n; i++) {
        char line[256];
        snprintf(line, sizeof line, "%zu %s\n", pairs->items[i].number, pairs->items[i].id);
        append(text, line, "");
    }
    char line[256];
    snprintf(line, sizeof line, "%zu expected, %zu missing, %zu extra\n", pairs->n_expected, pairs->n_missing, pairs->n_extra);
    append(text, line, "");
    for (size_t i = 0; i < pairs->faults.n; i++) {
        const ml_fault *fault = &pairs->faults.items[i];
        snprintf(line, sizeof line, "%zu %s: ", fault->number, fault->id);
        append(text, line, "");
        append(text, fault->message, "\n");
    }
}

static void expect_parts(const char *truth, const char *prediction, const ml_pairing *pairing, const char *wanted)
{
    char truth_path[TREE_PATH_SIZE], prediction_path[TREE_PATH_SIZE], text[TEXT_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_pairs pairs = {0};
    ml_status status =
        ml_pairs_find(tree_path(truth, truth_path), tree_path(prediction, prediction_path), pairing, &error, &pairs);
    EXPECT(status == ML_OK && error.status == ML_OK && !*error.text, "%s, %s: %s", truth, prediction, error.text);
    describe(&pairs, text);
    EXPECT(strcmp(text, wanted) == 0, "%s, %s:\n%s\ninstead of\n%s", truth, prediction, text, wanted);
    ml_pairs_clear(&pairs);
}

static const ml_pairing partial = {.partial = true}, keep_going = {.keep_going = true},
                        both = {.partial = true, .keep_going = true};

START_TEST(partial_sets_are_counted)
{
    ADD("part/t/a.png", "part/t/b.png", "part/t/c.png", "part/p/b.npy", "part/p/y.npy", "part/p/z.npy", "part/q/z.npy");
    expect_parts("part/t", "part/p", &partial, "1 b\n3 expected, 2 missing, 2 extra\n");
    expect_parts("part/t", "part/p", &both, "1 b\n3 expected, 2 missing, 2 extra\n");
    expect_error("part/t", "part/q", &partial, PARTS("no prediction for 3 of 3", "z.npy"));
    expect_error("part/t", "part/q", &both, PARTS("no prediction for 3 of 3", "z.npy"));
}
END_TEST

START_TEST(what_is_wrong_with_one_pair_need_not_stop_the_others)
{
    ADD("kg/t/a.png", "kg/t/b.png", "kg/t/c.png", "kg/t/d.png", "kg/t/e.png", "kg/p/b.npy", "kg/p/c_0.png", "kg/p/c_2.png",
        "kg/p/d.npy", "kg/p/d.png", "kg/p/d_0.png", "kg/p/e.npy", "kg/p/z.npy", "kg/p/bb/1.npy");
    expect_parts("kg/t", "kg/p", &keep_going,
                 "1 b\n4 e\n5 expected, 0 missing, 0 extra\n"
                 "0 a: kg/p: no prediction for \"a\"\n"
                 "0 bb/1: kg/p/bb/1.npy: no truth for this prediction\n"
                 "2 c: kg/p: \"c\" has 2 planes, and none of class 1\n"
                 "3 d: kg/p: \"d\" has two predictions, d.npy and d.png: choose with --prediction-suffix=.npy or "
                 "--prediction-suffix=.png\n"
                 "1 z: kg/p/z.npy: no truth for this prediction\n");
    expect_parts("kg/t", "kg/p", &both,
                 "1 b\n4 e\n5 expected, 1 missing, 2 extra\n"
                 "2 c: kg/p: \"c\" has 2 planes, and none of class 1\n"
                 "3 d: kg/p: \"d\" has two predictions, d.npy and d.png: choose with --prediction-suffix=.npy or "
                 "--prediction-suffix=.png\n");
    expect_error("kg/t", "kg/p", &partial, PARTS("\"d\" has two predictions"));
}
END_TEST

START_TEST(that_nothing_is_left_is_an_error)
{
    ADD("nl/t/a.png", "nl/t/b.png", "nl/p/a_0.png", "nl/p/a_2.png", "nl/q/c.npy", "nl/u/a.png", "nl/u/a_1.png", "nl/r/a.npy",
        "nl/r/a_1.png");
    expect_error("nl/t", "nl/p", &keep_going, PARTS("\"a\" has 2 planes, and none of class 1"));
    expect_error("nl/t", "nl/p", &both, PARTS("\"a\" has 2 planes, and none of class 1"));
    expect_error("nl/t", "nl/q", &keep_going, PARTS("no prediction for 2 of 2", "no truth for 1"));
    expect_error("nl/u", "nl/r", &keep_going, PARTS("could be")); /* of which of two keys it is the fault is not known */
}
END_TEST

/* A string that may hold NUL, and its length. */
#define BYTES(text) text, sizeof text - 1

/* Pairs of a list whose text is given, with @ for the folder. */
static ml_status read_list(const char *list, size_t n, bool null_ended, const ml_pairing *pairing, ml_error *error,
                           ml_pairs *pairs)
{
    char path[TREE_PATH_SIZE];
    FILE *file = fopen(tree_path("list.tsv", path), "wb");
    EXPECT(file, "%s: %s", path, strerror(errno));
    for (size_t i = 0; i < n; i++)
        EXPECT(list[i] == '@' ? fprintf(file, "%s/", tree_root) > 0 : putc(list[i], file) != EOF, "%s", path);
    EXPECT(fclose(file) == 0, "%s: %s", path, strerror(errno));
    return ml_pairs_read(path, null_ended, pairing, error, pairs);
}

static void expect_list(const char *list, const ml_pairing *pairing, const char *wanted)
{
    char text[TEXT_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_pairs pairs = {0};
    ml_status status = read_list(list, strlen(list), false, pairing, &error, &pairs);
    EXPECT(status == ML_OK && error.status == ML_OK && !*error.text, "%s: %s", list, error.text);
    describe(&pairs, text);
    EXPECT(strcmp(text, wanted) == 0, "%s:\n%s\ninstead of\n%s", list, text, wanted);
    ml_pairs_clear(&pairs);
}

static void expect_wrong_list(const char *list, size_t n, bool null_ended, const ml_pairing *pairing, const char *wanted)
{
    char text[TEXT_SIZE] = "";
    ml_error error = ML_ERROR_INIT;
    ml_pairs pairs = {0};
    ml_status status = read_list(list, n, null_ended, pairing, &error, &pairs);
    EXPECT(status == ML_E_INPUT && !pairs.items && pairs.n == 0, "%s: %d", list, (int)status);
    append(text, error.text, "");
    EXPECT(strcmp(text, wanted) == 0, "%s:\n%s\ninstead of\n%s", list, text, wanted);
}

START_TEST(a_list_is_put_in_order_of_ids)
{
    ADD("li/t/a.png", "li/t/b.png", "li/p/x.npy", "li/p/y.npy", "li/p/f/0.png", "li/p/f/1.png", "li/p/g_0.png", "li/p/g_1.png",
        "li/p/gg_0.png");
    expect_list("@li/t/b.png\t@li/p/x.npy\tz\n@li/t/a.png\t@li/p/y.npy\tB\n@li/t/a.png\t@li/p/f\ta\n@li/t/b.png\t@li/p/g\tc",
                &plain, "0 B\n1 a\n2 c\n3 z\n4 expected, 0 missing, 0 extra\n");
    char wanted[TEXT_SIZE];
    snprintf(wanted, sizeof wanted, "0 %s/li/t/a\n1 c.d/e\n2 expected, 0 missing, 0 extra\n", tree_root);
    expect_list("@li/t/a.png\t@li/p/x.npy\n@li/t/a.png\t@li/p/x.npy\tc.d/e\n", &plain, wanted);
}
END_TEST

START_TEST(a_list_may_miss_files)
{
    static const char list[] = "@lm/t/a.png\t@lm/p/a.npy\ta\n@lm/t/b.png\t@lm/p/none.npy\tb\n@lm/none.png\t@lm/p/a.npy\tc\n"
                               "@lm/t/a.png\t@lm/p/none/0.png\td\n@lm/t/a.png\t@lm/p/f\te\n";
    ADD("lm/t/a.png", "lm/t/b.png", "lm/p/a.npy", "lm/p/f/0.png", "lm/p/f/1.png");
    expect_list(list, &partial, "0 a\n4 e\n5 expected, 3 missing, 0 extra\n");
    expect_list(list, &keep_going,
                "0 a\n4 e\n5 expected, 0 missing, 0 extra\n1 b: lm/p/none.npy: No such file or directory\n"
                "2 c: lm/none.png: No such file or directory\n3 d: lm/p/none/0.png: No such file or directory\n");
    tree_add("lm/p/f/x.png");
    expect_list(
        list, &both,
        "0 a\n5 expected, 3 missing, 0 extra\n4 e: lm/p/f/x.png: is no class; the planes of one image are named by class "
        "index, 0.png\n");
    char path[TREE_PATH_SIZE], wanted[TEXT_SIZE];
    snprintf(wanted, sizeof wanted,
             "list.tsv: line 5: %s: is no class; the planes of one image are named by class index, 0.png",
             tree_path("lm/p/f/x.png", path));
    expect_wrong_list(list, sizeof list - 1, false, &partial, wanted);
    expect_wrong_list(BYTES("/nowhere/a.png\t@lm/p/a.npy\ta"), false, &both,
                      "list.tsv: of 1 of 1 pairs a file does not exist: /nowhere/a.png (line 1)");
}
END_TEST

START_TEST(records_of_a_list_are_strict)
{
    static const char wanted[] = "wanted: TRUTH, TAB, PREDICTION, and perhaps TAB, ID";
    static const struct {
        const char *list;
        size_t n;
        bool null_ended;
        const char *error;
    } cases[] = {
        {BYTES(""), false, "list.tsv: is empty; it lists no pair"},
        {BYTES(""), true, "list.tsv: is empty; it lists no pair"},
        {BYTES("\n"), false, "list.tsv: line 1: is empty; "},
        {BYTES("a\tb\n\n"), false, "list.tsv: line 2: is empty; "},
        {BYTES("a\tb\0\0"), true, "list.tsv: record 2: is empty; "},
        {BYTES("a\n"), false, "list.tsv: line 1: has 1 field; "},
        {BYTES("a\tb\tc\td\n"), false, "list.tsv: line 1: has 4 fields; "},
        {BYTES("a\tb\tc\td\te"), false, "list.tsv: line 1: has 5 fields; "},
        {BYTES("\tb\n"), false, "list.tsv: line 1: field 1 is empty; "},
        {BYTES("a\t\n"), false, "list.tsv: line 1: field 2 is empty; "},
        {BYTES("a\t\tc\n"), false, "list.tsv: line 1: field 2 is empty; "},
        {BYTES("a\tb\t\n"), false, "list.tsv: line 1: field 3 is empty; "},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        char text[512];
        snprintf(text, sizeof text, "%s%s", cases[i].error, cases[i].n ? wanted : "");
        expect_wrong_list(cases[i].list, cases[i].n, cases[i].null_ended, &partial, text);
    }
    expect_wrong_list(BYTES("a\tb\r\n"), false, &plain,
                      "list.tsv: line 1: ends in CR LF; lines end in LF alone (tr -d '\\r' makes them so)");
    expect_wrong_list(BYTES("a\tb\0"), false, &plain, "list.tsv: line 1: holds a NUL byte; is this a list for --null?");
    expect_wrong_list(BYTES("a\tb\nc\td\ne\tf\n"), true, &plain,
                      "list.tsv: record 1: has 4 fields; wanted: TRUTH, TAB, PREDICTION, and perhaps TAB, ID; with --null, "
                      "records end in NUL, not in newline");
}
END_TEST

START_TEST(ids_of_a_list_are_told_apart)
{
    ADD("lid/a.png", "lid/a.npy");
    expect_wrong_list(BYTES("@lid/a.png\t@lid/a.npy\tx\n@lid/a.png\t@lid/a.npy\ty\n@lid/a.png\t@lid/a.npy\tx\n"), false, &plain,
                      "list.tsv: line 3: has the id \"x\" of line 1; a third field gives a pair another id");
}
END_TEST

START_TEST(files_of_unknown_kind_are_counted_and_passed_over)
{
    char truth[TREE_PATH_SIZE], prediction[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_pairs pairs;
    ADD("u/t/a.png", "u/t/notes.txt", "u/t/README", "u/p/a.npy", "u/p/log.csv", "u/p/sub/x.tif");
    ck_assert_int_eq(ml_pairs_find(tree_path("u/t", truth), tree_path("u/p", prediction), &plain, &error, &pairs), ML_OK);
    ck_assert(pairs.n == 1 && pairs.n_passed_over == 4);
    ck_assert(pairs.passed_over && strncmp(pairs.passed_over, tree_root, strlen(tree_root)) == 0);
    ml_pairs_clear(&pairs);
}
END_TEST

START_TEST(tiff_and_nifti_yield_to_other_formats)
{
    static const ml_pairing with_suffix = {.prediction_suffix = ".tif"}, with_prefix = {.prediction_prefix = "p_"},
                            truth_prefix = {.truth_prefix = "g_"}, truthless = {.missing_truth = true};
    ADD("y/t/a.png", "y/t/b.png", "y/t/b.tif", "y/t/photo.tiff", "y/p/a.nii.gz", "y/p/a.npz", "y/p/b.npy", "y/p/b.tif",
        "y/p/stray.nii");
    expect("y/t", "y/p", &plain, "a: y/t/a.png y/p/a.npz\nb: y/t/b.png y/p/b.npy\n");
    expect("y/t", "y/p", &truthless, "a: y/t/a.png y/p/a.npz\nb: y/t/b.png y/p/b.npy\n");
    /* planes of a class decide as well, whatever comes first */
    ADD("y/u/a.png", "y/q/a.tif", "y/q/a_0.png", "y/q/a_1.png", "y/q/a_2.tif");
    expect("y/u", "y/q", &plain, "a: y/u/a.png y/q/a_*.png y/q/a_*.png x2\n");
    /* what could be of one key or another is of neither where both are decided */
    ADD("y/a/a.png", "y/a/a_0.png", "y/b/a.npy", "y/b/a_0.npy", "y/b/a_0.tif");
    expect("y/a", "y/b", &plain, "a: y/a/a.png y/b/a.npy\na_0: y/a/a_0.png y/b/a_0.npy\n");
    /* alone among themselves they are like all others */
    ADD("y/v/a.tif", "y/v/b.tif", "y/r/a.nii", "y/r/c.tif");
    expect_error("y/v", "y/r", &plain, PARTS("no prediction for 1 of 2 truths: b", "no truth for 1 prediction: c.tif"));
    ADD("y/w/a.tif", "y/s/a.tif", "y/s/a.nii.gz");
    expect_error("y/w", "y/s", &plain, PARTS("two predictions", "--prediction-suffix=.nii.gz", "--prediction-suffix=.tif"));
    /* and where one of them is in use: any of that side may be meant */
    ADD("y/i/a.nii.gz", "y/i/b.png", "y/i/c.tif", "y/j/a.npz", "y/j/a.nii.gz", "y/j/b.npy");
    expect_error("y/i", "y/j", &plain, PARTS("no prediction for 1 of 3 truths: c"));
    ADD("y/k/a.png", "y/k/b.png", "y/l/a.tif", "y/l/b.npy", "y/l/c.tif");
    expect_error("y/k", "y/l", &plain, PARTS("no truth for 1 prediction: c.tif"));
    expect("y/k", "y/l", &truthless, "a: y/k/a.png y/l/a.tif\nb: y/k/b.png y/l/b.npy\nc: (none) y/l/c.tif\n");
    /* and where it is said that they are meant */
    ADD("y/x/a.png", "y/o/a.tif", "y/o/a.npy", "y/o/stray.tif");
    expect_error("y/x", "y/o", &with_suffix, PARTS("no truth for 1 prediction: stray.tif"));
    ADD("y/m/p_a.npy", "y/m/p_stray.tif");
    expect_error("y/x", "y/m", &with_prefix, PARTS("no truth for 1 prediction: p_stray.tif"));
    ADD("y/g/g_a.png", "y/g/g_b.tif");
    expect_error("y/g", "y/o", &truth_prefix, PARTS("no prediction for 1 of 2 truths: b"));
}
END_TEST

START_TEST(truths_that_are_masks_of_one_prediction_are_told)
{
    static const ml_pairing by_name = {.by_name = true};
    ADD("m/t/a_0.png", "m/t/a_1.png", "m/p/a.npy", "m/q/x/a.npy", "m/u/a_1.png", "m/v/a/0.png", "m/v/a/1.png");
    expect_error("m/t", "m/p", &plain, PARTS("perhaps --truth-layout=planes"));
    expect_error("m/t", "m/q", &by_name, PARTS("perhaps --truth-layout=planes"));
    expect_error("m/v", "m/p", &plain, PARTS("perhaps --truth-layout=planes"));
    expect_error("m/u", "m/p", &plain, PARTS("--list=FILE says"));
}
END_TEST

START_TEST(two_truths_of_one_key_are_an_error)
{
    ADD("tt/t/a.png", "tt/t/a.PNG", "tt/p/a.npy");
    expect_error("tt/t", "tt/p", &plain, PARTS("a.png", "a.PNG", "--truth-suffix"));
}
END_TEST

START_TEST(one_key_with_two_kinds_of_prediction_is_an_error)
{
    ADD("kinds/t/a.png", "kinds/p/a.npy", "kinds/p/a.png", "kinds/q/a.npy", "kinds/q/a/0.png", "kinds/q/a/1.png",
        "kinds/r/a/0.png", "kinds/r/a/1.png", "kinds/r/a_0.png", "kinds/r/a_1.png");
    expect_error("kinds/t", "kinds/p", &plain, PARTS("\"a\"", "a.npy", "a.png", "--prediction-suffix"));
    expect_error("kinds/t", "kinds/q", &plain, PARTS("\"a\"", "a.npy", "a/0.png", "--prediction-suffix"));
    expect_error("kinds/t", "kinds/r", &plain, PARTS("\"a\"", "a/0.png", "a_0.png", "--prediction-suffix"));
}
END_TEST

START_TEST(a_suffix_decides_between_two_kinds)
{
    const ml_pairing npy = {.prediction_suffix = ".npy"}, png = {.prediction_suffix = ".png"};
    ADD("choose/t/a.png", "choose/p/a.npy", "choose/p/a_0.png", "choose/p/a_1.png", "choose/q/a.npy", "choose/q/a.png");
    expect("choose/t", "choose/p", &npy, "a: choose/t/a.png choose/p/a.npy\n");
    expect("choose/t", "choose/p", &png, "a: choose/t/a.png choose/p/a_*.png choose/p/a_*.png x2\n");
    expect("choose/t", "choose/q", &png, "a: choose/t/a.png choose/q/a.png\n");
}
END_TEST

START_TEST(a_suffix_says_that_the_rest_of_a_name_is_the_key)
{
    const ml_pairing png = {.prediction_suffix = ".png"};
    ADD("rest/t/a.png", "rest/t/a_0.png", "rest/t/a_1.png", "rest/p/a.png", "rest/p/a_0.png", "rest/p/a_1.png");
    expect("rest/t", "rest/p", &png,
           "a: rest/t/a.png rest/p/a.png\na_0: rest/t/a_0.png rest/p/a_0.png\na_1: rest/t/a_1.png rest/p/a_1.png\n");
}
END_TEST

START_TEST(planes_are_found_in_folders_and_by_name)
{
    ADD("pl/t/a.png", "pl/t/b/c.png", "pl/f/a/0.png", "pl/f/a/1.png", "pl/f/a/2.png", "pl/f/b/c/0.png", "pl/f/b/c/1.png",
        "pl/g/a_0.png", "pl/g/a_1.png", "pl/g/b/c_0.png", "pl/g/b/c_1.png", "pl/g/b/c_2.png");
    expect("pl/t", "pl/f", &plain, "a: pl/t/a.png pl/f/a pl/f/a/*.png x3\nb/c: pl/t/b/c.png pl/f/b/c pl/f/b/c/*.png x2\n");
    expect("pl/t", "pl/g", &plain,
           "a: pl/t/a.png pl/g/a_*.png pl/g/a_*.png x2\nb/c: pl/t/b/c.png pl/g/b/c_*.png pl/g/b/c_*.png x3\n");
}
END_TEST

START_TEST(planes_may_have_class_names_when_there_is_a_class_set)
{
    ml_classes classes = make_named();
    const ml_pairing named = {.classes = &classes};
    ADD("pn/t/a.png", "pn/f/a/road.png", "pn/f/a/traffic_light.png", "pn/f/a/2.png", "pn/g/a_car.png",
        "pn/g/a_traffic_light.png", "pn/g/a_road.png", "pn/h/a/road.png", "pn/h/a/0.png", "pn/h/a/1.png", "pn/h/a/2.png");
    expect("pn/t", "pn/f", &named, "a: pn/t/a.png pn/f/a pn/f/a/*.png x3\n");
    expect("pn/t", "pn/g", &named, "a: pn/t/a.png pn/g/a_*.png pn/g/a_*.png x3\n");
    expect_error("pn/t", "pn/h", &named, PARTS("\"a\"", "class 0 twice", "road.png"));
    expect_error("pn/t", "pn/g", &plain, PARTS("no prediction for 1 of 1", "a_car.png"));
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(many_planes_are_in_order_of_their_classes)
{
    char name[64];
    tree_add("many/t/a.png");
    for (int c = 0; c < 150; c++) {
        snprintf(name, sizeof name, "many/p/a_%d.png", c);
        tree_add(name);
    }
    expect("many/t", "many/p", &plain, "a: many/t/a.png many/p/a_*.png many/p/a_*.png x150\n");
}
END_TEST

START_TEST(incomplete_planes_are_an_error_that_names_the_class)
{
    ml_classes classes = make_named();
    const ml_pairing named = {.classes = &classes};
    ADD("ip/t/a.png", "ip/f/a/0.png", "ip/f/a/2.png", "ip/g/a/0.png", "ip/g/a/1.png", "ip/h/a_0.png", "ip/i/a_1.png",
        "ip/i/a_2.png");
    expect_error("ip/t", "ip/f", &plain, PARTS("\"a\"", "2 planes", "class 1"));
    expect_error("ip/t", "ip/g", &named, PARTS("\"a\"", "2 planes", "class 2 (car)"));
    expect_error("ip/t", "ip/h", &plain, PARTS("\"a\"", "one plane"));
    expect_error("ip/t", "ip/i", &plain, PARTS("\"a\"", "2 planes", "class 0"));
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(planes_whose_names_end_differently_are_an_error)
{
    ADD("ed/t/a.png", "ed/f/a/0.png", "ed/f/a/1.PNG", "ed/g/a/0.PNG", "ed/g/a/1.PNG");
    expect_error("ed/t", "ed/f", &plain, PARTS("a/0.png", "a/1.PNG"));
    expect("ed/t", "ed/g", &plain, "a: ed/t/a.png ed/g/a ed/g/a/*.PNG x2\n");
}
END_TEST

START_TEST(numbers_that_are_no_class_are_no_planes)
{
    ADD("np/t/a.png", "np/f/a/0.png", "np/f/a/01.png", "np/f/a/1.png", "np/g/a/0.png", "np/g/a/1.png", "np/g/a/99999.png",
        "np/h/a/0.png", "np/h/a/1.png", "np/h/a/1x.png");
    expect_error("np/t", "np/f", &plain, PARTS("no truth for 1 prediction", "a/01.png"));
    expect_error("np/t", "np/g", &plain, PARTS("no truth for 1 prediction", "a/99999.png"));
    expect_error("np/t", "np/h", &plain, PARTS("no truth for 1 prediction", "a/1x.png"));
}
END_TEST

START_TEST(a_file_that_could_be_a_prediction_or_a_plane_is_an_error)
{
    ADD("am/t/a.png", "am/t/a_1.png", "am/p/a_0.png", "am/p/a_1.png", "am/u/a.png", "am/u/a/0.png", "am/q/a/0.png",
        "am/q/a/1.png");
    expect_error("am/t", "am/p", &plain,
                 PARTS("a_1.png", "the prediction of \"a_1\"", "plane 1 of \"a\"", "--prediction-suffix"));
    expect_error("am/u", "am/q", &plain,
                 PARTS("a/0.png", "the prediction of \"a/0\"", "plane 0 of \"a\"", "--prediction-suffix"));
}
END_TEST

START_TEST(names_with_numbers_are_whole_keys_where_nothing_else_claims_them)
{
    ADD("num/t/frame_0.png", "num/t/frame_1.png", "num/p/frame_0.png", "num/p/frame_1.npy", "num/q/frame_0_0.png",
        "num/q/frame_0_1.png", "num/q/frame_1_0.png", "num/q/frame_1_1.png");
    expect("num/t", "num/p", &plain,
           "frame_0: num/t/frame_0.png num/p/frame_0.png\nframe_1: num/t/frame_1.png num/p/frame_1.npy\n");
    expect("num/t", "num/q", &plain,
           "frame_0: num/t/frame_0.png num/q/frame_0_*.png num/q/frame_0_*.png x2\n"
           "frame_1: num/t/frame_1.png num/q/frame_1_*.png num/q/frame_1_*.png x2\n");
}
END_TEST

START_TEST(two_files_are_a_pair_whatever_their_names)
{
    const ml_pairing suffixed = {.truth_suffix = "_gt.png", .prediction_suffix = "_pred.npy"};
    ADD("two/left.png", "two/right.npy", "two/x_gt.png");
    expect("two/left.png", "two/right.npy", &plain, "left: two/left.png two/right.npy\n");
    expect("two/x_gt.png", "two/right.npy", &suffixed, "x: two/x_gt.png two/right.npy\n");
    expect("two/left.png", "two/right.npy", &suffixed, "left: two/left.png two/right.npy\n");
}
END_TEST

START_TEST(one_truth_may_have_a_folder_of_planes)
{
    ml_classes classes = make_named();
    const ml_pairing named = {.classes = &classes};
    ADD("op/t.png", "op/p/0.png", "op/p/1.png", "op/q/road.png", "op/q/1.png", "op/q/car.png", "op/r/0.png", "op/r/other.png",
        "op/s/", "op/u/0.png", "op/u/1.png", "op/u/below/x.png", "op/u/notes.txt");
    expect("op/t.png", "op/p", &plain, "t: op/t.png op/p op/p/*.png x2\n");
    expect("op/t.png", "op/p/", &plain, "t: op/t.png op/p/ op/p/*.png x2\n");
    expect("op/t.png", "op/q", &named, "t: op/t.png op/q op/q/*.png x3\n");
    expect("op/t.png", "op/u", &plain, "t: op/t.png op/u op/u/*.png x2\n");
    expect_error("op/t.png", "op/r", &plain, PARTS("op/r/other.png", "is no class"));
    expect_error("op/t.png", "op/s", &plain, PARTS("op/s", "without planes"));
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(one_truth_may_have_planes_by_what_their_names_begin_with)
{
    ADD("of/t.png", "of/p/x_0.png", "of/p/x_1.png", "of/p/xy_0.png", "of/p/x_notes.png", "of/p/x.txt", "of/p/below/x_2.png");
    expect("of/t.png", "of/p/x", &plain, "t: of/t.png of/p/x_*.png of/p/x_*.png x2\n");
    expect_error("of/t.png", "of/p/xy", &plain, PARTS("\"t\"", "one plane"));
    expect_error("of/t.png", "of/p/z", &plain, PARTS("of/p/z", "No such file"));
    expect_error("of/t.png", "of/nowhere/z", &plain, PARTS("of/nowhere/z", "No such file"));
}
END_TEST

START_TEST(what_is_not_there_is_an_error_with_its_path)
{
    char text[TEXT_SIZE];
    ADD("nt/t/a.png", "nt/p/a.npy", "nt/file.npy");
    expect_error("nt/none", "nt/p", &plain, PARTS("nt/none", "No such file"));
    expect_error("nt/t", "nt/none", &plain, PARTS("nt/none", "No such file"));
    expect_error("nt/t/a.png", "nt/none.npy", &plain, PARTS("nt/none.npy", "No such file"));
    expect_error("nt/t/a.png", "nt/file.npy/a", &plain, PARTS("nt/file.npy/a"));
    find("nt/t", "nt/file.npy", &plain, text);
    EXPECT(strncmp(text, "2 ", 2) == 0 && strstr(text, "two files or two directories"), "%s", text);
}
END_TEST

START_TEST(a_loop_of_links_is_an_error_on_either_side)
{
    ADD("lo/t/a.png", "lo/p/a.npy", "lo/good/a.npy", "lo/u/a.png");
    tree_link(".", "lo/p/again");
    tree_link("..", "lo/u/again");
    expect_error("lo/t", "lo/p", &plain, PARTS("lo/p/again"));
    expect_error("lo/u", "lo/good", &plain, PARTS("again"));
}
END_TEST

START_TEST(a_linked_folder_of_predictions_is_used)
{
    ADD("lf/t/a.png", "lf/real/a.npy");
    tree_link("real", "lf/p");
    expect("lf/t", "lf/p", &plain, "a: lf/t/a.png lf/p/a.npy\n");
}
END_TEST

START_TEST(names_with_odd_bytes_are_kept_as_they_are)
{
    ADD("odd/t/a\xff b.png", "odd/t/n\nl.png", "odd/t/\\.png", "odd/p/a\xff b.npy", "odd/p/n\nl.npy", "odd/p/\\.npy");
    expect(
        "odd/t", "odd/p", &plain,
        "\\: odd/t/\\.png odd/p/\\.npy\na\xff b: odd/t/a\xff b.png odd/p/a\xff b.npy\nn\nl: odd/t/n\nl.png odd/p/n\nl.npy\n");
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, keys_are_relative_paths_without_extension_in_bytewise_order);
    tcase_add_test(tests, files_are_never_paired_by_position);
    tcase_add_test(tests, suffixes_choose_files_and_are_cut_off);
    tcase_add_test(tests, prefixes_choose_files_and_are_cut_off);
    tcase_add_test(tests, truth_planes_are_known_by_any_of_them);
    tcase_add_test(tests, truth_planes_in_doubt_are_errors);
    tcase_add_test(tests, a_message_proposes_the_prefixes_that_pair_most);
    tcase_add_test(tests, predictions_without_truth_are_pairs_where_that_is_said);
    tcase_add_test(tests, a_suffix_that_no_file_has_is_an_error);
    tcase_add_test(tests, an_empty_set_is_an_error);
    tcase_add_test(tests, missing_and_extra_partners_are_listed_up_to_ten);
    tcase_add_test(tests, only_missing_or_only_extra_partners_are_errors_too);
    tcase_add_test(tests, the_suffixes_that_were_meant_are_suggested);
    tcase_add_test(tests, no_suffix_is_suggested_that_would_pair_other_numbers);
    tcase_add_test(tests, labels_are_suggested_and_not_what_lies_beside_them);
    tcase_add_test(tests, names_alone_pair_files_of_different_folders);
    tcase_add_test(tests, names_alone_pair_planes_too);
    tcase_add_test(tests, two_files_of_one_name_are_an_error_when_names_alone_count);
    tcase_add_test(tests, a_suffix_with_a_slash_leaves_the_name_of_a_folder);
    tcase_add_test(tests, partial_sets_are_counted);
    tcase_add_test(tests, what_is_wrong_with_one_pair_need_not_stop_the_others);
    tcase_add_test(tests, that_nothing_is_left_is_an_error);
    tcase_add_test(tests, a_list_is_put_in_order_of_ids);
    tcase_add_test(tests, a_list_may_miss_files);
    tcase_add_test(tests, records_of_a_list_are_strict);
    tcase_add_test(tests, ids_of_a_list_are_told_apart);
    tcase_add_test(tests, files_of_unknown_kind_are_counted_and_passed_over);
    tcase_add_test(tests, tiff_and_nifti_yield_to_other_formats);
    tcase_add_test(tests, truths_that_are_masks_of_one_prediction_are_told);
    tcase_add_test(tests, two_truths_of_one_key_are_an_error);
    tcase_add_test(tests, one_key_with_two_kinds_of_prediction_is_an_error);
    tcase_add_test(tests, a_suffix_decides_between_two_kinds);
    tcase_add_test(tests, a_suffix_says_that_the_rest_of_a_name_is_the_key);
    tcase_add_test(tests, planes_are_found_in_folders_and_by_name);
    tcase_add_test(tests, planes_may_have_class_names_when_there_is_a_class_set);
    tcase_add_test(tests, many_planes_are_in_order_of_their_classes);
    tcase_add_test(tests, incomplete_planes_are_an_error_that_names_the_class);
    tcase_add_test(tests, planes_whose_names_end_differently_are_an_error);
    tcase_add_test(tests, numbers_that_are_no_class_are_no_planes);
    tcase_add_test(tests, a_file_that_could_be_a_prediction_or_a_plane_is_an_error);
    tcase_add_test(tests, names_with_numbers_are_whole_keys_where_nothing_else_claims_them);
    tcase_add_test(tests, two_files_are_a_pair_whatever_their_names);
    tcase_add_test(tests, one_truth_may_have_a_folder_of_planes);
    tcase_add_test(tests, one_truth_may_have_planes_by_what_their_names_begin_with);
    tcase_add_test(tests, what_is_not_there_is_an_error_with_its_path);
    tcase_add_test(tests, a_loop_of_links_is_an_error_on_either_side);
    tcase_add_test(tests, a_linked_folder_of_predictions_is_used);
    tcase_add_test(tests, names_with_odd_bytes_are_kept_as_they_are);
}

int main(void) { return unit_main("pairs", add_tests); }
