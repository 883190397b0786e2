/* Which files of two directories belong together, by their names; and photos.
 *
 * Covers: src/input/pairs/pairs.c src/input/pairs/key.c src/input/pairs/claim.c src/input/pairs/partner.c
 * src/input/pairs/file_name.c src/input/pairs/truth_keys.c src/input/pairs/truth_planes.c src/input/pairs/truthless.c
 * src/input/pairs/yield.c src/input/pairs/foreign_files.c src/input/pairs/photos.c src/io/directory.c */
#include "folder.h"

#include "base/text.h"
#include "input/pairs/pairs.h"
#include "input/pairs/photos.h"

const fuzz_target ml_fuzz = {.name = "pairs", .max_places = 60};

enum { MAX_FILES = 40 };

/* What a line says, by its first letter; the lines of T, P and O are files, a TAB may stand before what is in them. */
typedef struct tree {
    ml_pairing pairing;
    ml_photo_choice photos;
    const char *truth, *prediction; /* the operands: the folders T and P, or what else is said */
    bool is_list;
    int n_files;
} tree;

static ml_classes names; /* that planes may have; made once */

static void clear_names(void) { ml_classes_clear(&names); }

static const ml_classes *class_names(void)
{
    static const char *const texts[] = {"sky", "road", "1"};
    ml_error error = ML_ERROR_INIT;
    if (names.n > 0)
        return &names;
    FUZZ_CHECK(ml_classes_init_plain(ML_COUNT(texts), &error, &names) == ML_OK && atexit(clear_names) == 0);
    for (size_t c = 0; c < ML_COUNT(texts); c++) {
        free(names.items[c].name);
        FUZZ_CHECK((names.items[c].name = strdup(texts[c])));
    }
    FUZZ_CHECK(ml_classes_index(&names, &error) == ML_OK);
    return &names;
}

static void flags(tree *t, const char *letters)
{
    t->pairing.truth_planes = strchr(letters, 'p');
    t->pairing.missing_truth = strchr(letters, 'm');
    t->pairing.by_name = strchr(letters, 'n');
    t->pairing.is_one = strchr(letters, '1');
    t->pairing.partial = strchr(letters, 'r');
    t->pairing.keep_going = strchr(letters, 'k');
    t->pairing.classes = strchr(letters, 'c') ? class_names() : NULL;
    t->is_list = strchr(letters, 'l');
}

static void add_file(tree *t, const char *line)
{
    char path[FUZZ_PATH_SIZE];
    const char *tab = strchr(line, '\t');
    size_t n = tab ? (size_t)(tab - line) : strlen(line);
    if (n < 2 || n > 200 || t->n_files++ == MAX_FILES || line[n - 1] == '/')
        return;
    snprintf(path, sizeof path, "%c/%.*s", line[0], (int)n - 1, line + 1);
    fuzz_write(path, tab ? tab + 1 : "", tab ? strlen(tab + 1) : 0);
}

static void take(tree *t, const char *line)
{
    const char *value = line[0] && line[1] ? line + 1 : NULL;
    switch (line[0]) {
    case 'f': flags(t, line + 1); break;
    case 'a': t->pairing.truth_prefix = value; break;
    case 'b': t->pairing.prediction_prefix = value; break;
    case 'c': t->pairing.truth_suffix = value; break;
    case 'd': t->pairing.prediction_suffix = value; break;
    case 'e': t->photos.suffix = value; break;
    case 't': t->truth = value && fuzz_is_below(value) ? value : "T"; break;
    case 'p': t->prediction = value && fuzz_is_below(value) ? value : "P"; break;
    default:
        if (line[0] == 'T' || line[0] == 'P' || line[0] == 'O')
            add_file(t, line);
    }
}

static void check_pairs(const ml_pairs *pairs)
{
    FUZZ_CHECK(pairs->n > 0);
    for (size_t i = 0; i < pairs->n; i++) {
        const ml_pair *pair = &pairs->items[i];
        FUZZ_CHECK(pair->id && pair->prediction && pair->number < pairs->n_expected);
        FUZZ_CHECK(i == 0 || ml_id_compare(pairs->items[i - 1].id, pair->id) < 0);
        FUZZ_CHECK(i == 0 || pairs->items[i - 1].number < pair->number);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    char *text = fuzz_string(bytes, n);
    ml_error error = ML_ERROR_INIT;
    ml_pairs pairs = {0};
    tree t = {.photos = {.where = "O"}, .truth = "T", .prediction = "P"};
    if (!text)
        return 0;
    fuzz_folder_enter();
    FUZZ_CHECK(mkdir("T", 0777) == 0 && mkdir("P", 0777) == 0 && mkdir("O", 0777) == 0);
    for (char *line = text, *end; line; line = end) {
        if ((end = strchr(line, '\n')))
            *end++ = '\0';
        take(&t, line);
    }
    ml_status status = ml_pairs_find(t.truth, t.prediction, &t.pairing, &error, &pairs);
    fuzz_check_error(status, &error);
    if (!status) {
        check_pairs(&pairs);
        status = ml_pairs_find_photos(&t.photos, t.is_list, &t.pairing, &error, &pairs);
        fuzz_check_error(status, &error);
    }
    ml_pairs_clear(&pairs);
    fuzz_folder_empty(NULL);
    fuzz_folder_leave();
    free(text);
    return 0;
}
