/* Truths and predictions that have no partner, and the options that may have been meant; see key.h. */
#include "base/memory.h"
#include "base/text.h"
#include "format/registry.h"
#include "input/pairs/key.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* How many proposals are tried per prediction: each looks at all truths. Also how many files are opened to see what they are.
 */
enum { MAX_TRIED = 16 };

/* What options would pair a truth and a prediction: what their names end in, and whether their directories differ. */
typedef struct proposal {
    const char *truth_tail, *prediction_tail; /* NULL: there is none */
    bool planes;                              /* the prediction is one of the planes of an image; its tail is empty */
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

/* How many bytes two file names have in common, up to a border in both. */
static size_t common(const char *a, const char *b)
{
    size_t n = 0;
    while (a[n] && a[n] == b[n])
        n++;
    while (n > 0 && !(is_border(a + n) && is_border(b + n)))
        n--;
    return n;
}

/* Whether a truth ends in `tail` and has, with the proposal, the key of the prediction. */
static bool pairs_up(const proposal *p, const ml_pairing *pairing, const char *truth, const char *file)
{
    size_t n = ml_key_length(truth, p->truth_tail);
    size_t m = p->planes ? ml_plane_base(file, pairing) : ml_key_length(file, p->prediction_tail);
    if (n == SIZE_MAX || m == SIZE_MAX)
        return false;
    size_t truth_start = p->by_name ? ml_name_start(truth, n) : 0, start = p->by_name ? ml_name_start(file, m) : 0;
    return n - truth_start == m - start && memcmp(truth + truth_start, file + start, m - start) == 0;
}

/* Counts what the proposal pairs; nothing if just one of several truths ends like that, as in a name of its own. */
static void count_matches(const ml_keys *keys, const ml_name_list *extra, const ml_pairing *pairing, proposal *p)
{
    size_t n_tails = 0;
    for (size_t k = 0; k < keys->n; k++) {
        const char *truth = keys->items[k].truth_file;
        if (ml_key_length(truth, p->truth_tail) == SIZE_MAX)
            continue;
        n_tails++;
        for (size_t e = 0; e < extra->n && e < ML_MAX_LISTED; e++)
            p->n_matches += pairs_up(p, pairing, truth, extra->names[e]);
    }
    if (n_tails < 2 && keys->n > 1)
        p->n_matches = 0;
}

static bool is_better(const proposal *p, const proposal *than)
{
    if (p->n_matches == 0 || !than->truth_tail)
        return p->n_matches > 0;
    return p->no_label == than->no_label ? p->n_matches > than->n_matches : than->no_label;
}

/* What would pair the truth with the file, which with `planes` is a plane; n is what their names have in common, 0: nothing. */
static proposal propose(const char *truth, const char *file, bool planes, const ml_pairing *pairing, size_t *n)
{
    size_t base = planes ? ml_plane_base(file, pairing) : strlen(file);
    size_t start = base == SIZE_MAX ? 0 : ml_name_start(file, base), truth_start = ml_name_start(truth, strlen(truth));
    const char *truth_name = truth + truth_start;
    if (!planes)
        *n = common(truth_name, file + start);
    else
        *n = base != SIZE_MAX && strncmp(truth_name, file + start, base - start) == 0 ? base - start : 0;
    if (*n > 0 && !is_border(truth_name + *n))
        *n = 0;
    return (proposal){.truth_tail = truth_name + *n,
                      .prediction_tail = planes ? "" : file + start + *n,
                      .planes = planes,
                      .by_name = pairing->by_name || truth_start != start || memcmp(truth, file, start) != 0,
                      .no_label = is_no_label(truth_name + *n)};
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
        proposal p = propose(keys->items[k].truth_file, file, planes, pairing, &n);
        bool nothing_new = !p.by_name && strcmp(p.truth_tail, p.prediction_tail) == 0;
        bool known = best->truth_tail && strcmp(p.truth_tail, best->truth_tail) == 0 &&
                     strcmp(p.prediction_tail, best->prediction_tail) == 0 && p.by_name == best->by_name;
        if (keys->items[k].kind != ML_KEY_MISSING || n != longest || nothing_new || known)
            continue;
        n_tried++;
        count_matches(keys, extra, pairing, &p);
        if (is_better(&p, best))
            *best = p;
    }
}

/* Whether a file, were it of a known kind, could be the prediction of a truth without one; extensions may be double, as in
 * .nii.gz. */
static bool has_missing_key(const char *path, const ml_keys *keys, const ml_pairing *pairing)
{
    size_t length = strlen(path), start = pairing->by_name ? ml_name_start(path, length) : 0;
    for (size_t n = length; n-- > ml_name_start(path, length);) {
        const ml_key *key = path[n] == '.' ? ml_keys_get(keys, path + start, n - start) : NULL;
        if (key && key->kind == ML_KEY_MISSING)
            return true;
    }
    return false;
}

bool ml_listing_add_foreign(const ml_listing *listing, const char *directory, const ml_keys *keys, const ml_pairing *pairing,
                            ml_error *error)
{
    bool added = false;
    for (size_t i = 0, n_tried = 0; i < listing->n && n_tried < MAX_TRIED && !added; i++) {
        if (ml_is_named_as(listing->paths[i], 0) || (keys && !has_missing_key(listing->paths[i], keys, pairing)))
            continue;
        char *path = ml_path_join(directory, listing->paths[i]);
        n_tried++;
        const ml_file_format *format = path ? ml_file_format_of_file(path) : NULL;
        added = format && format->remedy;
        if (added)
            ml_error_add(error, "; %s is %s, which is not read; %s", path, format->name, format->remedy);
        free(path);
    }
    return added;
}

static bool is_extension(const char *tail) { return strrchr(tail, '.') == tail; }

/* If a truth and a prediction without partner begin alike, what differs are the suffixes that were not said. False if there is
 * nothing to propose. */
static bool suggest_options(const ml_keys *keys, const ml_name_list *extra, const ml_pairing *pairing, ml_error *error)
{
    proposal best = {0};
    for (size_t e = 0; e < extra->n && e < ML_MAX_LISTED; e++)
        for (int planes = 0; planes < 2; planes++)
            propose_for(keys, extra, extra->names[e], planes, pairing, &best);
    if (!best.truth_tail)
        return false;
    ml_error_add(error, "; perhaps");
    if (!is_extension(best.truth_tail))
        ml_error_add(error, " --truth-suffix=%s", best.truth_tail);
    if (*best.prediction_tail && !is_extension(best.prediction_tail))
        ml_error_add(error, " --prediction-suffix=%s", best.prediction_tail);
    if (best.by_name)
        ml_error_add(error, " --match=name");
    return true;
}

ml_status ml_keys_check_partners(const ml_keys *keys, const ml_name_list *extra, const ml_listing *predictions,
                                 const char *directory, const ml_pairing *pairing, ml_error *error)
{
    ml_name_list missing = {0};
    for (size_t k = 0; k < keys->n; k++)
        if (keys->items[k].kind == ML_KEY_MISSING)
            ml_name_list_note(&missing, keys->items[k].text);
    bool any = missing.n < keys->n;
    if ((missing.n == 0 && extra->n == 0) || (any && (pairing->partial || pairing->keep_going)))
        return ML_OK;
    ml_fail(error, ML_E_INPUT, "%s:", directory);
    if (missing.n) {
        ml_error_add(error, " no prediction for %zu of %zu truths:", missing.n, keys->n);
        ml_name_list_add_to(&missing, error);
    }
    if (extra->n) {
        ml_error_add(error, "%s no truth for %zu prediction%s:", missing.n ? ";" : "", extra->n, extra->n == 1 ? "" : "s");
        ml_name_list_add_to(extra, error);
    } else if (!any && pairing->prediction_suffix) {
        ml_error_add(error, "; no file there ends in %s", pairing->prediction_suffix);
    }
    bool none = !any && extra->n == 0; /* then every file is of interest */
    bool foreign = missing.n && !pairing->prediction_suffix &&
                   ml_listing_add_foreign(predictions, directory, none ? NULL : keys, pairing, error);
    if (keys->n_passed_over && !foreign)
        ml_error_add(error, "; %zu of unknown kind passed over, such as %s", keys->n_passed_over, keys->passed_over);
    bool suggested = missing.n && !foreign && suggest_options(keys, extra, pairing, error);
    if (any && !suggested)
        ml_error_add(error, " (--partial evaluates the others)");
    return error->status;
}
