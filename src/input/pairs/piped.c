/* Files of a pair that can be read only once; see piped.h. */
#include "input/pairs/piped.h"

#include "base/memory.h"
#include "input/pairs/file_name.h"
#include "input/pairs/image_path.h"

#include <stdlib.h>
#include <string.h>

/* Makes room for what comes through `text`, or an image in that, if it is a pipe; *made stays NULL otherwise. */
static ml_status make_pipe(const char *text, ml_error *error, ml_pipe **made)
{
    ml_image_path at;
    ml_status status = ml_image_path_parse(text, NULL, error, &at);
    if (status)
        return status;
    if (ml_pipe_is(at.file)) {
        *made = ml_alloc(1, sizeof **made);
        if (*made)
            (*made)->path = ml_strdup(at.file);
        if (!*made || !(*made)->path)
            status = ml_fail_memory(error, "a pipe");
    }
    ml_image_path_clear(&at);
    return status;
}

/* The id that the prediction's name gives, which may be that of a directory. */
static ml_status take_id_of_prediction(ml_pair *pair, const ml_pairing *pairing, ml_error *error)
{
    size_t n = strlen(pair->prediction);
    char *id = NULL;
    while (n > 1 && pair->prediction[n - 1] == '/')
        n--;
    char *name = ml_strndup(pair->prediction, n);
    ml_status status = name ? ml_key_of_file(name, true, pairing->prediction_prefix, pairing->prediction_suffix, error, &id)
                            : ml_fail_memory(error, "an id");
    free(name);
    if (status)
        return status;
    free(pair->id);
    pair->id = id;
    return ML_OK;
}

ml_status ml_pair_take_pipes(ml_pair *pair, const ml_pairing *pairing, ml_error *error)
{
    ml_pipe *pipes[2];
    size_t n = 0;
    ml_status status = make_pipe(pair->truth, error, &pair->truth_pipe);
    if (!status && pair->n_planes == 0)
        status = make_pipe(pair->prediction, error, &pair->prediction_pipe);
    if (!status && pair->truth_pipe && (!pair->prediction_pipe || strcmp(pair->truth_pipe->path, "-") == 0))
        status = take_id_of_prediction(pair, pairing, error);
    if (pair->truth_pipe)
        pipes[n++] = pair->truth_pipe;
    if (pair->prediction_pipe)
        pipes[n++] = pair->prediction_pipe;
    return status || n == 0 ? status : ml_pipes_read(pipes, n, pairing->max_pipe_bytes, error);
}
