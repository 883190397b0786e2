/* What the processor at hand can do. Probing is confined to cpu.c. */
#ifndef ML_BASE_CPU_H
#define ML_BASE_CPU_H

#include "base/quirks.h"

#include <stdbool.h>

/* Sets of instructions beyond those that the compiler may take for granted. */
typedef enum ml_cpu_feature {
    ML_CPU_BASELINE, /* nothing more */
    ML_CPU_AVX2,     /* x86-64: AVX2, FMA and F16C */
    ML_CPU_AVX512,   /* these, and AVX-512 F, BW, DQ and VL */
} ml_cpu_feature;

/* Whether processor and operating system support it. */
bool ml_cpu_has(ml_cpu_feature feature);

#endif
