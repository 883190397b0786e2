/* Finds the photos that go with pairs; see photos.h. */
#include "input/pairs/photos.h"

#include "base/memory.h"
#include "base/text.h"
#include "format/registry.h"
#include "input/pairs/file_name.h"
#include "input/pairs/partner.h"
#include "io/directory.h"
#include "io/look.h"

#include <stdlib.h>
#include <string.h>

/* A file of the directory that may be a pair's photo. */
typedef struct photo {
    const char *path; /* relative to the directory; borrowed */
    size_t start, n;  /* of its key in the path */
    size_t number;    /* in the listing */
} photo;

/* The photos of a directory, in order of their keys: paths without suffix or extension, or names alone. */
typedef struct index {
    size_t n;
    photo *items;
} photo_index;

typedef struct search {
    const ml_photo_choice *choice;
    const ml_pairing *pairing;
    bool is_list;
    ml_listing listing;
    photo_index paths, names;
    const char **users; /* [listing.n] the id of the pair that has the photo, borrowed; NULL: none */
} search;

static void clear_search(search *s)
{
    free(s->paths.items);
    free(s->names.items);
    free(s->users);
    ml_listing_clear(&s->listing);
}

/* --- Keys --- */

/* Length of the path without suffix or extension; SIZE_MAX: the file is no photo. */
static size_t key_end(const char *path, const char *suffix)
{
    size_t n = strlen(path), cut;
    if (suffix)
        return ml_key_length(path, suffix);
    cut = ml_file_photo_extension_length(path, n);
    return cut > 0 && n > cut && path[n - cut - 1] != '/' ? n - cut : SIZE_MAX;
}

static int compare_keys(const char *a, size_t n_a, const char *b, size_t n_b)
{
    int order = memcmp(a, b, n_a < n_b ? n_a : n_b);
    return order ? order : (n_a > n_b) - (n_a < n_b);
}

static int compare(const void *a, const void *b)
{
    const photo *x = a, *y = b;
    int order = compare_keys(x->path + x->start, x->n, y->path + y->start, y->n);
    return order ? order : strcmp(x->path, y->path);
}

static ml_status make_index(const search *s, bool by_name, ml_error *error, photo_index *made)
{
    if (!(made->items = ml_alloc(s->listing.n, sizeof *made->items)))
        return ml_fail_memory(error, "the list of photos");
    for (size_t i = 0; i < s->listing.n; i++) {
        const char *path = s->listing.paths[i];
        size_t end = key_end(path, s->choice->suffix), start = by_name && end != SIZE_MAX ? ml_name_start(path, end) : 0;
        if (end != SIZE_MAX && end > start)
            made->items[made->n++] = (photo){path, start, end - start, i};
    }
    if (made->n > 0)
        qsort(made->items, made->n, sizeof *made->items, compare);
    return ML_OK;
}

/* The first photo of a key, NULL if there is none. */
static const photo *find(const photo_index *all, const char *key)
{
    size_t low = 0, high = all->n, n = strlen(key);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const photo *p = &all->items[middle];
        if (compare_keys(p->path + p->start, p->n, key, n) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    const photo *p = low < all->n ? &all->items[low] : NULL;
    return p && compare_keys(p->path + p->start, p->n, key, n) == 0 ? p : NULL;
}

static const char *name_of(const char *id) { return id + ml_name_start(id, strlen(id)); }

/* --- One pair --- */

/* Two photos have the key; where their names differ behind it, a suffix chooses. */
static ml_status two_photos(const search *s, const char *id, const photo *first, ml_error *error)
{
    const photo *second = first + 1;
    const char *a = first->path + first->start + first->n, *b = second->path + second->start + second->n;
    ml_fail(error, ML_E_INPUT, "%s: \"%s\" has two photos, %s and %s: ", s->choice->where, id, first->path, second->path);
    if (strcmp(a, b) != 0)
        ml_error_add(error, "choose with --photo-suffix=%s or --photo-suffix=%s", a, b);
    else
        ml_error_add(error, "by name alone each photo needs a name of its own");
    return error->status;
}

static ml_status take(const search *s, const photo_index *all, const photo *p, ml_pair *pair, ml_error *error)
{
    const char *user = s->users[p->number];
    if (p < &all->items[all->n - 1] && compare_keys(p->path + p->start, p->n, p[1].path + p[1].start, p[1].n) == 0)
        return two_photos(s, pair->id, p, error);
    if (user)
        return ml_fail(error, ML_E_INPUT, "%s/%s: is the photo of \"%s\" and of \"%s\": by name alone, names have to differ",
                       s->choice->where, p->path, user, pair->id);
    s->users[p->number] = pair->id;
    pair->photo = ml_path_join(s->choice->where, p->path);
    return pair->photo ? ML_OK : ml_fail_memory(error, "a path");
}

/* Finds the pair's photo; `photo` stays NULL if there is none. */
static ml_status find_photo(const search *s, ml_pair *pair, ml_error *error)
{
    const photo *p = find(&s->paths, pair->id);
    if (p)
        return take(s, &s->paths, p, pair, error);
    p = find(&s->names, name_of(pair->id));
    return p ? take(s, &s->names, p, pair, error) : ML_OK;
}

/* --- What is missing --- */

/* What the path has behind the key, if that may be a suffix or is the extension; else NULL. */
static const char *tail_behind(const char *path, const char *key)
{
    size_t n = strlen(key);
    return strncmp(path, key, n) == 0 && path[n] && strchr("_-.", path[n]) ? path + n : NULL;
}

/* Adds the option that would find the photo of the id, if there is one. */
static bool suggest(const search *s, const char *id, ml_error *error)
{
    for (int by_name = 0; by_name < 2; by_name++)
        for (size_t i = 0; i < s->listing.n; i++) {
            const char *path = s->listing.paths[i], *name = by_name ? name_of(path) : path;
            const char *tail = tail_behind(name, by_name ? name_of(id) : id);
            if (!tail || ml_file_photo_extension_length(path, strlen(path)) == 0)
                continue;
            bool is_extension = strchr(tail + 1, '.') == NULL && *tail == '.';
            bool by_match = by_name && !s->is_list && !s->pairing->by_name;
            ml_error_add(error, "; perhaps%s%s%s",
                         is_extension ? by_match ? "" : " without --photo-suffix" : " --photo-suffix=",
                         is_extension ? "" : tail, by_match ? " --match=name" : "");
            return true;
        }
    return false;
}

static ml_status check_missing(const search *s, const ml_pairs *pairs, ml_error *error)
{
    const char *first = NULL;
    size_t n = 0, listed = 0;
    for (size_t i = 0; i < pairs->n; i++)
        n += !pairs->items[i].photo;
    if (n == 0 || s->pairing->partial)
        return ML_OK;
    ml_fail(error, ML_E_INPUT, "%s: no photo for %zu of %zu pairs:", s->choice->where, n, pairs->n);
    for (size_t i = 0; i < pairs->n && listed < ML_MAX_LISTED; i++) {
        if (pairs->items[i].photo)
            continue;
        ml_error_add(error, "%s %s", listed++ ? "," : "", pairs->items[i].id);
        first = first ? first : pairs->items[i].id;
    }
    if (n > listed)
        ml_error_add(error, ", and %zu more", n - listed);
    if (!suggest(s, first, error))
        ml_error_add(error, " (--partial does without)");
    return error->status;
}

/* With keep_going: leaves the pair out, with what is wrong with its photo. */
static ml_status leave_out(const search *s, ml_pair *pair, ml_pairs *pairs, ml_error *error)
{
    char *message = error->status ? ml_strdup(error->text) : ml_format("%s: no photo for \"%s\"", s->choice->where, pair->id);
    ml_error_clear(error);
    ml_status status = message ? ml_faults_add(&pairs->faults, pair->id, message, pair->number, error)
                               : ml_fail_memory(error, "the list of errors");
    free(message);
    return status;
}

/* Finds all photos; with keep_going the pairs that have one close up. */
static ml_status find_all(const search *s, ml_pairs *pairs, ml_error *error)
{
    size_t n = 0;
    ml_status status = ML_OK;
    bool keep_going = s->pairing->keep_going;
    for (size_t i = 0; i < pairs->n; i++) {
        ml_pair pair = pairs->items[i];
        pairs->items[i] = (ml_pair){.id = NULL};
        if (!status)
            status = find_photo(s, &pair, error);
        bool lacks = !status && !pair.photo && !s->pairing->partial;
        if (keep_going && (status == ML_E_INPUT || lacks)) {
            status = leave_out(s, &pair, pairs, error);
            ml_pair_clear(&pair);
        } else {
            pairs->items[n++] = pair;
        }
    }
    pairs->n = n;
    ml_faults_sort(&pairs->faults);
    if (!status && n == 0)
        status = ml_fail(error, ML_E_INPUT, "%s", pairs->faults.items[0].message);
    return status || keep_going ? status : check_missing(s, pairs, error);
}

/* The file is the photo of the only pair. */
static ml_status take_file(const char *path, ml_pairs *pairs, ml_error *error)
{
    if (pairs->n_expected != 1)
        return ml_fail(error, ML_E_INPUT, "%s: is one photo, and there are %zu pairs: --photos is a directory of photos", path,
                       pairs->n_expected);
    pairs->items[0].photo = ml_strdup(path);
    return pairs->items[0].photo ? ML_OK : ml_fail_memory(error, "a path");
}

ml_status ml_pairs_find_photos(const ml_photo_choice *choice, bool is_list, const ml_pairing *pairing, ml_error *error,
                               ml_pairs *pairs)
{
    struct stat info;
    bool is_there = false;
    search s = {.choice = choice, .pairing = pairing, .is_list = is_list};
    ml_status status = ml_look(choice->where, error, &is_there, &info);
    if (is_there && S_ISREG(info.st_mode))
        return take_file(choice->where, pairs, error);
    if (!status)
        status = ml_directory_list(choice->where, true, error, &s.listing);
    if (!status && !(s.users = ml_alloc(s.listing.n, sizeof *s.users)))
        status = ml_fail_memory(error, "the list of photos");
    if (!status && !pairing->by_name)
        status = make_index(&s, false, error, &s.paths);
    if (!status && (pairing->by_name || is_list))
        status = make_index(&s, true, error, &s.names);
    if (!status)
        status = find_all(&s, pairs, error);
    clear_search(&s);
    return status;
}
