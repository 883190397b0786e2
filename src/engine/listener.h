/* What the engine tells its caller while it works. The library never prints: who listens decides what is shown, and where. */
#ifndef ML_ENGINE_LISTENER_H
#define ML_ENGINE_LISTENER_H

#include <stdbool.h>
#include <stdint.h>

typedef enum ml_message_kind {
    ML_MESSAGE_NOTE,    /* good to know, and to be left out where few words are wanted */
    ML_MESSAGE_WARNING, /* what has to be known, or was asked for */
} ml_message_kind;

/* Functions that are NULL are not called. All are called in the thread that called the engine. */
typedef struct ml_listener {
    void *context;
    /* A message of one line, without its end. Names in it are as the file system has them. */
    void (*say)(void *context, ml_message_kind kind, const char *text);
    /* A run over so many pairs begins; returns whether each pair's end is to be told. */
    bool (*begin)(void *context, uint64_t n_pairs);
    /* Another pair is done, whose files have n_bytes. */
    void (*step)(void *context, uint64_t n_bytes);
    /* Something may be written to the output now, and at the end of the run. */
    void (*make_way)(void *context);
} ml_listener;

static inline void ml_tell(const ml_listener *listener, ml_message_kind kind, const char *text)
{
    if (listener->say)
        listener->say(listener->context, kind, text);
}

static inline void ml_make_way(const ml_listener *listener)
{
    if (listener->make_way)
        listener->make_way(listener->context);
}

#endif
