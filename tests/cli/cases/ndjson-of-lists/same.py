"""Are the lines of NDJSON the elements of the lists of the JSON document, and the last line the rest?"""
import json
import sys

document = json.load(open(sys.argv[1]))
*lines, last = [json.loads(line) for line in open(sys.argv[2])]
lists = {name: value for name, value in document.items() if isinstance(value, list)}
found = {name: [] for name in lists}
for line in lines:
    name = line.pop("list", next(iter(lists)))
    found[name].append(line["words"] if name == "vocabulary" else line)
assert found == lists, found
assert last.pop("schema") == document.pop("schema").replace("/", "-lines/")
assert last == {name: value for name, value in document.items() if name not in lists}, last
print(", ".join(f"{len(value)} {name}" for name, value in lists.items()))
