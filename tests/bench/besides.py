"""What the bench measures besides its cases: the machine, the start of the program, two threads' worth of processors, how often
planes are opened, and resampling. Without NumPy itself, see cases.py."""

import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time

import resampling

HERE = os.path.dirname(os.path.abspath(__file__))
ROUNDS = 25
SPIN = "n = 0\nfor i in range(20000000): n += i"
LIBRARIES = """
import json, os
found = {}
for name in ("numpy", "torch", "cv2", "PIL"):
    try:
        found[name] = __import__(name).__version__
    except ImportError:
        pass
if "numpy" in found:
    import numpy
    numpy.ones((2, 2)) @ numpy.ones((2, 2))
with open("/proc/self/maps", encoding="ascii") as file:
    paths = {line.split()[-1] for line in file if "blas" in line}
names = {os.path.basename(os.path.realpath(path)) for path in paths}
found["BLAS"] = ", ".join(sorted({name for name in names if "openblas" in name} or names))
print(json.dumps(found))
"""


def output_of(*command, **environment):
    return subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ, **environment)).stdout


def machine(program):
    """What all of it depends on."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        text = file.read()
    facts = dict(re.findall(r"^(model name|cpu family|model)\s*: (.*)$", text, re.MULTILINE))
    kernel = re.search(r"^kernel: (.*)$", output_of(program, "--version", "-v"), re.MULTILINE)
    return {"processor": "%s, family %s, model %s" % (facts.get("model name", platform.machine()), facts.get("cpu family", "?"),
                                                      facts.get("model", "?")),
            "processors": os.cpu_count(), "system": platform.system() + " " + platform.release(), "kernel": kernel.group(1),
            "python": platform.python_version(), "libraries": json.loads(output_of(sys.executable, "-c", LIBRARIES))}


def processor_seconds(command):
    """Of user and system."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit("bench: %s fails" % " ".join(command[:4]))
    return usage.ru_utime + usage.ru_stime


def spinning():
    """How many times as much two processes that only count get done as one in the same time."""
    def seconds(n):
        start = time.perf_counter()
        for process in [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(n)]:
            process.wait()
        return time.perf_counter() - start
    return statistics.median(2 * seconds(1) / seconds(2) for _ in range(3))


def make_image(top, shape, planes):
    """Folders of a truth of zeros and of planes of ones, or of a label image of zeros; by NumPy, elsewhere."""
    code = ("import os, sys; sys.path.insert(0, %r); sys.dont_write_bytecode = True; import numpy as np\n"
            "from images import write_png\n"
            "zeros = np.zeros(%r, np.uint8)\n"
            "for name in ('truth', 'prediction'): os.mkdir(os.path.join(%r, name))\n"
            "write_png(os.path.join(%r, 'truth', 'a.png'), zeros)\n"
            "where = os.path.join(%r, 'prediction', 'a')\n"
            "if %d: os.mkdir(where)\n"
            "for c in range(%d): write_png(os.path.join(where, '%%d.png' %% c), zeros + 1)\n"
            "if not %d: write_png(where + '.png', zeros)\n") % (HERE, shape, top, top, top, planes, planes, planes)
    subprocess.run([sys.executable, "-c", code], check=True)
    return [os.path.join(top, name) for name in ("truth", "prediction")]


def start_up(program):
    """Milliseconds of processors that one pair of 1 x 1 pixels takes."""
    with tempfile.TemporaryDirectory(prefix="maskloss-bench-") as top:
        command = [program, "eval", "-q", *make_image(top, (1, 1), 0)]
        return 1000 * statistics.median(processor_seconds(command) for _ in range(ROUNDS))


def opens(program):
    """How often a plane is opened; None where that cannot be seen."""
    n_planes = 19
    with tempfile.TemporaryDirectory(prefix="maskloss-bench-") as top:
        folders = make_image(top, (64, 64), n_planes)
        trace = os.path.join(top, "trace")
        try:
            subprocess.run(["strace", "-f", "-e", "trace=open,openat", "-o", trace, program, "eval", "-q", "-j1", *folders],
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError):
            return None
        with open(trace, encoding="utf-8", errors="replace") as file:
            return sum(bool(re.search(r'[0-9]+\.png"', line)) and " = -1" not in line for line in file) / n_planes


def products():
    """Seconds of the product of matrices that intervals are, with NumPy."""
    command = [sys.executable, os.path.join(HERE, "products.py"), "5000", "152"]
    return statistics.median(float(output_of(*command, OPENBLAS_NUM_THREADS="1")) for _ in range(3))


def measure(program):
    return {"spinning": spinning(), "start_ms": start_up(program), "opens": opens(program), "products": products(),
            "resampling": resampling.measure_all(program, 3, 1, lambda line: print(line, file=sys.stderr, flush=True))}
