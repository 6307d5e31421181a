"""Looks for characters that disturb a terminal in all that polc prints for people, and for lines
that a name has made. All of them are put wherever a text from outside can stand."""
import json
import os
import re
import subprocess

POLC = os.environ["POLC"]
EVIL = "\x1b[31mX\u202eY\u0085Z\u2028Q\u2067\rR\nFORGED: PERMITTED\x7f"
POLICY = """policy "Cloud \u202e" dated 2026-01-01.
kind party: Acme, Globex, other_party.
actor  deployer: party presumed Acme.
choice host: (AWS, Azure "az\u202eure \u0085", GCP).
fact   purpose: (test, live).
fact   kept: (Azure, GCP) presumed Azure.

agreement Master between Acme and Globex in force from 2026-01-01:
  clause 2.1 "Hosting\u202e and\u0085" material:
    "Acme runs\u202e the \u0085product on the clouds of the annex alone, unless in a test."
    Acme shall not deploy where host is GCP
      except (a) where purpose is test.
"""


def write(name, content):
    with open(name, "w") as file:
        file.write(content if isinstance(content, str) else json.dumps(content))


def case(name, **expect):
    return {"deployment": {"deployment": name, "host": "GCP", "purpose": "live"}, "on": "2026-03-01",
            "expect": {"verdict": "permitted", **expect}, "why": "w" + EVIL, "review": True}


write("p.pol", POLICY)
write("old.pol", POLICY.replace("is GCP\n", "is GCP or host is AWS\n").replace("2.1 \"Host", "2.1 \"Old"))
deployments = [{"deployment": EVIL, "date": "2026-03-01", "host": "GCP", "purpose": "live"},
               {"deployment": "ok" + EVIL, "date": "2026-03-01", "host": ["AWS", "GCP"],
                "purpose": "unknown"}]
cases = {"policy": "p.pol", "cases": [case("n" + EVIL), case("m", clauses=["Q" + EVIL], duties=[EVIL])]}
write("d.json", deployments)
write("wrong.json", [{"deployment": EVIL, "date": "x" + EVIL, "host": "G" + EVIL, EVIL: "live"}])
write("c.yaml", cases)
write("lost.yaml", {"policy": f"no{EVIL}.pol", "cases": []})
write("zero.yaml", {"policy": "p.pol", "cases": [case("z", clauses=["Master 2.1\0" + EVIL])]})
for name, content in (("p", POLICY), ("broken", POLICY + "clause oops\n")):
    write(f"{name}{EVIL}.pol", content)
write(f"d{EVIL}.json", deployments)
write(f"c{EVIL}.yaml", cases)
subprocess.run([POLC, "eval", "p.pol", "d.json", "--create-baseline", "known.json"], capture_output=True)
with open("known.json") as file:
    known = json.load(file)
for entry in known["entries"]:
    entry["reason"] = EVIL
known["entries"].append({**known["entries"][0], "fingerprint": "0" * 32})
write("known.json", known)

commands = [["eval", f"no{EVIL}", "d.json"], ["eval", "p.pol", f"no{EVIL}"], [EVIL], ["eval", "--" + EVIL],
            ["eval", "p.pol", "d.json", "-o", f"no/{EVIL}"], ["eval", "p.pol", "d.json", "--format", EVIL],
            ["eval", "p.pol", "d.json", "--report", EVIL + "=x"], ["eval", "p.pol", "d.json", "--on", EVIL],
            ["eval", "p.pol", "d.json", "--set", EVIL], ["explain", "p.pol", "d.json"], ["explain", EVIL],
            ["options", "p.pol", "d.json"], ["duties", "p.pol", "d.json"], ["timeline", "p.pol", "d.json"],
            ["timeline", "p.pol"], ["eval", "--dry-run", "p.pol", f"d{EVIL}.json"], ["table", "p.pol"],
            ["fmt", "--check", f"p{EVIL}.pol"], ["fmt", f"broken{EVIL}.pol"], ["init", EVIL], ["test", f"no{EVIL}"],
            ["test", "lost.yaml"], ["test", "zero.yaml"], ["check", "--allow", EVIL, "p.pol"]]
for form in ("text", "markdown", "html", "github", "junit"):
    commands += [c + ["--format", form] for c in (
        ["eval", "p.pol", "d.json"], ["eval", f"p{EVIL}.pol", f"d{EVIL}.json"], ["eval", "p.pol", "wrong.json"],
        ["eval", "p.pol", "d.json", "--baseline", "known.json"], ["eval", "p.pol", "d.json", "--color", "always"],
        ["check", f"p{EVIL}.pol"], ["check", f"broken{EVIL}.pol"], ["test", "c.yaml", "--coverage"],
        ["check", f"broken{EVIL}.pol", "--color", "always"], ["test", f"c{EVIL}.yaml"],
        ["diff", "old.pol", "p.pol", "--against", "d.json"])]

EVILS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
for command in commands:
    done = subprocess.run([POLC, *command], capture_output=True, text=True)
    for text in (done.stdout, done.stderr):
        text = re.sub(r"\x1b\[(0|1|2|34|1;3[1-6])m", "", text) if "--color" in command else text
        # white space is folded in HTML
        forged = "html" not in command and re.search("^FORGED", text, re.MULTILINE)
        if EVILS.search(text) or forged:
            print("seen:", ascii(command), ascii([x for x in text.split("\n") if EVILS.search(x)][:1]), forged)
print(len(commands), "commands")
