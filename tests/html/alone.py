"""alone: what can be said of a page without a browser. Each check gets the pages, name to text, and
yields what it looked at and whether it was right."""
import base64
import difflib
import hashlib
import os
import pathlib
import re
import subprocess
import tempfile
import xml.etree.ElementTree as tree

from pages import CLOUD, HERE, POLC, SMALL, polc, run


def well_formed(made):
    for name, text in made.items():
        yield f"{name}: XML", tree.fromstring(text.replace("<!DOCTYPE html>\n", "")) is not None


def own_links(made):
    for name, text in made.items():
        root = tree.fromstring(text.replace("<!DOCTYPE html>\n", ""))
        ids = [e.get("id") for e in root.iter() if e.get("id")]
        yield f"{name}: unique ids", len(ids) == len(set(ids))
        links = [e.get("href") for e in root.iter("a")]
        yield f"{name}: links", all(link[0] == "#" and link[1:] in ids for link in links)
        labelled = [e.get("aria-labelledby") for e in root.iter() if e.get("aria-labelledby")]
        yield f"{name}: labels", all(label in ids for label in labelled)
        yield f"{name}: scope", all(e.get("scope") for e in root.iter("th"))


def no_other_host(made):
    """Attributes that load something, and addresses in the style; links were looked at."""
    for name, text in made.items():
        root = tree.fromstring(text.replace("<!DOCTYPE html>\n", ""))
        loads = [e for e in root.iter() for key in e.keys() if key in ("src", "srcset", "action")]
        style = "".join(e.text for e in root.iter("style"))
        yield f"{name}: nothing loaded", not loads and "url(" not in style and "@import" not in style
        yield f"{name}: no handlers", not [k for e in root.iter() for k in e.keys()
                                           if k.startswith("on") or k == "style"]


def policy_of_the_page(made):
    for name, text in made.items():
        scripts = re.findall(r"<script>(.*?)</script>", text, re.S)
        digest = base64.b64encode(hashlib.sha256(scripts[-1].encode()).digest()).decode()
        yield f"{name}: one script", len(scripts) == 1
        if f"script-src 'sha256-{digest}';" not in text:
            print(f"the script's digest is sha256-{digest}")
            yield f"{name}: digest", False
        yield f"{name}: nothing else", "default-src 'none'" in text


def text_stays_text(made):
    for name in ("hostile", "hostile-table"):
        root = tree.fromstring(made[name].replace("<!DOCTYPE html>\n", ""))
        strange = [e.tag for e in root.iter() if e.tag in ("img", "i", "u")]
        yield f"{name}: no elements from outside", not strange
        words = "".join(root.itertext())
        yield f"{name}: words", "<script>alert(2)</script> `code` & more" in words
    for name in ("hostile-findings", "hostile-changes", "hostile-tests"):
        root = tree.fromstring(made[name].replace("<!DOCTYPE html>\n", ""))
        strange = [e.tag for e in root.iter() if e.tag in ("img", "i", "u")]
        yield f"{name}: no elements from outside", not strange


def goldens(made):
    """What stands between the style and the script, which are the same on every page."""
    for name in SMALL:
        body = made[name][made[name].index("<body>"):made[name].index("<script>")]
        golden = HERE / "golden" / f"{name}.body"
        if os.environ.get("POLC_UPDATE"):
            golden.write_text(body)
        same = golden.exists() and golden.read_text() == body
        if not same:
            old = golden.read_text().splitlines() if golden.exists() else []
            print("\n".join(difflib.unified_diff(old, body.splitlines(), str(golden), "found",
                                                 lineterm="", n=1)))
        yield f"{name}.body", same


def same_status(made):
    """Neither the format nor a report of it decides how a command ends."""
    with tempfile.TemporaryDirectory() as folder:
        for name, (status, arguments) in SMALL.items():
            page = pathlib.Path(folder, "page.html")
            report = [] if arguments[0] == "table" else ["--report", f"html={page}"]
            done = run([*arguments, *report], HERE / "golden")
            yield f"{name}: exit {done.returncode}, not {status}", done.returncode == status
            yield f"{name}: the report is the page", not report or page.read_text() == made[name]


def headings(made):
    """No level is left out, and there is one of the first."""
    for name, text in made.items():
        root = tree.fromstring(text.replace("<!DOCTYPE html>\n", ""))
        levels = [int(e.tag[1]) for e in root.iter() if re.fullmatch("h[1-6]", str(e.tag))]
        yield f"{name}: one h1", levels.count(1) == 1
        steps = [b - a for a, b in zip(levels, levels[1:])]
        yield f"{name}: levels {levels}", not steps or max(steps) <= 1


def both_clauses(made):
    """A conflict shows both clauses with their words, the marked lines, a deployment and advice."""
    root = tree.fromstring(made["check"].replace("<!DOCTYPE html>\n", ""))
    article = next(e for e in root.iter("article") if "P0301" in e.get("data-k"))
    boxes = [e for e in article.iter("section") if e.get("class").startswith("clause")]
    yield "clauses", [b.find("h5/a").text for b in boxes] == ["Resale 2.1", "Resale 2.2"]
    yield "effects", [b.get("class") for b in boxes] == ["clause prohibits", "clause permits"]
    yield "words", all(b.find("blockquote").text for b in boxes)
    marks = ["".join(m.itertext()) for b in boxes for m in b.iter("mark")]
    yield f"marks {marks}", marks == ["Acme shall not deploy", "Acme may deploy"]
    witness = next(e for e in article.iter("pre") if e.get("class") == "witness")
    yield "witness", "region: Germany" in "".join(witness.itertext())
    yield "advice", any(e.get("class") == "advice" for e in article.iter("ul"))
    accepted = [e for e in root.iter("article") if "accepted" in e.get("data-k").split()]
    by = ["".join(p.itertext()) for e in accepted for p in e.iter("p") if p.get("class") == "by"]
    yield f"accepted {by}", len(by) == 2 and "small.pol:26 until 2027-01-01" in by[1] + by[0]
    opened = tree.fromstring(made["left-open"].replace("<!DOCTYPE html>\n", ""))
    left = [e for e in opened.iter("article") if "open" in e.get("data-k").split()]
    yield "left open", len(left) > 0


def shown_witness(made):
    """The deployment of a conflict, as it stands on the page, shows the conflict."""
    root = tree.fromstring(made["check"].replace("<!DOCTYPE html>\n", ""))
    witness = next("".join(e.itertext()) for e in root.iter("pre") if e.get("class") == "witness")
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "witness.yaml")
        file.write_text(witness)
        words = run(["eval", HERE / "golden/small.pol", file]).stdout.decode()
    yield "both clauses speak", "Resale 2.1" in words and "Resale 2.2" in words


def nothing_to_show(made):
    """A run whose only deployment could not be read still writes a whole page."""
    with tempfile.TemporaryDirectory() as folder:
        bad = pathlib.Path(folder, "bad.yaml")
        bad.write_text("deployment: a\nhosst: AWS\n")
        done = subprocess.run([POLC, "eval", "--format", "html", CLOUD / "policy.pol", bad],
                              capture_output=True, text=True, timeout=60)
    words = "".join(tree.fromstring(done.stdout.replace("<!DOCTYPE html>\n", "")).itertext())
    yield "exit status", done.returncode == 2
    yield "summary", "1 deployment 1 refused, because of errors in them" in words


def certain_first(made):
    """Of the clauses of a verdict those that speak in any case stand before the others."""
    root = tree.fromstring(made["certain"].replace("<!DOCTYPE html>\n", ""))
    titles = [e.find("h5/a").text for e in root.iter("section") if e.get("class") == "clause prohibits"]
    yield f"order {titles}", titles == ["JCA 3.1", "Alliance 2.1"]


def same_bytes(made):
    again = polc("eval", "--format", "html", CLOUD / "policy.pol", CLOUD / "variants/deployments.yaml",
                 CLOUD / "deployments/api.yaml")
    yield "the same bytes again", again == made["verdicts"]


ALL = [well_formed, own_links, no_other_host, policy_of_the_page, text_stays_text, certain_first,
       nothing_to_show, same_bytes, goldens, same_status, headings, both_clauses, shown_witness]
