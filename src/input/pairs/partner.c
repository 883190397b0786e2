/* Truths and predictions that have no partner, and the options that may have been meant; see partner.h. */
#include "input/pairs/partner.h"

#include "base/text.h"
#include "input/pairs/file_name.h"
#include "input/pairs/foreign_files.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* How many proposals are tried per prediction: each looks at all truths. */
enum { MAX_TRIED = 16 };

void ml_name_list_note(ml_name_list *list, const char *name)
{
    if (list->n < ML_MAX_LISTED)
        list->names[list->n] = name;
    list->n++;
}

static void add_names(const ml_name_list *list, ml_error *error)
{
    for (size_t i = 0; i < list->n && i < ML_MAX_LISTED; i++)
        ml_error_add(error, "%s%s", i ? ", " : " ", list->names[i]);
    if (list->n > ML_MAX_LISTED)
        ml_error_add(error, ", and %zu more", list->n - ML_MAX_LISTED);
}

/* A file's path, and which part of its name a key would keep: the prefix goes, and the tail. */
typedef struct part {
    const char *path;
    size_t start, n_prefix, n; /* of the path: where its name begins, and so much of that; where the tail begins */
} part;

/* What options would pair a truth and a prediction: what their names begin and end with, and whether their directories differ.
 */
typedef struct proposal {
    part truth, prediction; /* truth.path NULL: there is none */
    bool planes;            /* the prediction is one of the planes of an image, whose base is the tail's beginning */
    bool by_name;
    size_t n_matches; /* of the predictions without truth that the error lists */
    bool no_label;    /* the truth's name says that it holds something else than labels */
} proposal;

/* Whether a suffix may begin at `at`: with a separator or with the extension, and not with a number, because images of
 * different numbers are different images. */
static bool is_border(const char *at)
{
    size_t digits = *at ? strspn(at + 1, "0123456789") : 0;
    return *at && strchr("_-.", *at) && (digits == 0 || (at[digits + 1] && !strchr("_-.", at[digits + 1])));
}

/* Whether a file that lies beside label images is no label image itself. */
static bool is_no_label(const char *tail)
{
    static const char *const words[] = {"color", "colour", "instance"};
    for (size_t w = 0; w < ML_COUNT(words); w++)
        for (const char *at = tail; *at; at++)
            if (strncasecmp(at, words[w], strlen(words[w])) == 0)
                return true;
    return false;
}

/* Whether a prefix may end before place i of a name: with a separator, and without a number of its own. */
static bool is_start(const char *name, size_t i)
{
    size_t n_digits = 0, n = 0;
    if (i > 0 && !strchr("_-", name[i - 1]))
        return false;
    for (size_t k = 0; k < i; k++) {
        bool separates = strchr("_-", name[k]) != NULL;
        if (name[k] == '.' || (separates && n > 0 && n_digits == n))
            return false;
        n = separates ? 0 : n + 1;
        n_digits = separates ? 0 : n_digits + (name[k] >= '0' && name[k] <= '9');
    }
    return true;
}

/* How many bytes two names have in common, up to a border in both; the second one of n bytes may end there, and has to, where
 * it is a base. */
static size_t common(const char *a, const char *b, size_t n_b, bool is_base)
{
    size_t n = 0;
    while (n < n_b && a[n] && a[n] == b[n])
        n++;
    if (is_base)
        return n == n_b && is_border(a + n) ? n : 0;
    while (n > 0 && !(is_border(a + n) && is_border(b + n)))
        n--;
    return n;
}

/* What is kept of a path if its key is to be without the affixes of the part; false if it does not have them. */
static bool keep(const char *path, size_t length, const part *affixes, part *kept)
{
    const char *name = affixes->path + affixes->start, *tail = affixes->path + affixes->n;
    size_t start = ml_name_start(path, length), n_tail = strlen(tail);
    if (length < start + affixes->n_prefix + n_tail + 1 || strncmp(path + start, name, affixes->n_prefix) != 0 ||
        memcmp(path + length - n_tail, tail, n_tail) != 0)
        return false;
    *kept = (part){path, start, affixes->n_prefix, length - n_tail};
    return true;
}

/* Whether the truth with the affixes that the proposal removes has the key of the prediction. */
static bool pairs_up(const proposal *p, const ml_pairing *pairing, const part *truth, const char *file)
{
    part kept;
    size_t base = p->planes ? ml_plane_base(file, pairing) : SIZE_MAX;
    if (p->planes) {
        if (base == SIZE_MAX)
            return false;
        kept = (part){file, ml_name_start(file, base), p->prediction.n_prefix, base};
        if (base < kept.start + kept.n_prefix ||
            memcmp(file + kept.start, p->prediction.path + p->prediction.start, kept.n_prefix) != 0)
            return false;
    } else if (!keep(file, strlen(file), &p->prediction, &kept)) {
        return false;
    }
    size_t from = truth->start + truth->n_prefix, other = kept.start + kept.n_prefix, n = truth->n - from;
    if (n != kept.n - other || memcmp(truth->path + from, file + other, n) != 0)
        return false;
    return p->by_name || (truth->start == kept.start && memcmp(truth->path, file, kept.start) == 0);
}

/* Counts what the proposal pairs; nothing if just one of several truths has such a name, which then is its own. */
static void count_matches(const ml_keys *keys, const ml_name_list *extra, const ml_pairing *pairing, proposal *p)
{
    size_t n_such = 0, n_truths = 0;
    for (size_t k = 0; k < keys->n; k++) {
        const char *path = keys->items[k].truth_file;
        part truth;
        n_truths += path != NULL;
        if (!path || !keep(path, strlen(path), &p->truth, &truth))
            continue;
        n_such++;
        for (size_t e = 0; e < extra->n && e < ML_MAX_LISTED; e++)
            p->n_matches += pairs_up(p, pairing, &truth, extra->names[e]);
    }
    bool of_one = n_such < 2 && n_truths > 1, both_begin = p->truth.n_prefix > 0 && p->prediction.n_prefix > 0;
    if (of_one || (both_begin && n_truths == 1))
        p->n_matches = 0;
}

static bool is_better(const proposal *p, const proposal *than)
{
    if (p->n_matches == 0 || !than->truth.path)
        return p->n_matches > 0;
    return p->no_label == than->no_label ? p->n_matches > than->n_matches : than->no_label;
}

/* What would pair the truth with the file, which with `planes` is a plane; n is what their names have in common, 0: nothing. Of
 * places where they have as much in common, the first. */
static proposal propose(const char *truth, const char *file, bool planes, const ml_pairing *pairing, size_t *n)
{
    size_t base = planes ? ml_plane_base(file, pairing) : strlen(file);
    size_t start = base == SIZE_MAX ? 0 : ml_name_start(file, base), truth_start = ml_name_start(truth, strlen(truth));
    const char *a = truth + truth_start, *b = file + start;
    size_t n_b = base == SIZE_MAX ? 0 : base - start, at_a = 0, at_b = 0;
    *n = 0;
    for (size_t i = 0; a[i]; i++)
        for (size_t j = 0; j < n_b && is_start(a, i); j++) {
            size_t here = is_start(b, j) ? common(a + i, b + j, n_b - j, planes) : 0;
            if (here > *n) {
                *n = here;
                at_a = i;
                at_b = j;
            }
        }
    return (proposal){.truth = {truth, truth_start, at_a, truth_start + at_a + *n},
                      .prediction = {file, start, at_b, planes ? base : start + at_b + *n},
                      .planes = planes,
                      .by_name = pairing->by_name || truth_start != start || memcmp(truth, file, start) != 0,
                      .no_label = is_no_label(a + at_a + *n)};
}

/* What options say of the part's file: its tail, that of a plane is empty. */
static const char *tail_of(const part *p, bool planes) { return planes ? "" : p->path + p->n; }

static bool same_affixes(const part *a, const part *b, bool planes)
{
    return strcmp(tail_of(a, planes), tail_of(b, planes)) == 0 && a->n_prefix == b->n_prefix &&
           memcmp(a->path + a->start, b->path + b->start, a->n_prefix) == 0;
}

/* Tries the truths without prediction whose names have most in common with the file's. */
static void propose_for(const ml_keys *keys, const ml_name_list *extra, const char *file, bool planes,
                        const ml_pairing *pairing, proposal *best)
{
    size_t longest = 1, n, n_tried = 0;
    for (size_t k = 0; k < keys->n; k++)
        if (keys->items[k].kind == ML_KEY_MISSING) {
            (void)propose(keys->items[k].truth_file, file, planes, pairing, &n);
            longest = n > longest ? n : longest;
        }
    for (size_t k = 0; k < keys->n && n_tried < MAX_TRIED; k++) {
        if (keys->items[k].kind != ML_KEY_MISSING)
            continue;
        proposal p = propose(keys->items[k].truth_file, file, planes, pairing, &n);
        if (n != longest)
            continue;
        bool nothing_new = !p.by_name && same_affixes(&p.truth, &p.prediction, planes);
        bool known = best->truth.path && p.planes == best->planes && p.by_name == best->by_name &&
                     same_affixes(&p.truth, &best->truth, false) && same_affixes(&p.prediction, &best->prediction, planes);
        if (nothing_new || known)
            continue;
        n_tried++;
        count_matches(keys, extra, pairing, &p);
        if (is_better(&p, best))
            *best = p;
    }
}

/* Adds the options that say what the names of one side begin and end with. */
static void add_affixes(const char *side, const part *p, bool planes, ml_error *error)
{
    const char *tail = tail_of(p, planes);
    if (p->n_prefix)
        ml_error_add(error, " --%s-prefix=%.*s", side, (int)p->n_prefix, p->path + p->start);
    if (*tail && strrchr(tail, '.') != tail) /* an extension alone needs no saying */
        ml_error_add(error, " --%s-suffix=%s", side, tail);
}

/* Whether several truths without prediction are called like masks of classes of the prediction at `path`. */
static bool are_masks_of(const ml_keys *keys, const char *path, const ml_pairing *pairing)
{
    size_t n_masks = 0, end = ml_key_length(path, pairing->prediction_suffix);
    size_t start = pairing->by_name && end != SIZE_MAX ? ml_name_start(path, end) : 0, n = end - start;
    for (size_t k = 0; k < keys->n && end != SIZE_MAX; k++) {
        const char *text = keys->items[k].text, *class = text + n + 1;
        n_masks += keys->items[k].kind == ML_KEY_MISSING && strncmp(text, path + start, n) == 0 && text[n] && *class &&
                   strchr("/_", text[n]) && ml_mask_class(class, strlen(class), pairing->classes) != ML_NONE;
    }
    return n_masks > 1;
}

/* If a truth and a prediction without partner have something in common, what differs are the affixes that were not said, or the
 * truths are masks of classes, of which affixes would choose one. False if there is nothing to propose. */
static bool suggest_options(const ml_keys *keys, const ml_name_list *extra, const ml_pairing *pairing, ml_error *error)
{
    proposal best = {.planes = false};
    for (size_t e = 0; e < extra->n && e < ML_MAX_LISTED && !pairing->truth_planes; e++)
        if (are_masks_of(keys, extra->names[e], pairing)) {
            ml_error_add(error, "; perhaps --truth-layout=planes, a mask for each class");
            return true;
        }
    for (size_t e = 0; e < extra->n && e < ML_MAX_LISTED; e++)
        for (int planes = 0; planes < 2; planes++)
            propose_for(keys, extra, extra->names[e], planes, pairing, &best);
    if (!best.truth.path)
        return false;
    ml_error_add(error, "; perhaps");
    add_affixes("truth", &best.truth, false, error);
    add_affixes("prediction", &best.prediction, best.planes, error);
    if (best.by_name)
        ml_error_add(error, " --match=name");
    return true;
}

ml_status ml_keys_check_partners(const ml_keys *keys, const ml_name_list *extra, const ml_listing *predictions,
                                 const char *directory, const ml_pairing *pairing, ml_error *error)
{
    ml_name_list missing = {0},
                 others = *extra; /* those, and those that are evaluated without: they may be meant for a truth */
    size_t n_truths = 0;
    for (size_t k = 0; k < keys->n; k++) {
        const ml_key *key = &keys->items[k];
        n_truths += key->truth_file != NULL;
        if (key->kind == ML_KEY_MISSING)
            ml_name_list_note(&missing, key->text);
        else if (!key->truth_file)
            ml_name_list_note(&others, key->first_file);
    }
    bool any = missing.n < keys->n;
    if ((missing.n == 0 && extra->n == 0) || (any && (pairing->partial || pairing->keep_going)))
        return ML_OK;
    ml_fail(error, ML_E_INPUT, "%s:", directory);
    if (missing.n) {
        ml_error_add(error, " no prediction for %zu of %zu truths:", missing.n, n_truths);
        add_names(&missing, error);
    }
    if (extra->n) {
        ml_error_add(error, "%s no truth for %zu prediction%s:", missing.n ? ";" : "", extra->n, extra->n == 1 ? "" : "s");
        add_names(extra, error);
    } else if (!any && (pairing->prediction_prefix || pairing->prediction_suffix)) {
        const char *prefix = pairing->prediction_prefix, *suffix = pairing->prediction_suffix;
        ml_error_add(error, "; no file there %s%s%s%s%s", prefix ? "begins with " : "", prefix ? prefix : "",
                     prefix && suffix ? " and " : "", suffix ? "ends in " : "", suffix ? suffix : "");
        if (predictions->n > 0)
            ml_error_add(error, "; one is called %s", predictions->paths[0]);
    }
    bool none = !any && extra->n == 0; /* then every file is of interest */
    bool foreign = missing.n && !pairing->prediction_suffix &&
                   ml_listing_add_foreign(predictions, directory, none ? NULL : keys, pairing, error);
    if (keys->n_passed_over && !foreign)
        ml_error_add(error, "; %zu%s passed over, such as %s", keys->n_passed_over,
                     keys->knows_passed_over ? "" : " of unknown kind", keys->passed_over);
    bool both = missing.n && others.n && !foreign, suggested = both && suggest_options(keys, &others, pairing, error);
    if (both && !any && !suggested)
        ml_error_add(error, "; --list=FILE says which belong together");
    if (any && !suggested)
        ml_error_add(error, " (--partial evaluates the others)");
    return error->status;
}
