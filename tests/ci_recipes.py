#!/usr/bin/env python3
"""Runs the maskloss commands of the jobs in doc/ci.md, as their shells would, in folders with the names that the jobs use.

    ci_recipes.py --maskloss PROGRAM --page doc/ci.md --sample data/sample

The two jobs are read with python3-yaml (77 without it): each command of a step that calls maskloss has to exit 0 with the
second network of the sample set, and 1 where the networks are exchanged. Steps that fetch, install or predict are not run; that
they call things that there are (bootstrap, build) is looked at.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile


def blocks(text):
    """The indented blocks of the page, without the indentation."""
    found, lines = [], []
    for line in text.split("\n") + ["end"]:
        if line.startswith("    ") or (not line and lines):
            lines.append(line[4:])
        elif lines:
            found.append("\n".join(lines).rstrip() + "\n")
            lines = []
    return found


def scripts_of(job):
    """The shell scripts of a job of either kind, in order."""
    if "steps" in job:
        return [step["run"] for step in job["steps"] if "run" in step]
    return job["before_script"] + ["\n".join(job["script"])]


def main():
    parser = argparse.ArgumentParser()
    for name in ("--maskloss", "--page", "--sample"):
        parser.add_argument(name, required=True)
    options = parser.parse_args()
    try:
        import yaml
    except ImportError:
        print("SKIP: python3-yaml is not installed")
        return 77
    sample, maskloss = os.path.abspath(options.sample), os.path.abspath(options.maskloss)
    with open(options.page, encoding="utf-8") as file:
        documents = [yaml.safe_load(block) for block in blocks(file.read()) if re.search(r"^\w+:$|^jobs:", block, re.MULTILINE)
                     and "MASKLOSS_GIT" in block]
    jobs = [document["jobs"]["segmentation"] if "jobs" in document else document["segmentation"] for document in documents]
    problems = [] if len(jobs) == 2 else ["the page has %d jobs" % len(jobs)]
    for job in jobs:
        scripts = scripts_of(job)
        if not any("bootstrap" in script for script in scripts) or not any("make -C" in script for script in scripts):
            problems.append("a job does not install maskloss")
        commands = "\n".join(line for script in scripts if "maskloss eval" in script or "maskloss compare" in script
                             for line in script.split("\n") if "predict.sh" not in line)
        for baseline, candidate, wanted in (("pred", "pred-new", 0), ("pred-new", "pred", 1)):
            with tempfile.TemporaryDirectory() as folder:
                os.symlink(os.path.join(sample, "truth"), os.path.join(folder, "truth"))
                os.symlink(os.path.join(sample, candidate), os.path.join(folder, "pred"))
                os.symlink(os.path.join(sample, "classes.json"), os.path.join(folder, "classes.json"))
                os.mkdir(os.path.join(folder, "bin"))
                with open(os.path.join(folder, "bin", "maskloss"), "w", encoding="utf-8") as file:
                    file.write('#!/bin/sh\nexec "%s" "$@"\n' % maskloss)
                os.chmod(os.path.join(folder, "bin", "maskloss"), 0o755)
                summary = os.path.join(folder, "summary.md")
                with open(summary, "w", encoding="utf-8"):  # it is there, and empty, in each step
                    pass
                environment = dict(os.environ, PATH=os.path.join(folder, "bin") + ":" + os.environ["PATH"],
                                   GITHUB_STEP_SUMMARY=summary)
                subprocess.run([maskloss, "eval", "-q", "-f", "jsonl", "-o", "baseline.jsonl", "-c", "classes.json", "truth",
                                os.path.join(sample, baseline)], cwd=folder, check=True)
                status = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", commands], cwd=folder, env=environment,
                                        check=False, stderr=subprocess.DEVNULL).returncode
                if status != wanted:
                    problems.append("exit %d, not %d, of:\n%s" % (status, wanted, commands))
                written = [name for name in ("summary.md", "gates.xml") if os.path.exists(os.path.join(folder, name))
                           and os.path.getsize(os.path.join(folder, name)) > 100]
                if len(written) != 1 or not os.path.exists(os.path.join(folder, "new.jsonl")):
                    problems.append("reports written: %s" % written)
    for line in problems:
        print(line)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
