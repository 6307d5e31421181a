"""pages: the pages that are looked at, each made by the program: small ones that are compared whole
(SMALL), real ones, and ones whose every text tries to be markup."""
import os
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
POLC = str((ROOT / os.environ.get("POLC", "build/polc")).resolve())
CLOUD = ROOT / "policies/openai-cloud"

HOSTILE = '''policy "</title><script>alert(1)</script>" dated 2026-01-01.
kind party: "A<b>&", B, "C\\" onload='x'".
choice host: party.
fact odd: yes/no "<i>odd</i>".
term t: as read by "A<b>&" "<u>" means odd; as read by B "]]>" means not odd.
agreement M between "A<b>&" and B:
  clause 1 "<img src=x onerror=alert(1)>": "<script>alert(2)</script> `code` & more"
    "A<b>&" shall not deploy where host is B and t
      except (a) where host is "C\\" onload='x'".
'''


# Of each a page is compared as a whole, and the exit status with that of the text.
SMALL = {
    "check": (1, ["check", "--on", "2026-03-20", "--deny", "P0301", "small.pol"]),
    "left-open": (5, ["check", "--on", "2026-03-20", "--budget", "1", "small.pol"]),
    "denied": (1, ["check", "--on", "2026-03-20", "--budget", "1", "--deny", "P0319", "small.pol"]),
    "broken": (1, ["check", "broken.pol"]),
    "diff": (1, ["diff", "--on", "2026-03-20", "small.pol", "new.pol", "--against",
                 "deployments.yaml"]),
    "same": (0, ["diff", "--on", "2026-03-20", "small.pol", "small.pol", "--against",
                 "deployments.yaml"]),
    "test": (2, ["test", "--coverage", "cases.yaml"]),
    "uncounted": (2, ["test", "cases.yaml"]),
    "policies": (2, ["test", "--coverage", "cases.yaml", "other.yaml"]),
    "former": (1, ["diff", "--on", "2026-03-20", "former.pol", "later.pol"]),
    "eval": (3, ["eval", "small.pol", "deployments.yaml"]),
    "table": (0, ["table", "small.pol"]),
}


def run(arguments, folder=None):
    return subprocess.run([POLC, *map(str, arguments)], capture_output=True, timeout=120, cwd=folder)


def polc(*arguments, folder=None, fine=(0, 1, 3, 4)):
    done = run(arguments, folder)
    if done.returncode not in fine:
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    return done.stdout.decode("utf-8")


def pages(folder):
    """Name to text, each also a file in the folder."""
    hostile = folder / "hostile.pol"
    hostile.write_text(HOSTILE)
    (folder / "certain.yaml").write_text(
        "deployment: open-memory\ndate: 2026-03-20\nproduct: Frontier\nhost: GCP\nmodel_host: AWS\n"
        "calls_model: yes\nstage: ga\nchip: Nvidia\n")
    (folder / "hostile.yaml").write_text(
        "- deployment: \"<script>alert(3)</script>\"\n  host: B\n  date: 2026-02-01\n"
        "- deployment: \"esc \\e[31m \\e[1m `x` \\e[0m <b>\"\n  host: B\n  date: 2026-02-01\n"
        "- deployment: lists\n  host: [B, 'A<b>&']\n  odd: yes\n  date: 2026-02-01\n")
    other = folder / "other.pol"
    other.write_text(HOSTILE.replace("where host is B and t", "where t"))
    cases = folder / "cases.yaml"
    cases.write_text("policy: hostile.pol\ncases:\n- deployment: {deployment: \"<b>&\", host: B}\n"
                     "  on: 2026-02-01\n  expect: {verdict: permitted}\n  why: \"]]><script>\"\n"
                     "- deployment: {deployment: \"<u>\", host: Z}\n  expect: {verdict: permitted}\n")
    made = {
        "cloud": polc("table", "--format", "html", CLOUD / "policy.pol"),
        "distribution": polc("table", "--format", "html", ROOT / "policies/distribution/policy.pol"),
        "shapes": polc("table", "--format", "html", ROOT / "tests/golden/table/policy.pol"),
        "verdicts": polc("eval", "--format", "html", CLOUD / "policy.pol",
                         CLOUD / "variants/deployments.yaml", CLOUD / "deployments/api.yaml"),
        "certain": polc("eval", "--format", "html", ROOT / "tests/spec/example.pol",
                        folder / "certain.yaml"),
        "hostile": polc("eval", "--format", "html", hostile, folder / "hostile.yaml"),
        "hostile-table": polc("table", "--format", "html", hostile),
        "findings": polc("check", "--on", "2026-03-20", "--format", "html",
                         CLOUD / "mistakes/may-for-carve-out.pol"),
        "hostile-findings": polc("check", "--format", "html", hostile),
        "changes": polc("diff", "--on", "2026-03-20", "--format", "html", CLOUD / "policy.pol",
                        CLOUD / "variants/divorce.pol", "--against",
                        CLOUD / "variants/deployments.yaml"),
        "hostile-changes": polc("diff", "--format", "html", hostile, other, "--against",
                                folder / "hostile.yaml"),
        "tests": polc("test", "--coverage", "--format", "html", CLOUD / "cases"),
        "hostile-tests": polc("test", "--coverage", "--format", "html", cases, fine=(2,)),
    }
    for name, (status, arguments) in SMALL.items():
        made[name] = polc(*arguments, "--format", "html", folder=HERE / "golden", fine=(status,))
    for name, text in made.items():
        (folder / f"{name}.html").write_text(text)
    return made
